"""What is wrong with the names of items and with declared types (reference §C-24 to C-27, C-42).

Types of local variables are read and ignored (§B.1).
"""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.dada import tree
from leaselens.dada.catalogue import rule
from leaselens.dada.names import Names
from leaselens.diagnostics import Diagnostic, Related, Role


def duplicate(file: tree.File, placed: tree.Placed, names: Names) -> Iterator[Diagnostic]:
    """C-42. The first item of a name counts, whatever kind it is; spans are absolute."""
    item = placed.item
    if not isinstance(item, tree.Class | tree.Function):
        return
    name = item.name.text
    first = file.by_key[names.items[name]]
    if first.key == placed.key:
        return
    winner = first.item
    assert isinstance(winner, tree.Class | tree.Function)
    yield rule("C42").at(
        item.name.span.shifted(placed.start),
        f"already have a {_kind(winner)} named `{name}`",
        label=f"ignoring this {_kind(item)} for now",
        related=(Related(Role.DECLARED, f"the {_kind(winner)} is here", winner.name.span.shifted(first.start)),),
    )


def _kind(item: tree.Class | tree.Function) -> str:
    return "class" if isinstance(item, tree.Class) else "function"


def declared_types(file: tree.File, item: tree.Item, names: Names) -> Iterator[Diagnostic]:
    """C-24 to C-27, for parameters, fields and what a function returns; spans are relative to the item."""
    if not file.dialect.types_check:
        return
    bindings = item.fields if isinstance(item, tree.Class) else ()
    types = []
    if isinstance(item, tree.Function):
        bindings = item.parameters
        types = [item.arrow.type] if item.arrow is not None else []
    parameters = {binding.name.text for binding in bindings}
    for declared in [*(binding.type for binding in bindings), *types]:
        if declared is not None:
            yield from _permission(declared.permission, parameters)
            yield from _class_name(file, declared.path, names)


def _permission(granted: tree.TypePermission | None, parameters: set[str]) -> Iterator[Diagnostic]:
    if granted is None or granted.paths is None:
        return
    if granted.word == "leased" and not granted.paths:
        yield rule("C27").at(granted.span, "leased permissions need at least one path")
    for path in granted.paths:
        if path.names[0].text not in parameters:
            yield rule("C26").at(path.names[0].span, "permission path should be a local variable")


def _class_name(file: tree.File, path: tree.Path | None, names: Names) -> Iterator[Diagnostic]:
    if path is None:
        return
    if len(path.names) > 1:
        yield rule("C25").at(path.names[1].span, "dotted type names not yet supported")
        return
    name = path.names[0]
    key = names.items.get(name.text)
    if name.text in names.damaged:
        return
    if key is None or not isinstance(file.by_key[key].item, tree.Class):
        yield rule("C24").at(name.span, "expected the name of a class", help=_help(name.text, key))


def _help(name: str, key: str | None) -> str:
    if key is not None:
        return f"`{name}` is a function. A type is the name of a class."
    return f"There is no class `{name}` in this file. A parameter needs no type: it can be left out with its `:`."
