"""What was sent, read once more without the pipeline: cells, exam lines and the few rules that make figures of them."""

import csv
import hashlib
import io
import re
import zipfile
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineWorkbook

from orchestration.places import PROJECT

NOT_APPLICABLE = "х"
ANSWERS = {"да": Fraction(1), "нет": Fraction(0)}
SCORES = {"oge": "Первичный балл", "ege": "Балл"}
SUBJECT_CODES = {
    ("oge", "russian"): "1",
    ("oge", "mathematics"): "2",
    ("ege", "russian"): "1",
    ("ege", "mathematics_profile"): "2",
}
# lowest passing score or mark of the EGE, as the federal orders of 2017 have them
CERTIFICATE = {"russian": 24, "mathematics_profile": 27, "mathematics_base": 3}
ADMISSION = {
    "physics": 36, "chemistry": 36, "biology": 36, "informatics": 40, "social_studies": 42, "geography": 37,
    "history": 32, "literature": 32, "english": 22, "german": 22, "french": 22, "spanish": 22,
}  # fmt: skip


def printed(page: Path, addresses: str) -> dict[str, float]:
    """The figures of a page whose addresses fit the pattern, with their numbers."""
    found = re.findall(rf'data-figure="({addresses})" value="([^"]+)"', page.read_text(encoding="utf-8"))
    return {figure: float(value) for figure, value in found}


@cache
def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def sheets(path: Path) -> dict:
    """The sheets of a workbook: as openpyxl has them, or as calamine's rows for xls and ods."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, data_only=True)
        return {sheet.title: sheet for sheet in book}
    old = CalamineWorkbook.from_path(str(path))
    return {name: old.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in old.sheet_names}


def typed(path: Path, sheet: str, cell: str) -> str:
    """The text of a cell, whole numbers without their point."""
    grid = sheets(path)[sheet]
    row, column = coordinate_to_tuple(cell)
    value = grid[row - 1][column - 1] if isinstance(grid, list) else grid[cell].value
    text = "" if value is None else str(value).strip()
    return text.removesuffix(".0") if isinstance(value, float) else text


@cache
def export(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of an exam export; line n of the file is row n - 2."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[0]).decode("cp1251")
    return tuple(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


@cache
def region_mean(path: Path, exam: str, subject: str, schools: frozenset[str]) -> tuple[Fraction, int]:
    """Mean and count of the first valid main-period results of the region's graduates in a subject."""
    days = defaultdict(list)
    for row in export(path):
        if (
            row["Код предмета"] == SUBJECT_CODES[exam, subject]
            and row["Категория участника"] == "Выпускник текущего года"
            and row["Форма ГИА"] in ("ОГЭ", "ЕГЭ")
            and row["Этап"] == "Основной"
            and row["Статус"] == "Действующий"
            and row["Код ОО"] in schools
        ):
            day = "".join(reversed(row["Дата"].split(".")))
            days[row["Серия и номер документа"], day].append(number(row[SCORES[exam]]))
    # two results of one day decide nothing
    first: dict[str, Fraction] = {}
    for (who, _), scores in sorted(days.items()):
        if len(scores) == 1:
            first.setdefault(who, scores[0])
    return sum(first.values(), Fraction(0)) / len(first), len(first)


def part(texts: list[str]) -> Fraction | str | None:
    """Sum of what was typed; «х» where all of it does not apply, None where some of it is not told.

    A blank tells nothing, nor does a bare dash, nor a share where a count is asked.
    """
    if any(text in ("", "—") or text.endswith("%") for text in texts):
        return None
    numbers = [ANSWERS[text] if text in ANSWERS else number(text) for text in texts if text != NOT_APPLICABLE]
    return sum(numbers, Fraction(0)) if numbers else NOT_APPLICABLE


def ratio(numerator: list[str], denominator: list[str]) -> tuple[Fraction, Fraction] | str | None:
    """Numerator and denominator; «х» where there is nothing to divide by, None where an answer is missing."""
    under = part(denominator) if denominator else Fraction(1)
    if not isinstance(under, Fraction) or under == 0:
        return None if under is None else NOT_APPLICABLE
    above = part(numerator)
    return (above, under) if isinstance(above, Fraction) else above


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Half up, exactly."""
    scaled = value * 10**decimals + Fraction(1, 2)
    return Decimal(scaled.numerator // scaled.denominator).scaleb(-decimals)


def rows_of(path: str) -> list[dict[str, str]]:
    with (PROJECT / path).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


NO_GRADE_11 = {
    row["school_kind"]
    for row in rows_of("dbt_project/seeds/school_kinds.csv")
    if row["has_grade_10_11"] != "yes"
}


def answers(raw, cells, kind):
    """Numerator and denominator of the cells, «х» or None as read_ratio says."""
    texts = defaultdict(list)
    for cell in cells:
        text = typed(raw / cell.file, cell.sheet, cell.cell)
        assert text == (cell.raw_text or "").strip()
        # a blank where the school has no such grade is nothing missing
        if not text and cell.variable.endswith(("_11", "_regional", "_federal")) and kind in NO_GRADE_11:
            text = NOT_APPLICABLE
        if cell.counts_when:
            texts["any"].append(
                text and ("да" if text == {"yes": "да", "no": "нет"}[cell.counts_when] else "нет")
            )
        texts[cell.part].append(text)
    if texts["any"]:
        return (Fraction(1), Fraction(1)) if "да" in texts["any"] else ratio(texts["any"], [])
    return ratio(texts["numerator"], texts["denominator"]) if cells else None


def ratios(raw, exports, schools):
    """Sum of the scores over the region's means, and participants."""
    total, participants = Fraction(0), 0
    for lines in exports:
        mean, count = region_mean(raw / lines.file, lines.exam, lines.subject, schools)
        assert count == lines.region_participants
        rows = export(raw / lines.file)
        scores = [number(rows[line - 2][SCORES[lines.exam]]) for line in lines.lines]
        total += sum(scores) / mean
        participants += len(scores)
    return (total, Fraction(participants)) if participants else NOT_APPLICABLE


def below(raw, name, exports):
    """Participants below the minimum, in every mathematics or in any other subject, and participants."""
    sums: dict = defaultdict(lambda: defaultdict(Fraction))
    for lines in exports:
        rows = export(raw / lines.file)
        scale = "Оценка" if lines.subject == "mathematics_base" else "Балл"
        for line in lines.lines:
            row = rows[line - 2]
            sums[row["Серия и номер документа"]][lines.subject] += number(row[scale])
    minima = ADMISSION if name.endswith("elective") else CERTIFICATE
    decide = all if name.endswith("math") else any
    failed = sum(
        decide(score < minima[subject] for subject, score in taken.items()) for taken in sums.values()
    )
    return (Fraction(failed), Fraction(len(sums))) if sums else NOT_APPLICABLE


def figure(statistic, declared, entering, numerators):
    mean_decimals, decimals = int(declared["mean_decimals"]), int(declared["extreme_decimals"])
    least = rounded(min(entering), decimals)
    return {
        "mean": rounded(sum(entering) / len(entering), mean_decimals),
        "maximum": rounded(max(entering), decimals),
        "minimum": least,
        "total": Decimal(int(numerators)),
        "schools_above_zero": sum(value > 0 for value in entering),
        "schools_at_minimum": sum(rounded(value, decimals) == least for value in entering),
        "schools_at_most_one": sum(value <= 1 for value in entering),
        "schools_with_yes": sum(value == 1 for value in entering),
    }[statistic]
