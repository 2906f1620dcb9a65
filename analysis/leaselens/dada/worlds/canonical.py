"""When two worlds are one (design, "Canonical form").

Numbers of objects and permissions are accidents; so are permissions that nobody holds and on which nothing hangs, and
all history. The key of a world leaves them out: two worlds with the same key go on alike.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

from leaselens.dada.machine.data import Unknown
from leaselens.dada.machine.state import SILENT, Opaque, Permission, Value, World

_NOTHING: Hashable = frozenset()


def key(world: World) -> Hashable:
    """What makes a world the world that it is."""
    return _Canon(world).key()


def merged(world: World, other: World) -> World:
    """``world``, with the histories of ``other``, which has the same key, added to it."""
    mine, theirs = _Canon(world), _Canon(other)
    mine.key()
    theirs.key()
    permissions = world.permissions
    changed = False
    for number, twin in zip(mine.permissions, theirs.permissions, strict=True):
        record, more = permissions[number], other.permissions[twin]
        issued, endings = record.issued | more.issued, record.endings | more.endings
        if (issued, endings) != (record.issued, record.endings):
            permissions = permissions.with_item(number, record._replace(issued=issued, endings=endings))
            changed = True
    return world._replace(permissions=permissions) if changed else world


_IDENTITIES = ("owner", "function", "place", "term")
"""What, besides what it holds, tells one object from another of its type."""


class _Canon:
    """One walk over a world from its roots, numbering what it meets in the order in which it meets it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.objects: dict[int, int] = {}
        self.permissions: dict[int, int] = {}
        self.held = {value.permission for value in world.values()}

    def key(self) -> Hashable:
        frames = tuple(
            (
                frame.code,
                frame.pc,
                frame.call,
                frame.target,
                tuple(map(self._value, frame.slots)),
                tuple((name, self._value(value)) for name, value in frame.promised),
            )
            for frame in self.world.frames
        )
        objects = tuple(self._all_objects())
        permissions = tuple(self._record(number) for number in list(self.permissions))
        return frames, objects, permissions, self.world.learned, self.world.doubtful, self.world.chosen

    def _all_objects(self) -> Iterable[Hashable]:
        """The objects met so far, and those that they lead to, which are met on the way."""
        done = 0
        while done < len(self.objects):
            for number in list(self.objects)[done:]:
                done += 1
                thing = self.world.objects.get(number)
                if thing is not None:
                    owner = next((name for kind in _IDENTITIES if (name := getattr(thing, kind, None))), None)
                    thing = _told_apart(thing) if isinstance(thing, Opaque) else thing
                    yield type(thing), owner, thing.names, tuple(map(self._value, thing.values))

    def _value(self, value: Value | None) -> Hashable:
        if value is None:
            return None
        content = value.content
        if isinstance(content, int):
            return self.objects.setdefault(content, len(self.objects)), self._permission(value.permission)
        return content, self._permission(value.permission)

    def _permission(self, number: int) -> int:
        if number not in self.permissions and number in self.world.permissions:
            self.permissions[number] = len(self.permissions)
        return self.permissions.get(number, -1)

    def _record(self, number: int) -> Hashable:
        record = self.world.permissions[number]
        flags = (record.joint, record.leased, record.valid, record.silent, record.given, record.options)
        return flags, self._hanging(record.tenants), self._hanging(record.easements), self._lessor(record)

    def _lessor(self, record: Permission) -> int:
        """The nearest permission above that is held: an unheld exclusive lease stands for its own lessor."""
        above = record.lessor
        while above is not None and above not in self.held:
            above = self.world.permissions[above].lessor
        return -1 if above is None else self._permission(above)

    def _hanging(self, numbers: tuple[int, ...]) -> Hashable:
        """The held permissions below, with whether something exclusive and unheld lies between: reading ends that."""
        if not numbers:
            return _NOTHING
        found: set[tuple[int, bool]] = set()
        pending = [(number, False) for number in numbers]
        seen: set[int] = set()
        while pending:
            number, behind = pending.pop()
            if number in seen or number not in self.world.permissions:
                continue
            seen.add(number)
            record = self.world.permissions[number]
            if number in self.held:
                found.add((self._permission(number), behind and record.joint))
            else:
                pending += [(below, behind or not record.joint) for below in (*record.tenants, *record.easements)]
        return frozenset(found)


def _told_apart(thing: Opaque) -> Opaque:
    """Something unknown with those fields only that hold something else than in the beginning."""
    fields = [
        (name, value)
        for name, value in zip(thing.names, thing.values, strict=True)
        if value != Value(Unknown(thing.term_of(name)), SILENT)
    ]
    return replace(thing, names=tuple(name for name, _ in fields), values=tuple(value for _, value in fields))
