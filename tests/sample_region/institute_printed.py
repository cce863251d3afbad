"""The institute's year as the report prints it: Tables 2, 3 and 4 and the running text after Table 1."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from .institute_road_map import road_map
from .institute_year import YEAR, InstituteYear, numbered
from .printed import FOLDER

EVENTS = (
    Path(__file__).parent / "events.csv"
)  # titles of events held elsewhere and days of the council are made
MONTHS = {"Ноябрь": 11}
# made: the report prints neither hours nor dates nor which four of the programmes are new
NEW_PROGRAMMES = {3, 4, 5, 8}
HOURS = (36, 24, 36, 36, 24, 36, 36, 18)
TRAINING_DAYS = (
    ("2018-03-12", "2018-03-23"),
    ("2018-03-19", "2018-03-30"),
    ("2018-04-02", "2018-04-13"),
    ("2018-04-16", "2018-04-27"),
    ("2018-05-14", "2018-05-25"),
    ("2018-03-26", "2018-04-06"),
    ("2018-05-21", "2018-06-01"),
    ("2018-06-18", "2018-06-22"),
)
# the report names the municipalities and the kinds; which kind where is made
POSTS = {
    "г. Десногорск": {"psychologist": 1.0},
    "Ельнинский район": {"speech_therapist": 0.5, "social_pedagogue": 0.5},
    "Руднянский район": {"teacher": 1.0},
    "г. Смоленск": {"psychologist": 0.5, "additional_education": 0.5},
}
AGREEMENTS = ("Вяземский район", "Руднянский район", "Смоленский район", "Сычевский район", "Шумячский район")

NEIGHBOURS = {"Вяземский район": "Гагаринский район", "Смоленский район": "г. Смоленск"}


def printed_year(code_of: Mapping[str, str]) -> InstituteYear:
    """The printed year; code_of: municipality code by the name the report prints."""
    table_4 = pd.read_csv(FOLDER / "table_4_road_map.csv")
    results = table_4.set_index("no")["result_ru"]
    return InstituteYear(
        programmes=_programmes(),
        seminars=_seminars(),
        road_map=road_map(table_4.rename(columns=ROAD_MAP)),
        events=_events(code_of),
        publications=re.findall("«([^»]+)»", results[33]),
        psychologist_pupils=844,
        speech_therapist_pupils=20,
        routes=10,
        posts={code_of[name]: kinds for name, kinds in POSTS.items()},
        agreements=14,
        agreement_municipalities=[code_of[name] for name in AGREEMENTS],
        neighbours={code_of[name]: code_of[near] for name, near in NEIGHBOURS.items()},
        media_municipalities=[code for name, code in code_of.items() if name in results[26]],
    )


ROAD_MAP = {
    "section_ru": "item_section",
    "activity_ru": "item_activity",
    "period": "item_period",
    "result_ru": "item_result",
}


def _programmes() -> pd.DataFrame:
    table = pd.read_csv(FOLDER / "table_2_training_programmes.csv").dropna(subset="no")
    rows = table.rename(columns={"programme_ru": "programme_name"})[["programme_name", "trained"]]
    rows["programme_hours"] = HOURS
    rows["programme_state"] = [
        "new" if number in NEW_PROGRAMMES else "revised" for number in table["no"].astype(int)
    ]
    for place, variable in enumerate(("training_start", "training_end")):
        rows[variable] = [dt.date.fromisoformat(days[place]) for days in TRAINING_DAYS]
    return numbered(rows)


def _seminars() -> pd.DataFrame:
    table = pd.read_csv(FOLDER / "table_3_seminars.csv", dtype=str)
    rows = table.rename(columns={"topic_ru": "seminar_topic", "speakers": "seminar_speakers"})
    days = [_day(text) for text in table["date_cell"]]
    rows["seminar_date"] = [day for day, _ in days]
    rows["seminar_date_precision"] = [precision for _, precision in days]
    counts = table["participants_cell"].str.extract(r"^(\d+)(?: (подключ\w+))?$")
    rows["seminar_attendance"] = counts[0].astype(float)
    rows["seminar_unit"] = counts[1].notna().map({True: "connections", False: "persons"})
    rows.loc[counts[0].isna(), "seminar_unit"] = "recording"
    rows["seminar_recording"] = table["participants_cell"].where(counts[0].isna(), "")
    return numbered(rows)


def _day(text: str) -> tuple[dt.date, str]:
    """«20.02.18» is a day; «Ноябрь 2018» a month, of which the first stands for it."""
    month, _, year = text.partition(" ")
    if year:
        return dt.date(int(year), MONTHS[month], 1), "month"
    day, number, short_year = (int(part) for part in text.split("."))
    return dt.date(YEAR // 100 * 100 + short_year, number, day), "day"


def _events(code_of: Mapping[str, str]) -> pd.DataFrame:
    table = pd.read_csv(EVENTS, keep_default_na=False)
    rows = pd.DataFrame({"event_kind": table["kind"], "event_title": table["title_ru"]})
    rows["event_start"] = table["starts"].map(dt.date.fromisoformat)
    rows["event_end"] = table["ends"].map(dt.date.fromisoformat)
    rows["event_role"] = table["role"]
    rows["event_host"], rows["event_host_genitive"] = table["host_ru"], table["host_genitive_ru"]
    for variable in ("participants", "connections", "municipalities", "regions"):
        rows[f"event_{variable}"] = pd.to_numeric(table[variable])
    rows["event_countries"], rows["event_link"] = table["countries_ru"], table["link"]
    named = table["delegations"].str.split(";")
    rows["delegations"] = [tuple(code_of[name] for name in names if name) for names in named]
    return numbered(rows)
