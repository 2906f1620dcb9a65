"""The stages of the analysis as text, for people who work on Leaselens (``leaselens view``)."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.dada import ir, tree
from leaselens.dada.ir import Place, Program, Site
from leaselens.dada.names import Local, Names
from leaselens.dada.record import Record
from leaselens.text import Span


def view_tree(file: tree.File) -> str:
    """The syntax tree, one node a line, with absolute offsets."""
    lines = [f"dialect {file.dialect.name}"]
    for placed in file.items:
        lines.append(f"{placed.key} @ {placed.start}")
        lines += _node_lines(placed.item, 1)
    return "\n".join(lines) + "\n"


def _node_lines(node: tree.Node, depth: int) -> Iterator[str]:
    own = [
        f"{name}={value!r}"
        for name in node.__dataclass_fields__
        if name != "span" and isinstance(value := getattr(node, name), (str, int, float, bool))
    ]
    yield "  " * depth + " ".join([f"{type(node).__name__}[{node.span.start}..{node.span.end}]", *own])
    for child in node.children():
        yield from _node_lines(child, depth + 1)


def view_names(names: Names) -> str:
    """What each name means, body by body."""
    lines = []
    for key, body in names.bodies.items():
        lines.append(key)
        for local in body.locals:
            kind = "parameter" if local.is_parameter else "variable"
            lines.append(f"  {kind} {local.index}: {local.binding.name.text}")
        for (item, span), meaning in sorted(body.uses.items(), key=lambda use: (use[0][0], use[0][1])):
            what = f"local {meaning.index}" if isinstance(meaning, Local) else getattr(meaning, "value", None)
            if what is None:
                what = f"{type(meaning).__name__.lower()} {meaning.name.text}"  # type: ignore[union-attr]
            lines.append(f"  use {item}[{span.start}..{span.end}] -> {what}")
    return "\n".join(lines) + "\n"


def view_ir(program: Program, only: str | None) -> str:
    """The lowered operations of every body, or of one."""
    lines = []
    for code in program.codes.values():
        if only is not None and code.key != only:
            continue
        lines.append(f"{code.key}  locals: {', '.join(code.names) or '-'}; slots: {code.slots}")
        for number, operation in enumerate(code.operations):
            mark = "*" if number in code.heads else "+" if number in code.joins else " "
            lines.append(f"{mark}{number:5}  {_operation(operation)}")
    return "\n".join(lines) + "\n"


def _operation(operation: ir.Operation) -> str:
    parts = [type(operation).__name__]
    for name in operation.__dataclass_fields__:
        value = getattr(operation, name)
        if name == "site" or isinstance(value, Site) or value in (None, ()):
            continue
        if isinstance(value, Place):
            value = ".".join((value.text or f"{value.base}", *value.fields))
        parts.append(f"{name}={value}")
    return f"{' '.join(parts)}  @{operation.site.item}[{operation.site.span.start}..{operation.site.span.end}]"


def view_worlds(record: Record, code: str | None, span: Span | None) -> str:
    """How many worlds were met at each operation, and what the traces came to."""
    lines = []
    for trace in record.traces:
        stopped = f", stopped at {trace.stopped}" if trace.stopped is not None else ""
        lines.append(f"trace from {trace.root}: {len(trace.nodes)} steps{stopped}")
    for key in sorted(record.program.codes) if code is None else [code]:
        for pc, operation in enumerate(record.program.codes[key].operations):
            count = sum(1 for _ in record.nodes_at(key, pc))
            at = operation.site.span
            if count and (span is None or (at.start <= span.start and span.end <= at.end)):
                lines.append(f"{key} {pc}: {count} worlds  {_operation(operation)}")
    return "\n".join(lines) + "\n"
