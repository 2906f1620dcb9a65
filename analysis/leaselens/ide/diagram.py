"""What the request ``leaselens/diagram`` answers: who holds what, before and after the expression under the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leaselens.ide.visits import visits_at, visits_of
from leaselens.model import picture
from leaselens.model.analysis import Analysis, Choice
from leaselens.render import pictures
from leaselens.text import Span


class Of(StrEnum):
    """Of what the moments are asked for: of the expression that the cursor means, or of the statement it is in."""

    EXPRESSION = "expression"
    STATEMENT = "statement"


class When(StrEnum):
    """Which moments are asked for."""

    BEFORE = "before"
    AFTER = "after"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Counted:
    """One of several: ``index`` is 1-based."""

    index: int
    count: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A moment as data and as a box drawing (lines joined by ``\\n``)."""

    graph: picture.Picture
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The moments of one visit of an expression (``span``, in characters).

    ``before`` and ``after`` are ``None`` where they were not asked for, or where the run ended before. ``path`` are the
    choices that this world took, ``calls`` the calls under way, oldest first. Its leases are numbered within ``run``.
    """

    span: Span
    before: Picture | None
    after: Picture | None
    visits: Counted
    worlds: Counted
    path: tuple[Choice, ...]
    calls: tuple[Span, ...]
    complete: bool
    run: int


def diagram(
    analysis: Analysis,
    offset: int,
    when: str = When.AFTER,
    visit: int = 1,
    world: int = 1,
    style: str = "unicode",
    of: str = Of.EXPRESSION,
) -> Answer | None:
    """The picture of the expression (or the statement) at ``offset``; ``None`` where nothing runs.

    A statement that holds statements is not one moment's work: of a loop or a branch the expression is shown.
    ``visit`` and ``world`` are 1-based; what is out of range means the nearest that there is, so that a view which is
    set to the third round of a loop stays alive while the loop is edited.
    """
    span = analysis.expression_at(offset)
    if span is None:
        return None
    statement = _statement(analysis, span, offset) if of == Of.STATEMENT else None
    visits = visits_of(analysis, statement) if statement is not None else []
    if not visits:
        statement, visits = None, visits_at(analysis, offset)
    if not visits:
        return None
    visit = _clamped(visit, len(visits))
    worlds = visits[visit - 1]
    world = _clamped(world, len(worlds))
    shown = worlds[world - 1]
    return Answer(
        span=statement or span,
        before=_picture(shown.before, style) if when in (When.BEFORE, When.BOTH) else None,
        after=_picture(shown.after, style) if when in (When.AFTER, When.BOTH) else None,
        visits=Counted(visit, len(visits)),
        worlds=Counted(world, len(worlds)),
        path=shown.path,
        calls=shown.calls,
        complete=shown.complete,
        run=shown.run,
    )


def _statement(analysis: Analysis, expression: Span, offset: int) -> Span | None:
    """The innermost statement around an expression, unless it holds statements itself.

    At the end of the last statement of a block, the expression is the block; the statement is meant nevertheless.
    """
    around = [s for s in analysis.statements if _is_in(expression, s) or s.start <= offset <= s.end]
    found = min(around, key=lambda s: s.end - s.start, default=None)
    inside = [s for s in analysis.statements if found is not None and _is_in(s, found)]
    return found if len(inside) == 1 else None


def _is_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _clamped(number: int, count: int) -> int:
    return max(1, min(number, count))


def _picture(graph: picture.Picture | None, style: str) -> Picture | None:
    return None if graph is None else Picture(graph, pictures.text(graph, style))
