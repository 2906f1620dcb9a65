"""What a Rust file has that others ask about: its impl blocks with their functions, and its method calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from leaselens.rust.syntax import Tree
from leaselens.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_IMPLEMENTATIONS: Final = "(impl_item trait: (_) @trait body: (_) @body)"
_FUNCTIONS: Final = "(function_item name: (_) @name) @function"
_CALLS: Final = """(call_expression
    function: (field_expression field: (field_identifier) @method) arguments: (arguments) @arguments)"""
_MACROS: Final = "(macro_invocation (token_tree) @tokens)"
DEEPEST: Final = 4
"""Macros within macros. What lies deeper is not looked at."""
_HEAD: Final = "impl X { "
_CONDITION = re.compile(r"\{\s*if\s+#\[cfg")


@dataclass(frozen=True, slots=True)
class Function:
    """A function: its name, where the name stands, and all of it."""

    name: str
    word: Span
    whole: Span


@dataclass(frozen=True, slots=True)
class Implementation:
    """An impl block of a trait, which is told as it is written."""

    trait: str
    functions: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a method: its name, where the name stands, and how many arguments it has."""

    method: str
    word: Span
    arguments: int


@lru_cache(maxsize=2048)
def implementations(text: str) -> tuple[Implementation, ...]:
    """The impl blocks of a text, those in the braces of macros such as ``cfg_if!`` too."""
    return tuple(_implementations(text, 0))


@lru_cache(maxsize=2048)
def calls(text: str) -> tuple[Call, ...]:
    """The method calls of a text, in order of position; not those in the arguments of macros."""
    tree = Tree(text)
    return tuple(
        Call(tree.text(found["method"]), tree.span(found["method"]), _count(found["arguments"]))
        for found in tree.matches(_CALLS)
    )


def _count(arguments: Node) -> int:
    return sum(not child.type.endswith("comment") for child in arguments.named_children)


def _implementations(text: str, start: int, depth: int = 0) -> Iterator[Implementation]:
    tree = Tree(text)
    for found in tree.matches(_IMPLEMENTATIONS):
        body = found["body"]
        functions = [*_functions(tree, body, start), *_conditional_functions(tree, body, start)]
        yield Implementation(tree.text(found["trait"]), tuple(functions))
    for inner, offset in _items_in_macros(tree, tree.root):
        if "impl" in inner and depth < DEEPEST:
            yield from _implementations(inner, start + offset, depth + 1)


def _functions(tree: Tree, body: Node, start: int) -> Iterator[Function]:
    for found in tree.matches(_FUNCTIONS, body):
        if found["function"].parent == body:
            name = found["name"]
            yield Function(tree.text(name), tree.span(name).shifted(start), tree.span(found["function"]).shifted(start))


def _conditional_functions(tree: Tree, body: Node, start: int) -> Iterator[Function]:
    """The functions of an impl block that stand in a macro: to tree-sitter its arguments are mere tokens."""
    for inner, offset in _items_in_macros(tree, body):
        block = Tree(f"{_HEAD}{inner}}}")
        for found in block.matches(_IMPLEMENTATIONS.replace("trait: (_) @trait ", "")):
            yield from _functions(block, found["body"], start + offset - len(_HEAD))


def _items_in_macros(tree: Tree, within: Node | None) -> Iterator[tuple[str, int]]:
    """What stands in the braces of macros, without the conditions around it: the texts, and where they begin."""
    for found in tree.matches(_MACROS, within) if within is not None else ():
        waiting = [found["tokens"]]
        while waiting:
            node = waiting.pop()
            text = tree.text(node)
            if not text.startswith("{") or "fn " not in text:
                continue
            if _CONDITION.match(text):
                waiting += [child for child in node.named_children if child.type == "token_tree"]
            else:
                yield text[1:-1], tree.span(node).start + 1
