"""What is wrong with a column or a line of an export of exam results or of VPR: it costs the export, or its line alone."""

from functools import partial

from tests.damage.sent import GENERATORS, Damage, SentExport, kind, lost, refused, row_of

VALID = "status == 'valid'"
# a line's value is not one that an export has: column, value, of which lines
TYPED = {
    "export_school_unknown": ("Код ОО", "999999"),
    "export_school_missing": ("Код ОО", ""),
    "export_school_by_name": ("Код ОО", "Лицей имени Петрова"),
    "export_subject_unknown": ("Код предмета", "77"),
    "export_subject_by_name": ("Код предмета", "Русский язык"),
    "export_score_above_hundred": ("Балл", "101", VALID),
    "export_score_negative": ("Балл", "-5", VALID),
    "export_score_in_words": ("Балл", "зачёт", VALID),
    "export_status_unknown": ("Статус", "Кажется, действует"),
    "export_date_impossible": ("Дата", "31.06.2017"),
    "export_date_american": ("Дата", "06/09/2017"),
    "export_document_missing": ("Серия и номер документа", "-"),
    "vpr_share_above_hundred": ("3", "250"),
    "vpr_login_unknown": ("Логин", "sch999999", "group_kind == 'school'"),
    "vpr_group_unknown": ("Группа", "Кластер"),
}


def _typed(what: tuple[str, ...], sent: SentExport) -> Damage:
    heading, value, *condition = what
    line = sent.line(*condition)
    sent.type(line, heading, value)
    return lost(line)


def _twice(sent: SentExport) -> Damage:
    line = sent.line()
    sent.lines.append(sent.lines[line - 1])
    return Damage(line=line, touched={row_of(line)}, rows=1, aside=2)


GENERATORS |= {name: partial(_typed, what) for name, what in TYPED.items()}
GENERATORS |= dict.fromkeys(("export_line_twice", "vpr_line_twice"), _twice)


@kind
def export_line_empty(sent: SentExport) -> Damage:
    line = sent.line()
    sent.lines.insert(line - 1, [""])
    return Damage(moved=lambda number: number + (number >= line))


@kind
def export_lone_quotation_mark(sent: SentExport) -> Damage:
    line = sent.line()
    sent.type(line, "Имя", '"Глеб')
    return Damage()


@kind
def export_delimiter_in_quotes(sent: SentExport) -> Damage:
    sent.type(sent.line(), "Отчество", '"Ива;нович"')
    return Damage()


@kind
def export_formula_in_a_name(sent: SentExport) -> Damage:
    sent.type(sent.line(), "Фамилия", "=cmd|' /C calc'!A0")
    return Damage()


@kind
def export_column_gone(sent: SentExport) -> Damage:
    place = sent.column(sent.dice.choice(["Балл", "Код ОО", "Статус", "Код предмета"]))
    for line in sent.lines:
        del line[place]
    return refused(sent)


@kind
def export_column_added(sent: SentExport) -> Damage:
    place = sent.dice.randrange(len(sent.lines[0]))
    for number, line in enumerate(sent.lines):
        line.insert(place, "Телефон родителей" if number == 0 else "8-900-1234567")
    return Damage()


@kind
def export_column_twice(sent: SentExport) -> Damage:
    place = sent.column("Балл")
    for line in sent.lines:
        line.append(line[place])
    return refused(sent)


@kind
def export_heading_renamed(sent: SentExport) -> Damage:
    sent.lines[0][sent.column("Балл")] = "Результат"
    return refused(sent)


@kind
def export_score_missing(sent: SentExport) -> Damage:
    line = sent.line("status == 'valid' and mark.isna()")
    for heading in ("Балл", "Первичный балл"):
        sent.type(line, heading, "")
    return lost(line)


@kind
def export_line_shifted(sent: SentExport) -> Damage:
    """A semicolon too many in a name: every later cell stands a column further."""
    line = sent.line()
    sent.lines[line - 1].insert(3, "оглы")
    return lost(line)


@kind
def export_line_cut_off(sent: SentExport) -> Damage:
    line = sent.line()
    sent.lines[line - 1] = sent.lines[line - 1][:9]
    return lost(line)


@kind
def export_totals_line(sent: SentExport) -> Damage:
    sent.lines.append(["Итого", "", str(len(sent.lines) - 1), *[""] * (len(sent.lines[0]) - 3)])
    return Damage(line=len(sent.lines), rows=1, aside=1)


@kind
def vpr_counts_for_shares(sent: SentExport) -> Damage:
    line = sent.line("participants > 12")
    for mark, count in zip("2345", (3, 9, 4, 1), strict=True):
        sent.type(line, mark, str(count))
    return lost(line)
