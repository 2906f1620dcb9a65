"""The recorded executions of an expression, by their number."""

from __future__ import annotations

from leaselens.model.analysis import Analysis, Visit
from leaselens.text import Span


def visits_at(analysis: Analysis, offset: int) -> list[list[Visit]]:
    """For each execution of the expression at ``offset``, in order, the worlds in which it happened."""
    groups: dict[int, list[Visit]] = {}
    for visit in analysis.visits_at(offset):
        groups.setdefault(visit.number, []).append(visit)
    return [groups[number] for number in sorted(groups)]


def behind(analysis: Analysis, statement: Span) -> int:
    """An offset at which the cursor means the statement itself and not a part of it: right behind it, if the language
    takes that for the statement (reference §E.2), otherwise its last character."""
    found = analysis.expression_at(statement.end)
    if found is not None and found.start <= statement.start and statement.end <= found.end:
        return statement.end
    return max(statement.start, statement.end - 1)


def how_many(visits: list[list[Visit]]) -> str:
    """``3 visits, first shown`` where there is more than one to see; ``""`` otherwise."""
    worlds = len(visits[0]) if visits else 0
    counts = [f"{len(visits)} visits"] if len(visits) > 1 else []
    counts += [f"{worlds} possible worlds"] if worlds > 1 else []
    return f"{', '.join(counts)}, first shown" if counts else ""
