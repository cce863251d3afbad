"""School-level results of the nation-wide check tests: shares of the marks 2 to 5 in per cent."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from orchestration.forms.form import HERE, rows_of

from .evaluate import Rules
from .evaluate_exams import pooled_ratios
from .region import Region
from .spreadsheets import zipped_entry

LEAST = 5  # with fewer participants a school is in its municipality's row only
MARKS = [2, 3, 4, 5]
# grade and subject code (1 Russian, 2 mathematics): the region's usual shares of the marks, in per cent
USUAL = {
    (4, 1): (4.5, 25.0, 47.5, 23.0),
    (4, 2): (2.5, 18.5, 31.0, 48.0),
    (5, 1): (14.0, 38.0, 33.5, 14.5),
    (5, 2): (12.5, 35.0, 32.5, 20.0),
    (6, 1): (16.5, 40.0, 33.0, 10.5),
    (6, 2): (13.5, 47.0, 32.5, 7.0),
}
COUNTRY = 1_370_000
HEADINGS = [row["heading_ru"] for row in rows_of(HERE / "exam_columns.csv") if row["layout"] == "vpr"]


def draw_vpr(
    rng: np.random.Generator, region: Region, schools: pd.DataFrame, numbers: pd.DataFrame
) -> pd.DataFrame:
    """One row per grade, subject and group with the headings of the export; shares add up to 100 but for rounding.

    schools: the registry's open schools of March, index school_code; numbers: their answers in March, whose contingent
    sat the tests in spring.
    """
    pooled = pooled_ratios(region, Rules()).reindex(schools.index)
    quality = pooled[["oge_russian", "oge_math"]].mean(axis=1).fillna(1.0).to_numpy()
    parts = []
    for (grade, subject), usual in USUAL.items():
        contingent = numbers["pupils_1_4"] / 4 if grade == 4 else numbers["pupils_5_9"] / 5
        sat = np.floor(contingent.to_numpy() * rng.uniform(0.85, 1.0, len(schools))).astype(int)
        ability = quality + rng.normal(0, 0.04, len(schools))
        odds = np.array(usual) * np.exp(np.outer(ability - 1, np.array(MARKS) - 3.5) * 2.5)
        drawn = rng.multinomial(sat, odds / odds.sum(axis=1, keepdims=True))
        marks = pd.DataFrame(drawn, index=schools.index, columns=MARKS)
        part = _groups(marks, schools["municipality_code"], np.array(usual))
        part.insert(0, "Класс", grade)
        part.insert(1, "Код предмета", subject)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)[HEADINGS]


def _groups(marks: pd.DataFrame, municipality: pd.Series, usual: np.ndarray) -> pd.DataFrame:
    """The rows of one grade and subject: country, region, municipalities, schools."""
    country = pd.DataFrame([usual / 100 * COUNTRY], columns=MARKS).assign(group="Вся выборка")
    whole = marks.sum().to_frame().T.assign(group="Регион")
    districts = marks.groupby(municipality).sum().assign(group="Муниципалитет")
    districts["code"] = districts.index
    single = marks[marks.sum(axis=1) >= LEAST].assign(group="ОО")
    single["login"] = "sch" + single.index.astype(str)
    rows = pd.concat([country, whole, districts[districts[MARKS].sum(axis=1) > 0], single], ignore_index=True)
    number = rows[MARKS].sum(axis=1)
    shares = (rows[MARKS].div(number, axis=0) * 100).round(1)
    shares.columns = pd.Index(map(str, MARKS))
    made = {"Группа": rows["group"], "Логин": rows["login"].fillna(""), "Код АТЕ": rows["code"].fillna("")}
    return pd.DataFrame({**made, "Кол-во участников": number.round().astype(int)}).join(shares)


def write_vpr(rows: pd.DataFrame, year: int, folder: Path) -> None:
    """The export as the exam centre sends it: semicolons, cp1251, decimal comma, zipped."""
    text = rows.to_csv(sep=";", index=False, lineterminator="\r\n", decimal=",", float_format="%.1f")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compresslevel=9) as archive:
        archive.writestr(zipped_entry(f"vpr_{year}.csv"), text.encode("cp1251"), compresslevel=9)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"vpr_{year}.csv.zip").write_bytes(content.getvalue())
