"""What the institute and the municipal centres did in the project's year: texts, dates and whole figures."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

YEAR = 2018
Posts = dict[str, dict[str, float]]


@dataclass(frozen=True)
class InstituteYear:
    """The year as it is to come out of the campaign's files; municipalities by code.

    programmes, seminars, road_map, events: columns are the variables of the part, index the number as text;
    programmes has `trained` beside them, events `delegations` (tuples of codes). Dates are datetime.date.
    psychologist_pupils, speech_therapist_pupils, routes: all included schools together; posts: per municipality the
    posts by kind that one of its included schools introduced; agreements: their number over agreement_municipalities;
    neighbours: where some of them find a partner.
    """

    programmes: pd.DataFrame
    seminars: pd.DataFrame
    road_map: pd.DataFrame
    events: pd.DataFrame
    publications: list[str]
    psychologist_pupils: int
    speech_therapist_pupils: int
    routes: int
    posts: Posts
    agreements: int
    agreement_municipalities: list[str]
    neighbours: dict[str, str]
    media_municipalities: list[str]


def numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows under the numbers 1, 2, 3 and on, as text."""
    return rows.set_axis(pd.Index([str(number) for number in range(1, len(rows) + 1)]), axis=0)
