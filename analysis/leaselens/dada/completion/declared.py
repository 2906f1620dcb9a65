"""What the source says of a class or function: its parameters, its result, the comment above it."""

from __future__ import annotations

from dataclasses import dataclass

from leaselens.dada import tree
from leaselens.model.completion import Parameter

_TEST_MARKS = ("#!", "#?")
"""What a test of Dada says to its runner (§F.2)."""


@dataclass(frozen=True)
class Declared:
    """A class or function as its callers know it. ``returns`` is ``-> T``, or ``""``."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: str = ""
    comment: str = ""
    is_class: bool = False
    is_async: bool = False

    @property
    def signature(self) -> str:
        """What stands behind the name."""
        listed = f"({', '.join(parameter.text for parameter in self.parameters)})"
        return f"{listed} {self.returns}" if self.returns else listed


PRINT = Declared("print", (Parameter("message", "message"),), comment="Prints a value and a newline.", is_async=True)


def declared(placed: tree.Placed, file: tree.File) -> Declared | None:
    """The declaration that an item is, if it is one."""
    item = placed.item
    if isinstance(item, tree.Class):
        return Declared(
            item.name.text, _parameters(item.fields, placed, file), "", comment_above(placed, file), is_class=True
        )
    if not isinstance(item, tree.Function):
        return None
    returns = _cut(item.arrow, placed, file) if item.arrow is not None else ""
    parameters = _parameters(item.parameters, placed, file)
    return Declared(item.name.text, parameters, returns, comment_above(placed, file), is_async=item.is_async)


def _parameters(bindings: tuple[tree.Binding, ...], placed: tree.Placed, file: tree.File) -> tuple[Parameter, ...]:
    return tuple(Parameter(binding.name.text, _cut(binding, placed, file)) for binding in bindings)


def _cut(node: tree.Node, placed: tree.Placed, file: tree.File) -> str:
    """A node's text on one line."""
    return " ".join(file.source.text[slice(*node.span.shifted(placed.start))].split())


def comment_above(placed: tree.Placed, file: tree.File) -> str:
    """The comment that ends on the line above an item, without its marks."""
    marks = ("#", "//") if file.dialect.slash_comments else ("#",)
    lines: list[str] = []
    end = placed.start
    while end > 0:
        start = file.source.text.rfind("\n", 0, end - 1) + 1
        line = file.source.text[start:end].strip()
        if not line.startswith(marks) or line.startswith(_TEST_MARKS):
            break
        lines.append(line.lstrip("#/").strip())
        end = start
    return "\n".join(reversed(lines))
