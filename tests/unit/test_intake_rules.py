"""Every rule of the form fires on what it forbids, and every landing schema refuses what it must."""

import pandas as pd
import pandera.pandas as pa
import pytest

from orchestration.forms.form import variables
from orchestration.forms.rules import comparisons, rules
from orchestration.forms.severities import severities
from orchestration.intake.checks import check_answers
from orchestration.intake.schemas import LANDING

RANGES = [
    (variable.name, limit + step, rule)
    for variable in variables().values()
    for limit, step, rule in ((variable.minimum, -1, "below_minimum"), (variable.maximum, 1, "above_maximum"))
    if limit is not None
]


def cells(**numbers):
    """Answers of one school, one row per cell."""
    return pd.DataFrame(
        {
            "entity": "1",
            "variable": list(numbers),
            "number": [float(number) for number in numbers.values()],
            "state": "answered",
            "file": "f.xlsx",
            "file_sha256": "0" * 64,
            "sheet": "Лист",
            "cell": [f"A{row}" for row in range(1, len(numbers) + 1)],
        }
    )


@pytest.mark.parametrize("rule", comparisons("2018-11"), ids=lambda rule: rule.name)
def test_more_than_the_whole_breaks_the_rule_and_as_much_does_not(rule):
    (part, times), (whole, whole_times) = next(iter(rule.lesser.items())), next(iter(rule.greater.items()))
    fine = {**dict.fromkeys(rule.compared, 0), part: 7 * whole_times, whole: 7 * times}
    assert broken(rule, fine) == set()
    assert broken(rule, {**fine, part: 7 * whole_times + 1}) == set(rule.compared)


def broken(rule, numbers):
    """The variables that the rule names; what an error names does not go on, what a warning names does."""
    kept, problems = check_answers(cells(**numbers), "2018-11")
    named = {problem.variable for problem in problems if problem.rule == rule.name}
    aside = kept[kept["variable"].isin(named) & (kept["state"] == "set_aside")]
    assert set(aside["variable"]) == (named if rule.sets_aside else set())
    assert aside["number"].isna().all()
    return named


def test_grades_that_a_school_does_not_have_count_as_nobody():
    answers = cells(pupils=40, pupils_1_4=20, pupils_5_9=19, pupils_10_11=0)
    none = answers["variable"] == "pupils_10_11"
    answers.loc[none, ["number", "state"]] = [None, "not_applicable"]
    kept, problems = check_answers(answers, "2018-03")
    assert {(problem.rule, problem.variable) for problem in problems} == {
        ("pupils_within_grades", name) for name in ("pupils", "pupils_1_4", "pupils_5_9")
    }
    assert kept.loc[none, "state"].tolist() == ["not_applicable"]


def test_a_grade_that_was_left_blank_cannot_be_summed():
    assert check_answers(cells(pupils=40, pupils_1_4=20, pupils_5_9=19), "2018-03")[1] == []


def test_a_rule_holds_from_its_campaign_on():
    more = {"activities_planned": 7, "activities_done": 8, "staff": 7, "association_staff": 8}
    assert check_answers(cells(**more), "2018-03")[1] == []
    assert {problem.rule for problem in check_answers(cells(**more), "2018-11")[1]} == {
        "activities_done_within_planned",
        "association_within_staff",
    }


@pytest.mark.parametrize(("name", "number", "rule"), RANGES)
def test_numbers_out_of_range_are_set_aside(name, number, rule):
    _, problems = check_answers(cells(**{name: number}), "2018-03")
    assert [(problem.rule, problem.variable) for problem in problems] == [(rule, name)]


def test_a_part_of_a_person_is_no_count():
    _, problems = check_answers(cells(pupils=10.5), "2018-03")
    assert [problem.rule for problem in problems] == ["not_whole"]


def test_every_sentence_can_be_said():
    for rule in rules().values():
        assert rule.says("1", "2")
        assert rule.remedy
        assert rule.severity in severities()


