"""What a school's answers may be, as pandera schemas: what fails them is set aside by the rule's name, the rest goes on.

range_schema() follows from variables.csv, comparison_schema() from rules.csv.
"""

from functools import cache

import pandas as pd
import pandera.pandas as pa

from orchestration.forms.form import Variable, variables
from orchestration.forms.rules import Rule, comparisons


@cache
def range_schema() -> pa.DataFrameSchema:
    """What a number may be by itself: one row per school, one column per variable; a check's error is its rule's name."""
    numeric = {name: variable for name, variable in variables().items() if variable.is_numeric}
    columns = {
        name: pa.Column(float, _range_checks(variable), nullable=True, required=False)
        for name, variable in numeric.items()
    }
    return pa.DataFrameSchema(columns)


@cache
def comparison_schema(campaign: str) -> pa.DataFrameSchema:
    """What numbers of one school may be beside each other: the comparisons in force, by their rules' names."""
    return pa.DataFrameSchema(checks=[_comparison(rule) for rule in comparisons(campaign)])


def _range_checks(variable: Variable) -> list[pa.Check]:
    checks = []
    if variable.kind == "count":
        checks.append(pa.Check(lambda numbers: numbers % 1 == 0, error="not_whole"))
    if variable.minimum is not None:
        checks.append(pa.Check.ge(variable.minimum, error="below_minimum"))
    if variable.maximum is not None:
        checks.append(pa.Check.le(variable.maximum, error="above_maximum"))
    return checks


def _comparison(rule: Rule) -> pa.Check:
    """Parts against their whole; what is not there cannot be compared and passes."""

    def holds(schools: pd.DataFrame) -> pd.Series:
        if not set(rule.compared) <= set(schools.columns):
            return pd.Series(True, index=schools.index)
        lesser, greater = sides(rule, schools)
        return ~(lesser > greater)

    return pa.Check(holds, error=rule.name)


def sides(rule: Rule, schools: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """What a comparison compares, by school; schools: a column per variable. Empty where a number is not there."""
    lesser, greater = (
        schools[list(side)].mul(pd.Series(side)).sum(axis=1, skipna=False)
        for side in (rule.lesser, rule.greater)
    )
    return lesser, greater
