"""Table 4: the road map's items with their results, whose figures are those of the data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import Formatter

import duckdb

from orchestration.reports.listing import NOTHING_TO_LIST
from orchestration.reports.marts import MartRow, campaign_rows, edition_rows
from orchestration.reports.russian import agreeing, exact, number_text
from orchestration.reports.table import (
    NO_DATA,
    NO_DATA_NOTE,
    Cell,
    Column,
    Piece,
    Records,
    Row,
    Table,
    figure_piece,
    section_row,
)
from orchestration.reports.wording import NO_SECTION, year_of

NAME = "table_4"
READS = (
    ("marts", "table_4_road_map"),
    ("marts", "report_facts"),
    ("marts", "road_map_figures"),
    ("marts", "region_profile"),
)
# as the printed table's CSV names them
RECORD_COLUMNS = ("section_ru", "no", "activity_ru", "period", "result_ru")
DAYS = ("{n} день", "{n} дня", "{n} дней")
STATED_IN = {
    "activity": "в графе «Мероприятие»",
    "period": "в графе «Срок»",
    "result": "в дорожной карте",
}
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARKS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")

COLUMNS = (
    Column("№", 5),
    Column("Мероприятие", 56, "left", names_row=True),
    Column("Срок", 15),
    Column("Результаты", 48, "left"),
)
CAPTION = "ОТЧЕТ о реализации дорожной карты проекта {project}"


@dataclass(frozen=True)
class Note:
    """What a reader is told of an item below the table.

    column: whose cell bears the mark: activity, period or result. figure: the figure that it stands behind, if printed.
    """

    no: int
    column: str
    text: str
    figure: str | None = None


class UnknownFactError(LookupError):
    """A result's template names a fact that the campaign does not have."""


def road_map(connection: duckdb.DuckDBPyConnection, campaign: str, edition: str = "year") -> Table:
    """Table 4 of an edition, from marts.table_4_road_map; figures of the results from marts.report_facts.

    A figure that the institute's own text states otherwise bears a mark and a footnote with both numbers, and so
    does an item that is late or that no document confirms.
    It may be empty. Raises NoRowsError where the edition has no facts, UnknownFactError where a template names no fact.
    """
    items = edition_rows(connection, "table_4_road_map", campaign, edition, order="no", may_be_empty=True)
    facts = {row["fact"]: row for row in edition_rows(connection, "report_facts", campaign, edition, "fact")}
    compared = edition_rows(connection, "road_map_figures", campaign, edition, order="no", may_be_empty=True)
    region = {
        row["fact"]: row["text_ru"] for row in campaign_rows(connection, "region_profile", campaign, "no")
    }
    results = {item["no"]: _result(item, facts) for item in items}
    notes = sorted(
        [*_differing(compared, facts), *_states(items)],
        key=lambda note: (note.no, note.column, note.figure or ""),
    )
    has_gaps = any(piece.text == NO_DATA for pieces in results.values() for piece in pieces)
    return Table(
        name=NAME,
        number="Таблица 4",
        caption=CAPTION.format(project=region["project"]),
        period=year_of(campaign),
        columns=COLUMNS,
        rows=tuple(_sections(items, results, notes)),
        records=Records(RECORD_COLUMNS, tuple(_record(item, results[item["no"]]) for item in items)),
        footnotes=(
            *(f"{_mark(mark)} Пункт {note.no}: {note.text}" for mark, note in enumerate(notes, start=1)),
            *((NO_DATA_NOTE,) if has_gaps else ()),
            *(() if items else (NOTHING_TO_LIST,)),
        ),
    )


def _sections(
    items: Sequence[MartRow], results: Mapping[int, list[Piece]], notes: Sequence[Note]
) -> Iterator[Row]:
    for section, members in groupby(items, key=lambda item: item["section_ru"] or NO_SECTION):
        yield section_row(section)
        for item in members:
            own = [(_mark(mark), note) for mark, note in enumerate(notes, start=1) if note.no == item["no"]]
            yield _item(item, results[item["no"]], own)


