"""What happens to an export of exam results or of VPR: its writing, its columns, its lines."""

import zipfile

from tests.damage.sent import Damage, SentExport, kind, row_of


def _same(sent: SentExport) -> Damage:
    return Damage()


def _lost(sent: SentExport, line: int, *others: int) -> Damage:
    lines = (line, *others)
    return Damage(line=line, touched={row_of(number) for number in lines}, aside=len(lines))


def _refused(sent: SentExport) -> Damage:
    return Damage(touched=sent.everything)


def _typed(sent: SentExport, heading: str, value: str, condition: str = "line > 0") -> Damage:
    """A line's value is not one that an export has."""
    line = sent.line(condition)
    sent.type(line, heading, value)
    return _lost(sent, line)


# how it is written down


@kind
def export_by_commas(sent: SentExport) -> Damage:
    sent.delimiter, sent.quoted = ",", True
    return _same(sent)


@kind
def export_by_tabs(sent: SentExport) -> Damage:
    sent.delimiter = "\t"
    return _same(sent)


@kind
def export_in_utf8(sent: SentExport) -> Damage:
    sent.encoding = "utf-8"
    return _same(sent)


@kind
def export_in_utf8_with_mark(sent: SentExport) -> Damage:
    sent.encoding = "utf-8-sig"
    return _same(sent)


@kind
def export_in_utf16(sent: SentExport) -> Damage:
    sent.encoding = "utf-16"
    return _same(sent)


@kind
def export_in_utf16_without_mark(sent: SentExport) -> Damage:
    sent.encoding = sent.dice.choice(["utf-16-le", "utf-16-be"])
    return _same(sent)


@kind
def export_in_dos_letters(sent: SentExport) -> Damage:
    sent.encoding = "cp866"
    return _same(sent)


@kind
def export_unzipped(sent: SentExport) -> Damage:
    sent.unzipped()
    return _same(sent)


@kind
def export_of_unix(sent: SentExport) -> Damage:
    sent.line_end = "\n"
    return _same(sent)


@kind
def export_all_quoted(sent: SentExport) -> Damage:
    sent.quoted = True
    return _same(sent)


@kind
def export_tells_its_delimiter(sent: SentExport) -> Damage:
    sent.above = "sep=;\r\n"
    return Damage(moved=lambda line: line + 1)


@kind
def export_with_a_letter_above(sent: SentExport) -> Damage:
    sent.above = "Уважаемые коллеги!\r\n;;\r\nНаправляем результаты по коду ОО\r\n"
    return Damage(moved=lambda line: line + 3)


@kind
def export_zipped_under_the_name_of_csv(sent: SentExport) -> Damage:
    sent.path = sent.path.rename(sent.path.with_suffix(""))
    sent.as_it_is = True
    return Damage()


@kind
def export_with_decimal_points(sent: SentExport) -> Damage:
    for heading in ("Первичный балл", "Балл"):
        sent.each(heading, lambda text: text.replace(",", "."))
    return _same(sent)


@kind
def export_with_iso_dates(sent: SentExport) -> Damage:
    sent.each("Дата", lambda text: "-".join(reversed(text.split("."))))
    return _same(sent)


@kind
def export_with_times_of_day(sent: SentExport) -> Damage:
    sent.each("Дата", lambda text: f"{text} 10:00:00")
    return _same(sent)


@kind
def export_with_spaces(sent: SentExport) -> Damage:
    for heading in ("Код ОО", "Балл", "Статус", "Дата"):
        sent.each(heading, lambda text: f" {text}\u00a0")
    return _same(sent)


@kind
def export_in_capitals(sent: SentExport) -> Damage:
    sent.lines[0] = [heading.upper() for heading in sent.lines[0]]
    return _same(sent)


@kind
def export_grades_with_letters(sent: SentExport) -> Damage:
    sent.each("Класс", lambda text: f"{text} «{sent.dice.choice('АБВ')}»")
    return _same(sent)


