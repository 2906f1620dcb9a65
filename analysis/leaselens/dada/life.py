"""The life of a lease: where it was issued, where what holds it and what it was leased from stand, what ended it.

A lease is known by where it was issued. So it is the same one in every round of a loop, and on either side of a join,
where its number may be another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from leaselens.dada import tree
from leaselens.dada.ir import Program, Site
from leaselens.dada.machine.persistent import entries
from leaselens.dada.machine.state import SILENT, Permission, Where, World
from leaselens.dada.machine.walk import Rules
from leaselens.dada.names import Local, Names
from leaselens.dada.picture import row_of
from leaselens.dada.record import Record, peek
from leaselens.dada.worlds.trace import Trace
from leaselens.diagnostics import Certainty
from leaselens.model.analysis import Life, LifeEvent
from leaselens.model.diagram import Row, State
from leaselens.text import Span


@dataclass(frozen=True, slots=True)
class _Place:
    """A variable, or a field reached from one, where it is written: at ``pc`` of ``body`` it is about to be used."""

    site: Site
    body: str
    pc: int
    slot: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lease:
    """Where a permission was issued; one of which that is not known is known by its number in its trace."""

    issued: frozenset[Where]
    trace: str
    number: int

    def is_(self, trace: Trace, number: int, record: Permission) -> bool:
        """Whether this is the permission that ``trace`` has under this number in some world."""
        if self.issued:
            return not self.issued.isdisjoint(record.issued)
        return (self.trace, self.number) == (trace.root, number)


@dataclass(frozen=True)
class Lives:
    """Everything that is known of the lives of a file's leases. Nothing is computed before it is asked for."""

    file: tree.File
    names: Names
    program: Program
    record: Record

    def at(self, offset: int) -> Sequence[Life]:
        """The life of what the place under the cursor holds there, in any of its executions."""
        touched = [place for place in self._places if self._last_name(place).touches(offset)]
        return self._life([lease for place in touched[:1] for lease in self._held(place)])

    def of(self, run: int, number: int) -> Sequence[Life]:
        """The life of the permission with this number in the diagrams of an execution (``Occurrence.run``)."""
        records = ((trace, world.permissions.get(number)) for trace, world in self.record.leading_to(run))
        leases = (_Lease(found.issued, trace.root, number) for trace, found in records if found is not None)
        return self._life(list(islice(leases, 1)))

    # ------------------------------------------------------------ places

    @cached_property
    def _places(self) -> Sequence[_Place]:
        declared = (self._declaration(key, local) for key, body in self.names.bodies.items() for local in body.locals)
        return (*declared, *self._used())

    def _declaration(self, body: str, local: Local) -> _Place:
        pc = self.program.codes[body].declared_at[local.index]
        return _Place(Site(local.item, local.binding.name.span), body, pc, local.index, ())

    def _used(self) -> Iterator[_Place]:
        for key, body in self.names.bodies.items():
            for item in body.items:
                for node, name, fields in _chains(self.file.by_key[item].item):
                    meaning = body.uses.get((item, name.span))
                    found = self.record.moments(Site(item, node.span))
                    if isinstance(meaning, Local) and found is not None:
                        yield _Place(Site(item, node.span), key, found[1].before, meaning.index, fields)

    def _last_name(self, place: _Place) -> Span:
        """The word of a place that a cursor must touch to mean it: of ``a.b`` the ``b``."""
        span = self.file.absolute(*place.site)
        return Span(span.end - len(place.fields[-1]), span.end) if place.fields else span

    def _held(self, place: _Place) -> Iterator[_Lease]:
        for trace, number in self.record.nodes_at(place.body, place.pc):
            world = trace.nodes[number].world
            value = peek(world, place.slot, place.fields)
            if value is not None and value.permission > SILENT:
                yield _Lease(world.permissions[value.permission].issued, trace.root, value.permission)

    # ------------------------------------------------------------ stations

    def _life(self, leases: Iterable[_Lease]) -> Sequence[Life]:
        known = dict.fromkeys(leases)
        if not known:
            return ()
        story = _Story(self, tuple(known))
        stations = set(story.stations())
        marked = {station.span for station in stations if station.event in (LifeEvent.ISSUED, LifeEvent.ENDED)}
        kept = (s for s in stations if s.event is not LifeEvent.USED or s.span not in marked)
        return sorted(kept, key=lambda station: (station.span, station.event))


