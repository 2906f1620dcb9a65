"""The oracle's states and the analysis' diagrams, brought to one form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from oracle import states
from oracle.changes import changes

from leaselens.model.diagram import Diagram, Kind, Row
from leaselens.model.diagram import State as Validity

R = TypeVar("R")


@dataclass(frozen=True)
class Fact:
    """A row as both tell it: of what holds nothing usable, only the name.

    ``target`` is the number of an object in the order in which the rows lead to them, each followed to its end first.
    ``changed`` is ``None`` where it may be told either way.
    """

    name: str
    permission: str | None = None
    value: str | None = None
    target: int | None = None
    leased_out: bool = False
    lessors: frozenset[str] = frozenset()
    changed: bool | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Picture:
    """Frames as names and rows, and the kinds, names and rows of the objects by their numbers."""

    frames: tuple[tuple[str, tuple[Fact, ...]], ...]
    objects: tuple[tuple[str, str, tuple[Fact, ...]], ...]

    def facts(self) -> list[Fact]:
        """All rows."""
        holders = [*(rows for _, rows in self.frames), *(rows for _, _, rows in self.objects)]
        return [fact for rows in holders for fact in rows]

    def without_lessors(self) -> Picture:
        """The same, but nobody says from whom."""
        frames = tuple((name, _anonymous(rows)) for name, rows in self.frames)
        return Picture(frames, tuple((kind, name, _anonymous(rows)) for kind, name, rows in self.objects))

    def agrees_with(self, oracle: Picture) -> bool:
        """Whether all is the same; of the names that a lessor's slot has, the picture may choose any."""
        if self.without_lessors() != oracle.without_lessors():
            return False
        pairs = zip(self.facts(), oracle.facts(), strict=True)
        return all(bool(ours.lessors) == bool(other.lessors) and ours.lessors <= other.lessors for ours, other in pairs)

    def changes_otherwise(self, oracle: Picture) -> list[Fact]:
        """The rows of a picture that agrees of which the oracle says otherwise whether they have changed."""
        pairs = zip(self.facts(), oracle.facts(), strict=True)
        return [ours for ours, other in pairs if other.changed is not None and ours.changed != other.changed]


def _anonymous(rows: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(replace(row, lessors=frozenset()) for row in rows)


def of_diagram(diagram: Diagram) -> Picture:
    """What the analysis draws."""
    objects = {one.id: (one.kind.value, one.name, one.rows) for one in diagram.objects}

    def fact(row: Row) -> tuple[Fact, int | None]:
        if row.state is not Validity.VALID or row.permission is None:
            return Fact(row.name, changed=row.changed), None
        nearest = row.lessors[0] if row.lessors else None
        lessors = {f"{nearest.frame}:{nearest.place}"} if nearest is not None and nearest.frame is not None else set()
        value = None if row.target is not None else row.value
        lent = row.leased_out, frozenset(lessors)
        return Fact(row.name, row.permission.value, value, None, *lent, row.changed), row.target

    def content(target: int) -> tuple[str, str, tuple[Row, ...]]:
        kind, name, rows = objects[target]
        return kind, "" if kind == Kind.TUPLE else name, rows

    return _numbered([(frame.name, frame.rows) for frame in diagram.frames], fact, content)


def of_state(state: states.State, before: states.State) -> Picture:
    """What the oracle knows, and what has changed since another moment."""
    changed = {id(row): told for row, told in changes(state, before)}

    def fact(row: states.Row) -> tuple[Fact, int | None]:
        if row.state != "valid":
            return Fact(row.name, changed=changed[id(row)]), None
        lent = row.leased_out, row.lessors
        return Fact(row.name, row.permission, row.value, None, *lent, changed[id(row)]), row.target

    def content(target: int) -> tuple[str, str, tuple[states.Row, ...]]:
        heap = state.objects[target]
        return heap.kind, heap.name, heap.rows

    return _numbered(list(state.frames), fact, content)


def _numbered(
    frames: list[tuple[str, tuple[R, ...]]],
    fact: Callable[[R], tuple[Fact, int | None]],
    content: Callable[[int], tuple[str, str, tuple[R, ...]]],
) -> Picture:
    numbers: dict[int, int] = {}
    found: dict[int, tuple[str, str, tuple[Fact, ...]]] = {}

    def facts(rows: tuple[R, ...]) -> tuple[Fact, ...]:
        return tuple(one(row) for row in rows)

    def one(row: R) -> Fact:
        plain, target = fact(row)
        if target is None:
            return plain
        if target not in numbers:
            numbers[target] = len(numbers)
            kind, name, rows = content(target)
            found[numbers[target]] = (kind, name, facts(rows))
        return replace(plain, target=numbers[target])

    shown = tuple((name, facts(rows)) for name, rows in frames)
    return Picture(shown, tuple(found[number] for number in sorted(found)))
