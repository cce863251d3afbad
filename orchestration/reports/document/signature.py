"""The page for the person who signs: what was decided by hand, what was missed, what did not come, what moved."""

import textwrap
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from orchestration.atomic_files import write_in_place
from orchestration.forms.campaign import Campaign
from orchestration.reports.appendices import JOURNAL
from orchestration.reports.document.causes import causes
from orchestration.reports.document.contexts import Context
from orchestration.reports.document.documents import TEMPLATES
from orchestration.reports.document.figures import Printer
from orchestration.reports.document.files import START_EDITION, Marts, report_of
from orchestration.reports.document.listing_rows import coverage, disagreements, other_deliveries
from orchestration.reports.document.moved import (
    Known,
    Moved,
    by_weight,
    figures,
    figures_csv,
    moved,
    read_figures,
)
from orchestration.reports.document.sources import SourceName, Sources, entry_key
from orchestration.reports.document.word import docx_bytes
from orchestration.reports.marts import MartRow, reading
from orchestration.reports.russian import number_text, percent_text
from orchestration.reports.wording import ACTIONS, CHANGES, ENTRY_CLUSTERS, NO_DATA, decision_text
from orchestration.reports.year_list import READS as LIST_READ
from orchestration.reports.year_list import approval

MARTS: tuple[SourceName, ...] = (
    ("marts", "report_editions"),
    ("marts", "report_facts"),
    ("marts", "targets"),
    ("marts", "decisions"),
    ("marts", "decisions_in_force"),
    *LIST_READ,
    ("marts", "coverage"),
    ("marts", "cross_checks"),
    ("marts", "deliveries"),
    ("marts", "road_map_figures"),
    ("marts", "figures"),
    ("marts", "institute_figures"),
)
TEMPLATE = TEMPLATES / "for_signature.docx"
# so that however much there is to say it is one page: printed lines of all lists, letters of one, of an entry
ROOM, LINE, LONGEST = 32, 95, 150


def signature_files(campaign: str, folder: Path) -> list[Path]:
    """The page, and the figures of this edition and of the one before, by which the next knows what moved."""
    names = ("for_signature.docx", "figures.csv", "figures_before.csv")
    return [folder / campaign / name for name in names]


def write_signature_page(
    marts: Marts, campaign: str, folder: Path, released: Path | None = None
) -> list[Path]:
    """The page and the figures that it compared. The same marts give the same bytes, however often it is made.

    An edition made again with the figures that it had is the same edition: what moved stays as it was said.
    released: the folder where the edition before lies; the one written to, where none is given.
    """
    files = signature_files(campaign, folder)
    _, current_released, former_released = signature_files(campaign, released or folder)
    last = read_figures(current_released)
    with reading(marts) as connection:
        sources = Sources(connection, campaign, report_of(campaign)[1], MARTS)
        now = figures(sources)
        before = read_figures(former_released) if last == now else last
        context = signature_context(sources, Printer(), before, now)
    made = docx_bytes(TEMPLATE, context, _no_table), figures_csv(now), figures_csv(before)
    return write_in_place(dict(zip(files, made, strict=True)))


def signature_context(
    sources: Sources, printer: Printer, before: Mapping[str, Known], now: Mapping[str, Known]
) -> Context:
    """The page's lists, as much of each as one page holds; `first` is true where there was no edition before."""
    moves = moved(before, now) if before else []
    targets = [row for row in sources.rows("targets", "no") if row["edition"] == sources.edition]
    lists = {
        "decisions": [
            *map(_decision, sources.rows("decisions_in_force", "school_code")),
            *map(_overtaken, _delivered(sources)),
        ],
        "listed": _listed(sources),
        "missed": [_target(row) for row in targets if row["state"] == "not_reached"],
        # of the year's targets a start edition has no data yet
        "no_data": [
            _target(row) for row in targets if row["state"] == "no_data" and sources.edition != START_EDITION
        ],
        "gaps": _gaps(sources),
        "contradictions": [
            *map(_contradicted_answer, _for_signature(sources)),
            *map(_contradiction, disagreements(sources)),
        ],
        "moved": [_move(each) for each in by_weight(moves)],
        "causes": causes(sources.connection, {sources.campaign, entry_key(sources.campaign)}, moves),
    }
    lists = {
        name: [textwrap.shorten(line, LONGEST, placeholder=" …") for line in lists[name]] for name in lists
    }
    shown = fitting(lists)
    cut = {name: _cut(name, lines, shown[name], printer) for name, lines in lists.items()}
    edition = sources.edition_rows("report_editions", "edition")[0]
    year = Campaign.parse(sources.campaign).year
    approved = approval(sources.rows("schools", "school_code"))
    return {"year": year, "edition": edition, "first": not before, "approved": approved} | cut