ROWS: dict[str, dict[str, object]] = {
    "answers": {
        "campaign": "2018-03", "part": "staff", "entity": "201001", "variable": "staff", "raw_text": "7",
        "number": 7.0, "text": None, "state": "answered", "file": "a.xlsx", "file_sha256": "0" * 64,
        "sheet": "Кадры", "cell": "D8",
    },
    "exam_results": {
        "campaign": "2018-03", "exam": "ege", "year": 2017, "municipality_code": "201", "school_code": "201001",
        "participant": "0" * 32, "grade": 11, "category": "current_graduate", "form": "ege", "stage": "main",
        "exam_date": pd.Timestamp("2017-06-09"), "subject_code": 1, "primary_score": 40.0, "score": 70.0,
        "mark": None, "status": "valid", "file": "a.zip", "file_sha256": "0" * 64, "line": 2,
    },
    "training": {
        "campaign": "2018-11", "part": "trainees", "entity": "1", "variable": "trained", "raw_text": "7",
        "number": 7.0, "text": None, "state": "answered", "file": "a.xlsx", "file_sha256": "0" * 64,
        "sheet": "Обученные", "cell": "E5",
    },
    "vpr_results": {
        "campaign": "2018-11", "year": 2018, "grade": 4, "subject_code": 1, "group_kind": "school",
        "municipality_code": None, "school_code": "201001", "participants": 12, "share_2": 10.0, "share_3": 20.0,
        "share_4": 30.0, "share_5": 40.0, "file": "a.zip", "file_sha256": "0" * 64, "line": 2,
    },
    "answers_deliveries": {
        "campaign": "2018-03", "source": "answers", "municipality_code": "201", "file": "a.xlsx",
        "file_sha256": "0" * 64, "variant": "2018", "state": "read", "rows_in": 3, "rows_kept": 3,
        "rows_set_aside": 0, "message_ru": "",
    },
    "answers_set_aside": {
        "campaign": "2018-03", "source": "answers", "municipality_code": "201", "entity": "201001",
        "variable": "staff", "file": "a.xlsx", "file_sha256": "0" * 64, "sheet": "Кадры", "cell": "D8",
        "line": None, "shown": "x", "rule": "not_a_number", "severity": "error", "sentence_ru": "…", "remedy_ru": "…",
    },
    "answers_unplaced": {
        "campaign": "2018-03", "municipality_code": "201", "rule": "school_unknown", "part": "staff",
        "entity": "999999", "variable": "staff", "raw_text": "7", "number": 7.0, "text": None, "state": "answered",
        "file": "a.xlsx", "file_sha256": "0" * 64, "sheet": "Кадры", "cell": "D8", "key_cell": "B8",
    },
    "answers_corrections": {
        "campaign": "2018-03", "municipality_code": "201", "part": "staff", "entity": "201001", "variable": "staff",
        "before_raw_text": "7", "before_state": "answered", "before_text": None, "before_file": "a.xlsx",
        "before_file_sha256": "0" * 64, "before_sheet": "Кадры", "before_cell": "D8", "after_raw_text": None,
        "after_state": None, "after_text": None, "after_file": None, "after_file_sha256": None, "after_sheet": None,
        "after_cell": None, "before_number": 7.0, "after_number": None,
    },
}  # fmt: skip
WRONG = [
    ("answers", {"campaign": "March"}),
    ("answers", {"entity": "Школа № 1"}),
    ("answers", {"variable": "pupil"}),
    ("answers", {"state": "guessed"}),
    ("answers", {"file_sha256": "0"}),
    ("answers", {"cell": "8D"}),
    ("answers", {"raw_text": None}),
    ("exam_results", {"exam": "gia"}),
    ("exam_results", {"year": 17}),
    ("exam_results", {"participant": "Фомин Глеб"}),
    ("exam_results", {"municipality_code": "Фомин Глеб"}),
    ("exam_results", {"municipality_code": "9900031180"}),
    ("exam_results", {"primary_score": 310.0}),
    ("exam_results", {"category": "pupil"}),
    ("exam_results", {"form": "ОГЭ"}),
    ("exam_results", {"stage": "first"}),
    ("exam_results", {"score": 101.0}),
    ("exam_results", {"primary_score": -1.0}),
    ("exam_results", {"mark": 1}),
    ("exam_results", {"status": "ok"}),
    ("exam_results", {"line": 1}),
    ("training", {"entity": "Фомин"}),
    ("training", {"variable": "trainee"}),
    ("vpr_results", {"group_kind": "ОО"}),
    ("vpr_results", {"grade": 12}),
    ("vpr_results", {"municipality_code": "Фомин Глеб"}),
    ("vpr_results", {"school_code": "Фомин Глеб"}),
    ("vpr_results", {"participants": -1}),
    ("vpr_results", {"share_2": 100.5}),
    ("vpr_results", {"subject_code": None}),
    ("vpr_results", {"line": 1}),
    ("answers_deliveries", {"source": "post"}),
    ("answers_deliveries", {"state": "lost"}),
    ("answers_deliveries", {"rows_in": -1}),
    ("answers_set_aside", {"severity": "fatal"}),
    ("answers_set_aside", {"rule": None}),
    ("answers_unplaced", {"entity": "Фомин"}),
    ("answers_unplaced", {"key_cell": "8"}),
    ("answers_corrections", {"municipality_code": None}),
    ("answers_corrections", {"variable": "pupil"}),
]


@pytest.mark.parametrize("table", ROWS)
def test_a_good_row_lands(table):
    assert len(LANDING[table].validate(pd.DataFrame([ROWS[table]]), lazy=True)) == 1


@pytest.mark.parametrize(("table", "wrong"), WRONG, ids=str)
def test_a_wrong_row_does_not_land(table, wrong):
    with pytest.raises(pa.errors.SchemaErrors):
        LANDING[table].validate(pd.DataFrame([{**ROWS[table], **wrong}]), lazy=True)


@pytest.mark.parametrize("table", ["answers", "exam_results", "training", "vpr_results"])
def test_one_cell_lands_once_and_no_column_is_added_or_lost(table):
    good = pd.DataFrame([ROWS[table]])
    for spoilt in (
        pd.concat([good, good], ignore_index=True),
        good.assign(name="Фомин"),
        good.drop(columns="file"),
    ):
        with pytest.raises(pa.errors.SchemaErrors):
            LANDING[table].validate(spoilt, lazy=True)
