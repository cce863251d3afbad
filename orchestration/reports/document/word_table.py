"""A table of the report as Word's own: the heading row repeated on every page, borders, columns as wide as declared."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from math import hypot
from xml.sax.saxutils import escape

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from orchestration.reports.russian import JOINER, NBSP, typeset
from orchestration.reports.table import Column, Row, Table, text_cell

# paragraph styles that a template has, named as Word shows them
NUMBER, CAPTION, NOTE = "Номер таблицы", "Название таблицы", "Сноска таблицы"
TEXT, SMALL_TEXT = "Текст таблицы", "Мелкий текст таблицы"
SMALL_FROM = 6  # columns from which on the letters are smaller
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")

BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in SIDES)
MARGIN = 60  # twentieths of a point, left and right of a cell's text
MARGINS = (
    f'<w:top w:w="25" w:type="dxa"/><w:left w:w="{MARGIN}" w:type="dxa"/>'
    f'<w:bottom w:w="25" w:type="dxa"/><w:right w:w="{MARGIN}" w:type="dxa"/>'
)
# a table ends with a paragraph, or the next would join it: so low that it never begins a page of its own
AFTER = (
    '<w:p><w:pPr><w:pStyle w:val="{style}"/><w:spacing w:before="0" w:after="120" w:line="20" w:lineRule="exact"/><w:ind w:firstLine="0"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
LETTER = {TEXT: 132, SMALL_TEXT: 108}  # the width of a bold letter, in twentieths of a point
PLAIN, WHOLE_LINE = 0.93, 0.83  # of that is a letter wide that is not bold: in a word, in a line of words
LONGEST_WHOLE = 20  # letters; longer words may be broken
LINES = re.compile("\n")
BREAKS = re.compile(
    r"[ \n/-]|(?<=\D)[\N{EN DASH}\N{EM DASH}](?=\D)"
)  # where a line may end: at no unbreakable space


def table_xml(table: Table, width: int, style: Callable[[str], str]) -> Iterator[str]:
    """The elements of a table in their order: number, caption, the table itself, its footnotes.

    width: of the text, in twentieths of a point. style: the id of a paragraph style by its name.
    The prefix w is left undeclared, for whoever parses them to declare once.
    """
    if table.number:
        yield paragraph_xml(table.number, style(NUMBER), keep=True)
    yield paragraph_xml(table.caption, style(CAPTION), keep=True)
    yield _grid(table, width, style)
    for note in table.footnotes:
        yield paragraph_xml(note, style(NOTE))
    if not table.footnotes:
        yield AFTER.format(style=style(NOTE))


def paragraph_xml(text: str, style: str, keep: bool = False, align: str = "", bold: bool = False) -> str:
    """A paragraph of the style; keep: on one page with what follows; line breaks of the text are kept.

    The text is typeset: a number stays with its noun, «18–19» is not parted after the dash. «– 63» may be: a cell is narrow.
    """
    properties = f'<w:pStyle w:val="{style}"/>' + "<w:keepNext/>" * keep
    if align:
        properties += f'<w:jc w:val="{align}"/>'
    text = typeset(ILLEGAL_CHARACTERS_RE.sub("", text)).replace(f"{JOINER}{NBSP}", " ")
    lines = escape(text).split("\n")
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    run = f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{runs}</w:r>" if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def _grid(table: Table, width: int, styles: Callable[[str], str]) -> str:
    text = SMALL_TEXT if len(table.columns) >= SMALL_FROM or table.is_wide else TEXT
    widths, style = _widths(table, width, LETTER[text]), styles(text)
    headings = Row(tuple(text_cell(column.heading) for column in table.columns), is_total=True)
    rows = [_row(headings, table.columns, widths, style, heading=True)]
    rows += [_row(row, table.columns, widths, style) for row in table.rows]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{MARGINS}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _widths(table: Table, width: int, letter: int) -> list[int]:
    """Columns as wide as they have text to hold, none narrower than its longest word or wider than its longest line."""
    texts = [[typeset(text) for text in _texts(table, place)] for place in range(len(table.columns))]
    least = [
        max(
            _needed([heading], BREAKS, letter),
            min(_needed(cells, BREAKS, letter * PLAIN), LONGEST_WHOLE * letter),
        )
        for heading, *cells in texts
    ]
    lines = [
        max(_needed(each, LINES, letter * WHOLE_LINE), low) for each, low in zip(texts, least, strict=True)
    ]
    if sum(least) >= width or sum(lines) <= width:
        bound = least if sum(least) >= width else lines
        return [int(each * width / sum(bound)) for each in bound]
    held = [hypot(*map(len, each)) / width for each in texts]

    def shared(scale: int) -> list[int]:
        return [
            int(min(max(scale * part, low), high)) for part, low, high in zip(held, least, lines, strict=True)
        ]

    # the more each letter is given, the wider the table
    return shared(bisect_right(range(width * width), width, key=lambda scale: sum(shared(scale))) - 1)


def _texts(table: Table, place: int) -> list[str]:
    """The heading of a column and its cells."""
    cells = (row.cells[place].lines for row in table.rows if not row.is_section)
    return [table.columns[place].heading, *cells]


def _needed(texts: list[str], parts: re.Pattern[str], letter: float) -> int:
    """The width of the longest part of the texts, with the margins; «№» is as wide as two letters."""
    longest = max([2, *(len(part) for text in texts for part in parts.split(text))])
    return int(longest * letter) + 2 * MARGIN


def _row(row: Row, columns: tuple[Column, ...], widths: list[int], style: str, heading: bool = False) -> str:
    """A row that no page parts; a heading row stands on every page and is centred, a section is one cell."""
    if row.is_section:
        text = paragraph_xml(row.cells[0].text, style, keep=True, align="center", bold=True)
        span = (
            f'<w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(columns)}"/></w:tcPr>'
        )
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{span}{text}</w:tc></w:tr>"
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        + paragraph_xml(cell.lines, style, align="center" if heading else column.align, bold=row.is_total)
        + "</w:tc>"
        for cell, column, width in zip(row.cells, columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' * heading}</w:trPr>{cells}</w:tr>"