@kind
def export_columns_in_another_order(sent: SentExport) -> Damage:
    order = sent.dice.sample(range(len(sent.lines[0])), len(sent.lines[0]))
    sent.lines = [[line[place] for place in order] for line in sent.lines]
    return _same(sent)


@kind
def export_ends_in_empty_lines(sent: SentExport) -> Damage:
    sent.lines += [[""] * len(sent.lines[0])] * 50
    return _same(sent)


@kind
def export_line_empty(sent: SentExport) -> Damage:
    line = sent.line()
    sent.lines.insert(line - 1, [""])
    return Damage(moved=lambda number: number + (number >= line))


@kind
def export_lone_quotation_mark(sent: SentExport) -> Damage:
    line = sent.line()
    sent.type(line, "Имя", '"Глеб')
    return _same(sent)


@kind
def export_delimiter_in_quotes(sent: SentExport) -> Damage:
    sent.type(sent.line(), "Отчество", '"Ива;нович"')
    return _same(sent)


@kind
def export_formula_in_a_name(sent: SentExport) -> Damage:
    sent.type(sent.line(), "Фамилия", "=cmd|' /C calc'!A0")
    return _same(sent)


# its columns


@kind
def export_column_gone(sent: SentExport) -> Damage:
    place = sent.column(sent.dice.choice(["Балл", "Код ОО", "Статус", "Код предмета"]))
    for line in sent.lines:
        del line[place]
    return _refused(sent)


@kind
def export_column_added(sent: SentExport) -> Damage:
    place = sent.dice.randrange(len(sent.lines[0]))
    for number, line in enumerate(sent.lines):
        line.insert(place, "Телефон родителей" if number == 0 else "8-900-1234567")
    return _same(sent)


@kind
def export_column_twice(sent: SentExport) -> Damage:
    place = sent.column("Балл")
    for line in sent.lines:
        line.append(line[place])
    return _refused(sent)


@kind
def export_heading_renamed(sent: SentExport) -> Damage:
    sent.lines[0][sent.column("Балл")] = "Результат"
    return _refused(sent)


# its lines


@kind
def export_school_unknown(sent: SentExport) -> Damage:
    return _typed(sent, "Код ОО", "999999")


@kind
def export_school_missing(sent: SentExport) -> Damage:
    return _typed(sent, "Код ОО", "")


@kind
def export_school_by_name(sent: SentExport) -> Damage:
    return _typed(sent, "Код ОО", "Лицей имени Петрова")


@kind
def export_subject_unknown(sent: SentExport) -> Damage:
    return _typed(sent, "Код предмета", "77")


@kind
def export_subject_by_name(sent: SentExport) -> Damage:
    return _typed(sent, "Код предмета", "Русский язык")


@kind
def export_score_above_hundred(sent: SentExport) -> Damage:
    return _typed(sent, "Балл", "101", "status == 'valid'")


@kind
def export_score_negative(sent: SentExport) -> Damage:
    return _typed(sent, "Балл", "-5", "status == 'valid'")


@kind
def export_score_in_words(sent: SentExport) -> Damage:
    return _typed(sent, "Балл", "зачёт", "status == 'valid'")


@kind
def export_score_missing(sent: SentExport) -> Damage:
    line = sent.line("status == 'valid' and mark.isna()")
    for heading in ("Балл", "Первичный балл"):
        sent.type(line, heading, "")
    return _lost(sent, line)


@kind
def export_status_unknown(sent: SentExport) -> Damage:
    return _typed(sent, "Статус", "Кажется, действует")


@kind
def export_date_impossible(sent: SentExport) -> Damage:
    return _typed(sent, "Дата", "31.06.2017")


@kind
def export_date_american(sent: SentExport) -> Damage:
    return _typed(sent, "Дата", "06/09/2017")


@kind
def export_document_missing(sent: SentExport) -> Damage:
    return _typed(sent, "Серия и номер документа", "-")


