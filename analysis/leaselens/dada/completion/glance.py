"""What places hold at a point, looked at without any access: the permission is the one that the whole path gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from leaselens.dada import tree
from leaselens.dada.ir import Place, Site
from leaselens.dada.machine import state
from leaselens.dada.machine.faults import Fault, Undecided
from leaselens.dada.machine.operations import word_of
from leaselens.dada.machine.state import Instance, Object, Value, World
from leaselens.dada.machine.walk import Rules, walk
from leaselens.dada.picture import rows_of
from leaselens.model.diagram import Permission, Row
from leaselens.text import Span

MOST_ANSWERS = 4
"""How many different answers about one place are told."""


@dataclass(frozen=True)
class Path:
    """A variable (by its slot) and the fields after it, as the reader writes them."""

    slot: int
    fields: tuple[str, ...]
    text: str

    def place(self, item: str, offset: int) -> Place:
        """The path as the machine walks it, written at an offset of an item."""
        here = Site(item, Span(offset, offset))
        return Place(self.slot, self.fields, (here,) * (len(self.fields) + 1), self.text.partition(".")[0])

    def value(self, world: World) -> Value | None:
        """What it holds; ``None`` where it can't be followed."""
        value = world.slot(self.slot)
        for field in self.fields:
            thing = object_in(world, value)
            if thing is None or field not in thing.names:
                return None
            value = thing.values[thing.names.index(field)]
        return value


def object_in(world: World, value: Value | None) -> Object | None:
    """The object that a value still leads to."""
    if value is None or not world.permissions[value.permission].valid:
        return None
    return world.object_of(value)


def glance(worlds: Sequence[World], paths: Sequence[Path], file: tree.File, rules: Rules) -> list[tuple[Row, ...]]:
    """For each path its different answers, all paths of one world at a time. A field that can't be reached, or of which
    nothing is known yet, has none."""
    answers = [_rows(world, paths, file, rules) for world in worlds]
    return [distinct(row[number] for row in answers) for number in range(len(paths))]


def _rows(world: World, paths: Sequence[Path], file: tree.File, rules: Rules) -> list[Row | None]:
    values = [path.value(world) for path in paths]
    rows = rows_of(world, ((path.text, value) for path, value in zip(paths, values, strict=True)), file, rules)
    return [
        _seen_along(world, path, row, rules) if value is not None or not path.fields else None
        for path, value, row in zip(paths, values, rows, strict=True)
    ]


def _seen_along(world: World, path: Path, row: Row, rules: Rules) -> Row:
    """The row with the permission that the path gives (§D.2): what is reached through a lease is leased."""
    if not path.fields or row.permission is None:
        return row
    try:
        _, way = walk(world, path.place("", 0), rules)
    except (Fault, Undecided):
        return replace(row, permission=None, word=None)
    permission = Permission(word_of(state.Permission(way.joint, way.leased)))
    return replace(row, permission=permission, word=rules.dialect.word(permission))


def distinct(rows: Iterable[Row | None]) -> tuple[Row, ...]:
    """The different answers, apart from the identity of permissions and objects."""
    seen: dict[object, Row] = {}
    for row in rows:
        if row is None:
            continue
        seen.setdefault((row.permission, row.state, row.lessors, row.issued, row.ended), row)
        if len(seen) == MOST_ANSWERS:
            break
    return tuple(seen.values())


def type_of(worlds: Iterable[World], path: Path, rules: Rules) -> str:
    """The class of what a place leads to, or its data, where that is the same in all worlds; else ``""``."""
    told = {_type(world, path.value(world), rules) for world in worlds}
    return told.pop() if len(told) == 1 else ""


def _type(world: World, value: Value | None, rules: Rules) -> str:
    thing = object_in(world, value)
    if isinstance(thing, Instance):
        return rules.program.classes[thing.owner].name
    return ""
