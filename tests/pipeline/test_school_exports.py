"""An exam centre that tells of schools alone: what follows from counts and means is the same, the rest is unknown."""

import io
import shutil
import zipfile

import duckdb
import pandas as pd
import pytest

from orchestration.forms.form import rows_of
from orchestration.places import PROJECT

YEAR = 2017
MEASURES = ("oge_russian_ratio", "oge_math_ratio", "ege_russian_ratio", "ege_math_ratio")
FROM_COUNTS = ("share_below_minimum_ege_russian", "low_results_oge_russian", "low_results_oge_math",
               "low_results_ege_russian")  # fmt: skip
NOT_TOLD = ("share_below_minimum_ege_math", "share_below_minimum_ege_elective", "low_results_ege_math")
PARTICIPANT = "Серия и номер документа"
MEANS = {"Первичный балл": "Средний первичный балл", "Балл": "Средний балл", "Оценка": "Средняя оценка"}
MINIMA = {
    (row["exam"], row["subject"]): (row["scale"], float(row["minimum"]))
    for row in rows_of(PROJECT / "dbt_project" / "seeds" / "minimum_scores.csv")
    if row["year"] == str(YEAR) and row["purpose"] == "certificate"
}
COLUMN_OF = {"primary_score": "Первичный балл", "score": "Балл", "mark": "Оценка"}
SUBJECTS = {
    (row["exam"], row["subject_code"]): row["subject"]
    for row in rows_of(PROJECT / "dbt_project" / "seeds" / "subjects.csv")
}


def by_school(export: bytes, exam: str) -> pd.DataFrame:
    """What an exam centre makes of its own list: graduates of the year in the main period, by school and subject."""
    rows = pd.read_csv(io.BytesIO(export), sep=";", encoding="cp1251", dtype=str, keep_default_na=False)
    rows = rows[rows["Категория участника"].eq("Выпускник текущего года") & rows["Статус"].eq("Действующий")]
    rows = rows[rows["Форма ГИА"].isin(["ОГЭ", "ЕГЭ"])]
    for heading in MEANS:
        rows[heading] = pd.to_numeric(rows[heading].str.replace(",", "."), errors="coerce")
    rows = rows[rows["Этап"].isin(["Основной", "Резервный"])]
    rows = rows.drop_duplicates([PARTICIPANT, "Код предмета", "Дата"], keep=False)
    rows = rows.assign(day=pd.to_datetime(rows["Дата"], format="%d.%m.%Y")).sort_values("day", kind="stable")
    keys = ["Код АТЕ", "Код ОО", "Код предмета"]
    first = rows[rows["Этап"].eq("Основной")].drop_duplicates([PARTICIPANT, "Код предмета"])
    last = rows.drop_duplicates([PARTICIPANT, "Код предмета"], keep="last")
    counted = first.groupby(keys).agg(
        **{"Кол-во участников": (PARTICIPANT, "count"), **{mean: (of, "mean") for of, mean in MEANS.items()}}
    )
    below = last[[_is_below(exam, row) for row in last.to_dict("records")]].groupby(keys).size()
    counted["Не преодолели минимум для аттестата"] = below.reindex(counted.index, fill_value=0)
    return counted.reset_index().assign(**{"Наименование ОО": "", "Предмет": ""})


def _is_below(exam: str, row) -> bool:
    scale, minimum = MINIMA.get((exam, SUBJECTS[exam, row["Код предмета"]]), ("score", 0.0))
    return bool(row[COLUMN_OF[scale]] < minimum)


@pytest.fixture
def of_schools(sample_raw, tmp_path):
    """The sample's files, the exports of the reporting year as their exam centre would make them by school."""
    raw = shutil.copytree(sample_raw, tmp_path / "schools")
    for exam in ("oge", "ege"):
        path = raw / "2018-03" / "exams" / f"{exam}_{YEAR}.csv.zip"
        with zipfile.ZipFile(path) as archive:
            table = by_school(archive.read(f"{exam}_{YEAR}.csv"), exam)
        path.unlink()
        path.with_suffix("").write_bytes(table.to_csv(sep=";", index=False, decimal=",").encode("cp1251"))
    return raw


MEASURED = """
select measure, school_code, participants, numerator, denominator, status, missing_reason
from intermediate.int_exam_measures
where campaign = '2018-03' and exam_year = ? and open
"""


def measured(connection, year):
    frame = connection.execute(MEASURED, [year]).df()
    return frame.set_index(["measure", "school_code"]).sort_index()


def test_counts_and_means_give_the_same_ratios_and_nothing_is_guessed(sample_run, recomputed, of_schools):
    with duckdb.connect(sample_run.places.work, read_only=True) as sent:
        before, year_before = measured(sent, YEAR), measured(sent, YEAR - 1)
    connection = recomputed(raw=of_schools)
    after = measured(connection, YEAR)
    for measure in MEASURES:
        old, new = before.loc[measure], after.loc[measure]
        assert old["status"].equals(new["status"]), measure
        assert (old["numerator"] - new["numerator"]).abs().max() < 1e-9
        assert old["denominator"].equals(new["denominator"])
    for measure in FROM_COUNTS:
        old, new = before.loc[measure], after.loc[measure]
        same = old["denominator"] == new["denominator"]
        assert same.sum() > 40, measure
        assert old.loc[same, "numerator"].equals(new.loc[same, "numerator"]), measure
    for measure in NOT_TOLD:
        old, new = before.loc[measure], after.loc[measure]
        told = old["status"] == "value"
        assert told.sum() > 40
        assert new.loc[told, ["status", "missing_reason"]].drop_duplicates().to_numpy().tolist() == [
            ["unknown", "not_in_export"]
        ]
        assert new.loc[~told, "missing_reason"].equals(old.loc[~told, "missing_reason"])
    assert measured(connection, YEAR - 1).equals(year_before)
    lines = connection.execute(
        "select count(*), count(distinct lines) from marts.indicator_lines "
        "where campaign = '2018-03' and exam_year = ? and indicator = 'ege_russian_ratio'", [YEAR]
    ).fetchone()  # fmt: skip
    assert lines[0] == lines[1] == (after.loc["ege_russian_ratio"]["status"] == "value").sum()
