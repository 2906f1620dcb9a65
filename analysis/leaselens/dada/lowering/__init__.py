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
from leaselens.dada.names import MODULE, Body, Names


def lower(file: tree.File, names: Names) -> ir.Program:
    """Lower every body of a file."""
    placed = {p.key: p.item for p in file.items}
    classes = {k: _class_info(k, i) for k, i in placed.items() if isinstance(i, tree.Class)}
    functions = {k: _function_info(k, i) for k, i in placed.items() if isinstance(i, tree.Function)}
    codes = {
        key: Lowering(file.dialect, names, body, key).code(_statements(placed, body))
        for key, body in names.bodies.items()
    }
    class_names = {classes[k].name: k for k in names.items.values() if k in classes}
    main = names.items.get("main")
    entry = MODULE if MODULE in codes else main if main in functions else None
    return ir.Program(classes, functions, codes, class_names, entry)


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
