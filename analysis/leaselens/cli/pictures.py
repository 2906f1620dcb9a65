"""Moments as one document for another program: an SVG, a Graphviz file, a Mermaid text.

One moment is that program's plain file. Several are stacked in one SVG, follow each other in one Graphviz file, and
make a Markdown page of Mermaid blocks, because Mermaid has no file of several pictures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from leaselens.cli.moments import Moment
from leaselens.model.picture import Picture
from leaselens.render.pictures import as_dot, as_mermaid, as_svg

_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([0-9.]+)"[^>]*?\bheight="([0-9.]+)"')
_STYLE = (
    "<style>.caption { font: 14px sans-serif; fill: #1f2328; }"
    " @media (prefers-color-scheme: dark) { .caption { fill: #e6edf3; } svg { background: #0d1117; } }</style>"
)
_CAPTION_LINE = 20
_MARGIN = 12


def document(form: str, moments: Sequence[Moment]) -> str:
    """The drawn moments in ``svg``, ``dot`` or ``mermaid``; moments that were never reached are left out."""
    drawn = [(moment.caption, moment.graph) for moment in moments if moment.graph is not None]
    match form:
        case "svg":
            return as_svg(drawn[0][1]).rstrip() if len(drawn) == 1 else _stacked(drawn)
        case "dot":
            return "\n".join(as_dot(graph).rstrip() for _, graph in drawn) or "digraph nothing {}"
        case _:
            return as_mermaid(drawn[0][1]).rstrip() if len(drawn) == 1 else _blocks(drawn)


def _blocks(drawn: Sequence[tuple[tuple[str, ...], Picture]]) -> str:
    parts = []
    for caption, graph in drawn:
        parts += ["  \n".join(caption), f"```mermaid\n{as_mermaid(graph).rstrip()}\n```"]
    return "\n\n".join(parts) or "flowchart LR"


def _stacked(drawn: Sequence[tuple[tuple[str, ...], Picture]]) -> str:
    parts, top, widest = [], 0.0, 1.0
    for caption, graph in drawn:
        for line in caption:
            top += _CAPTION_LINE
            parts.append(f'<text class="caption" x="{_MARGIN}" y="{top:g}">{escape(line)}</text>')
            widest = max(widest, len(line) * 8.0)
        picture = as_svg(graph).rstrip()
        width, height = _size(picture)
        parts.append(picture.replace("<svg ", f'<svg y="{top + _MARGIN:g}" ', 1))
        top, widest = top + height + 2 * _MARGIN, max(widest, width)
    size = f'width="{widest:g}" height="{max(top, 1):g}"'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', _STYLE, *parts, "</svg>"])


def _size(picture: str) -> tuple[float, float]:
    found = _SIZE.search(picture)
    return (float(found[1]), float(found[2])) if found else (600.0, 300.0)
