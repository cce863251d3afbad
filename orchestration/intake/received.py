"""The journal of receipt, `raw/<campaign>/received.csv`: which file of the campaign came on which day."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.forms.file_names import masked, shown_name
from orchestration.forms.form import variables
from orchestration.intake.counting import counted
from orchestration.intake.decoding import csv_content, decoded
from orchestration.intake.deliveries import Delivery, Intake, Problem, SentFile
from orchestration.intake.export_values import dates
from orchestration.intake.refusals import RefusedFileError
from orchestration.intake.sent import JOURNAL, journal_files, sent_files
from orchestration.intake.values import normal, showable

SOURCE = JOURNAL
DAY = variables()["seminar_date"]  # what a day looks like
HEADINGS = {"Файл": "sent_file", "Получено": "received_on"}


def read_received(raw: Path, campaign: Campaign) -> Intake:
    """The journal's lines, a row per file that lies in the campaign's folder; none where nobody keeps a journal.

    A file is named by its path in that folder, or by its name alone where only one is called so. One that lies where no
    source looks for its files is told: whoever put it there believes it read.
    """
    intake = Intake(SOURCE, campaign.key, pd.DataFrame())
    journals = journal_files(raw, campaign)
    for file in sent_files(raw, campaign)[SOURCE]:
        delivery = Delivery(file.name, file.sha256)
        intake.deliveries.append(delivery)
        if file.path in journals:
            _read(file, delivery, _sent_files(raw, campaign), intake)
        else:
            problem = Problem("file_elsewhere", file.place)
            intake.problems.append(delivery.refuse(problem, "refused"))
    return counted(intake)


def _read(journal: SentFile, delivery: Delivery, sent: dict[str, str], intake: Intake) -> None:
    lines = _lines(journal, delivery, intake)
    if lines is not None:
        intake.rows = _checked(lines, sent, journal, intake)
        delivery.rows_in, delivery.rows_set_aside = len(lines), len(intake.problems)


def _lines(journal: SentFile, delivery: Delivery, intake: Intake) -> pd.DataFrame | None:
    """A row of texts per line that is not empty, with its number; None where the journal cannot be read."""
    place = journal.place
    try:
        content = decoded(csv_content(journal.path), HEADINGS)
        rows = list(csv.reader(io.StringIO(content.text), delimiter=content.delimiter))
    except (RefusedFileError, csv.Error):
        intake.problems.append(delivery.refuse(Problem("journal_unreadable", place), "unreadable"))
        return None
    found = {normal(heading): position for position, heading in enumerate(rows[0] if rows else [])}
    missing = [
        Problem("heading_missing", place, value=heading)
        for heading in HEADINGS
        if normal(heading) not in found
    ]
    if missing:
        intake.problems += missing
        delivery.refuse(missing[0], "refused")
        return None
    return pd.DataFrame(
        [
            {name: "".join(row[found[normal(heading)] :][:1]).strip() for heading, name in HEADINGS.items()}
            | {"line": content.line + number}
            for number, row in enumerate(rows[1:], start=1)
            if any(cell.strip() for cell in row)
        ],
        columns=[*HEADINGS.values(), "line"],
    )


def _sent_files(raw: Path, campaign: Campaign) -> dict[str, str]:
    """Every file of the campaign below `raw`, by its path in the campaign's folder and by a name that only it has."""
    folder = raw / campaign.key
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = [normal(path.name) for path in paths]
    by_name = {name: path for name, path in zip(names, paths, strict=True) if names.count(name) == 1}
    by_path = {normal(path.relative_to(folder).as_posix()): path for path in paths}
    return {name: shown_name(path, raw) for name, path in (by_name | by_path).items()}


def _checked(lines: pd.DataFrame, sent: dict[str, str], journal: SentFile, intake: Intake) -> pd.DataFrame:
    """The lines that may be believed; each other line is set aside under the first rule it breaks."""
    rows = lines.assign(
        shown=lines["sent_file"].map(masked),
        sent_file=lines["sent_file"].map(lambda name: sent.get(normal(name.replace("\\", "/")))),
        received_on=dates(lines["received_on"]),
        written=[showable(day, DAY) for day in lines["received_on"]],
        file=journal.name,
        file_sha256=journal.sha256,
    )
    broken = {
        "received_file_unknown": (rows["sent_file"].isna(), "shown"),
        "received_day_unknown": (rows["received_on"].isna(), "written"),
        "received_twice": (rows.duplicated("sent_file", keep=False), "shown"),
    }
    good = pd.Series(True, index=rows.index)
    for rule, (fails, value) in broken.items():
        intake.problems += [
            Problem(rule, replace(journal.place, line=row["line"]), value=row[value])
            for row in rows[good & fails].to_dict("records")
        ]
        good &= ~fails
    return rows.loc[good, ["sent_file", "received_on", "file", "file_sha256", "line"]]
