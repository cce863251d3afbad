"""Made names of schools: villages and quarters that exist on no map, so that no figure is pinned to a real school."""

from __future__ import annotations

import numpy as np
import pandas as pd

_FIRST = (
    "Ясно",
    "Громо",
    "Тихо",
    "Сребро",
    "Велено",
    "Рудо",
    "Мало",
    "Жито",
    "Липо",
    "Звоно",
    "Крайно",
    "Доброно",
)
_SECOND = (
    "луж",
    "бор",
    "вод",
    "пол",
    "ключ",
    "хват",
    "свет",
    "тишин",
    "корж",
    "мост",
    "ветр",
    "став",
    "цвет",
)
_THIRD = ("инск", "овск", "еевск", "ищенск")
_KIND = {
    "primary": "начальная школа",
    "basic": "основная школа",
    "secondary": "средняя школа",
    "evening": "вечерняя школа",
    "special": "школа-интернат",
    "branch": "школа, филиал",
}


def school_names(rng: np.random.Generator, plan: pd.DataFrame) -> list[str]:
    """A made name per school of the plan; numbered from the second use of the same made place on."""
    places = [f"{a}{b}{c}ая" for a in _FIRST for b in _SECOND for c in _THIRD]
    order = rng.permutation(len(places))
    names = []
    for number, kind in enumerate(plan["school_kind"]):
        turn, place = divmod(number, len(places))
        suffix = f" № {turn + 1}" if turn else ""
        names.append(f"{places[order[place]]} {_KIND[kind]}{suffix}")
    return names
