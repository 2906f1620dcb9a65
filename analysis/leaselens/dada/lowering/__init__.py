"""From trees to operations (reference §D.5, §D.6).

``let q = p.lease`` becomes one operation, ``Take(q, p, lease)``; ``print(q).await`` becomes five: the callee and the
argument into hidden slots, the call, the await, and the clearing of the slots. Where each expression begins and has its
result is written down on the way (``Moments``): pictures and hovers are looked up there.

Each module stands on the one before: ``emitter`` (operations, slots, scopes), ``places``, ``statements``,
``expressions``.
"""

from __future__ import annotations

from leaselens.dada import ir, tree
from leaselens.dada.ir import Site
from leaselens.dada.lowering.expressions import Lowering, StatementList
from leaselens.dada.names import MODULE, Body, Local, Meaning, Names

Lowered = tuple[tree.File, Names, ir.Program]
"""A file that was lowered before, with what came of it."""


def lower(file: tree.File, names: Names, before: Lowered | None = None) -> ir.Program:
    """Lower every body of a file; the code of bodies that have not changed since ``before`` is the same object."""
    placed = {p.key: p.item for p in file.items}
    classes = {k: _class_info(k, i) for k, i in placed.items() if isinstance(i, tree.Class)}
    functions = {k: _function_info(k, i) for k, i in placed.items() if isinstance(i, tree.Function)}
    codes = {
        key: _unchanged(key, body, file, before)
        or Lowering(file.dialect, names, body, key).code(_statements(placed, body))
        for key, body in names.bodies.items()
    }
    class_names = {classes[k].name: k for k in names.items.values() if k in classes and not _is_damaged(placed[k])}
    main = names.items.get("main")
    entry = MODULE if MODULE in codes else main if main in functions else None
    return ir.Program(classes, functions, codes, class_names, entry)


def _unchanged(key: str, body: Body, file: tree.File, before: Lowered | None) -> ir.Code | None:
    """The code of a body as it was, if its items are equal trees and its names mean the same."""
    if before is None or before[0].dialect is not file.dialect or key not in before[2].codes:
        return None
    old_file, old_names, program = before
    old = old_names.bodies[key]
    if old is body:
        return program.codes[key]
    same_items = old.items == body.items and all(file.by_key[k].item == old_file.by_key[k].item for k in body.items)
    return program.codes[key] if same_items and _meanings(old) == _meanings(body) else None


def _meanings(body: Body) -> dict[object, object]:
    """What the names of a body mean, apart from what stands in the items that they name."""
    return {use: _kind(meaning) for use, meaning in body.uses.items()}


def _kind(meaning: Meaning) -> object:
    if isinstance(meaning, Local):
        return meaning.index
    return (type(meaning), meaning.name.text) if isinstance(meaning, tree.Class | tree.Function) else meaning


def _is_damaged(item: tree.Item) -> bool:
    return isinstance(item, tree.Class) and item.damaged


def _class_info(key: str, item: tree.Class) -> ir.ClassInfo:
    return ir.ClassInfo(key, item.name.text, item.fields, Site(key, item.name.span))


def _function_info(key: str, item: tree.Function) -> ir.FunctionInfo:
    root = Site(key, item.root)
    return ir.FunctionInfo(key, item.name.text, item.is_async, item.parameters, item.arrow, root)


def _statements(placed: dict[str, tree.Item], body: Body) -> tuple[StatementList, tree.Function | None]:
    statements: StatementList = []
    function: tree.Function | None = None
    for key in body.items:
        item = placed[key]
        if isinstance(item, tree.Function):
            function = item
            statements += [(key, statement) for statement in item.body.statements]
        elif isinstance(item, tree.Code):
            statements += [(key, statement) for statement in item.statements]
    return statements, function
