"""The one warning of Dada's own tutorial (reference §C, end): "are these parameters in the right order?"."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.dada import tree
from leaselens.dada.catalogue import rule
from leaselens.dada.names import Body, Local
from leaselens.diagnostics import Diagnostic


def order(call: tree.Call, key: str, body: Body) -> Iterator[Diagnostic]:
    """``DADA-W1``: several unlabelled arguments are variables with the names of *other* parameters.

    Labels silence it. One such argument alone says little: `gcd(b, rest)` in `gcd(a, b)` is how one would write it.
    ``key`` is the item in which the call stands; spans are relative to it.
    """
    callee = body.uses.get((key, call.callee.span))
    if not isinstance(callee, tree.Function | tree.Class):
        return
    parameters = callee.parameters if isinstance(callee, tree.Function) else callee.fields
    names = [parameter.name.text for parameter in parameters]
    displaced = [
        argument
        for index, argument in enumerate(call.arguments)
        if _is_variable(argument, key, body) and _stands_elsewhere(argument, index, names)
    ]
    if len(displaced) > 1:
        span = call.arguments[0].span.to(call.arguments[-1].span)
        label = f"`{callee.name.text}` takes `{', '.join(names)}`"
        yield rule("W1").at(span, "are these parameters in the right order?", label=label)


def _is_variable(argument: tree.Argument, key: str, body: Body) -> bool:
    is_local = isinstance(body.uses.get((key, argument.value.span)), Local)
    return argument.label is None and isinstance(argument.value, tree.Name) and is_local


def _stands_elsewhere(argument: tree.Argument, index: int, names: list[str]) -> bool:
    """Whether the argument has the name of a parameter, and not of the one at its position."""
    name = argument.value.text if isinstance(argument.value, tree.Name) else ""
    return name in names and names[index : index + 1] != [name]
