"""The journal of receipt: registry and exams before anybody else, workbooks to the last day, two of them too late."""

from pathlib import Path

EARLY, FIRST, DAYS = (
    2,
    6,
    15,
)  # days of the month: what lies there first, the first workbook, from then to the deadline
LATE = {3: 21, 16: 23}  # workbooks by their place in the folder


def write_journal(folder: Path) -> None:
    """`received.csv` of a campaign's folder, a line per file that lies in it; the same files, the same days."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    workbooks = [file for file in files if file.startswith("municipal/")]
    days = {file: LATE.get(n, FIRST + 7 * n % DAYS) for n, file in enumerate(workbooks)}
    lines = [f"{file};{days.get(file, EARLY):02}.{folder.name[5:]}.{folder.name[:4]}" for file in files]
    (folder / "received.csv").write_bytes("\r\n".join(["Файл;Получено", *lines, ""]).encode("cp1251"))