@kind
def export_line_twice(sent: SentExport) -> Damage:
    line = sent.line()
    sent.lines.append(sent.lines[line - 1])
    return Damage(line=line, touched={row_of(line)}, rows=1, aside=2)


@kind
def export_line_shifted(sent: SentExport) -> Damage:
    """A semicolon too many in a name: every later cell stands a column further."""
    line = sent.line()
    sent.lines[line - 1].insert(3, "оглы")
    return _lost(sent, line)


@kind
def export_line_cut_off(sent: SentExport) -> Damage:
    line = sent.line()
    sent.lines[line - 1] = sent.lines[line - 1][:9]
    return _lost(sent, line)


@kind
def export_totals_line(sent: SentExport) -> Damage:
    sent.lines.append(["Итого", "", str(len(sent.lines) - 1), *[""] * (len(sent.lines[0]) - 3)])
    return Damage(line=len(sent.lines), rows=1, aside=1)


# its file


@kind
def export_empty(sent: SentExport) -> Damage:
    sent.lines = [[""]]
    return _refused(sent)


@kind
def export_headings_alone(sent: SentExport) -> Damage:
    rows = len(sent.lines) - 1
    del sent.lines[1:]
    return Damage(touched=sent.everything, rows=-rows)


@kind
def export_under_another_name(sent: SentExport) -> Damage:
    sent.path = sent.path.rename(sent.path.with_name("выгрузка.csv.zip"))
    return _refused(sent)


@kind
def export_sent_twice(sent: SentExport) -> Damage:
    sent.path.with_name(f"{sent.path.name[:8].upper()}.csv.zip").write_bytes(sent.path.read_bytes())
    return _same(sent)


def _archive(sent: SentExport, content: bytes) -> Damage:
    """The file is as it is to be sent."""
    sent.path.write_bytes(content)
    sent.as_it_is = True
    return _refused(sent)


@kind
def export_archive_cut_off(sent: SentExport) -> Damage:
    content = sent.path.read_bytes()
    return _archive(sent, content[: sent.dice.randrange(50, len(content) - 30)])


@kind
def export_no_archive(sent: SentExport) -> Damage:
    return _archive(sent, b"Rar!\x1a\x07\x00" + sent.dice.randbytes(300))


@kind
def export_archive_of_two(sent: SentExport) -> Damage:
    with zipfile.ZipFile(sent.path, "a") as archive:
        archive.writestr("ещё одна.csv", "Код ОО")
    return _archive(sent, sent.path.read_bytes())


@kind
def export_zip_bomb(sent: SentExport) -> Damage:
    with zipfile.ZipFile(sent.path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ege_2017.csv", bytes(5_000_000))
    return _archive(sent, sent.path.read_bytes())


@kind
def export_no_table(sent: SentExport) -> Damage:
    with zipfile.ZipFile(sent.path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ege_2017.csv", sent.dice.randbytes(5000))
    return _archive(sent, sent.path.read_bytes())


# the shares of VPR


@kind
def vpr_counts_for_shares(sent: SentExport) -> Damage:
    line = sent.line("participants > 12")
    for mark, count in zip("2345", (3, 9, 4, 1), strict=True):
        sent.type(line, mark, str(count))
    return _lost(sent, line)


@kind
def vpr_share_above_hundred(sent: SentExport) -> Damage:
    return _typed(sent, "3", "250")


@kind
def vpr_login_unknown(sent: SentExport) -> Damage:
    return _typed(sent, "Логин", "sch999999", "group_kind == 'school'")


@kind
def vpr_group_unknown(sent: SentExport) -> Damage:
    return _typed(sent, "Группа", "Кластер")


@kind
def vpr_line_twice(sent: SentExport) -> Damage:
    line = sent.line()
    sent.lines.append(sent.lines[line - 1])
    return Damage(line=line, touched={row_of(line)}, rows=1, aside=2)


@kind
def vpr_with_decimal_points(sent: SentExport) -> Damage:
    for mark in "2345":
        sent.each(mark, lambda text: text.replace(",", "."))
    return _same(sent)
