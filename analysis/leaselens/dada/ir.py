"""Lowered code: what the machine steps through.

A body is a flat tuple of operations with jumps. A *slot* is a numbered variable of a frame: the locals of the body
first, then hidden temporaries. Every operation names its ``site``: the expression that a fault in it is reported at
(reference §D.12, "op span").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leaselens.dada import tree
from leaselens.dada.dialects import Access, Specifier
from leaselens.dada.machine.data import Constant, Data
from leaselens.text import Span


class Site(NamedTuple):
    """A range of the program: the key of an item, and a span relative to it."""

    item: str
    span: Span


@dataclass(frozen=True, slots=True)
class Place:
    """A variable, temporary or module item, and the fields after it.

    ``sites[i]`` is the sub-place that ends after ``i`` fields. ``text`` is the place as written, or ``""`` where it
    starts with a temporary. ``is_spent``: a temporary that nothing looks at again once it was given. ``is_data``: it is
    computed with, so that what it holds can only be data.
    """

    base: int | Constant
    fields: tuple[str, ...]
    sites: tuple[Site, ...]
    text: str = ""
    is_spent: bool = False
    is_data: bool = False

    @property
    def site(self) -> Site:
        return self.sites[-1]


@dataclass(frozen=True, slots=True)
class Demand:
    """What a specifier asks of a value, and where it is written (§D.9)."""

    specifier: Specifier
    site: Site | None


@dataclass(frozen=True, slots=True)
class DemandOfParameter:
    """The demand of parameter ``index`` (0-based) of the callee in slot ``callee``: known only when it runs."""

    callee: int
    index: int


@dataclass(frozen=True, slots=True)
class DemandOfField:
    """The demand of the field that ``place`` ends with: known only when its owner is."""

    place: Place


@dataclass(frozen=True, slots=True)
class Operation:
    site: Site


@dataclass(frozen=True, slots=True)
class Load(Operation):
    """target := plain data"""

    target: int
    data: Data


@dataclass(frozen=True, slots=True)
class Take(Operation):
    """target := give, share, lease or shlease of a place (§D.4); a demand decides the operation itself (§D.9)."""

    target: int
    place: Place
    access: Access
    demand: Demand | DemandOfParameter | DemandOfField | None = None


@dataclass(frozen=True, slots=True)
class Reserve(Operation):
    """target := a reservation of a place (§D.9): what takes the target's value later takes the place's"""

    target: int
    place: Place


@dataclass(frozen=True, slots=True)
class Convert(Operation):
    """target := the value in ``source``, by the operation that ``demand`` decides (§D.9, non-place initialisers)."""

    target: int
    source: int
    demand: Demand | DemandOfField


@dataclass(frozen=True, slots=True)
class IntoShared(Operation):
    """target := into-shared of the value in ``source`` (§D.4)"""

    target: int
    source: int


@dataclass(frozen=True, slots=True)
class Store(Operation):
    """``place`` := the value in ``source``, which moves as it is (§D.3 "write place")."""

    place: Place
    source: int


@dataclass(frozen=True, slots=True)
class Compute(Operation):
    """target := left operator right; unary minus has no ``left``"""

    target: int
    operator: str
    left: int | None
    right: int


@dataclass(frozen=True, slots=True)
class MakeTuple(Operation):
    """target := a tuple of the values in ``sources``, each given; ``sites`` is where each was written"""

    target: int
    sources: tuple[int, ...]
    sites: tuple[Site, ...]


@dataclass(frozen=True, slots=True)
class Concatenate(Operation):
    """target := the printed forms of ``sources``, each shared; ``sites`` is where each was written"""

    target: int
    sources: tuple[int, ...]
    sites: tuple[Site, ...]


class Label(NamedTuple):
    name: str
    site: Site


@dataclass(frozen=True, slots=True)
class Call(Operation):
    """target := callee(arguments); labels stand beside the arguments"""

    target: int
    callee: int
    arguments: tuple[int, ...]
    labels: tuple[Label | None, ...]
    callee_site: Site
    argument_sites: tuple[Site, ...]
    demanded: tuple[bool, ...]
    """Whether the argument was taken from a place under the parameter's demand already."""


@dataclass(frozen=True, slots=True)
class Await(Operation):
    """target := the result of the thunk in ``source``"""

    target: int
    source: int
    operand_site: Site


@dataclass(frozen=True, slots=True)
class Clear(Operation):
    """Empty the slots, in this order (§D.6)."""

    slots: tuple[int, ...]
    scope_ends: bool
    """A scope ends here, not just an expression."""


@dataclass(frozen=True, slots=True)
class Branch(Operation):
    """Go on if the condition in ``condition`` holds, else at ``otherwise``."""

    condition: int
    otherwise: int


@dataclass(frozen=True, slots=True)
class Jump(Operation):
    to: int


@dataclass(frozen=True, slots=True)
class EnterWhile(Operation):
    """Begin a ``while``: at its body where the condition's data is known (the reference runs the body before the first
    test, §D.5), at its test where it is not."""

    reads: tuple[Place, ...]
    test: int


@dataclass(frozen=True, slots=True)
class Return(Operation):
    """Give the value in ``source``, which was written at ``source_site``, to the caller and leave the body."""

    source: int
    source_site: Site


@dataclass(frozen=True, slots=True)
class HandOver(Operation):
    """Code that could not be read has what is in ``slots``: nothing is said of what it may have done to that."""

    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fail(Operation):
    """A node that could not be compiled (R-1)."""

    target: int


class Moments(NamedTuple):
    """When an expression begins and has its result (§E.3): operation numbers, and the slot that holds the result then
    (``None``: nothing is in flight)."""

    before: int
    after: int
    in_flight: int | None


@dataclass(frozen=True, slots=True)
class Code:
    """A lowered body. ``names[i]`` is the name of slot ``i`` for the locals, which come first; ``joins`` are the
    operations that several ways lead to, ``heads`` those of them that close a loop."""

    key: str
    name: str
    operations: tuple[Operation, ...]
    names: tuple[str, ...]
    bindings: tuple[tree.Binding, ...]
    binding_sites: tuple[Site, ...]
    declared_at: tuple[int, ...]
    """For each local, the operation before which it has been declared and has its first value."""
    parameters: int
    slots: int
    joins: frozenset[int]
    heads: frozenset[int]
    live: Mapping[int, frozenset[int]]
    """At each join, the slots that may still be read."""
    moments: Mapping[Site, Moments]
    site: Site
    names_items: frozenset[str]
    """The keys of the classes and functions that it names."""

    looping: frozenset[int]
    """The operations that a loop may come back to."""


@dataclass(frozen=True, slots=True)
class ClassInfo:
    """A class as the machine knows it."""

    key: str
    name: str
    fields: tuple[tree.Binding, ...]
    site: Site
    """Its name, where it is declared."""


@dataclass(frozen=True, slots=True)
class FunctionInfo:
    """A function as the machine knows it; ``arrow`` is the node of ``-> T``, if it has one."""

    key: str
    name: str
    is_async: bool
    parameters: tuple[tree.Binding, ...]
    arrow: tree.Arrow | None
    root: Site
    """The span of the body root (§B.2)."""


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that can run: classes and functions by item key, and the code of each body by body key."""

    classes: Mapping[str, ClassInfo]
    functions: Mapping[str, FunctionInfo]
    codes: Mapping[str, Code]
    class_names: Mapping[str, str]
    """From a class's name, as types write it, to its item key."""
    entry: str | None
    """The body that runs first: the module code, else ``fn main``."""
    order: Sequence[str]
    """The bodies in the order in which they are looked at: the entry, those that no other body mentions, the others."""
