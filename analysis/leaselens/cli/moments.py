"""The moments that ``diagram`` draws, and what is written above each: which moment it is, and how it came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leaselens.cli import terminal
from leaselens.cli.locations import place
from leaselens.ide.diagram import When
from leaselens.model.analysis import Analysis, Choice, Visit
from leaselens.model.picture import Picture
from leaselens.text import Source, Span

_LONGEST = 60
"""Source that is quoted in a caption is cut after so many characters."""


@dataclass(frozen=True)
class Moment:
    """One state: ``caption`` has one line for each thing to know of it, ``graph`` is ``None`` where the run ended."""

    caption: tuple[str, ...]
    graph: Picture | None


def moments(analysis: Analysis, offset: int, visit: Visit, when: str) -> Iterator[Moment]:
    """The states of one visit that are asked for."""
    for moment, graph in ((When.BEFORE, visit.before), (When.AFTER, visit.after)):
        if when in (moment, When.BOTH):
            caption = (_expression(analysis, offset, moment), *_visit(analysis.source, visit))
            yield Moment(caption, graph)


def quoted(source: Source, span: Span) -> str:
    """A piece of source on one line, in backticks."""
    text = " ".join(source.text[span.start : min(span.end, span.start + 4 * _LONGEST)].split())
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rstrip() + " …"
    return f"`{terminal.visible(text)}`"


def _expression(analysis: Analysis, offset: int, moment: str) -> str:
    span = analysis.expression_at(offset) or Span(offset, offset)
    return f"{_at(analysis.source, span)}: {moment} {quoted(analysis.source, span)}"


def _visit(source: Source, visit: Visit) -> Iterator[str]:
    if visit.number > 1:
        yield f"the {_ordinal(visit.number)} time it is executed"
    if visit.worlds > 1:
        yield f"world {visit.world} of {visit.worlds}"
    for choice in visit.path:
        yield f"where {_choice(source, choice)}"
    for call in visit.calls:
        yield f"called by {quoted(source, call)} at {_place(source, call)}"
    if not visit.complete:
        yield "the run was cut off here: it is longer than leaselens looks"


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _choice(source: Source, choice: Choice) -> str:
    holds = "is true" if choice.taken else "is false"
    return f"{quoted(source, choice.span)} {holds} at {_place(source, choice.span)}"


def _at(source: Source, span: Span) -> str:
    return f"{terminal.visible(source.name)}:{_place(source, span)}"


def _place(source: Source, span: Span) -> str:
    at = place(source, span.start)
    return f"{at.line}:{at.column}"
