"""Mending the arguments of a call: labels that are missing or wrong, and a wrong order (C35, R-13, W1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leaselens.dada import tree
from leaselens.dada.fixes.mistake import Mistake, Path, parameters
from leaselens.diagnostics import Edit, Fix
from leaselens.text import Span


def label_argument(mistake: Mistake) -> Iterator[Fix]:
    """The name of the parameter before the argument that the diagnostic is about."""
    found = _call(mistake)
    for path, call, bindings in [found] if found is not None else []:
        for argument, binding in zip(call.arguments, bindings, strict=False):
            if path.span(argument) == mistake.span:
                yield Fix(f"Label it `{binding.name.text}`", _labels(path, [argument], [binding]))


def label_arguments(mistake: Mistake) -> Iterator[Fix]:
    """The names of the parameters before all arguments: they are meant to stand where they stand."""
    found = _call(mistake)
    if found is not None and len(found[1].arguments) <= len(found[2]):
        path, call, bindings = found
        yield Fix("Label the arguments", _labels(path, call.arguments, bindings))


def order_by_names(mistake: Mistake) -> Iterator[Fix]:
    """The arguments in the order in which the parameters of their names, or labels, stand."""
    found = _call(mistake)
    if found is None:
        return
    path, call, bindings = found
    parameter_of = {binding.name.text: index for index, binding in enumerate(bindings)}
    wanted = {parameter_of[name]: a for a in call.arguments if (name := _name(a)) in parameter_of}
    displaced = {index for index, a in wanted.items() if index >= len(call.arguments) or call.arguments[index] is not a}
    edits = [
        Edit(path.span(call.arguments[index]), mistake.cut(path.span(wanted[index])))
        for index in sorted(displaced)
        if index < len(call.arguments) and _name(call.arguments[index]) in parameter_of
    ]
    if len(edits) == len(displaced) > 1:
        yield Fix("Put the arguments in the order of the parameters", tuple(edits))


def relabel(mistake: Mistake) -> Iterator[Fix]:
    """The right name for a label that is the name of no parameter."""
    found, expected = _call(mistake), mistake.words().get("expected")
    if found is not None and expected is not None:
        names = {binding.name.text for binding in found[2]}
        if mistake.cut(mistake.span) not in names:
            yield Fix(f"Write `{expected}`", (Edit(mistake.span, expected),))


def _call(mistake: Mistake) -> tuple[Path, tree.Call, tuple[tree.Binding, ...]] | None:
    """The call around the diagnostic, and what its callee takes."""
    path = mistake.path(mistake.span)
    call = path.innermost(tree.Call) if path is not None else None
    callee = mistake.callee(path, call) if path is not None and call is not None else None
    return (path, call, parameters(callee)) if path is not None and call is not None and callee is not None else None


def _name(argument: tree.Argument) -> str | None:
    """What tells which parameter is meant: the label, or else the variable."""
    if argument.label is not None:
        return argument.label.text
    return argument.value.text if isinstance(argument.value, tree.Name) else None


def _labels(path: Path, arguments: Sequence[tree.Argument], bindings: Sequence[tree.Binding]) -> tuple[Edit, ...]:
    return tuple(
        Edit(Span(path.span(argument).start, path.span(argument).start), f"{binding.name.text}: ")
        for argument, binding in zip(arguments, bindings, strict=False)
        if argument.label is None
    )
