"""The recorded executions of an expression, by their number."""

from __future__ import annotations

from collections.abc import Iterable

from leaselens.model.analysis import Analysis, Visit
from leaselens.text import Span


def visits_at(analysis: Analysis, offset: int) -> list[list[Visit]]:
    """For each execution of the expression at ``offset``, in order, the worlds in which it happened."""
    return _by_number(analysis.visits_at(offset))


def visits_of(analysis: Analysis, statement: Span) -> list[list[Visit]]:
    """The same for a statement."""
    return _by_number(analysis.visits_of(statement))


def _by_number(visits: Iterable[Visit]) -> list[list[Visit]]:
    groups: dict[int, list[Visit]] = {}
    for visit in visits:
        groups.setdefault(visit.number, []).append(visit)
    return [groups[number] for number in sorted(groups)]


def flat(visits: list[list[Visit]]) -> list[Visit]:
    """All of them, execution by execution."""
    return [visit for worlds in visits for visit in worlds]


def how_many(visits: list[list[Visit]]) -> str:
    """``3 visits, first shown`` where there is more than one to see; ``""`` otherwise."""
    worlds = len(visits[0]) if visits else 0
    counts = [f"{len(visits)} visits"] if len(visits) > 1 else []
    counts += [f"{worlds} possible worlds"] if worlds > 1 else []
    return f"{', '.join(counts)}, first shown" if counts else ""
