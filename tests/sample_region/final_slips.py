"""What the senders of the final wave get wrong: blanks, a row that did not come, words where numbers belong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .population_answers import NOT_APPLICABLE, workbook_variables

# each at one of the schools followed, so that dynamics have something that cannot be compared
BLANKS = (
    "sports_pupils",
    "staff_age_sum",
    "olympiad_municipal_awards",
    "extracurricular_hours",
    "publications",
    "families_low_income",
)
REFUSED = ("contest_teachers", "vacancies")
# typed where a number belongs: in doubt, and a share for a count
TYPED = {"creative_pupils": "—", "staff_trained_3y": "37,9%"}
WITH_COMMA = "extracurricular_hours"  # typed as text with a decimal comma, and read all the same
BLANKS_OUTSIDE = ("wards", "parents_unemployed", "creative_pupils", "classes", "unexcused_absentees")
PART_NOT_RETURNED = "activities"


@dataclass(frozen=True)
class Slips:
    """Answers as sent, and what is not a number in them.

    answers: NaN is a blank, 'х' a typed not-applicable; every school is there.
    typed: text by (school_code, variable) that stands in the cell instead; absent: (part, school_code) of rows that
    did not come on that sheet alone.
    """

    answers: pd.DataFrame
    typed: dict[tuple[str, str], str]
    absent: set[tuple[str, str]]


def slip(rng: np.random.Generator, numbers: pd.DataFrame, refused: pd.DataFrame, included: pd.Index) -> Slips:
    """The answers with March's not-applicables typed again and a few cells that go wrong.

    numbers, refused: every school's answers and where «х» stands; included: the schools followed. No slip touches what
    the year's facts are counted from (programmes, support, staff).
    """
    answers = numbers.astype(object).mask(refused, NOT_APPLICABLE)
    within = rng.permutation(included.to_numpy())
    outside = rng.permutation(numbers.index.difference(included).to_numpy())
    turn = iter(np.resize(within, len(BLANKS) + len(REFUSED) + len(TYPED) + 2))
    for variable in BLANKS:
        answers.at[next(turn), variable] = np.nan
    for variable in REFUSED:
        answers.at[next(turn), variable] = NOT_APPLICABLE
    typed = {(next(turn), variable): text for variable, text in TYPED.items()}
    for school, variable in typed:
        answers.at[school, variable] = np.nan
    comma = next(turn)
    halves = np.floor(numbers[WITH_COMMA]).astype(int)
    answers.loc[comma, WITH_COMMA] = halves[comma] + 0.5
    typed[comma, WITH_COMMA] = f"{halves[comma]},5"
    lost = next(turn)
    asked = [row["variable"] for row in workbook_variables() if row["part"] == PART_NOT_RETURNED]
    answers.loc[lost, asked] = np.nan
    for place, variable in enumerate(BLANKS_OUTSIDE):
        answers.at[outside[place], variable] = np.nan
    kept = {cell: text for cell, text in typed.items() if cell[0] != lost}
    return Slips(answers, kept, {(PART_NOT_RETURNED, lost)})
