"""From trees to operations (reference §D.5, §D.6).

``let q = p.lease`` becomes one operation, ``Take(q, p, lease)``; ``print(q).await`` becomes five: the callee and the
argument into hidden slots, the call, the await, and the clearing of the slots. Where each expression begins and has its
result is written down on the way (``Moments``): pictures and hovers are looked up there.

Each module stands on the one before: ``emitter`` (operations, slots, scopes), ``places``, ``statements``,
``expressions``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leaselens.dada import ir, tree
from leaselens.dada.ir import Site
from leaselens.dada.lowering.expressions import Lowering, StatementList
from leaselens.dada.names import MODULE, Body, Local, Meaning, Names, Since

Before = tuple[Since, ir.Program]
"""What has happened since an earlier version of a file, and what that came to."""


def lower(file: tree.File, names: Names, before: Before | None = None) -> ir.Program:
    """Lower every body of a file; the code of bodies that have not changed since ``before`` is the same object."""
    if before is not None and before[0].is_inner:
        return _lower_edited(file, names, *before)
    placed = {p.key: p.item for p in file.items}
    classes = {k: _class_info(k, i) for k, i in placed.items() if isinstance(i, tree.Class)}
    functions = {k: _function_info(k, i) for k, i in placed.items() if isinstance(i, tree.Function)}
    codes = {key: _code(key, file, names, before) for key in names.bodies}
    class_names = {classes[k].name: k for k in names.items.values() if k in classes and not _is_damaged(placed[k])}
    main = names.items.get("main")
    entry = MODULE if MODULE in codes else main if main in functions else None
    return ir.Program(classes, functions, codes, class_names, entry, _order(codes, entry))


def _lower_edited(file: tree.File, names: Names, since: Since, program: ir.Program) -> ir.Program:
    """The program of a file that has the items it had, and some of them are others inside."""
    edited = [(p.key, p.item) for p in since.edited]
    keys = {key for key, _ in edited}
    bodies = [key for key, body in names.bodies.items() if not keys.isdisjoint(body.items)]
    codes = {**program.codes, **{key: _code(key, file, names, (since, program)) for key in bodies}}
    calls_the_same = all(codes[key].names_items == program.codes[key].names_items for key in bodies)
    return ir.Program(
        {**program.classes, **{k: _class_info(k, i) for k, i in edited if isinstance(i, tree.Class)}},
        {**program.functions, **{k: _function_info(k, i) for k, i in edited if isinstance(i, tree.Function)}},
        codes,
        program.class_names,
        program.entry,
        program.order if calls_the_same else _order(codes, program.entry),
    )


def _order(codes: Mapping[str, ir.Code], entry: str | None) -> Sequence[str]:
    """The entry, then the bodies that no other body mentions, then the others in source order."""
    called = {other for key, code in codes.items() for other in code.names_items if other != key}
    uncalled = [key for key in codes if key not in called]
    return tuple(dict.fromkeys([*([entry] if entry is not None else []), *uncalled, *codes]))


def _code(key: str, file: tree.File, names: Names, before: Before | None) -> ir.Code:
    body = names.bodies[key]
    known = _unchanged(key, body, file, *before) if before is not None else None
    return known or Lowering(file.dialect, names, body, key).code(_statements(file, body))


def _unchanged(key: str, body: Body, file: tree.File, since: Since, program: ir.Program) -> ir.Code | None:
    """The code of a body as it was, if its items are equal trees and its names mean the same."""
    if key not in program.codes:
        return None
    old, items = since.names.bodies[key], since.old.by_key
    if old is body:
        return program.codes[key]
    same_items = old.items == body.items and all(file.by_key[k].item == items[k].item for k in body.items)
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


def _statements(file: tree.File, body: Body) -> tuple[StatementList, tree.Function | None]:
    statements: StatementList = []
    function: tree.Function | None = None
    for key in body.items:
        item = file.by_key[key].item
        if isinstance(item, tree.Function):
            function = item
            statements += [(key, statement) for statement in item.body.statements]
        elif isinstance(item, tree.Code):
            statements += [(key, statement) for statement in item.statements]
    return statements, function
