"""Whose field a ``.x`` is, and whose parameter a label ``x:``: fields have no types, so the recorded runs tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from leaselens.dada import ir
from leaselens.dada.ir import Place, Site
from leaselens.dada.machine.data import FORGOTTEN, ClassValue, Constant, Data, FunctionValue, Unknown
from leaselens.dada.machine.state import (
    MYSTERY,
    SILENT,
    Instance,
    Object,
    Opaque,
    Reservation,
    TupleObject,
    Value,
    World,
)
from leaselens.dada.record import Record


class Met(NamedTuple):
    """What was met at a point of the program on the recorded runs: item keys (of classes; of what is called), and
    whether the runs leave open what else it may be."""

    items: frozenset[str]
    is_open: bool


class _Access(NamedTuple):
    """Operation ``pc`` of a body looks at a place, whose first ``depth`` fields are meant."""

    code: str
    pc: int
    place: Place
    depth: int
    is_stored: bool


class Owners:
    """What the recorded runs tell about the places and calls of a program."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._is_cut = any(trace.stopped is not None for trace in record.traces)

    def of_field(self, site: Site) -> Met:
        """The classes of the objects of which a field access (by its whole expression) names a field."""
        owners = (access._replace(depth=access.depth - 1, is_stored=False) for access in self._accesses.get(site, ()))
        return self._met(content for access in owners for content in self._contents(access))

    def of_place(self, site: Site) -> Met:
        """The classes of the objects that a place (by its whole expression) holds; if it is assigned to, from then."""
        accesses = self._accesses.get(site, ())
        return self._met(content for access in accesses for content in self._contents(access))

    def of_variable(self, body: str, slot: int, assigned: Site | None) -> Met:
        """The classes of the objects that a variable of a body holds when it has been declared; or, at a place in an
        assignment, when that has been done."""
        around = self._record.enclosing(assigned) if assigned is not None else None
        found = self._record.moments(around) if around is not None else None
        pc = found[1].after if found is not None else self._record.program.codes[body].declared_at[slot]
        return self._met(_content(world, world.slot(slot)) for world in self._record.worlds_at(body, pc))

    def of_call(self, site: Site) -> Met:
        """The classes and functions that are called by a call."""
        return self._met(
            _content(world, world.slot(op.callee))
            for code, pc, op in self._calls.get(site, ())
            for world in self._record.worlds_at(code, pc)
        )

    # ------------------------------------------------------------ where to look

    @cached_property
    def _accesses(self) -> Mapping[Site, Sequence[_Access]]:
        found: dict[Site, list[_Access]] = defaultdict(list)
        for code in self._record.program.codes.values():
            for pc, op in enumerate(code.operations):
                if isinstance(op, ir.Take | ir.Reserve | ir.Store):
                    for depth, site in enumerate(op.place.sites):
                        is_stored = isinstance(op, ir.Store) and depth == len(op.place.fields)
                        found[site].append(_Access(code.key, pc, op.place, depth, is_stored))
        return found

    @cached_property
    def _calls(self) -> Mapping[Site, Sequence[tuple[str, int, ir.Call]]]:
        found: dict[Site, list[tuple[str, int, ir.Call]]] = defaultdict(list)
        for code in self._record.program.codes.values():
            for pc, op in enumerate(code.operations):
                if isinstance(op, ir.Call):
                    found[op.site].append((code.key, pc, op))
        return found

    # ------------------------------------------------------------ what is there

    def _contents(self, access: _Access) -> Iterator[_Content]:
        base = access.place.base
        if isinstance(base, int):
            for world in self._record.worlds_at(access.code, access.pc + access.is_stored):
                yield _content(world, _followed(world, world.slot(base), access.place.fields[: access.depth]))

    def _met(self, contents: Iterator[_Content]) -> Met:
        items: set[str] = set()
        is_open, is_reached = self._is_cut, False
        for content in contents:
            is_reached = True
            if isinstance(content, Instance):
                items.add(content.owner)
            elif isinstance(content, ClassValue | FunctionValue):
                items.add(content.key)
            elif isinstance(content, Unknown | Opaque | Reservation):
                is_open = True
        return Met(frozenset(items), is_open or not is_reached)


_Content = Object | Data | Constant | None
"""What a place holds, apart from permissions; ``None``: nothing."""


def _content(world: World, value: Value | None) -> _Content:
    if value is None:
        return None
    if value.permission == SILENT:
        return FORGOTTEN
    return world.objects.get(value.content) if isinstance(value.content, int) else value.content


def _followed(world: World, value: Value | None, fields: Sequence[str]) -> Value | None:
    """What the fields after a place lead to; something unknown, if one of them belongs to something unknown."""
    for field in fields:
        thing = _content(world, value)
        if isinstance(thing, Unknown | Opaque | Reservation):
            return MYSTERY
        if not isinstance(thing, Instance | TupleObject):
            return None
        if field not in thing.names:
            return MYSTERY if isinstance(thing, Instance) and thing.partial else None
        value = thing.values[thing.names.index(field)]
    return value
