"""A deliberately plain interpreter of Dada: the second witness of what a program does.

It was written from the reference alone, shares nothing with the analysis but the tree and the names, and keeps its
state in mutable objects. ``run`` is the only door.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from oracle.bodies import run_main
from oracle.context import OutOfBudget, Run
from oracle.machine import Panic
from oracle.objects import Fault, Where
from oracle.states import State

from leaselens.dada import tree
from leaselens.dada.dialects import Dialect
from leaselens.dada.names import MODULE, Names, resolve
from leaselens.dada.reading import read
from leaselens.text import Source, Span

STEPS = 20_000
"""How many expressions are evaluated before a run is given up."""


@dataclass(frozen=True)
class Chunk:
    """What one ``print`` put out, with its newline, and the ``.await`` (or the return) that did it."""

    at: Where
    text: str


@dataclass(frozen=True)
class Moment:
    """The states right before and right after an expression was executed."""

    at: Where
    before: State
    after: State


@dataclass(frozen=True)
class Outcome:
    """How a run went. ``complete`` is false where the budget ended it, or a panic of the reference; ``main`` is false
    where there is no entry.

    ``entered`` are the keys of the bodies that were entered; ``passed`` the expressions that were evaluated to their
    end, each as the key of its item and its span.
    """

    output: list[Chunk]
    error: Fault | None
    moments: list[Moment] = field(default_factory=list)
    complete: bool = True
    main: bool = True
    entered: frozenset[str] = frozenset()
    passed: frozenset[tuple[str, Span]] = frozenset()

    @property
    def text(self) -> str:
        """All that was printed."""
        return "".join(chunk.text for chunk in self.output)

    @property
    def ending(self) -> str:
        """How it ended: an error's code, ``"end"``, or ``"given up"``."""
        if self.error is not None:
            return self.error.code
        return "end" if self.complete and self.main else "given up"


def run(
    text: str, dialect: Dialect, *, watch: Callable[[tree.Node], bool] | None = None, steps: int = STEPS
) -> Outcome:
    """Run a program to its end or its first run-time error; ``watch`` says at which expressions the state is noted."""
    file = read(Source("program.dada", text), dialect)
    return run_file(file, resolve(file), watch=watch, steps=steps)


def run_file(
    file: tree.File, names: Names, *, watch: Callable[[tree.Node], bool] | None = None, steps: int = STEPS
) -> Outcome:
    """``run`` on what was read already."""
    entry = _entry(file, names)
    if entry is None:
        return Outcome([], None, main=False)
    evaluation = Run(file, names, steps, watch)
    error, complete = None, True
    try:
        run_main(evaluation, entry)
    except Fault as fault:
        error = fault
    except (OutOfBudget, Panic, RecursionError):
        complete = False
    output = [Chunk(at, printed) for at, printed in evaluation.output]
    moments = [Moment(*moment) for moment in evaluation.moments]
    entered, passed = frozenset(evaluation.entered), frozenset(evaluation.passed)
    return Outcome(output, error, moments, complete, entered=entered, passed=passed)


def _entry(file: tree.File, names: Names) -> str | None:
    """The body that runs: module code if there is any, else the function ``main`` (§B.1)."""
    if MODULE in names.bodies:
        return MODULE
    key = names.items.get("main")
    return key if key in names.bodies else None


def absolute(file: tree.File, at: Where) -> Span:
    """Where an operation stands in the file."""
    return file.absolute(at.key, at.span)
