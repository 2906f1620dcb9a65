"""What a visit has changed (reference §E.1; design, "Changed compares before and after of one visit")."""

from __future__ import annotations

from collections.abc import Iterator

from oracle.objects import ClassObject, FunctionObject, Integer, Plain, Value
from oracle.states import Content, Record, Row, State, is_one


def changes(after: State, before: State) -> Iterator[tuple[Row, bool | None]]:
    """Each row of ``after``, with whether it has changed; ``None`` where either may be said."""
    for index, (name, rows) in enumerate(after.frames):
        is_known = index < len(before.frames) and before.frames[index][0] == name
        twins = before.frames[index][1] if is_known else ()
        for position, row in enumerate(rows):
            yield row, has_changed(row, twins[position].held if is_known else None, after, before)
    for heap in after.objects:
        held = before.contents.get(heap.thing, {})
        yield from ((row, has_changed(row, held.get(row.name), after, before)) for row in heap.rows)


def has_changed(row: Row, old: Value | None, after: State, before: State) -> bool | None:
    """The record of the same permission was another one, or not there; or what the row leads to held something else."""
    value = row.held
    if value is None:
        return old is not None
    if is_data(value):
        return data_has_changed(value, old, before)
    differs = is_another(after.records[value.permission], before.records.get(value.permission), before, after)
    if differs or row.state != "valid" or after.contents[value.object] == before.contents.get(value.object):
        return differs
    return True if hold_otherwise(after.contents[value.object], before.contents.get(value.object)) else None


def is_another(now: Record, then: Record | None, *moments: State) -> bool | None:
    """Whether a permission is not what it was. Either may be said where only what nobody can use came or went below
    it: the reference keeps it for ever, and a reader never sees it."""
    if now == then:
        return False
    if then is None or (now.valid, now.joint, now.leased) != (then.valid, then.joint, then.leased):
        return True
    other = (now.tenants ^ then.tenants) | (now.easements ^ then.easements)
    held = (moment.records.get(one) for one in other for moment in moments)
    return True if any(record is not None and record.valid for record in held) else None


def hold_otherwise(now: Content, then: Content | None) -> bool:
    """Whether an object was not there, or a slot of it held something that is another thing to the reader."""
    return then is None or any(
        value != (old := then[name]) and not same_data(value, old) for name, value in now.items()
    )


def same_data(value: Value | None, old: Value | None) -> bool:
    return value is not None and old is not None and is_data(value) and is_one(value.object, old.object)


def is_data(value: Value) -> bool:
    return isinstance(value.object, Integer | Plain | ClassObject | FunctionObject)


def data_has_changed(value: Value, old: Value | None, before: State) -> bool | None:
    """Data has no identity to the reader: what was elsewhere before, or is made again, may be told either way."""
    if value == old:
        return False
    return None if value.permission in before.records or same_data(value, old) else True
