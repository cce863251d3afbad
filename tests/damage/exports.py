"""How an export of exam results or of VPR is written down, what its file is called and whether it can be opened."""

import zipfile
from functools import partial

from tests.damage.sent import GENERATORS, Damage, SentExport, kind, refused

# the same rows, written by another program
WRITTEN: dict[str, dict[str, object]] = {
    "export_by_commas": {"delimiter": ",", "quoted": True},
    "export_by_tabs": {"delimiter": "\t"},
    "export_in_utf8": {"encoding": "utf-8"},
    "export_in_utf8_with_mark": {"encoding": "utf-8-sig"},
    "export_in_utf16": {"encoding": "utf-16"},
    "export_in_dos_letters": {"encoding": "cp866"},
    "export_of_unix": {"line_end": "\n"},
    "export_all_quoted": {"quoted": True},
}
# the same values, written otherwise in every line of these columns
SCORES, MARKS = ("Первичный балл", "Балл"), "2345"
EACH = {
    "export_with_decimal_points": (SCORES, lambda text: text.replace(",", ".")),
    "vpr_with_decimal_points": (MARKS, lambda text: text.replace(",", ".")),
    "export_with_iso_dates": (["Дата"], lambda text: "-".join(reversed(text.split(".")))),
    "export_with_times_of_day": (["Дата"], "{} 10:00:00".format),
    "export_with_spaces": (["Код ОО", "Балл", "Статус", "Дата"], " {}\u00a0".format),
}


def _written(how: dict[str, object], sent: SentExport) -> Damage:
    for name, value in how.items():
        setattr(sent, name, value)
    return Damage()


def _each(headings, change, sent: SentExport) -> Damage:
    for heading in headings:
        sent.each(heading, change)
    return Damage()


GENERATORS |= {name: partial(_written, how) for name, how in WRITTEN.items()}
GENERATORS |= {name: partial(_each, *how) for name, how in EACH.items()}


@kind
def export_in_utf16_without_mark(sent: SentExport) -> Damage:
    sent.encoding = sent.dice.choice(["utf-16-le", "utf-16-be"])
    return Damage()


@kind
def export_unzipped(sent: SentExport) -> Damage:
    sent.unzipped()
    return Damage()


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
def export_in_capitals(sent: SentExport) -> Damage:
    sent.lines[0] = [heading.upper() for heading in sent.lines[0]]
    return Damage()


@kind
def export_columns_in_another_order(sent: SentExport) -> Damage:
    order = sent.dice.sample(range(len(sent.lines[0])), len(sent.lines[0]))
    sent.lines = [[line[place] for place in order] for line in sent.lines]
    return Damage()


@kind
def export_ends_in_empty_lines(sent: SentExport) -> Damage:
    sent.lines += [[""] * len(sent.lines[0])] * 50
    return Damage()


@kind
def export_empty(sent: SentExport) -> Damage:
    sent.lines = [[""]]
    return refused(sent)


@kind
def export_headings_alone(sent: SentExport) -> Damage:
    rows = len(sent.lines) - 1
    del sent.lines[1:]
    return Damage(touched=sent.everything, rows=-rows)


@kind
def export_under_another_name(sent: SentExport) -> Damage:
    sent.path = sent.path.rename(sent.path.with_name("выгрузка.csv.zip"))
    return refused(sent)


@kind
def export_sent_twice(sent: SentExport) -> Damage:
    sent.path.with_name(f"{sent.path.name[:8].upper()}.csv.zip").write_bytes(sent.path.read_bytes())
    return Damage()


def _archive(sent: SentExport, content: bytes) -> Damage:
    """The file is as it is to be sent."""
    sent.path.write_bytes(content)
    sent.as_it_is = True
    return refused(sent)


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


@kind
def export_grades_with_letters(sent: SentExport) -> Damage:
    sent.each("Класс", lambda text: f"{text} «{sent.dice.choice('АБВ')}»")
    return Damage()
