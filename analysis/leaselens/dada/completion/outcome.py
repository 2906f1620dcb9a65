"""What an operation would do to a place: the machine itself takes the step, in the worlds that were recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leaselens.dada import tree
from leaselens.dada.completion.glance import Path, distinct, glance
from leaselens.dada.completion.point import Point
from leaselens.dada.dialects import Access
from leaselens.dada.machine.faults import Fault, Undecided
from leaselens.dada.machine.operations import take
from leaselens.dada.machine.state import World
from leaselens.dada.machine.walk import Rules
from leaselens.dada.picture import holders, row_of
from leaselens.model.completion import Outcome
from leaselens.model.diagram import Row

MOST_WORLDS = 8
"""In how many worlds an operation is tried."""


def outcome(
    worlds: Sequence[World], point: Point, path: Path, access: Access, file: tree.File, rules: Rules
) -> Outcome | None:
    """What ``path.access`` would do at a point; ``None`` where nothing is known of the place."""
    results: list[Row] = []
    after: list[World] = []
    ended: dict[str, None] = {}
    fails = False
    place = path.place(point.item, point.offset)
    for world in worlds[:MOST_WORLDS]:
        try:
            taken, value = take(world, place, access, rules)
        except Undecided:
            continue
        except Fault:
            fails = True
            continue
        results.append(row_of(taken, value, path.text, file, rules))
        after.append(taken)
        ended |= dict.fromkeys(_ended(world, taken, path, rules))
    if not results and not fails:
        return None
    held = glance(after, [path], file, rules)[0]
    return Outcome(distinct(results), held, tuple(ended), fails)


def _ended(before: World, after: World, path: Path, rules: Rules) -> Iterator[str]:
    """The places, other than the path itself, whose permissions end."""
    for number, holder in holders(before, rules).items():
        record = after.permissions.get(number)
        if holder.place != path.text and before.permissions[number].valid and (record is None or not record.valid):
            yield holder.place
