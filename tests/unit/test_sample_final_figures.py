"""The made final wave comes to the figures that the year's report prints."""

from __future__ import annotations

import csv
import datetime as dt
from typing import Any

import pandas as pd
import pytest

from tests.sample_region import evaluate
from tests.sample_region.evaluate import Rules
from tests.sample_region.final_programmes import POSTS
from tests.sample_region.final_wave import FinalWave
from tests.sample_region.institute_road_map import period_days
from tests.sample_region.printed import FOLDER

SUPPORT = [f"posts_{kind}" for kind in POSTS]


@pytest.fixture(scope="module")
def names(region) -> dict[str, str]:
    towns = region.municipalities
    return dict(zip(towns["municipality_code"], towns["municipality_name"], strict=True))


def printed(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def part(wave: FinalWave, form: str, name: str) -> pd.DataFrame:
    return wave.institute[form][name]


def town_of(wave: FinalWave, schools) -> pd.Series:
    return wave.region.schools.set_index("school_code")["municipality_code"].loc[list(schools)]


def test_support_comes_to_the_printed_figures(wave, followed, names):
    assert followed["psychologist_pupils"].sum() == 844
    assert followed["speech_therapist_pupils"].sum() == 20
    assert (followed["psychologist_pupils"] <= followed["pupils"]).all()
    introduced = followed[followed[SUPPORT].sum(axis=1) > 0]
    towns = town_of(wave, introduced.index).map(names)
    assert sorted(towns) == ["Ельнинский район", "Руднянский район", "г. Десногорск", "г. Смоленск"]
    kinds = {column for column in SUPPORT if (introduced[column] > 0).any()}
    assert kinds == set(SUPPORT) - {"posts_special_needs_teacher"}
    assert (introduced.loc[introduced["posts_psychologist"] > 0, "educational_psychologist"] == 1).all()


def test_training_is_table_2(wave, names):
    programmes = part(wave, "training", "training_programmes")
    rows = [row for row in printed("table_2_training_programmes.csv") if row["no"]]
    assert programmes["programme_name"].tolist() == [row["programme_ru"] for row in rows]
    trainees = part(wave, "training", "trainees")
    counted = trainees.groupby("trainee_programme")["trained"].sum()
    assert counted.tolist() == [int(row["trained"]) for row in rows]
    assert counted.sum() == 202
    assert programmes["programme_state"].value_counts().to_dict() == {"new": 4, "revised": 4}
    assert set(trainees["trainee_municipality"]) <= set(names)
    ends = programmes["training_end"]
    assert dt.date(2018, 3, 31) > ends.min()
    assert ends.max() <= dt.date(2018, 6, 30)


def test_seminars_are_table_3(wave):
    seminars = part(wave, "seminars", "seminars")
    rows = printed("table_3_seminars.csv")
    assert seminars["seminar_topic"].tolist() == [row["topic_ru"] for row in rows]
    assert seminars["seminar_speakers"].tolist() == [row["speakers"] for row in rows]
    assert seminars["seminar_unit"].value_counts().to_dict() == {
        "recording": 6,
        "persons": 3,
        "connections": 3,
    }
    assert seminars.groupby("seminar_unit")["seminar_attendance"].sum().to_dict() == {
        "connections": 97, "persons": 82, "recording": 0,
    }  # fmt: skip
    assert seminars.loc["12", "seminar_date"] == dt.date(2018, 11, 1)
    assert seminars["seminar_date_precision"].tolist() == ["day"] * 8 + ["month"] * 4
    assert seminars.loc["9", "seminar_recording"] == "http://www.dpo-smolensk.ru/news/1258/48924/"


def test_the_road_map_is_table_4_and_done_within_its_periods(wave):
    items = part(wave, "road_map", "road_map")
    rows = printed("table_4_road_map.csv")
    for variable, column in (
        ("item_activity", "activity_ru"),
        ("item_period", "period"),
        ("item_result", "result_ru"),
    ):
        assert items[variable].tolist() == [" ".join(row[column].split()) for row in rows]
    assert (items["item_start"] <= items["item_done"]).all()
    assert (items["item_done"] <= items["item_end"]).all()
    assert items["item_document"].str.len().min() > 0
    assert items.loc[["28", "38"], "item_done"].map(lambda day: day.month).tolist() == [12, 12]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Февраль", (2, 1), (2, 28)),
        ("Март, апрель—октябрь", (3, 1), (10, 31)),
        ("Май–ноябрь", (5, 1), (11, 30)),
        ("Ежеквартально", (1, 1), (12, 31)),
        ("24.08.", (8, 24), (8, 24)),
        ("18–19.10.", (10, 18), (10, 19)),
    ],
)
def test_a_period_in_words_has_a_first_and_a_last_day(text, first, last):
    assert period_days(text, 2018) == (dt.date(2018, *first), dt.date(2018, *last))


