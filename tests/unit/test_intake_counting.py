"""No row of a file is lost in silence: where the counts do not meet, reading stops."""

import pandas as pd
import pytest

from orchestration.intake.checks import check_answers
from orchestration.intake.counting import LostRowsError, counted
from orchestration.intake.deliveries import Delivery, Intake, Place, Problem
from orchestration.intake.exams import read_exams
from orchestration.intake.registry import read_registry, schools_of
from orchestration.intake.workbooks import read_workbooks

FILE = "2018-03/municipal/a.xlsx"


def intake_of(rows_in, set_aside, keys, *problems):
    cells = pd.DataFrame({"file": FILE, "sheet": "Кадры", "key_cell": keys, "variable": "staff"})
    return Intake(
        "answers", "2018-03", cells, [Delivery(FILE, rows_in=rows_in, rows_set_aside=set_aside)], [*problems]
    )


def test_rows_kept_are_those_in_the_table():
    (delivery,) = counted(intake_of(3, 1, ["B8", "B8", "B9"])).deliveries
    assert (delivery.rows_in, delivery.rows_kept, delivery.rows_set_aside) == (3, 2, 1)


def test_the_cells_of_a_row_written_twice_are_no_row():
    twice = Problem("school_twice", Place(FILE, "0" * 64, "Кадры", "B9"))
    (delivery,) = counted(intake_of(2, 1, ["B8", "B9"], twice)).deliveries
    assert delivery.rows_kept == 1


@pytest.mark.parametrize(("rows_in", "set_aside"), [(3, 0), (2, 1), (1, 0)])
def test_a_row_lost_or_counted_twice_is_an_error_with_its_file(rows_in, set_aside):
    with pytest.raises(LostRowsError, match=f"{FILE}: {rows_in} rows in, 2 kept, {set_aside} set aside"):
        counted(intake_of(rows_in, set_aside, ["B8", "B9"]))


def test_a_check_that_drops_rows_of_workbooks_stops_the_reading(raw, entry, monkeypatch):
    schools = schools_of(read_registry(raw, entry).rows)

    def losing(cells, campaign):
        cells, problems = check_answers(cells, campaign)
        return cells[cells["key_cell"] != "B8"], problems

    monkeypatch.setattr("orchestration.intake.workbooks.check_answers", losing)
    with pytest.raises(LostRowsError, match="35 rows in, 30 kept, 0 set aside"):
        read_workbooks(raw, entry, schools)


def test_a_check_that_drops_lines_of_exports_stops_the_reading(raw, entry, monkeypatch):
    schools = schools_of(read_registry(raw, entry).rows)
    monkeypatch.setattr("orchestration.intake.exam_participants.keep_good", lambda rows, *_: rows.iloc[1:])
    with pytest.raises(LostRowsError, match=r"ege_2017.csv.zip: 1669 rows in, 1668 kept, 0 set aside"):
        read_exams(raw, entry, schools, b"key")
