"""Every kind of picture in every form: the one place that tells a diagram from a chart.

Each function is named for its form, and takes what ``leaselens.model.picture`` calls a picture.
"""

from __future__ import annotations

from leaselens.model.diagram import Diagram
from leaselens.model.picture import Picture
from leaselens.render import box, chart, chart_svg, dot, json, line, mermaid, svg
from leaselens.render.json import Json, RangeOf
from leaselens.text import LineIndex


def text(picture: Picture, style: str = "unicode") -> str:
    """Lines of characters, joined by ``\\n``, without blanks at their ends; in ``unicode`` or ``ascii``."""
    return box.box(picture, style) if isinstance(picture, Diagram) else chart.text(picture, style)


def spots(picture: Picture, style: str = "unicode") -> tuple[box.Spot, ...]:
    """What stands where in the text of the same style; of a chart nothing is told."""
    return box.spots(picture, style) if isinstance(picture, Diagram) else ()


def one_line(picture: Picture, style: str = "unicode", *, changed_only: bool = False) -> str:
    """What fits at the end of a line, or ``""`` where nothing is worth showing."""
    if isinstance(picture, Diagram):
        return line.line(picture, style, changed_only=changed_only)
    return chart.one_line(picture, style)


def as_svg(picture: Picture) -> str:
    """A self-contained SVG document of one ``<svg>`` element."""
    return svg.svg(picture) if isinstance(picture, Diagram) else chart_svg.svg(picture)


def as_dot(picture: Picture) -> str:
    """A Graphviz file."""
    return dot.dot(picture) if isinstance(picture, Diagram) else chart.dot(picture)


def as_mermaid(picture: Picture) -> str:
    """A Mermaid text."""
    return mermaid.mermaid(picture) if isinstance(picture, Diagram) else chart.mermaid(picture)


def as_json(picture: Picture, positions: LineIndex, path: str | None = None) -> dict[str, Json]:
    """The value ``G`` with 1-based lines and columns in Unicode characters (``docs/cli.md``)."""
    return graph(picture, lambda span, _: json.one_based(span, positions), path)


def graph(picture: Picture, range_of: RangeOf, path: str | None = None) -> dict[str, Json]:
    """The value ``G``, with ranges in whatever form ``range_of`` gives them."""
    return json.graph(picture, range_of, path) if isinstance(picture, Diagram) else json.chart(picture, range_of)
