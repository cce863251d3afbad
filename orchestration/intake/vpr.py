"""VPR results by school: shares of marks in per cent, a line per group, grade and subject."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd

from orchestration.forms.campaign import Campaign, waves
from orchestration.forms.file_names import MASK
from orchestration.intake.codes import MUNICIPALITIES, SCHOOLS, Registered, as_registered
from orchestration.intake.counting import counted
from orchestration.intake.deliveries import Delivery, Intake, Place, Problem, SentFile, missing
from orchestration.intake.export_files import VPR, exam_and_year, vpr_files
from orchestration.intake.export_values import CODE, coded, numbers, on_scale, shown
from orchestration.intake.exports import Export, Row, joined, keep_good, read_exports

SOURCE = "vpr_results"
SHARES = ("share_2", "share_3", "share_4", "share_5")
MUST = ("group_kind", "grade", "subject_code", "participants")
COLUMNS = (
    "year", "grade", "subject_code", "group_kind", "municipality_code", "school_code", "participants", *SHARES,
    "file", "file_sha256", "line",
)  # fmt: skip
LOGIN = re.compile(rf"^\s*sch\s*({CODE.pattern})\s*$", re.IGNORECASE)
TOWN = re.compile(rf"^({CODE.pattern})$")
ROUNDING = 0.5  # per cent by which shares, rounded one by one, may miss 100


def read_vpr(raw: Path, campaign: Campaign, registered: Registered) -> Intake:
    """The VPR exports in `raw/<campaign>/exams`, one row per line that may count."""
    intake = Intake(SOURCE, campaign.key, pd.DataFrame())

    def check(export: Export, problems: list[Problem]) -> pd.DataFrame:
        return groups(export, registered, problems)

    files = [SentFile.at(path, raw) for path in vpr_files(raw, campaign.key)]
    intake.rows = joined(read_exports(files, intake, check), "groups", COLUMNS)
    intake.miss(missing_vpr(raw, campaign))
    return counted(intake)


def missing_vpr(raw: Path, campaign: Campaign) -> list[tuple[Delivery, Problem]]:
    """The export of the campaign's year, which the final wave expects in its folder."""
    sent = {exam_and_year(path.name) for path in vpr_files(raw, campaign.key)}
    if campaign.wave != waves()[-1] or (VPR, campaign.year) in sent:
        return []
    place = Place(f"{campaign.key}/exams/{VPR}_{campaign.year}.csv.zip", "")
    return [missing(Problem("vpr_missing", place, value=str(campaign.year)))]


def groups(export: Export, registered: Registered, problems: list[Problem]) -> pd.DataFrame:
    """The results of groups that may count; each other is set aside under the first rule it breaks."""
    rows = _typed(export, registered)
    rows["shares"] = rows[list(SHARES)].sum(axis=1).round(2)
    group = ["year", "grade", "subject_code", "group_kind", "municipality_code", "school_code"]
    broken = {
        "vpr_value_unknown": rows["unread"].notna(),
        "vpr_school_unknown": (rows["group_kind"] == "school")
        & ~rows["school_code"].isin(registered[SCHOOLS]),
        "vpr_shares_sum": (rows["participants"] > 0) & ((rows["shares"] - 100).abs() > ROUNDING),
    }
    twice = "vpr_row_twice", group
    return keep_good(rows, broken, twice, lambda rule, row: _problem(rule, row, export.place), problems)


def _typed(export: Export, registered: Registered) -> pd.DataFrame:
    """Numbers and codes; what cannot be read is left null and marked in `unread` with its variable."""
    lines = export.rows
    rows = lines.assign(unread=None, group_kind=coded(lines["group_kind"], "group_kind"))
    for variable, scale in export.layout.scales.items():
        rows[variable] = numbers(lines[variable]).where(lambda read, scale=scale: on_scale(read, scale))
    of_school, of_municipality = (rows["group_kind"] == kind for kind in ("school", "municipality"))
    rows["school_code"] = _codes(lines["school_code"].where(of_school), LOGIN, registered[SCHOOLS])
    towns = registered[MUNICIPALITIES]
    rows["municipality_code"] = _codes(lines["municipality_code"].where(of_municipality), TOWN, towns)
    rows.loc[of_municipality & ~rows["municipality_code"].isin(towns), "unread"] = "municipality_code"
    for variable in SHARES:
        # a group in which nobody sat has no shares
        must = (rows["participants"] != 0) | (lines[variable] != "")
        rows.loc[must & rows[variable].isna(), "unread"] = variable
    for variable in MUST:
        rows.loc[rows[variable].isna(), "unread"] = variable
    return rows


def _codes(sent: pd.Series, writing: re.Pattern[str], registered: set[str]) -> pd.Series:
    """The codes in what was sent, as the registry writes them; null where nothing but a name may stand there."""
    codes = sent.str.extract(writing, expand=False)
    return codes.map(as_registered(codes.dropna().unique(), registered))


def _problem(rule: str, row: Row, place: Place) -> Problem:
    """The problem of one line. A login is shown where it is a code; a text that is not known may be a name."""
    code = row["school_code"] if isinstance(row["school_code"], str) else None
    values = {
        "vpr_value_unknown": MASK,
        "vpr_school_unknown": f"sch{code}" if code else MASK,
        "vpr_shares_sum": shown(row["shares"]),
    }
    return Problem(
        rule,
        replace(place, line=row["line"]),
        value=values.get(rule, ""),
        municipality_code=row["municipality_code"] if isinstance(row["municipality_code"], str) else None,
        entity=code,
        variable=row["unread"],
    )
