"""What tests of exam exports share: an export of two lines, and how it is spoilt and read."""

import tempfile
from pathlib import Path

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import HERE, rows_of
from orchestration.intake.exams import read_exams
from orchestration.warehouse.landing import tables_of

HEADINGS = [
    row["heading_ru"] for row in rows_of(HERE / "exam_columns.csv") if row["layout"] == "participants"
]


LINE = (
    "202;202002;11;Чернов;Иван;Павлович;99 00 031180;Выпускник текущего года;ЕГЭ;Основной;05.06.2017;1;"
    "Русский язык;0009;34,00;60,00;;Действующий;"
)


def read_content(content: bytes, name: str = "ege_2017.csv"):
    """Read one export of these bytes; what is read can be landed, and rows in = rows kept + rows set aside."""
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "2018-03" / "exams" / name
        export.parent.mkdir(parents=True)
        export.write_bytes(content)
        intake = read_exams(Path(folder), Campaign.parse("2018-03"), {"202002": "202"}, b"key")
    tables_of(intake)
    delivery = intake.deliveries[0]
    assert delivery.rows_in == delivery.rows_kept + delivery.rows_set_aside
    assert delivery.rows_kept == len(intake.rows)
    assert delivery.rows_set_aside == len([p for p in intake.problems if p.place.line])
    return intake


def two_lines(cells: dict[str, str]) -> str:
    """An export of one participant's two results; `cells` are written into the first of them, line 2."""
    line = dict(zip(HEADINGS, LINE.split(";"), strict=True)) | cells
    return "\r\n".join([";".join(HEADINGS), ";".join(line.values()), LINE.replace("2017;1;", "2017;2;")])


def spoil(cells: dict[str, str], encoding: str = "cp1251"):
    return read_content(two_lines(cells).encode(encoding, "replace"))


def of_export(intake):
    rows = intake.rows[intake.rows["exam"].eq("ege") & intake.rows["year"].eq(2017)]
    return rows.drop(columns=["file", "file_sha256"]).reset_index(drop=True)


def of_file(intake):
    return [(p.rule, p.value) for p in intake.problems if p.rule != "exam_year_missing"]
