"""The made final wave is a plausible November: its schools, answers, exams and books keep within the forms and move on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import choices, variables, variants
from orchestration.forms.rules import comparisons
from orchestration.intake.answer_schemas import sides
from tests.sample_region import evaluate
from tests.sample_region.evaluate import FORM_INDICATORS, Rules
from tests.sample_region.final_programmes import POSTS
from tests.sample_region.final_wave import FinalWave, next_campaign
from tests.sample_region.population import made_municipalities
from tests.sample_region.raw_files import write_final_wave, write_region
from tests.sample_region.region import Region, make_region

NOVEMBER = Campaign.parse("2018-11")
SUPPORT = [f"posts_{kind}" for kind in POSTS]


@pytest.fixture(scope="module")
def small_region() -> Region:
    return make_region(7, 40, made_municipalities(6), printed=None)


@pytest.fixture(scope="module")
def small_wave(small_region) -> FinalWave:
    return next_campaign(small_region, 7, printed=None)


def test_the_project_follows_the_schools_identified_in_march(region, wave):
    found = evaluate.clusters(region)
    assert set(wave.included) == set(found.index[found != "neither"])
    assert len(wave.included) == 75


def test_every_included_school_has_a_programme_of_one_to_three_years_assessed_twice(followed):
    assert set(followed["programme_years"]) == {1, 2, 3}
    assert followed[["programme_order", "assessment_entry", "assessment_final"]].notna().all().all()
    assert (followed["own_monitorings"] >= 1).all()
    assert (followed["association_staff"] == followed["staff"]).all()
    assert (followed["activities_done"] <= followed["activities_planned"]).all()
    assert followed["individual_routes"].sum() == 10


def test_only_included_schools_fill_in_programmes_and_support(wave):
    others = wave.region.answers.drop(index=wave.included)
    assert others[["programme_order", "psychologist_pupils", *SUPPORT]].isna().all().all()


def test_the_registry_counts_as_in_march(region, wave):
    before, after = evaluate.open_schools(region), evaluate.open_schools(wave.region)
    assert len(after) == 360
    for column in ("locality", "small_school"):
        assert after[column].value_counts().to_dict() == before[column].value_counts().to_dict()
    rural = after.loc[after["locality"] == "rural", "pupils"].sum() / after["pupils"].sum()
    assert round(rural, 3) == 0.202
    left, came = before.index.difference(after.index), after.index.difference(before.index)
    old = wave.region.schools.set_index("school_code").loc[left[0]]
    assert (len(left), old["successor_code"]) == (1, came[0])
    assert (old["valid_to"], after.at[came[0], "valid_from"]) == (
        pd.Timestamp("2018-08-31"), pd.Timestamp("2018-09-01"),
    )  # fmt: skip


def test_every_school_answers_but_for_one_row_on_one_sheet(wave):
    assert set(wave.region.answers.index) == set(evaluate.open_schools(wave.region).index)
    ((sheet, school),) = wave.absent
    assert (sheet, school in wave.included) == ("activities", True)
    assert all(school in wave.included for school, _ in wave.typed)


def outcomes(before: Region, after: Region, schools: pd.Index) -> pd.DataFrame:
    """How often the indicators of the forms rose, fell, stayed or could not be compared, by indicator."""
    found = {}
    for no, (top, bottom, _, decimals) in FORM_INDICATORS.items():
        values = [evaluate.quotients(region, top, bottom)["value"].loc[schools] for region in (before, after)]
        known = values[0].notna() & values[1].notna()
        moved = (values[1] - values[0]).round(decimals)[known]
        found[no] = {
            "up": (moved > 0).sum(),
            "down": (moved < 0).sum(),
            "still": (moved == 0).sum(),
            "none": (~known).sum(),
        }
    return pd.DataFrame(found).T


def test_indicators_go_up_and_down_and_stay_and_cannot_be_compared(region, wave):
    counted = outcomes(region, wave.region, wave.included)
    assert (counted[["up", "down", "still", "none"]].sum() > 25).all()
    shares = counted.loc[[1, 15, 17, 18, 23]]
    assert (shares[["up", "down"]] > 4).all().all()
    assert counted["up"].sum() > counted["down"].sum()


def test_the_contingent_moves_on_by_a_year(region, wave):
    both = region.answers.index.intersection(wave.region.answers.index)
    for level in ("pupils", "pupils_1_4", "pupils_5_9", "pupils_10_11"):
        before, after = region.answers.loc[both], wave.region.answers.loc[both]
        assert (after[f"{level}_reporting_year"] == before[level]).all()
        same = after[f"{level}_year_before"] == before[f"{level}_reporting_year"]
        assert (same | (after[f"{level}_year_before"] == "х")).all()


@pytest.mark.parametrize("which", ["sample", "small"])
def test_answers_keep_within_the_form_and_its_rules(wave, small_wave, which):
    answers = (wave if which == "sample" else small_wave).region.answers
    for name in answers.columns:
        asked = variables()[name]
        if not asked.is_numeric:
            continue
        known = answers[name].replace("х", np.nan).astype(float).dropna()
        assert asked.kind not in ("count", "yes_no") or (known % 1 == 0).all(), name
        assert asked.minimum is None or known.between(asked.minimum, asked.maximum).all(), name
    numbers = (
        answers[[name for name in answers if variables()[name].is_numeric]].replace("х", np.nan).astype(float)
    )
    for rule in comparisons(NOVEMBER.key):
        lesser, greater = sides(rule, numbers)
        assert not (lesser > greater).any(), rule.name
    for suffix in ("", "_reporting_year", "_year_before"):
        levels = numbers[[f"pupils_{level}{suffix}" for level in ("1_4", "5_9", "10_11")]]
        assert (levels.sum(axis=1) == numbers[f"pupils{suffix}"]).all()


def test_exams_are_of_the_next_year_and_of_other_people(region, wave):
    results = wave.region.results
    assert set(results["year"]) == {2018}
    assert set(results["exam"]) == {"oge", "ege"}
    assert not set(results["participant"]) & set(region.results["participant"])
    for exam in ("oge", "ege"):
        before = ((region.results["exam"] == exam) & (region.results["year"] == 2017)).sum()
        assert abs((results["exam"] == exam).sum() / before - 1) < 0.15


def test_november_s_rules_would_change_the_list_a_little(region, wave):
    three_years = pd.concat([region.results, wave.region.results], ignore_index=True)
    found = evaluate.clusters(replace(wave.region, results=three_years), Rules(years=(2016, 2017, 2018)))
    now = set(found.index[found != "neither"])
    assert now - set(wave.included)
    assert set(wave.included) - now
    assert len(now & set(wave.included)) > 40


def test_check_tests_have_every_group_and_shares_that_add_up(region, wave):
    rows = wave.vpr
    assert set(zip(rows["Класс"], rows["Код предмета"], strict=True)) == {
        (g, s) for g in (4, 5, 6) for s in (1, 2)
    }
    assert set(rows["Группа"]) == {"Вся выборка", "Регион", "Муниципалитет", "ОО"}
    assert (rows[["2", "3", "4", "5"]].sum(axis=1) - 100).abs().max() < 0.2001
    logins = rows.loc[rows["Группа"] == "ОО", "Логин"].str.removeprefix("sch")
    assert set(logins) <= set(wave.region.schools["school_code"])
    assert set(rows.loc[rows["Группа"] == "Муниципалитет", "Код АТЕ"]) == set(
        region.municipalities["municipality_code"]
    )


@pytest.mark.parametrize("which", ["sample", "small"])
def test_the_institute_s_frames_are_what_its_forms_ask(wave, small_wave, which):
    for form, parts in (wave if which == "sample" else small_wave).institute.items():
        (variant,) = variants(form, NOVEMBER)
        assert {sheet.part for sheet in variant.tables} == set(parts)
        for sheet in variant.tables:
            asked = [variables()[column.variable] for column in sheet.columns if column.role == "value"]
            rows = parts[sheet.part]
            assert len(rows) > 0
            for variable in asked:
                known = rows[variable.name].dropna()
                if variable.kind == "choice":
                    assert set(known) <= set(choices(variable.name).values())
                if variable.kind == "date":
                    assert known.map(lambda day: isinstance(day, dt.date)).all()


def frames(wave: FinalWave) -> dict[str, Any]:
    made = {name: getattr(wave.region, name) for name in ("schools", "answers", "results")}
    books = {
        f"{form}.{name}": frame for form, parts in wave.institute.items() for name, frame in parts.items()
    }
    return {**made, **books, "vpr": wave.vpr}


def test_the_same_seed_makes_the_same_wave_and_leaves_march_alone(small_region, small_wave):
    answers = small_region.answers.copy()
    again = next_campaign(small_region, 7, printed=None)
    for name, frame in frames(again).items():
        assert frame.equals(frames(small_wave)[name]), name
    assert small_region.answers.equals(answers)
    assert not next_campaign(small_region, 8, printed=None).region.answers.equals(small_wave.region.answers)


def test_another_region_has_a_second_campaign_too(small_region, small_wave, tmp_path):
    found = evaluate.clusters(small_region)
    assert set(small_wave.included) == set(found.index[found != "neither"])
    write_region(small_region, tmp_path, "2018-03", 7)
    march = {path: path.read_bytes() for path in (tmp_path / "2018-03").rglob("*") if path.is_file()}
    write_final_wave(small_wave, tmp_path, "2018-11", 7)
    assert all(path.read_bytes() == content for path, content in march.items())
    made = {path.relative_to(tmp_path / "2018-11").as_posix() for path in (tmp_path / "2018-11").rglob("*.*")}
    assert {f"exams/{name}_2018.csv.zip" for name in ("oge", "ege", "vpr")} < made
    assert {f"institute/{form}.xlsx" for form in small_wave.institute} < made
    assert sum(name.startswith("municipal/") for name in made) == 6
