"""A chart as SVG: lifelines, solid while a party runs and dotted while it does not, and arrows between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape

from leaselens.model.chart import Chart, Passing
from leaselens.render.svg import style
from leaselens.render.wording import visible, width

_LINE: Final = 34
_LEFT: Final = 110
_TOP: Final = 74
_LETTER: Final = 8
_CLASSES: Final = {
    Passing.SEND: "ll-our",
    Passing.REPLY: "ll-our",
    Passing.READ: "ll-shared ll-leased-out",
    Passing.WRITE: "ll-leased ll-leased-out",
}
"""Red can write, blue can only read; dotted is lent: the colours and lines of a diagram."""


def svg(chart: Chart) -> str:
    """A self-contained SVG document of one ``<svg>`` element."""
    right = _LEFT + max([300, *(width(m.label) * _LETTER + 60 for m in chart.messages)])
    bottom = _TOP + _LINE * (len(chart.messages) + 1)
    wide, high = right + 110, bottom + 40
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="ll" role="img" width="{wide}" height="{high}"'
            f' viewBox="0 0 {wide} {high}">',
            f"<title>{_whole(_summary(chart))}</title>",
            f"<style>{style()}</style>",
            f'<rect class="ll-paper" width="{wide}" height="{high}"/>',
            f'<text class="ll-head" x="20" y="26">{_whole(chart.title)}</text>',
            *_party(chart.parties[0], _LEFT, bottom, chart, runs_first=True),
            *_party(chart.parties[1], right, bottom, chart, runs_first=False),
            *(part for number in range(len(chart.messages)) for part in _arrow(chart, number, right)),
            f'<text class="ll-name" x="{_LEFT + 12}" y="{bottom + 10}">{_whole(chart.ending)}</text>',
            "</svg>",
            "",
        ]
    )


def _whole(text: str) -> str:
    return escape(visible(text, whole=True))


def _summary(chart: Chart) -> str:
    return f"{chart.title}: " + "; ".join(message.label for message in chart.messages)


def _y(number: int) -> int:
    return _TOP + _LINE * (number + 1) - 8


def _party(name: str, x: int, bottom: int, chart: Chart, *, runs_first: bool) -> Iterator[str]:
    """A lifeline: its parts before the SEND, up to the REPLY, and after it."""
    numbers = {message.kind: number for number, message in enumerate(chart.messages)}
    edges = [_TOP - 14, _y(numbers[Passing.SEND]), _y(numbers[Passing.REPLY]), bottom + 14]
    yield f'<text class="ll-head" text-anchor="middle" x="{x}" y="{_TOP - 22}">{escape(visible(name))}</text>'
    for number, (top, end) in enumerate(pairwise(edges)):
        runs = runs_first != (number == 1)
        dashes = "" if runs else ' stroke-dasharray="2 5"'
        yield f'<path class="ll-rule" d="M{x},{top} V{end}"{dashes}/>'
    middle = (edges[1] + edges[2]) / 2
    if runs_first:
        yield f'<text class="ll-name" text-anchor="end" x="{x - 8}" y="{middle:g}">suspended</text>'


def _arrow(chart: Chart, number: int, right: int) -> Iterator[str]:
    message, y = chart.messages[number], _y(number)
    start, end = (_LEFT, right) if message.sender == 0 else (right, _LEFT)
    back = -8 if end > start else 8
    kind, span = message.kind.value, f"{message.span.start}:{message.span.end}"
    yield f'<g class="ll-arrow {_CLASSES[message.kind]}" data-message="{number}" data-kind="{kind}" data-span="{span}">'
    yield f'<path class="ll-line" d="M{start},{y} H{end}"/>'
    yield f'<path class="ll-tip" d="M{end},{y} l{back},-4 v8 z"/>'
    middle = (start + end) / 2
    yield f'<text text-anchor="middle" x="{middle:g}" y="{y - 6}">{_whole(message.label)}</text>'
    yield "</g>"
