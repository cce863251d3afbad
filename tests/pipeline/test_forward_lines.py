"""A line of an exam export that does not count foretells what it would move if it did; one that can move nothing says why."""

import re

import duckdb
import pytest

from orchestration.lineage.forward import NothingDependsError, ways_from

# what enters a figure, to its last digit: one participant of a region seldom moves a printed one
FIGURES = """
select figure, list(entering order by school_code)::varchar from marts.figure_schools group by figure
union all
select figure, number::varchar from marts.fact_figures
"""
# said to be a graduate's valid result of the main period, a very low one
COUNTS = (
    "update intake.exam_results set category = 'current_graduate', form = exam, stage = 'main', status = 'valid', "
    "score = 1, primary_score = 1, mark = 2 where file = '{}' and line = {}"
)
OF_PROJECT = "year = 2017 and school_code in (select school_code from marts.schools where included) and "
LINES = {
    "absent": OF_PROJECT + "exam = 'oge' and subject_code = 1 and status = 'absent'",
    "removed": OF_PROJECT + "exam = 'oge' and subject_code = 2 and status = 'removed'",
    "gve": OF_PROJECT + "exam = 'oge' and subject_code = 51",
    "reserve_day": OF_PROJECT + "exam = 'oge' and subject_code = 1 and stage = 'reserve'",
    "graduate_of_another_year": OF_PROJECT
    + "exam = 'ege' and subject_code = 2 and category = 'former_graduate'",
    "elective": OF_PROJECT + "exam = 'ege' and subject_code = 12 and category = 'former_graduate'",
    "base_mathematics_alone": OF_PROJECT + "exam = 'ege' and subject_code = 22 and participant not in "
    "(select participant from intake.exam_results where exam = 'ege' and subject_code = 2)",
    "closed_school": "exam = 'oge' and year = 2016 and subject_code = 1 and "
    "school_code in (select school_code from marts.schools where not open)",
}


@pytest.fixture
def a_line(sample_run):
    """a_line(which) is file and line of the first result of which this holds."""

    def found(which):
        with duckdb.connect(sample_run.places.work, read_only=True) as work:
            return work.execute(
                f"select file, line from intake.exam_results where {which} order by line"
            ).fetchone()

    return found


@pytest.mark.parametrize("which", LINES.values(), ids=LINES.keys())
def test_a_line_moves_only_what_it_foretold_once_it_counts(marts, recomputed, a_line, which):
    file, line = a_line(which)
    before = dict(marts.execute(FIGURES).fetchall())
    now = recomputed([COUNTS.format(file, line)], targets=("figure_schools", "fact_figures"))
    after = dict(now.execute(FIGURES).fetchall())
    moved = {figure for figure in before.keys() | after.keys() if before.get(figure) != after.get(figure)}
    assert moved <= {figure for way in ways_from(marts, file, str(line)) for figure in way.figures}
    # a closed school's result moves the region's mean of a year that criteria alone ask for
    assert bool(moved) == ("not open" not in which)


def refused(marts, file, line):
    with pytest.raises(NothingDependsError) as caught:
        ways_from(marts, file, str(line))
    return str(caught.value).partition(f"{file}, line {line}")[2]


def test_a_line_that_can_move_nothing_says_why(marts, a_line):
    assert refused(marts, *a_line("year = 2017 and exam = 'oge' and subject_code = 3")) == (
        ": oge 2017 physics, a subject that no figure asks for"
    )
    outside = "school_code in (select school_code from marts.schools where open and not included)"
    file, line = a_line(f"year = 2017 and exam = 'ege' and subject_code = 3 and {outside}")
    assert re.fullmatch(
        r": ege 2017 physics of school \d{6}, which no figure asks for in that year",
        refused(marts, file, line),
    )
    ((file, line),) = marts.execute(
        "select file, min(line) from set_aside where rule = 'exam_school_unknown' and file like '%ege_2017%' group by file"
    ).fetchall()
    assert refused(marts, file, line) == ": set aside by the rule exam_school_unknown"
    assert refused(marts, file, 1) == ""
