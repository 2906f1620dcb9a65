"""The outline of a file: classes with their fields, functions with their parameters and variables, module code."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.dada import tree
from leaselens.model.analysis import Symbol, SymbolKind
from leaselens.text import Span


def outline(file: tree.File) -> tuple[Symbol, ...]:
    """The symbols of a file in source order."""
    return tuple(symbol for placed in file.items for symbol in _item(placed, file))


def _item(placed: tree.Placed, file: tree.File) -> Iterator[Symbol]:
    item, start = placed.item, placed.start
    if isinstance(item, tree.Class):
        fields = tuple(_binding(f, SymbolKind.FIELD, start, file) for f in item.fields)
        yield Symbol(
            item.name.text, SymbolKind.CLASS, item.span.shifted(start), item.name.span.shifted(start), "", fields
        )
    elif isinstance(item, tree.Function):
        yield _function(item, start, file)
    elif isinstance(item, tree.Code):
        yield from _variables(item.statements, start, file)


def _function(item: tree.Function, start: int, file: tree.File) -> Symbol:
    parameters = tuple(_binding(p, SymbolKind.PARAMETER, start, file) for p in item.parameters)
    end = item.arrow.span.end if item.arrow is not None else item.body.span.start
    head = file.source.text[start + item.name.span.end : start + end].strip()
    return Symbol(
        item.name.text,
        SymbolKind.FUNCTION,
        item.span.shifted(start),
        item.name.span.shifted(start),
        " ".join(head.split()),
        (*parameters, *_variables(item.body.statements, start, file)),
    )


def _variables(nodes: tuple[tree.Node, ...], start: int, file: tree.File) -> Iterator[Symbol]:
    for node in nodes:
        if isinstance(node, tree.Let):
            yield _binding(node.binding, SymbolKind.VARIABLE, start, file, node.span)
        yield from _variables(tuple(node.children()), start, file)


def _binding(binding: tree.Binding, kind: SymbolKind, start: int, file: tree.File, whole: Span | None = None) -> Symbol:
    name = binding.name.span.shifted(start)
    span = (whole or binding.span).shifted(start)
    declared = binding.type.span.shifted(start) if binding.type is not None else None
    detail = file.source.text[declared.start : declared.end] if declared is not None else ""
    return Symbol(binding.name.text, kind, Span(min(span.start, name.start), max(span.end, name.end)), name, detail)
