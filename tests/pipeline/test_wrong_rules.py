"""The sample punishes wrong rules: each of these mutants moves a printed table."""

import pytest

MUTANTS = {
    "one year for the three pooled": (["update reference.criteria set years = 1 where years = 3"], {}),
    "the region's share unweighted": (
        [],
        {
            "int_region_references": {
                "cast(sum(cast(numerator as decimal(38, 15))) as double) as numerator": "1e6 * avg(numerator / nullif(denominator, 0)) as numerator",
                "cast(sum(cast(denominator as decimal(38, 15))) as double) as denominator": "1e6 as denominator",
            }
        },
    ),
    "no clause of half": (["update reference.rule_sets set minimum_share = 0 where status = 'official'"], {}),
    "no clause of two": (["update reference.rule_sets set minimum_met = 1 where status = 'official'"], {}),
    "a missing answer is met": (
        [],
        {
            "school_criteria": {
                "status = 'value' and": "status in ('value', 'unknown') and",
                "when not applies then null\n": "when not applies then null when numerator is null then true\n",
            }
        },
    ),
    "GVE counts": (["insert into reference.exam_rules values ('score_ratio', '2018-03', 'form', 'gve')"], {}),
    "base mathematics counts": (
        ["insert into reference.exam_measure_subjects values ('ege_math_ratio', 'mathematics_base')"],
        {},
    ),
    "not applicable left out": (
        ["update reference.indicators set not_applicable = 'left_out' where not_applicable = 'zero'"],
        {},
    ),
    "the OGE mark for the primary score": (
        ["update reference.exam_scales set preference = 3 - preference where exam = 'oge'"],
        {},
    ),
    "graduates of former years count": (
        ["insert into reference.exam_rules values ('score_ratio', '2018-03', 'category', 'former_graduate')"],
        {},
    ),
    "every stage counts": (
        [
            "insert into reference.exam_rules "
            "select 'score_ratio', '2018-03', 'stage', unnest(['early', 'reserve', 'additional'])"
        ],
        {},
    ),
    "thresholds not strict": (
        [],
        {"school_criteria": {"observed < limit_value": "observed <= limit_value", "observed > limit_value": "observed >= limit_value"}},
    ),
}  # fmt: skip


TABLES = ("table_1_start_diagnostics", "table_5_clusters")


def tables(connection):
    """Both tables' rows."""
    return [connection.execute(f"from marts.{mart} order by all").fetchall() for mart in TABLES]


def test_the_models_once_more_give_the_same_tables(marts, recomputed):
    assert tables(recomputed(targets=TABLES)) == tables(marts)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_wrong_rule_moves_a_printed_table(marts, recomputed, mutant):
    statements, replaced = MUTANTS[mutant]
    assert tables(recomputed(statements, replaced, targets=TABLES)) != tables(marts)
