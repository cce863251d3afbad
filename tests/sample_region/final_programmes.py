"""What the included schools return in November beside the rest: their improvement programme and the support received."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

ORDER_NUMBERS = ("{n}-ОД", "№ {n}", "{n}", "{n}-осн/д", "№ {n}/1")
ASSESSMENTS = {
    "not_started": (0.2, 0.0),
    "behind": (0.35, 0.2),
    "on_track": (0.45, 0.7),
    "complete": (0.0, 0.1),
}
POSTS = (
    "psychologist",
    "special_needs_teacher",
    "speech_therapist",
    "social_pedagogue",
    "teacher",
    "additional_education",
)


def draw_programmes(rng: np.random.Generator, staff: pd.Series, routes: int, year: int) -> pd.DataFrame:
    """One row per included school with the variables of part `programmes`.

    staff: teaching staff in November by school_code: all of them belong to an association; routes: schools with
    individual educational routes.
    """
    count = len(staff)
    number = rng.integers(11, 140, count)
    made = pd.DataFrame(index=staff.index)
    made["programme_order"] = [
        ORDER_NUMBERS[turn % len(ORDER_NUMBERS)].format(n=n) for turn, n in enumerate(number)
    ]
    made["programme_order_date"] = [f"{day:02}.03.{year}" for day in rng.integers(1, 31, count)]
    made["programme_years"] = rng.permutation(np.resize([1, 2, 2, 3, 3, 3], count))
    made["activities_planned"] = rng.integers(12, 31, count)
    made["activities_done"] = np.round(made["activities_planned"] * rng.uniform(0.55, 0.95, count)).astype(
        int
    )
    for place, wave in enumerate(("entry", "final")):
        chances = [pair[place] for pair in ASSESSMENTS.values()]
        made[f"assessment_{wave}"] = rng.choice(list(ASSESSMENTS), count, p=chances)
    complete = made["assessment_final"] == "complete"
    made.loc[complete, "activities_done"] = made.loc[complete, "activities_planned"]
    made["own_monitorings"] = rng.integers(1, 5, count)
    made["association_staff"] = staff.astype(int)
    made["individual_routes"] = rng.permutation(np.arange(count) < routes).astype(int)
    return made


def draw_support(
    rng: np.random.Generator,
    pupils: pd.Series,
    seen: tuple[int, int],
    posts: Mapping[str, Mapping[str, float]],
) -> pd.DataFrame:
    """One row per included school with the variables of part `support`.

    pupils: by school_code; seen: pupils seen by psychologists and by speech therapists, all schools together; posts:
    posts introduced by school_code and kind (a name of POSTS).
    """
    support = pd.DataFrame(index=pupils.index)
    reached = rng.random(len(pupils)) < 0.85
    support["psychologist_pupils"] = _shared(rng, seen[0], pupils.where(reached, 0))
    few = rng.permutation(np.arange(len(pupils)) < max(1, len(pupils) // 12))
    support["speech_therapist_pupils"] = _shared(rng, seen[1], pupils.where(few, 0))
    for kind in POSTS:
        introduced = {school: kinds.get(kind, 0.0) for school, kinds in posts.items()}
        support[f"posts_{kind}"] = pd.Series(introduced).reindex(pupils.index, fill_value=0.0)
    return support


def _shared(rng, total: int, pupils: pd.Series) -> np.ndarray:
    """The total over schools in proportion to their pupils, in no school more than it has."""
    room = pupils.astype(int).to_numpy()
    return rng.multivariate_hypergeometric(room, min(total, int(room.sum())), method="marginals")
