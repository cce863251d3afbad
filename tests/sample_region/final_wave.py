"""The final wave of a made region: what the same senders return in November, and the institute's own workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .evaluate import clusters, open_schools
from .final_answers import evolve, whole_answers
from .final_exams import draw_next_exams
from .final_programmes import draw_programmes, draw_support
from .final_registry import next_registry
from .final_slips import slip
from .final_vpr import draw_vpr
from .institute_books import Books, draw_books
from .institute_made import made_year
from .institute_printed import printed_year
from .institute_year import YEAR, InstituteYear
from .printed import PrintedTables
from .region import PRINTED, PRINTED_SCHOOLS, Region


@dataclass(frozen=True)
class FinalWave:
    """What a region sends for the final wave, before it is written into files.

    region: registry and answers in November (the included schools' programmes and support among them), exam results
    of the year alone; included: the schools followed since March. typed: text by (school_code, variable) that stands
    in a cell instead of a number; absent: (part, school_code) of rows that did not come on one sheet.
    institute: frames by form and part; vpr: rows under the headings of the export.
    """

    region: Region
    included: pd.Index
    typed: Mapping[tuple[str, str], str]
    absent: set[tuple[str, str]]
    institute: Books
    vpr: pd.DataFrame


def next_campaign(region: Region, seed: int = 2018, printed: PrintedTables | None = PRINTED) -> FinalWave:
    """The final wave after the region's entry wave; the same arguments make the same wave.

    The sample, calibrated to the report in March, shows the year's figures that the report prints; another region a
    plausible year. Source: report-coverage.md.
    """
    rng = np.random.default_rng([seed, 11])
    schools = open_schools(region)
    found = clusters(region)
    included = pd.Index(found.index[found != "neither"])
    year = _year(rng, region, schools, included, printed)
    before, refused = whole_answers(region)
    numbers = evolve(rng, before, included)
    support = _support(rng, numbers, schools.loc[included, "municipality_code"], year)
    results = draw_next_exams(rng, region, schools, numbers, included)
    vpr = draw_vpr(rng, region, schools, before)
    slips = slip(rng, numbers, refused, included)
    programmes = draw_programmes(rng, numbers.loc[included, "staff"], year.routes, YEAR)
    registry, renamed = next_registry(rng, region.schools, numbers["pupils"], included)
    answers = slips.answers.join([programmes, support]).rename(index=renamed)
    return FinalWave(
        Region(region.municipalities, registry, answers, results),
        included,
        slips.typed,
        slips.absent,
        draw_books(rng, region, included, year),
        vpr,
    )


def _year(rng, region: Region, schools, included: pd.Index, printed: PrintedTables | None) -> InstituteYear:
    code_of = dict(
        zip(
            region.municipalities["municipality_name"],
            region.municipalities["municipality_code"],
            strict=True,
        )
    )
    if (
        printed is not None
        and len(schools) == PRINTED_SCHOOLS
        and list(code_of) == list(printed.clusters.index)
    ):
        return printed_year(code_of)
    concerned = sorted(schools.loc[included, "municipality_code"].unique())
    return made_year(rng, list(code_of.values()), concerned, len(included))


def _support(rng, numbers: pd.DataFrame, members: pd.Series, year: InstituteYear) -> pd.DataFrame:
    """The support received; a post introduced shows in the staff as well."""
    largest = numbers.loc[members.index, "pupils"].groupby(members).idxmax()
    posts = {largest[code]: kinds for code, kinds in year.posts.items()}
    for variable, kind in (
        ("educational_psychologist", "psychologist"),
        ("social_pedagogue", "social_pedagogue"),
    ):
        numbers.loc[[school for school, kinds in posts.items() if kind in kinds], variable] = 1
    seen = (year.psychologist_pupils, year.speech_therapist_pupils)
    return draw_support(rng, numbers.loc[members.index, "pupils"], seen, posts)
