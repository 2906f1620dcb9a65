"""A world as a diagram (reference §E.1): frames and objects as the reader knows them, without hidden slots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from leaselens.dada import ir, tree
from leaselens.dada.ir import Site
from leaselens.dada.machine import state
from leaselens.dada.machine.data import ClassValue, FunctionValue
from leaselens.dada.machine.operations import word_of
from leaselens.dada.machine.printing import printed_value
from leaselens.dada.machine.state import Instance, Object, Opaque, Thunk, TupleObject, Value, World
from leaselens.dada.machine.walk import Rules, field_binding
from leaselens.model.diagram import Diagram, Ending, Frame, HeapObject, Kind, Lessor, Permission, Row, State
from leaselens.text import Span


def draw(
    world: World, other: World | None, in_flight: int | None, file: tree.File, rules: Rules, *, is_after: bool
) -> Diagram:
    """The diagram of ``world``; what differs from ``other``, the other moment of the visit, is marked as changed.

    ``in_flight`` is the slot of the newest frame that holds what the expression under the cursor has produced;
    ``is_after`` says which of the two moments ``world`` is.
    """
    return _Drawing(world, other, file, rules, is_after=is_after).diagram(in_flight)


_MOVES = (ir.Take, ir.Reserve, ir.Convert, ir.IntoShared, ir.Store, ir.Clear)
"""The operations that make no data."""


class _Drawing:
    def __init__(
        self, world: World, other: World | None, file: tree.File, rules: Rules, *, is_after: bool = True
    ) -> None:
        self.world = world
        self.other = other
        self.file = file
        self.rules = rules
        self.is_after = is_after
        self.constants: dict[ClassValue | FunctionValue, int] = {}
        self.found: dict[int, Value] = {}

    @cached_property
    def held(self) -> set[int]:
        """The permissions that some slot holds."""
        return {value.permission for value in self.world.values()}

    @cached_property
    def places(self) -> Mapping[int, Lessor]:
        """Who holds each permission."""
        return holders(self.world, self.rules)

    def diagram(self, in_flight: int | None) -> Diagram:
        last = len(self.world.frames) - 1
        frames = tuple(
            self._frame(index, in_flight if index == last else None) for index in range(len(self.world.frames))
        )
        objects: list[HeapObject] = []
        done = 0
        while done < len(self.found):  # drawing an object may find more
            for number in list(self.found)[done:]:
                done += 1
                objects.append(self._object(number, self.found[number]))
        return Diagram(frames, tuple(objects), self.rules.dialect.manner)

    # ------------------------------------------------------------ frames

    def _frame(self, index: int, in_flight: int | None) -> Frame:
        frame = self.world.frames[index]
        code = self.rules.program.codes[frame.code]
        twin = self._twin(index)
        rows = tuple(
            self.row(
                name,
                frame.slots[slot],
                twin.slots[slot] if twin is not None else None,
                atomic=code.bindings[slot].atomic,
                was_declared=frame.pc >= code.declared_at[slot],
            )
            for slot, name in enumerate(code.names)
        )
        flying = None
        if in_flight is not None and not self._is_nothing(frame.slots[in_flight]):
            flying = self.row("(in-flight)", frame.slots[in_flight])  # nothing was in flight at the other moment
        call = self._absolute(frame.call) if frame.call is not None else None
        return Frame(code.name, rows, call, flying)

    def _is_nothing(self, value: Value | None) -> bool:
        """A place that is only reserved is not in flight yet."""
        return value is None or isinstance(self.world.object_of(value), state.Reservation)

    def _twin(self, index: int) -> state.Frame | None:
        """The same frame in the other moment."""
        if self.other is None or index >= len(self.other.frames):
            return None
        twin = self.other.frames[index]
        return twin if twin.code == self.world.frames[index].code else None

    def _absolute(self, site: Site) -> Span:
        return self.file.absolute(site.item, site.span)

    # ------------------------------------------------------------ rows

    def row(
        self,
        name: str,
        value: Value | None,
        old: Value | None = None,
        *,
        atomic: bool = False,
        was_declared: bool = True,
    ) -> Row:
        """A row of a frame or object; ``old`` is what it held in the other moment."""
        changed = self.other is not None and self._differs(value, old)
        if value is None:
            gone = State.DROPPED if was_declared else State.UNSET
            return Row(name, state=gone, atomic=atomic, changed=changed)
        record = self.world.permissions[value.permission]
        ended = self._ending(record)
        issued = min((self._absolute(w.site) for w in record.issued), default=None)
        lease = value.permission if value.permission > state.SILENT else None
        if not record.valid:
            gone = State.GIVEN if record.given else State.EXPIRED
            return Row(name, lease=lease, issued=issued, ended=ended, state=gone, atomic=atomic, changed=changed)
        known = not record.silent and not record.options
        permission = Permission(word_of(record)) if known else None
        return Row(
            name,
            value=self._printed(value),
            permission=permission,
            word=self.rules.dialect.word(permission) if permission is not None else None,
            lease=lease,
            leased_out=self._leased_out(record),
            lessors=tuple(self._lessors(record)),
            issued=issued,
            target=self._target(value),
            state=State.VALID,
            atomic=atomic,
            changed=changed,
        )

    def _ending(self, record: state.Permission) -> Ending | None:
        if not record.endings:
            return None
        first = min(record.endings, key=lambda ending: self._absolute(ending.where.site))
        return Ending(first.cause.value, self._absolute(first.where.site))

    def _leased_out(self, record: state.Permission) -> bool:
        """Whether some tenant, transitively, is held."""
        pending = list(record.tenants)
        while pending:
            number = pending.pop()
            if number in self.held:
                return True
            if number in self.world.permissions:
                pending += self.world.permissions[number].tenants
        return False

    def _lessors(self, record: state.Permission) -> Iterable[Lessor]:
        """Who holds the permissions above, nearest first; hidden slots are passed over."""
        above = record.lessor
        while above is not None:
            if above in self.places:
                yield self.places[above]
            above = self.world.permissions[above].lessor

    # ------------------------------------------------------------ what a row leads to

    def _printed(self, value: Value) -> str | None:
        thing = self.world.object_of(value)
        if isinstance(thing, TupleObject):
            return "<tuple>"
        if isinstance(value.content, (ClassValue, FunctionValue)) or thing is not None:
            return None
        return printed_value(self.world, value, self.rules)

    def _target(self, value: Value) -> int | None:
        content = value.content
        if isinstance(content, (ClassValue, FunctionValue)):
            number = self.constants.setdefault(content, -1 - len(self.constants))
        elif isinstance(content, int) and content in self.world.objects:
            number = content
        else:
            return None
        self.found.setdefault(number, value)
        return number

    def _object(self, number: int, value: Value) -> HeapObject:
        content = value.content
        program = self.rules.program
        if isinstance(content, ClassValue):
            return HeapObject(number, Kind.CLASS, program.classes[content.key].name)
        if isinstance(content, FunctionValue):
            return HeapObject(number, Kind.FUNCTION, program.functions[content.key].name)
        thing = self.world.objects[number]
        old = self.other.objects.get(number) if self.other is not None else None
        before = dict(zip(old.names, old.values, strict=True)) if old is not None else {}
        rows = tuple(
            self._field(thing, name, inner, before, is_known=old is None or name in before)
            for name, inner in zip(thing.names, thing.values, strict=True)
        )
        created = self._absolute(thing.created) if thing.created is not None else None
        changed = old is None or _holds_otherwise(thing, old)
        kind, name = self._kind(thing)
        return HeapObject(number, kind, name, rows, changed and self.other is not None, created)

    def _field(
        self, thing: Object, name: str, value: Value | None, before: Mapping[str, Value | None], *, is_known: bool
    ) -> Row:
        """A field of an object; one of an unknown object that was only heard of in between has not changed by that."""
        row = self.row(name, value, before.get(name), atomic=self._is_atomic(thing, name))
        return row if is_known else replace(row, changed=False)

    def _is_atomic(self, thing: Object, name: str) -> bool:
        field = field_binding(thing, name, self.rules)
        return field is not None and field.atomic

    def _kind(self, thing: Object) -> tuple[Kind, str]:
        program = self.rules.program
        if isinstance(thing, Instance):
            return Kind.INSTANCE, program.classes[thing.owner].name
        if isinstance(thing, Thunk):
            return Kind.THUNK, program.functions[thing.function].name if thing.function else "print"
        return (Kind.TUPLE, "<tuple>") if isinstance(thing, TupleObject) else (Kind.UNKNOWN, "?")

    # ------------------------------------------------------------ what changed

    def _differs(self, value: Value | None, old: Value | None) -> bool:
        """§E.1: the record of the same permission differs in the other moment, or is not there; or the content of what
        the row leads to does. A slot that has yet to be filled has not changed, unless the whole body was run to fill
        it; one that was emptied has. Data that was there already and was only moved has not."""
        assert self.other is not None
        if value is None:
            return old is not None and (self.is_after or self._is_whole_body)
        if value.permission <= state.SILENT:
            return value != old and not (self.is_after and self._only_moves and value in self.other.values())
        record, twin = self.world.permissions[value.permission], self.other.permissions.get(value.permission)
        if twin is None or _visible(record) != _visible(twin):
            return True
        thing, old_thing = self.world.object_of(value), self.other.object_of(value)
        if thing is None or old_thing is None:
            return record.valid and thing is not old_thing
        return record.valid and _holds_otherwise(thing, old_thing)

    @cached_property
    def _between(self) -> Sequence[ir.Operation]:
        """The operations of the newest frame's body from the moment before to the moment after."""
        before, after = (self.other, self.world) if self.is_after else (self.world, self.other)
        if before is None or after is None or before.frame.code != after.frame.code:
            return ()
        return self.rules.program.codes[before.frame.code].operations[before.frame.pc : after.frame.pc]

    @cached_property
    def _only_moves(self) -> bool:
        """Whether no data was made in between."""
        return bool(self._between) and all(isinstance(op, _MOVES) for op in self._between)

    @property
    def _is_whole_body(self) -> bool:
        body = self.rules.program.codes[self.world.frame.code].operations
        return len(self._between) == len(body) - 1


