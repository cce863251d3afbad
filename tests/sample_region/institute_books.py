"""The institute's workbooks as frames, one per part: the year's own rows and what is drawn around its figures."""

from __future__ import annotations

import datetime as dt
from itertools import cycle, islice

import numpy as np
import pandas as pd

from .evaluate import Rules, open_schools
from .evaluate_exams import pooled_ratios
from .institute_year import YEAR, InstituteYear, numbered
from .region import Region

Books = dict[str, dict[str, pd.DataFrame]]
# who is sent to a programme, turn by turn
POSITIONS = (
    ("teacher",),
    ("teacher", "deputy_head"),
    ("teacher", "centre_staff"),
    ("centre_staff", "deputy_head"),
    ("head", "deputy_head", "teacher"),
    ("head", "deputy_head", "centre_staff"),
    ("head", "deputy_head"),
    ("centre_staff",),
)
CONSULTED_BY = ("expert_centre", "municipal_event", "partner_school")
OUTLETS = ("Районная газета", "Сайт органа управления образованием", "Сайт муниципального образования")


def draw_books(rng: np.random.Generator, region: Region, included: pd.Index, year: InstituteYear) -> Books:
    """Every workbook but `decisions`, by form and part; index the key column as text, columns the part's variables.

    region: as of March; included: the schools followed.
    """
    schools = open_schools(region)
    towns = region.municipalities["municipality_code"]
    members = schools.loc[included, "municipality_code"]
    agreements = _agreements(rng, region, schools, members, year)
    delegations = [(number, code) for number, codes in year.events["delegations"].items() for code in codes]
    guests = pd.DataFrame(delegations, columns=["delegation_event", "delegation_municipality"])
    return {
        "training": {
            "training_programmes": year.programmes,
            "trainees": _trainees(rng, year.programmes["trained"], towns, members),
        },
        "seminars": {"seminars": year.seminars},
        "road_map": {"road_map": year.road_map},
        "events": {"events": year.events, "delegations": numbered(guests)},
        "agreements": {"agreements": agreements},
        "project": {
            "centres": _centres(rng, towns),
            "consultations": _consultations(rng, included),
            "media_articles": _articles(rng, year.media_municipalities),
            "publications": _publications(year.publications),
        },
    }


def _days(rng, count: int, first: tuple[int, int], last: tuple[int, int]) -> list[dt.date]:
    """So many days of the year in order, between two (month, day)."""
    start = dt.date(YEAR, *first)
    span = (dt.date(YEAR, *last) - start).days
    return [start + dt.timedelta(days=int(day)) for day in np.sort(rng.integers(0, span + 1, count))]


def _trainees(rng, trained: pd.Series, towns: pd.Series, members: pd.Series) -> pd.DataFrame:
    """Whoever was trained, by programme, municipality and position; more from where more schools are included."""
    weights = towns.map(members.value_counts()).fillna(0) + 0.5
    parts = []
    for turn, (programme, number) in enumerate(trained.items()):
        positions = POSITIONS[turn % len(POSITIONS)]
        sent = rng.multinomial(int(number), weights / weights.sum())
        people = pd.DataFrame({"trainee_municipality": np.repeat(towns.to_numpy(), sent)})
        people["trainee_position"] = list(islice(cycle(positions), len(people)))
        people["trainee_programme"] = int(str(programme))
        parts.append(people)
    columns = ["trainee_programme", "trainee_municipality", "trainee_position"]
    return numbered(pd.concat(parts).groupby(columns).size().rename("trained").reset_index())


def _agreements(rng, region: Region, schools, members: pd.Series, year: InstituteYear) -> pd.DataFrame:
    """Agreements of included schools with a strong school of their municipality, every third with one of the next."""
    strength = pooled_ratios(region, Rules()).reindex(schools.index).mean(axis=1)
    rest = strength.drop(index=members.index).sort_values(ascending=False)
    # the three strongest of each municipality, above the region
    strong = rest[rest > 1].groupby(schools["municipality_code"]).head(3)
    partners = strong.index.to_series().groupby(schools["municipality_code"]).agg(list)
    rows = []
    for turn, school in enumerate(_who_signs(members, strength, year)):
        own = members[school]
        near = year.neighbours.get(own, own) if turn % 3 == 2 else own
        choice = partners.get(near, list(rest.index[:3]))
        rows.append((school, choice[turn % len(choice)]))
    made = pd.DataFrame(rows, columns=["agreement_school", "agreement_partner"])
    made["agreement_date"] = _days(rng, len(made), (3, 20), (11, 12))
    made["agreement_number"] = [f"{4 + 3 * turn}/{YEAR % 100}" for turn in range(len(made))]
    return numbered(made)


def _who_signs(members: pd.Series, strength: pd.Series, year: InstituteYear) -> list[str]:
    """Included schools of the agreements' municipalities, the weakest of each first, until all have signed."""
    here = members[members.isin(year.agreement_municipalities)]
    here = here[strength[here.index].sort_values().index]
    turn = here.groupby(here).cumcount().sort_values(kind="stable")
    return list(islice(cycle(turn.index), year.agreements))


def _centres(rng, towns: pd.Series) -> pd.DataFrame:
    days = [dt.date(YEAR, 3, int(day)) for day in rng.integers(1, 24, len(towns))]
    made = pd.DataFrame({"centre_order_date": days, "centre_staff": rng.integers(2, 8, len(towns))})
    return made.set_axis(pd.Index(towns), axis=0)


def _consultations(rng, included: pd.Index) -> pd.DataFrame:
    """Every included school once or twice; how many teachers, nobody counted."""
    twice = [code for code in included for _ in range(int(rng.integers(1, 3)))]
    made = pd.DataFrame({"consultation_school": rng.permutation(twice)})
    made["consultation_date"] = _days(rng, len(made), (3, 12), (11, 16))
    made["consultation_kind"] = rng.choice(CONSULTED_BY, len(made), p=[0.5, 0.3, 0.2])
    made["consulted_teachers"] = np.nan
    return numbered(made)


def _articles(rng, towns: list[str]) -> pd.DataFrame:
    told = [code for code in towns for _ in range(int(rng.integers(1, 4)))]
    made = pd.DataFrame({"article_municipality": rng.permutation(told)})
    made["article_date"] = _days(rng, len(made), (5, 10), (11, 19))
    made["article_outlet"] = rng.choice(OUTLETS, len(made))
    return numbered(made)


def _publications(titles: list[str]) -> pd.DataFrame:
    days = [dt.date(YEAR, 5 + 6 * turn // max(1, len(titles) - 1), 18) for turn in range(len(titles))]
    return numbered(pd.DataFrame({"publication_title": titles, "publication_date": days}))