def fitting(lists: Mapping[str, Sequence[str]], room: int = ROOM) -> dict[str, int]:
    """How many entries of each list fit into so many printed lines: one of each in turn, so that none is crowded out."""
    shown = dict.fromkeys(lists, 0)
    for entry in range(max(map(len, lists.values()))):
        for name, lines in lists.items():
            needed = -(-len(lines[entry]) // LINE) if entry < len(lines) else 0
            if needed and shown[name] == entry and needed <= room:
                shown[name] += 1
                room -= needed
    return shown


def _cut(name: str, lines: Sequence[str], shown: int, printer: Printer) -> dict[str, Any]:
    return {
        "lines": lines[:shown],
        "count": printer.figure(f"signature/{name}", len(lines)),
        "more": printer.figure(f"signature/{name}/more", len(lines) - shown),
    }


def _decision(row: MartRow) -> str:
    return f"{row['school_name']}: {decision_text(row)}"


def _delivered(sources: Sources) -> list[MartRow]:
    """Decisions of the year, delivered by the campaign, that do not act: the approved list overtook them."""
    waves = {of_entry: sources.rows("decisions", "no", of_entry) for of_entry in (True, False)}
    if entry_key(sources.campaign) == sources.campaign:
        del waves[True]
    return [row for rows in waves.values() for row in rows if row["overtaken_by"]]


def _overtaken(row: MartRow) -> str:
    document = f"{row['document']} от {row['date']:%d.%m.%Y}"
    return (
        f"{row['school_name']}: не {ACTIONS[row['action']]} решением {document}: "
        f"список утверждён в тот же день или позже ({row['overtaken_by']})"
    )


def _listed(sources: Sources) -> list[str]:
    """What the entry wave's data would change of the approved list, and whose row of it was set aside."""
    return [
        *(
            f"{row['school_name']}: {CHANGES[row['change']]}, в списке "
            f"{ENTRY_CLUSTERS[row['entry_cluster']]}, по данным {_now(row)}"
            for row in sources.rows("list_changes", "school_code", of_entry=True)
        ),
        *(
            f"{row['school_name']}: строка утверждённого списка отложена ({row['sheet']}, {row['cell']}), "
            "о школе судят по правилу"
            for row in sources.rows("approved_list", "school_code", of_entry=True)
            if not row["acts"]
        ),
        # also rows of schools that nobody knows, and all of them where a column is gone
        *(
            f"отложено строк утверждённого списка: {row['rows_set_aside']} из {row['rows_in']}"
            for row in sources.rows("deliveries", "source", of_entry=True)
            if row["source"] == "approved_list" and row["rows_set_aside"]
        ),
    ]


def _now(row: MartRow) -> str:
    return ENTRY_CLUSTERS[row["cluster"]] if row["cluster"] else "школа закрыта"


def _target(row: MartRow) -> str:
    plan, fact = (_number(row["fact"], row[column]) for column in ("plan", "fact_value"))
    if row["fact_value"] is None:
        return f"{row['target_ru']}: план {plan}"
    return f"{row['target_ru']}: план {plan}, факт {fact}"


def _gaps(sources: Sources) -> list[str]:
    """Municipalities of which a school did not answer, and other deliveries that were not read."""
    gaps = [
        f"{row['municipality_name']}: {row['state_ru']}, ответили {row['schools_returned']} из {row['schools']} школ"
        for row in coverage(sources)
        if row["delivery_state"] != "read" or row["schools_returned"] < row["schools"]
    ]
    return gaps + [
        ": ".join((row["source_ru"], *([row["file"]] if row["state"] != "missing" else []), row["state_ru"]))
        for row in other_deliveries(sources)
        if row["state"] != "read" and row["source"] != JOURNAL
    ]


def _for_signature(sources: Sources) -> list[MartRow]:
    return [row for row in sources.rows("cross_checks", "school_code") if row["for_signature"]]


def _contradicted_answer(row: MartRow) -> str:
    return f"школа {row['school_code']}: {row['sentence_ru']}"


def _contradiction(row: MartRow) -> str:
    stated, computed = (_number(row["fact"], row[column]) for column in ("stated", "computed"))
    return f"пункт {row['no']} дорожной карты, {row['name_ru']}: в тексте {stated}, по данным {computed}"


def _move(each: Moved) -> str:
    before, after = (
        _number(each.figure, Decimal(value)) if value else NO_DATA for value in (each.before, each.after)
    )
    if each.before is None:
        return f"{each.name_ru}: прежде не было" + (f", теперь {after}" if each.after else "")
    if each.after is None:
        return f"{each.name_ru}: " + (f"было {before}, " if each.before else "") + "теперь нет"
    return f"{each.name_ru}: было {before}, стало {after}"


def _number(name: str, value: Any) -> str:
    if value is None:
        return NO_DATA
    return percent_text(value) if name.endswith("_share") else number_text(value)


def _no_table(name: str) -> Any:
    raise LookupError(f"[[{name}]]: this template places no tables")