def _holds_otherwise(thing: Object, old: Object) -> bool:
    """Whether a field of an object holds something else than before; fields only heard of since then don't count."""
    before = dict(zip(old.names, old.values, strict=True))
    return any(name in before and before[name] != v for name, v in zip(thing.names, thing.values, strict=True))


def _visible(record: state.Permission) -> object:
    return record.valid, record.joint, record.leased, frozenset(record.tenants), frozenset(record.easements)


def holders(world: World, rules: Rules) -> Mapping[int, Lessor]:
    """For each permission the place that holds it, as the reader would write it: variables first, then the fields that
    can be reached from them."""
    places: dict[int, Lessor] = {}
    pending: list[tuple[Value, Lessor]] = []
    for index, frame in enumerate(world.frames):
        names = rules.program.codes[frame.code].names
        for slot, name in enumerate(names):
            value = frame.slots[slot]
            if value is not None and value.permission > state.SILENT:
                pending.append((value, Lessor(index, slot, name)))
    while pending:
        value, place = pending.pop(0)
        if value.permission in places:
            continue
        places[value.permission] = place
        thing = world.object_of(value)
        if thing is None or isinstance(thing, Opaque) or not world.permissions[value.permission].valid:
            continue
        for name, inner in zip(thing.names, thing.values, strict=True):
            if inner is not None and inner.permission > state.SILENT:
                pending.append((inner, Lessor(place.frame, place.row, f"{place.place}.{name}")))
    return places


def row_of(world: World, value: Value | None, name: str, file: tree.File, rules: Rules) -> Row:
    """One place of a world as a row."""
    return rows_of(world, ((name, value),), file, rules)[0]


def rows_of(world: World, places: Iterable[tuple[str, Value | None]], file: tree.File, rules: Rules) -> tuple[Row, ...]:
    """Places of a world, each with its name, as rows."""
    drawing = _Drawing(world, None, file, rules)
    return tuple(drawing.row(name, value) for name, value in places)
