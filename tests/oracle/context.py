"""One run of one program: where it stands, its hidden variables (reference §D.6), what it has said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from oracle.machine import Machine
from oracle.objects import Fault, Object, Slot, Value, Where
from oracle.states import State

from leaselens.dada import tree
from leaselens.dada.names import Body, Names, Uses
from leaselens.text import Span


class OutOfBudget(Exception):
    """The run was long or deep enough."""


class Leave(Exception):
    """``break`` or ``continue`` is on its way to its loop."""

    def __init__(self, *, again: bool) -> None:
        super().__init__()
        self.again = again


class Returned(Exception):
    """``return`` is on its way to the caller."""

    def __init__(self, value: Value, at: Where) -> None:
        super().__init__()
        self.value = value
        self.at = at


class Target(Protocol):
    """Where the value of an expression goes."""

    def __call__(self, value: Value) -> None: ...


class Run:
    """The position in the program, and everything that lasts longer than one expression."""

    def __init__(self, file: tree.File, names: Names, steps: int, watch: Callable[[tree.Node], bool] | None) -> None:
        self.names = names
        self.items = {placed.key: placed.item for placed in file.items}
        self.keys = {id(placed.item): placed.key for placed in reversed(file.items)}  # the first of equal ones wins
        self.classes = {item.name.text for item in self.items.values() if isinstance(item, tree.Class)}
        self.dialect = file.dialect
        words = {permission.value: word for permission, word in file.dialect.words.items()}
        self.words = words if file.dialect.prints_permissions else None
        self.machine = Machine(file.dialect, Where("", Span(0, 0)))
        self.output: list[tuple[Where, str]] = []
        self.moments: list[tuple[Where, State, State]] = []
        self.watch = watch
        self.steps = steps
        self.key = ""
        self.body = Body("", (), (), Uses({}, {}), {})
        self.scopes: list[list[Slot]] = []
        self.loops: list[Target] = []
        self.in_atomic = 0
        self.when_stored: list[Callable[[], None]] = []
        self.entered: set[str] = set()
        self.passed: set[tuple[str, Span]] = set()

    @contextmanager
    def temporary(self) -> Iterator[Slot]:
        """A hidden variable for as long as the expression that consumes it."""
        slot = Slot("")
        temporaries = self.machine.frames[-1].temporaries
        temporaries.append(slot)
        try:
            yield slot
        except Leave:
            self.clear(slot)
            temporaries.remove(slot)
            raise
        self.clear(slot)
        temporaries.remove(slot)

    def scope_temporary(self) -> Slot:
        """A hidden variable that lives until the innermost scope ends."""
        slot = Slot("")
        self.machine.frames[-1].temporaries.append(slot)
        self.scopes[-1].append(slot)
        return slot

    @contextmanager
    def scope(self) -> Iterator[None]:
        """A block whose variables and scope temporaries are cleared at its end, and when it is left for its loop."""
        self.scopes.append([])
        try:
            yield
        except Leave:
            self.end_scope()
            raise
        self.end_scope()

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """An atomic section, in which nothing may be awaited."""
        self.in_atomic += 1
        try:
            yield
        finally:
            self.in_atomic -= 1

    def end_scope(self) -> None:
        for slot in reversed(self.scopes.pop()):
            self.clear(slot)

    def clear(self, slot: Slot) -> None:
        if slot.value is not None:
            slot.value = None
            self.machine.collect()

    def store(self, value: Value, target: Target) -> None:
        """The last step of every operation: its value arrives, and what became garbage is collected."""
        target(value)
        self.machine.in_flight.append(value)
        self.machine.collect()
        self.machine.in_flight.remove(value)
        waiting, self.when_stored = self.when_stored, []
        for note in waiting:
            note()

    def at(self, node: tree.Node) -> Where:
        """Where a node stands; of parentheses nothing is left in what is run."""
        return Where(self.key, (unwrapped(node) if isinstance(node, tree.Expr) else node).span)


def into(slot: Slot) -> Target:
    """Store there."""

    def store(value: Value) -> None:
        slot.value = value

    return store


def content(slot: Slot) -> Object:
    """The object in a temporary that has been filled; operators make no access."""
    assert slot.value is not None
    return slot.value.object


def unwrapped(expression: tree.Expr) -> tree.Expr:
    """Without parentheses around it."""
    while isinstance(expression, tree.Parens):
        expression = expression.inner
    return expression


def is_place(expression: tree.Expr) -> bool:
    """Whether an expression is a name, or fields of something (parentheses do not hide it)."""
    return isinstance(unwrapped(expression), tree.Name | tree.Dot)


def compile_error(at: Where) -> Fault:
    """R-1: a compile error left a hole in the program, and it is reached."""
    return Fault("R-1", "compilation error encountered 😢", at)
