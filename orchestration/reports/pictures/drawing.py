"""How all pictures look, and from the strokes to a picture."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from orchestration.reports.pictures.picture import Picture
from orchestration.reports.russian import number_text

CM_PER_INCH = 2.54
DOTS_PER_INCH = 200
PAGE_CM = 16.5  # between the margins of an A4 page
BLACK, DARK, MIDDLE, LIGHT, PALE = "#000000", "#333333", "#7a7a7a", "#bdbdbd", "#e6e6e6"

STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, has Cyrillic
    "font.size": 7,
    "axes.linewidth": 0.5,
    "axes.edgecolor": MIDDLE,
    "axes.titlesize": 7.5,
    "axes.titlelocation": "left",
    "xtick.major.width": 0.5,
    "xtick.major.size": 2,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "hatch.linewidth": 0.7,
    "svg.fonttype": "path",
}
ADDRESS = re.compile(r'(\bid="|href="#|url\(#)')


@contextmanager
def drawing(height_cm: float, width_cm: float = PAGE_CM) -> Iterator[Figure]:
    """An empty sheet in the pictures' style; the same strokes give the same bytes."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(width_cm / CM_PER_INCH, height_cm / CM_PER_INCH))
        FigureCanvasAgg(figure)
        yield figure


def finished(figure: Figure, name: str, caption: str, alt: str) -> Picture:
    """The drawing as a picture. Nothing in it tells when it was drawn; no two pictures share an element's id."""
    svg, png = io.StringIO(), io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": name}):
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    figure.savefig(png, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    width_cm = float(figure.get_figwidth()) * CM_PER_INCH
    named = ADDRESS.sub(rf"\g<1>{name}-", svg.getvalue())
    return Picture(name, caption, alt, named, png.getvalue(), round(width_cm, 2))


def decimal_commas(axes: Axes) -> None:
    """Ticks of the x-axis with a decimal comma."""
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number_text(round(value, 6))))


def bare(axes: Axes, *sides: str) -> None:
    """The axes without the named sides of their frame."""
    for side in sides:
        axes.spines[side].set_visible(False)