def _item(item: MartRow, result: Sequence[Piece], notes: Sequence[tuple[str, Note]]) -> Row:
    cells = {
        "activity": [Piece(item["activity_ru"])],
        "period": [Piece(item["period_ru"] or "")],
        "result": result,
    }
    number = Cell((Piece(f"{item['no']}.", value=exact(item["no"])),))
    marked = (
        _marked(pieces, [noted for noted in notes if noted[1].column == column])
        for column, pieces in cells.items()
    )
    return Row((number, *(Cell(tuple(_apart(pieces)), is_sentence=True) for pieces in marked)))


def _marked(pieces: Sequence[Piece], notes: Sequence[tuple[str, Note]]) -> Iterator[Piece]:
    """Marks behind their figures; what speaks of no figure that the sentence prints stands at its end."""
    for piece in pieces:
        yield piece
        yield from (Piece(mark) for mark, note in notes if piece.figure and note.figure == piece.figure)
    printed = {piece.figure for piece in pieces if piece.figure}
    yield from (Piece(mark) for mark, note in notes if note.figure not in printed)


def _apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """A comma between marks that would read as one number: «¹, ²», not «¹²»."""
    after_mark = False
    for piece in pieces:
        is_mark = bool(piece.text) and set(piece.text) <= MARKS
        yield Piece(f", {piece.text}") if is_mark and after_mark else piece
        after_mark = is_mark


def _mark(place: int) -> str:
    return str(place).translate(SUPERSCRIPTS)


def _differing(figures: Sequence[MartRow], facts: Mapping[str, MartRow]) -> Iterator[Note]:
    """Figures of the institute's text that the data do not bear out."""
    for row in figures:
        if row["agrees"] is False:
            stated, computed = number_text(row["stated"]), number_text(row["computed"])
            name = facts[row["fact"]]["name_ru"]
            counted = f"{name[:1].lower()}{name[1:]}"
            text = f"{counted} – {STATED_IN[row['stated_in']]} указано {stated}, по данным {computed}"
            yield Note(row["no"], row["stated_in"], text, f"{NAME}/{row['no']}/{row['fact']}")


def _states(items: Sequence[MartRow]) -> Iterator[Note]:
    """Items that are late or not confirmed."""
    for item in items:
        if item["state"] == "done_late":
            late = agreeing(item["days_late"], *DAYS)
            yield Note(item["no"], "result", f"выполнен {item['item_done']:%d.%m.%Y}, позже срока на {late}")
        elif item["state"] == "overdue":
            yield Note(
                item["no"], "result", f"срок истёк {item['item_end']:%d.%m.%Y}, о выполнении не сообщено"
            )
        elif item["state"] == "not_confirmed":
            yield Note(item["no"], "result", "подтверждающий документ не указан")


def _result(item: MartRow, facts: Mapping[str, MartRow]) -> list[Piece]:
    """The template with its facts, where the item has one; else the result as the institute typed it."""
    if not item["result_template_ru"]:
        return [Piece(item["result_stated_ru"] or "")]
    pieces = []
    for literal, placeholder, nouns, _ in Formatter().parse(item["result_template_ru"]):
        if literal:
            pieces.append(Piece(literal))
        if placeholder:
            pieces.append(_fact(item["no"], placeholder, nouns or "", facts))
    return pieces


def _fact(no: int, placeholder: str, nouns: str, facts: Mapping[str, MartRow]) -> Piece:
    """`{trained}` is the number, `{trained:человек|человека|человек}` with its noun, `{hosts.text}` the names."""
    fact, _, is_text = placeholder.partition(".")
    if fact not in facts:
        raise UnknownFactError(f"{NAME}, item {no}: no fact {fact} for {{{placeholder}}}")
    found = facts[fact]["text_ru" if is_text else "value"]
    if found is None:
        return Piece(NO_DATA)
    if is_text:
        return Piece(found)
    text = agreeing(found, *(f"{{n}} {noun}" for noun in nouns.split("|"))) if nouns else None
    return figure_piece(found, f"{NAME}/{no}/{fact}", text)


def _record(item: MartRow, result: list[Piece]) -> tuple[str | int, ...]:
    """What is printed, without the marks of the footnotes."""
    texts = item["activity_ru"], item["period_ru"] or "", Cell(tuple(result)).text
    return item["section_ru"], item["no"], *texts
