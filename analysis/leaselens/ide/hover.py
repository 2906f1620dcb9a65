"""What an editor shows for the place or expression under the pointer: its permission, its story, its picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leaselens.ide import wording
from leaselens.ide.visits import how_many, visits_at, visits_of
from leaselens.model.analysis import Analysis, PlaceFact, Visit
from leaselens.model.diagram import Diagram, Row
from leaselens.model.picture import Picture
from leaselens.text import Span


@dataclass(frozen=True, slots=True)
class Hover:
    """The range (in characters) that the text is about, and the text in Markdown."""

    span: Span
    markdown: str


def hover(analysis: Analysis, offset: int, style: str = "unicode") -> Hover | None:
    """What is known at ``offset``; ``None`` where there is nothing to say.

    The first line tells the permission before the expression, and what becomes of it; then where that permission began
    and what ended it; then the picture after the expression (or before it, where the run ends in it).
    """
    note = analysis.note_at(offset)
    if note is not None:
        drawing = [wording.picture(note.picture, style)] if note.picture is not None else []
        return Hover(note.span, "\n\n".join([*note.paragraphs, *drawing]))
    place = analysis.place_at(offset)
    if place is not None and (place.before or place.after):
        visits = _declared(analysis, place) or visits_at(analysis, offset)
        return Hover(place.span, _page(_about_place(analysis, place), visits, style))
    span = analysis.expression_at(offset)
    if span is not None and span.contains(offset):
        return _of_value(analysis, span, visits_at(analysis, offset), style)
    statement = _statement(analysis, Span(offset, offset + 1))  # between its parts a statement stands for itself
    return None if statement is None else _of_value(analysis, statement, visits_of(analysis, statement), style)


def _of_value(analysis: Analysis, span: Span, visits: list[list[Visit]], style: str) -> Hover | None:
    position = analysis.source.lines.position
    if position(span.start).line != position(span.end).line:
        return None  # a whole block lit up under the pointer is a nuisance
    return Hover(span, _page(_about_value(analysis, span, visits), visits, style))


def _declared(analysis: Analysis, place: PlaceFact) -> list[list[Visit]]:
    """The visits of the statement that declares the place, if it is declared right here: what the name holds is to be
    seen only after it."""
    if all(binding.span != place.span for binding in analysis.bindings):
        return []
    statement = _statement(analysis, place.span)
    return [] if statement is None else visits_of(analysis, statement)


def _statement(analysis: Analysis, span: Span) -> Span | None:
    """The innermost statement around a range."""
    around = (s for s in analysis.statements if s.start <= span.start and span.end <= s.end)
    return min(around, key=lambda s: s.end - s.start, default=None)


def _about_place(analysis: Analysis, place: PlaceFact) -> Iterator[str]:
    before = place.before or place.after
    yield f"{wording.code(place.name)}: {wording.held(before)}{wording.turn(place.before, place.after)}"
    story = list(wording.story(before, place.after, analysis.source))
    if story:
        yield "  \n".join(story)  # two blanks: a line break within the paragraph


def _about_value(analysis: Analysis, span: Span, visits: list[list[Visit]]) -> Iterator[str]:
    text = wording.quoted(analysis.source, span)
    if not visits:
        yield f"{text}: never reached"
        return
    value = _in_flight(visits[0][0].after)
    yield text if value is None else f"{text}: {wording.held([value])}"
    texts = analysis.printed_by(span)
    if texts:
        yield wording.prints(texts)


def _in_flight(graph: Picture | None) -> Row | None:
    return graph.frames[-1].in_flight if isinstance(graph, Diagram) and graph.frames else None


def _page(about: Iterator[str], visits: list[list[Visit]], style: str) -> str:
    parts = list(about)
    if visits:
        shown = visits[0][0]
        parts += [f"*{note}*" for note in _notes(visits)]
        graph = shown.after or shown.before
        parts += [wording.picture(graph, style)] if graph else []
    return "\n\n".join(parts)


def _notes(visits: list[list[Visit]]) -> Iterator[str]:
    shown = visits[0][0]
    if count := how_many(visits):
        yield count
    if shown.after is None:
        yield "the run ends here; shown is the moment before"
    if not shown.complete:
        yield "the run is longer than leaselens looks"
