"""Exam results as the exam centre exports them: semicolons, cp1251, decimal comma, made names and documents, zipped."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from orchestration.forms.form import HERE, rows_of
from tests.sample_region.spreadsheets import zipped_entry

SURNAMES = [
    "Абрамов",
    "Белов",
    "Васильев",
    "Громов",
    "Дорохов",
    "Ершов",
    "Жданов",
    "Зуев",
    "Ильин",
    "Карпов",
    "Лапин",
    "Марков",
    "Носов",
    "Орлов",
    "Панов",
    "Рогов",
    "Сомов",
    "Титов",
    "Ушаков",
    "Фомин",
    "Харитонов",
    "Цветков",
    "Чернов",
    "Шаров",
    "Щукин",
    "Юдин",
    "Яшин",
]
NAMES = [
    "Алексей",
    "Борис",
    "Виктор",
    "Глеб",
    "Денис",
    "Егор",
    "Иван",
    "Кирилл",
    "Лев",
    "Максим",
    "Никита",
    "Олег",
    "Павел",
    "Роман",
    "Семён",
    "Тимур",
]
PATRONYMICS = [
    "Алексеевич",
    "Борисович",
    "Викторович",
    "Денисович",
    "Егорович",
    "Иванович",
    "Львович",
    "Олегович",
    "Павлович",
]
SUBJECTS = {
    1: "Русский язык", 2: "Математика", 3: "Физика", 4: "Химия", 5: "Информатика", 6: "Биология", 7: "История",
    8: "География", 9: "Английский язык", 10: "Немецкий язык", 11: "Французский язык", 12: "Обществознание",
    13: "Испанский язык", 18: "Литература", 22: "Математика базовая", 29: "Английский язык (устный)",
    30: "Немецкий язык (устный)", 31: "Французский язык (устный)", 33: "Испанский язык (устный)",
    51: "Русский язык (ГВЭ)", 52: "Математика (ГВЭ)",
}  # fmt: skip
TEXT_OF = {
    variable: {
        row["code"]: row["text_ru"] for row in rows_of(HERE / "exam_codes.csv") if row["variable"] == variable
    }
    for variable in ("category", "form", "stage", "status")
}


def write_exports(results: pd.DataFrame, folder: Path) -> None:
    """One zipped export per exam and year."""
    folder.mkdir(parents=True, exist_ok=True)
    for (exam, year), rows in results.groupby(["exam", "year"], sort=True):
        text = _export(rows).to_csv(sep=";", index=False, lineterminator="\r\n")
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", compresslevel=9) as archive:
            archive.writestr(zipped_entry(f"{exam}_{year}.csv"), text.encode("cp1251"), compresslevel=9)
        (folder / f"{exam}_{year}.csv.zip").write_bytes(content.getvalue())


def _export(rows: pd.DataFrame) -> pd.DataFrame:
    """The results under the headings of exam_columns.csv, in its order."""
    people = rows["participant"].to_numpy(dtype=np.int64)
    made = {
        "Фамилия": np.array(SURNAMES)[people % len(SURNAMES)],
        "Имя": np.array(NAMES)[people // 7 % len(NAMES)],
        "Отчество": np.array(PATRONYMICS)[people // 11 % len(PATRONYMICS)],
        "Серия и номер документа": [
            f"99 {person // 1_000_000:02} {person % 1_000_000:06}" for person in people
        ],
        "Предмет": rows["subject_code"].map(SUBJECTS).to_numpy(),
        "ППЭ": [f"{int(code) % 97 + 1:04}" for code in rows["municipality_code"]],
        "Апелляция": "",
    }
    values = {
        **{variable: rows[variable].map(texts).to_numpy() for variable, texts in TEXT_OF.items()},
        "municipality_code": rows["municipality_code"].to_numpy(),
        "school_code": rows["school_code"].to_numpy(),
        "grade": _whole(rows["grade"]),
        "exam_date": pd.to_datetime(rows["exam_date"]).dt.strftime("%d.%m.%Y").to_numpy(),
        "subject_code": _whole(rows["subject_code"]),
        "primary_score": _decimal(rows["primary_score"]),
        "score": _decimal(rows["score"]),
        "mark": _whole(rows["mark"]),
    }
    columns = [row for row in rows_of(HERE / "exam_columns.csv") if row["layout"] == "participants"]
    return pd.DataFrame(
        {c["heading_ru"]: values.get(c["variable"], made.get(c["heading_ru"])) for c in columns}
    )


def _whole(numbers: pd.Series) -> list[str]:
    return ["" if pd.isna(number) else str(int(number)) for number in numbers]


def _decimal(numbers: pd.Series) -> list[str]:
    return ["" if pd.isna(number) else f"{number:.2f}".replace(".", ",") for number in numbers]
