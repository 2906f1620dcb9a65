"""What the request ``leaselens/diagram`` answers: who holds what, before and after the expression under the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leaselens.ide.visits import visits_at
from leaselens.model import picture
from leaselens.model.analysis import Analysis, Choice
from leaselens.render import pictures
from leaselens.text import Span


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
    choices that this world took, ``calls`` the calls under way, oldest first.
    """

    span: Span
    before: Picture | None
    after: Picture | None
    visits: Counted
    worlds: Counted
    path: tuple[Choice, ...]
    calls: tuple[Span, ...]
    complete: bool


def diagram(
    analysis: Analysis, offset: int, when: str = When.AFTER, visit: int = 1, world: int = 1, style: str = "unicode"
) -> Answer | None:
    """The picture of the expression at ``offset``; ``None`` where nothing runs.

    ``visit`` and ``world`` are 1-based; what is out of range means the nearest that there is, so that a view which is
    set to the third round of a loop stays alive while the loop is edited.
    """
    span = analysis.expression_at(offset)
    visits = visits_at(analysis, offset)
    if span is None or not visits:
        return None
    visit = _clamped(visit, len(visits))
    worlds = visits[visit - 1]
    world = _clamped(world, len(worlds))
    shown = worlds[world - 1]
    return Answer(
        span=span,
        before=_picture(shown.before, style) if when in (When.BEFORE, When.BOTH) else None,
        after=_picture(shown.after, style) if when in (When.AFTER, When.BOTH) else None,
        visits=Counted(visit, len(visits)),
        worlds=Counted(world, len(worlds)),
        path=shown.path,
        calls=shown.calls,
        complete=shown.complete,
    )


def _clamped(number: int, count: int) -> int:
    return max(1, min(number, count))


def _picture(graph: picture.Picture | None, style: str) -> Picture | None:
    return None if graph is None else Picture(graph, pictures.text(graph, style))
