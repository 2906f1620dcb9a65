"""What each name means: a table beside the tree (reference §B.1 "Scoping of names")."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    module: Mapping[str, Meaning] = field(default_factory=dict)
    """What the names of the module mean, in every body that has no other use for them."""


MODULE = "main@module"
"""The key of the body that all module code forms together (§B.1 "Entry point")."""


def resolve(file: tree.File, since: Since | None = None) -> Names:
    """The names of a file. A module's items are visible everywhere in it, in whatever order they stand.

    The bodies of items that nothing has happened to ``since`` are not gone through again.
    """
    items, module, broken = _module(file)
    bodies = {
        placed.key: (since.body(placed.key, (placed,), module) if since is not None else None)
        or _function_body(placed.key, placed.item, module)
        for placed in file.items
        if isinstance(placed.item, tree.Function)
    }
    code = tuple(placed for placed in file.items if isinstance(placed.item, tree.Code))
    if code:
        known = since.body(MODULE, code, module) if since is not None else None
        bodies[MODULE] = known or _module_body(code, module)
    return Names(items, bodies, broken, module)


def _module(file: tree.File) -> tuple[dict[str, str], dict[str, Meaning], frozenset[str]]:
    """The keys of the items by their names, what the names mean, and the names of broken items."""
    items: dict[str, str] = {}
    module: dict[str, Meaning] = {}
    broken = {p.item.name.text for p in file.items if isinstance(p.item, tree.Broken) and p.item.name is not None}
    for placed in file.items:
        if isinstance(placed.item, tree.Class | tree.Function):
            name = placed.item.name.text
            if name not in items:
                items[name] = placed.key
                module[name] = Damaged.DAMAGED if placed.item.damaged else placed.item
    module |= dict.fromkeys(broken - items.keys(), Damaged.DAMAGED)
    module["print"] = Intrinsic.PRINT  # nobody can define another (§B.1)
    return items, module, frozenset(broken)


class Since:
    """What has happened between two versions of a file, as far as an item can tell from inside.

    ``changed`` are the names of the module that mean something else now: that there are not in both versions, or that
    stand for another kind of item, or take other parameters. ``replaced`` are those whose item is another one of the
    same kind and parameters.
    """

    def __init__(self, old: tree.File, names: Names, new: tree.File) -> None:
        self.old = old
        self.names = names
        items, module, broken = _module(new)
        before = names.module
        differ = {name for name in module.keys() | before.keys() if module.get(name) is not before.get(name)}
        moved = {name for name in items.keys() | names.items.keys() if items.get(name) != names.items.get(name)}
        outside = {name for name in differ if _outside(before.get(name)) != _outside(module.get(name))}
        self.changed = outside | moved | (broken ^ names.damaged)
        self.replaced = differ - self.changed

    def spares(self, placed: tree.Placed) -> bool:
        """Whether an item is the same as before, and all that it names means the same."""
        old = self.old.by_key.get(placed.key)
        return old is not None and old.item is placed.item and placed.words.isdisjoint(self.changed)

    def body(self, key: str, items: Sequence[tree.Placed], module: Mapping[str, Meaning]) -> Body | None:
        """The body made of these items, if it is as it was."""
        body = self.names.bodies.get(key)
        if body is None or body.items != tuple(p.key for p in items) or not all(map(self.spares, items)):
            return None
        if all(placed.words.isdisjoint(self.replaced) for placed in items):
            return body
        uses = {use: _current(meaning, module) for use, meaning in body.uses.items()}
        return replace(body, uses=uses)


def _outside(meaning: Meaning | None) -> object:
    """What others see of an item."""
    if not isinstance(meaning, tree.Class | tree.Function):
        return meaning
    bindings = meaning.parameters if isinstance(meaning, tree.Function) else meaning.fields
    return type(meaning), [binding.name.text for binding in bindings]


def _current(meaning: Meaning, module: Mapping[str, Meaning]) -> Meaning:
    return module[meaning.name.text] if isinstance(meaning, tree.Class | tree.Function) else meaning


def _function_body(key: str, function: tree.Function, module: dict[str, Meaning]) -> Body:
    scopes = _Scopes(module, key)
    for parameter in function.parameters:
        scopes.declare(parameter, is_parameter=True)
    for declared in (*function.parameters, *((function.arrow,) if function.arrow is not None else ())):
        scopes.visit(declared)
    for statement in function.body.statements:
        scopes.visit(statement)
    return scopes.body(function.name.text, (key,))


def _module_body(code: Sequence[tree.Placed], module: dict[str, Meaning]) -> Body:
    scopes = _Scopes(module, code[0].key)
    for placed in code:
        assert isinstance(placed.item, tree.Code)
        scopes.item = placed.key
        for statement in placed.item.statements:
            scopes.visit(statement)
    return scopes.body(MODULE, tuple(placed.key for placed in code))


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
