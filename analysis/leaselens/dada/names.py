"""What each name means: a table beside the tree (reference §B.1 "Scoping of names")."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import Any

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


class Uses(Mapping[tuple[str, Span], Meaning]):
    """What the names of a body mean, by (item key, span of a ``Name``).

    Items are looked up when somebody asks: one that was edited is another one then for all who name it.
    """

    def __init__(self, found: Mapping[tuple[str, Span], Meaning | str], module: Mapping[str, Meaning]) -> None:
        self._found = found
        named = {name for name in found.values() if isinstance(name, str)}
        self._items = {name: module[name] for name in named}  # no others: they would outlive their version of the file

    def __getitem__(self, use: tuple[str, Span]) -> Meaning:
        found = self._found[use]
        return self._items[found] if isinstance(found, str) else found

    def __iter__(self) -> Iterator[tuple[str, Span]]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def among(self, module: Mapping[str, Meaning]) -> Uses:
        """The same in a module whose items are others, of the same names."""
        return Uses(self._found, module)


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
    uses: Uses
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
    items, module, broken = since.module if since is not None else _module(file)
    bodies = dict(since.names.bodies) if since is not None and since.is_inner else {}
    touched = file.items if since is None or not since.is_inner else since.touched
    for placed in touched:
        if isinstance(placed.item, tree.Function):
            known = since.body(placed.key, (placed,)) if since is not None else None
            bodies[placed.key] = known or _function_body(placed.key, placed.item, module)
    if any(isinstance(placed.item, tree.Code) for placed in touched):
        code = tuple(placed for placed in file.items if isinstance(placed.item, tree.Code))
        known = since.body(MODULE, code) if since is not None else None
        bodies[MODULE] = known or _module_body(code, module)
    return Names(items, bodies, broken, module)


def _module(file: tree.File) -> tuple[dict[str, str], dict[str, Meaning], frozenset[str]]:
    """The keys of the items by their names, what the names mean, and the names of broken items."""
    items: dict[str, str] = {}
    module: dict[str, Meaning] = {}
    broken = {p.item.name.text for p in file.items if isinstance(p.item, tree.Broken) and p.item.name is not None}
    for placed in file.items:
        if isinstance(placed.item, tree.Class | tree.Function):
            items.setdefault(placed.item.name.text, placed.key)
    module.update(_winners(file.items, items))
    module |= dict.fromkeys(broken - items.keys(), Damaged.DAMAGED)
    module["print"] = Intrinsic.PRINT  # nobody can define another (§B.1)
    return items, module, frozenset(broken)


class Since:
    """What has happened between two versions of a file, as far as an item can tell from inside. ``edited`` are the
    items that stand where the text was edited.

    ``changed`` are the names of the module that mean something else now: that there are not in both versions, or that
    stand for another kind of item, or for one that is called in another way. ``replaced`` are those whose item is
    another one of the same kind. ``module`` is what ``_module`` says of the new version.
    """

    def __init__(self, old: tree.File, names: Names, new: tree.File, kept: tree.Kept) -> None:
        self.old = old
        self.names = names
        self.new = new
        self.edited = new.items[kept.front : len(new.items) - kept.back]
        edited = old.items[kept.front : len(old.items) - kept.back]
        self.is_inner = list(map(_seen, edited)) == list(map(_seen, self.edited))
        """Whether all that has changed is inside of items: from outside each looks as it did."""
        if self.is_inner:
            won = dict(_winners(self.edited, names.items))
            self.module = names.items, {**names.module, **won, "print": Intrinsic.PRINT}, names.damaged
            self.changed: set[str] = set()
            self.replaced = {name for name, meaning in won.items() if meaning is not names.module[name]}
        else:
            self.module = _module(new)
            self._compare(*self.module)

    def _compare(self, items: Mapping[str, str], module: Mapping[str, Meaning], broken: frozenset[str]) -> None:
        before, names = self.names.module, self.names
        differ = {name for name in module.keys() | before.keys() if module.get(name) is not before.get(name)}
        moved = {name for name in items.keys() | names.items.keys() if items.get(name) != names.items.get(name)}
        outside = {name for name in differ if _outside(before.get(name)) != _outside(module.get(name))}
        self.changed = outside | moved | (broken ^ names.damaged)
        self.replaced = differ - self.changed

    @cached_property
    def touched(self) -> Sequence[tree.Placed]:
        """The items that were edited, and those that name one of them, in order."""
        edited = set(map(id, self.edited))
        return [p for p in self.new.items if id(p) in edited or not p.words.isdisjoint(self.replaced)]

    def spares(self, placed: tree.Placed) -> bool:
        """Whether an item is the same as before, and all that it names means the same."""
        old = self.old.by_key.get(placed.key)
        return old is not None and old.item is placed.item and placed.words.isdisjoint(self.changed)

    def body(self, key: str, items: Sequence[tree.Placed]) -> Body | None:
        """The body made of these items, if it is as it was."""
        body = self.names.bodies.get(key)
        if body is None or body.items != tuple(p.key for p in items) or not all(map(self.spares, items)):
            return None
        if all(placed.words.isdisjoint(self.replaced) for placed in items):
            return body
        return replace(body, uses=body.uses.among(self.module[1]))


def _seen(placed: tree.Placed) -> object:
    """An item, as others see it."""
    return placed.key, _outside(_meaning(placed.item))


def _winners(items: Iterable[tree.Placed], keys: Mapping[str, str]) -> Iterator[tuple[str, Meaning]]:
    """What the names of these items mean, as far as they have won them."""
    for placed in items:
        meaning = _meaning(placed.item)
        if isinstance(placed.item, tree.Class | tree.Function) and keys[placed.item.name.text] == placed.key:
            yield placed.item.name.text, meaning


def _outside(meaning: object) -> object:
    """What others see of an item."""
    match meaning:
        case tree.Function():
            return "fn", [binding.name.text for binding in meaning.parameters], meaning.is_async
        case tree.Class():
            return "class", [binding.name.text for binding in meaning.fields]
        case tree.Broken():
            return "broken", meaning.name.text if meaning.name is not None else None
        case tree.Code():
            return "code"
    return meaning


def _meaning(item: tree.Item) -> Any:
    return Damaged.DAMAGED if isinstance(item, tree.Class | tree.Function) and item.damaged else item


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
        self._module = module
        self._uses: dict[tuple[str, Span], Meaning | str] = {}
        self._lets: dict[tuple[str, Span], Local] = {}

    def body(self, name: str, items: tuple[str, ...]) -> Body:
        return Body(name, items, tuple(self._locals), Uses(self._uses, self._module), self._lets)

    def declare(self, binding: tree.Binding, *, is_parameter: bool) -> Local:
        local = Local(len(self._locals), self.item, binding, is_parameter)
        self._locals.append(local)
        self._scope[binding.name.text] = local
        return local

    def visit(self, node: tree.Node) -> None:
        match node:
            case tree.Name(text=text):
                if text in self._scope:
                    found = self._scope[text]
                    self._uses[self.item, node.span] = text if isinstance(found, tree.Class | tree.Function) else found
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
