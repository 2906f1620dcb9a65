"""What each name means: a table beside the tree (reference §B.1 "Scoping of names")."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from leaselens.dada import tree
from leaselens.text import Span


class Intrinsic(Enum):
    """What exists without being written."""

    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Local:
    """A variable or parameter of a body: its number in declaration order (parameters first), and how it was declared.

    ``item`` is the key of the item in which it is written (module code may stretch over several).
    """

    index: int
    item: str
    binding: tree.Binding
    is_parameter: bool


class Damaged(Enum):
    """What a name stands for whose declaration could not be read to its end."""

    DAMAGED = "damaged"


Meaning = Local | tree.Class | tree.Function | Intrinsic | Damaged
"""What a ``Name`` stands for."""


@dataclass(frozen=True, slots=True)
class Body:
    """The names of one body: a function, or all the module code together.

    ``locals`` are in declaration order. ``uses`` maps (item key, span of a ``Name``) to what it means; an unresolved
    name is not in it; the variables that the permissions of types name are. ``lets`` maps (item key, span of a ``Let``)
    to the local that it declares. ``items`` are the keys of the items that it is made of, in order.
    """

    name: str
    items: tuple[str, ...]
    locals: tuple[Local, ...]
    uses: Mapping[tuple[str, Span], Meaning]
    lets: Mapping[tuple[str, Span], Local]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a file. ``bodies`` are keyed by item key (``fn main``), and module code by ``main@module``.

    ``items`` map a module name to the key of the item that won it (the first, §C-42); ``damaged`` are the names of
    items of which only the name could be read.
    """

    items: Mapping[str, str]
    bodies: Mapping[str, Body]
    damaged: frozenset[str] = frozenset()


MODULE = "main@module"
"""The key of the body that all module code forms together (§B.1 "Entry point")."""


def resolve(file: tree.File) -> Names:
    """The names of a file. A module's items are visible everywhere in it, in whatever order they stand."""
    items: dict[str, str] = {}
    meanings: dict[str, Meaning] = {}
    broken = {p.item.name.text for p in file.items if isinstance(p.item, tree.Broken) and p.item.name is not None}
    for placed in file.items:
        if isinstance(placed.item, tree.Class | tree.Function):
            name = placed.item.name.text
            if name not in items:
                items[name] = placed.key
                meanings[name] = Damaged.DAMAGED if placed.item.damaged else placed.item
    meanings |= dict.fromkeys(broken - items.keys(), Damaged.DAMAGED)
    meanings["print"] = Intrinsic.PRINT  # nobody can define another (§B.1)
    bodies = {
        placed.key: _function_body(placed.key, placed.item, meanings)
        for placed in file.items
        if isinstance(placed.item, tree.Function)
    }
    code = [(placed.key, placed.item) for placed in file.items if isinstance(placed.item, tree.Code)]
    if code:
        bodies[MODULE] = _module_body(code, meanings)
    return Names(items, bodies, frozenset(broken))


def _function_body(key: str, function: tree.Function, module: dict[str, Meaning]) -> Body:
    scopes = _Scopes(module, key)
    for parameter in function.parameters:
        scopes.declare(parameter, is_parameter=True)
    for declared in (*function.parameters, *((function.arrow,) if function.arrow is not None else ())):
        scopes.visit(declared)
    for statement in function.body.statements:
        scopes.visit(statement)
    return scopes.body(function.name.text, (key,))


def _module_body(code: list[tuple[str, tree.Code]], module: dict[str, Meaning]) -> Body:
    scopes = _Scopes(module, code[0][0])
    for key, item in code:
        scopes.item = key
        for statement in item.statements:
            scopes.visit(statement)
    return scopes.body(MODULE, tuple(key for key, _ in code))


class _Scopes:
    """Walks one body and notes what its names mean.

    New scopes are the branches of ``if``, and what ``atomic``, ``loop`` and ``while`` hold; a bare block is none
    (§B.1).
    """

    def __init__(self, module: dict[str, Meaning], item: str) -> None:
        self.item = item
        self._scope: ChainMap[str, Meaning] = ChainMap({}, module)
        self._locals: list[Local] = []
        self._uses: dict[tuple[str, Span], Meaning] = {}
        self._lets: dict[tuple[str, Span], Local] = {}

    def body(self, name: str, items: tuple[str, ...]) -> Body:
        return Body(name, items, tuple(self._locals), self._uses, self._lets)

    def declare(self, binding: tree.Binding, *, is_parameter: bool) -> Local:
        local = Local(len(self._locals), self.item, binding, is_parameter)
        self._locals.append(local)
        self._scope[binding.name.text] = local
        return local

    def visit(self, node: tree.Node) -> None:
        match node:
            case tree.Name(text=text):
                if text in self._scope:
                    self._uses[self.item, node.span] = self._scope[text]
            case tree.Type():
                for path in node.permission_paths:
                    first = path.names[0]
                    if isinstance(meaning := self._scope.get(first.text), Local):
                        self._uses[self.item, first.span] = meaning
            case tree.Let():
                # The name is in scope in its own initializer already (§B.1).
                self._lets[self.item, node.span] = self.declare(node.binding, is_parameter=False)
                self.visit(node.binding)
                if node.value is not None:
                    self.visit(node.value)
            case tree.Error():
                for name in node.lost:
                    self._scope.setdefault(name.text, Damaged.DAMAGED)
                for child in node.children():
                    self.visit(child)
            case tree.If():
                self.visit(node.condition)
                self._visit_in_scope(node.then)
                if node.otherwise is not None:
                    self._visit_in_scope(node.otherwise)
            case tree.While():
                self.visit(node.condition)
                self._visit_in_scope(node.body)
            case tree.Loop() | tree.Atomic():
                self._visit_in_scope(node.body)
            case _:
                for child in node.children():
                    self.visit(child)

    def _visit_in_scope(self, node: tree.Node) -> None:
        outer = self._scope
        self._scope = outer.new_child()
        self.visit(node)
        self._scope = outer