def test_events_are_those_of_the_report(wave, names):
    events = part(wave, "events", "events")

    def of(kind: str, *asked: str) -> list[list[Any]]:
        return (
            events.loc[events["event_kind"] == kind, [f"event_{name}" for name in asked]].to_numpy().tolist()
        )

    assert of("forum", "participants", "municipalities") == [[124, 27]]
    assert [127, 8, "Республика Беларусь"] in of("conference", "participants", "regions", "countries")
    assert of("round_table", "connections", "participants") == [[60, 155]]
    assert [start.month for (start,) in of("council", "start")] == [3, 10, 12]
    assert ["organiser", 27] in of("seminar", "role", "municipalities")
    days = events.groupby("event_role")["event_start"].agg(lambda starts: [f"{day:%d.%m}" for day in starts])
    assert days["speaker"] == ["04.10", "07.11", "13.12"]
    assert days["participant"] == ["26.09", "27.09", "26.11", "29.11"]
    guests = part(wave, "events", "delegations")
    assert set(guests["delegation_municipality"].map(names)) == {
        "Вяземский район", "Смоленский район", "Хиславичский район",
    }  # fmt: skip
    assert set(guests["delegation_event"]) <= set(part(wave, "events", "events").index)


def test_agreements_join_included_schools_with_strong_ones_of_five_municipalities(region, wave, names):
    agreements = part(wave, "agreements", "agreements")
    assert len(agreements) == 14
    assert agreements["agreement_number"].is_unique
    assert set(agreements["agreement_school"]) <= set(wave.included)
    towns = set(town_of(wave, agreements["agreement_school"]).map(names))
    assert towns == {f"{name}ский район" for name in ("Вязем", "Руднян", "Смолен", "Шумяч")} | {
        "Сычевский район"
    }
    assert not set(agreements["agreement_partner"]) & set(wave.included)
    strength = evaluate.pooled_ratios(region, Rules()).mean(axis=1)
    strong, weak = (strength[agreements[f"agreement_{side}"]].to_numpy() for side in ("partner", "school"))
    assert strong.min() > 1
    assert (strong > weak).all()
    sides = [town_of(wave, agreements[f"agreement_{side}"]).to_numpy() for side in ("school", "partner")]
    assert 0 < (sides[0] != sides[1]).sum() < 7


def test_the_project_s_own_lists_come_to_the_printed_figures(wave, names):
    assert set(part(wave, "project", "centres").index) == set(names)
    assert {day.month for day in part(wave, "project", "centres")["centre_order_date"]} == {3}
    consultations = part(wave, "project", "consultations")
    assert set(consultations["consultation_school"]) == set(wave.included)
    assert consultations["consulted_teachers"].isna().all()
    articles = set(part(wave, "project", "media_articles")["article_municipality"].map(names))
    item_26 = printed("table_4_road_map.csv")[25]["result_ru"]
    assert len(articles) == 16
    assert all(name in item_26 for name in articles)
    titles = part(wave, "project", "publications")["publication_title"]
    item_33 = printed("table_4_road_map.csv")[32]["result_ru"]
    assert len(titles) == 4
    assert all(f"«{title}»" in item_33 for title in titles)
