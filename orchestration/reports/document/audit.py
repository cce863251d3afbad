"""A last look at the public edition as it is printed: nobody computes a small group from all its tables together.

What a single table withholds public.py decides. Here the sums of several tables are taken from each other: programmes
against municipalities and positions, clusters against municipalities.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping

from orchestration.reports.differencing import computable
from orchestration.reports.document.public import (
    MINIMUM_GROUPS,
    WITHHELD,
    included_by_place,
    minimum_of,
    schools_of,
    small_sets,
)
from orchestration.reports.document.sources import SourceName, Sources
from orchestration.reports.russian import capital
from orchestration.reports.suppression import TOTAL, NotProtectedError
from orchestration.reports.table import Table

READS: tuple[SourceName, ...] = (("marts", "trained_staff"), ("marts", "schools"), MINIMUM_GROUPS)
Sets = Mapping[str, frozenset[Hashable]]


def audit(tables: Mapping[str, Table], sources: Sources) -> None:
    """Raise NotProtectedError, with each small group that the tables tell and the sums that tell it.

    tables: all of the edition, by name, as they will be printed; sources: declared as READS.
    """
    told: list[str] = []
    if "table_p2" in tables:
        told += _told(*_persons(tables, sources))
    if "table_9" in tables:
        told += _told(*_schools(tables["table_9"], sources))
    if told:
        raise NotProtectedError("the public edition tells of small groups:\n" + "\n".join(told))


def _persons(tables: Mapping[str, Table], sources: Sources) -> tuple[Sets, Sets]:
    """Trained staff: what is printed by municipality and position (p2) and by programme (2, p1), and the small groups.

    A reader does not know who took which programme: in every place that is not printed as zero anybody may have.
    """
    trained: Counter[tuple[str, str]] = Counter()
    programmes = set()
    for sent in sources.rows("trained_staff", "programme_no"):
        place = sent["municipality_name"] or "Не указано", capital(sent["position_ru"] or "Не указана")
        trained[place] += sent["trained"] or 0
        programmes.add(sent["programme_no"])
    trained = +trained
    headings = [*(column.heading for column in tables["table_p2"].columns[1:-1]), TOTAL]
    printed, hidden = {}, {}
    for row in tables["table_p2"].rows:
        label = row.cells[0].text
        for heading, cell in zip(headings, row.cells[1:], strict=True):
            places = [
                place for place in trained if label in (TOTAL, place[0]) and heading in (TOTAL, place[1])
            ]
            adds_up = frozenset((*place, programme) for place in places for programme in programmes)
            if 0 < sum(trained[place] for place in places) < minimum_of(sources, "persons"):
                hidden[f"{label}, {heading}"] = adds_up
            if cell.text != WITHHELD and adds_up:
                printed[f"table_p2, {label}, {heading}"] = adds_up
    if {"table_2", "table_p1"} & set(tables):
        for programme in programmes:
            printed[f"table_2, № {programme}"] = frozenset((*place, programme) for place in trained)
    return printed, hidden


def _schools(table: Table, sources: Sources) -> tuple[Sets, Sets]:
    """Outcomes of schools by cluster and by municipality (table_9), and the small groups between them.

    Who is in which of both the list of schools tells.
    """
    schools = included_by_place(sources)
    shown = [row.cells[0].text for row in table.rows if row.cells[-1].text != WITHHELD]
    printed = {f"table_9, {name}": added for name in shown if (added := schools_of(name, schools))}
    return printed, small_sets(schools, minimum_of(sources, "schools"))


def _told(printed: Sets, hidden: Sets) -> Iterator[str]:
    names = list(printed)
    for group, places in computable(list(printed.values()), hidden).items():
        yield f"{group}: from {' | '.join(names[place] for place in places)}"