class _Story:
    """One lease (or those that a place may hold), followed through all worlds."""

    def __init__(self, lives: Lives, leases: tuple[_Lease, ...]) -> None:
        self.lives = lives
        self.rules = Rules(lives.program, lives.file.dialect)
        self.leases = leases
        self.numbers: dict[str, set[int]] = {}
        self.above: dict[tuple[str, int], frozenset[int]] = {}

    def stations(self) -> Iterator[Life]:
        records = [record for trace in self.lives.record.traces for record in self._records(trace)]
        for place in self.lives._places:
            yield from self._stands(place)
        for site in {where.site for record in records for where in record.issued}:
            yield Life(self._span(site), LifeEvent.ISSUED)
        for site in {ending.where.site for record in records for ending in record.endings}:
            yield Life(self._span(site), LifeEvent.ENDED, self._certainty(self._ends(site)))

    def _span(self, site: Site) -> Span:
        return self.lives.file.absolute(*site)

    @staticmethod
    def _certainty(answers: Iterable[bool]) -> Certainty:
        return Certainty.SURELY if all(answers) else Certainty.MAYBE

    def _is_it(self, trace: Trace, number: int, record: Permission) -> bool:
        return any(lease.is_(trace, number, record) for lease in self.leases)

    def _records(self, trace: Trace) -> Iterator[Permission]:
        """What the lease was in the worlds of a trace; its numbers there are remembered."""
        for number, record in entries(node.world.permissions for node in trace.nodes):
            if self._is_it(trace, number, record):
                self.numbers.setdefault(trace.root, set()).add(number)
                yield record

    def _among(self, trace: Trace, world: World) -> Iterator[Permission]:
        """What the lease is in a world."""
        found = ((number, world.permissions.get(number)) for number in self.numbers.get(trace.root, ()))
        return (record for number, record in found if record is not None and self._is_it(trace, number, record))

    # ------------------------------------------------------------ a place that stands somewhere

    def _stands(self, place: _Place) -> Iterator[Life]:
        """What a place has to do with the lease where it stands, if it has: surely if that is so whenever the run comes
        there, maybe if it is so in some of its executions."""
        nodes = self.lives.record.nodes_at(place.body, place.pc)
        answers = [self._answer(place, trace, number) for trace, number in nodes]
        told = {answer[0]: answer[1] for answer in reversed(answers) if answer is not None}
        sure = self._certainty(answer is not None and len(told) == 1 for answer in answers)
        for event, row in told.items():
            yield Life(self._span(place.site), event, sure, row.permission, row.leased_out)

    def _answer(self, place: _Place, trace: Trace, number: int) -> tuple[LifeEvent, Row] | None:
        world = trace.nodes[number].world
        value = peek(world, place.slot, place.fields)
        if value is None or value.permission <= SILENT:
            return None
        record = world.permissions[value.permission]
        is_it = self._is_it(trace, value.permission, record)
        if not is_it and value.permission not in self._lessors(trace, number):
            return None
        row = row_of(world, value, "", self.lives.file, self.rules)
        if is_it:
            return (LifeEvent.USED if row.state is State.VALID else LifeEvent.EXPIRED), row
        return LifeEvent.LESSOR, row

    def _lessors(self, trace: Trace, node: int) -> frozenset[int]:
        """The permissions above the lease in a world, while it has not ended."""
        key = trace.root, node
        if key not in self.above:
            world = trace.nodes[node].world
            valid = (record for record in self._among(trace, world) if record.valid)
            self.above[key] = frozenset(above for record in valid for above in _above(world, record))
        return self.above[key]

    # ------------------------------------------------------------ an ending

    def _ends(self, site: Site) -> Sequence[bool]:
        """For each world behind an expression that knows the lease, whether that expression has ended it.

        Some deeds are done by what is around the expression that they are told of: by an assignment, not by its value.
        """
        around = (list(self._ended(place, site)) for place in self.lives.record.around(site))
        return next(filter(any, around), ())

    def _ended(self, place: Site, site: Site) -> Iterator[bool]:
        found = self.lives.record.moments(place)
        nodes = self.lives.record.nodes_at(found[0], found[1].after) if found is not None else ()
        for trace, number in nodes:
            for record in self._among(trace, trace.nodes[number].world):
                yield any(ending.where.site == site for ending in record.endings)


def _above(world: World, record: Permission) -> Iterator[int]:
    above = record.lessor
    while above is not None:
        yield above
        above = world.permissions[above].lessor


def _chains(item: tree.Node) -> Iterator[tuple[tree.Expr, tree.Name, tuple[str, ...]]]:
    """Every place expression of an item: the variable that it begins with, and the fields after it."""
    pending = [item]
    while pending:
        node = pending.pop()
        if isinstance(node, tree.Name | tree.Dot) and (found := chain(node)) is not None:
            yield node, *found
        pending += node.children()


def chain(node: tree.Node) -> tuple[tree.Name, tuple[str, ...]] | None:
    """The name that a place begins with, and the fields after it; ``None`` if it begins otherwise."""
    fields: list[str] = []
    while isinstance(node, tree.Dot | tree.Parens):
        if isinstance(node, tree.Dot):
            fields.append(node.field.text)
        node = node.owner if isinstance(node, tree.Dot) else node.inner
    return (node, tuple(reversed(fields))) if isinstance(node, tree.Name) else None
