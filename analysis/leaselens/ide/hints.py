"""Inlay hints: the permission of a binding behind its name, and at a line's end who lent what to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from leaselens.ide import wording
from leaselens.ide.visits import how_many, visits_of
from leaselens.model.analysis import Analysis, Binding, Visit
from leaselens.model.diagram import Permission, State
from leaselens.model.picture import Picture
from leaselens.render.pictures import one_line
from leaselens.text import Span


class Pictures(StrEnum):
    """Which lines carry a picture (setting ``leaselens.hints.pictures``)."""

    OFF = "off"
    CURSOR_LINE = "cursorLine"
    ALL = "all"


class HintKind(StrEnum):
    """What a hint says."""

    PERMISSION = "permission"
    PICTURE = "picture"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Hint:
    """A text to be shown at ``offset`` (in characters), and what resting on it tells, in Markdown.

    A picture's tooltip is the drawing, which takes longer than all the rest: it is made when it is asked for, by
    ``tooltip`` for the hint's ``statement``.
    """

    offset: int
    label: str
    kind: HintKind
    tooltip: str | None = None
    statement: Span | None = None


def hints(
    analysis: Analysis,
    span: Span,
    permissions: bool = True,
    pictures: str = Pictures.ALL,
    style: str = "unicode",
    cursor: int | None = None,
) -> list[Hint]:
    """The hints within ``span``, in order of position. ``cursor`` tells which line is meant by ``cursorLine``."""
    found = [*_permissions(analysis, span), *_facts(analysis, span)] if permissions else []
    if pictures == Pictures.ALL:
        found += _pictures(analysis, span, style, only_changes=True)
    elif pictures == Pictures.CURSOR_LINE and cursor is not None:
        content = analysis.source.lines.content(analysis.source.lines.position(cursor).line)
        if content.start <= span.end and span.start <= content.end:
            found += _pictures(analysis, content, style, only_changes=False)
    return sorted(found, key=lambda hint: (hint.offset, hint.kind))


# ---------------------------------------------------------------- permissions


def _permissions(analysis: Analysis, span: Span) -> Iterator[Hint]:
    for binding in analysis.bindings:
        if span.touches(binding.span.end) and not binding.declared:
            yield from _permission(binding)


def _permission(binding: Binding) -> Iterator[Hint]:
    rows = [row for row in binding.rows if row.state is State.VALID and row.permission is not None]
    words = dict.fromkeys(wording.word(row) or "" for row in rows)
    knows_nothing = len(words) == len(Permission)
    if words and not knows_nothing:
        meanings = dict.fromkeys(f"{wording.code(wording.word(row) or '')} {wording.meaning(row)}" for row in rows)
        label = f": {' | '.join(words)}"
        yield Hint(binding.span.end, label, HintKind.PERMISSION, "  \n".join(meanings))


def _facts(analysis: Analysis, span: Span) -> Iterator[Hint]:
    for fact in analysis.annotations:
        if span.touches(fact.offset):
            yield Hint(fact.offset, fact.label, HintKind.FACT, fact.explanation or None, fact.statement)


# ---------------------------------------------------------------- pictures


def _pictures(analysis: Analysis, span: Span, style: str, *, only_changes: bool) -> Iterator[Hint]:
    """One for each line on which a statement ends: the last such statement's."""
    last = {analysis.source.lines.position(s.end).line: s for s in analysis.statements if span.touches(s.end)}
    for line, statement in last.items():
        hint = _picture(analysis, statement, analysis.source.lines.content(line).end, style, only_changes)
        if hint is not None:
            yield hint


def _picture(analysis: Analysis, statement: Span, offset: int, style: str, only_changes: bool) -> Hint | None:
    graph = _after(visits_of(analysis, statement))
    label = one_line(graph, style, changed_only=only_changes) if graph is not None else ""
    if graph is None or not label:
        return None
    return Hint(offset, label, HintKind.PICTURE, statement=statement)


def tooltip(analysis: Analysis, statement: Span, style: str = "unicode") -> str | None:
    """The drawing after a statement: the tooltip of its picture. ``None`` if the statement was never reached."""
    visits = visits_of(analysis, statement)
    graph = _after(visits)
    if graph is None:
        return None
    count = how_many(visits)
    return (f"*{count}*\n\n" if count else "") + wording.picture(graph, style)


def _after(visits: list[list[Visit]]) -> Picture | None:
    """The moment after the first execution."""
    return visits[0][0].after if visits else None
