"""The syntax tree of a Rust text, by tree-sitter; the one module that knows whether it is installed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from leaselens.model.elsewhere import Lack
from leaselens.text import Span

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Query

MISSING: Final = Lack("rust", "Where this is implemented and called in Rust is not known: that needs tree-sitter.")
"""What a reader is told, once, where Rust would have been asked about."""


DEEPEST: Final = 500
"""Brackets within brackets. A text that has more is not read: tree-sitter takes time by the square of it."""
_BRACKET = re.compile(rb"[(\[{]|[)\]}]")


@cache
def _language() -> Language | None:
    try:
        import tree_sitter_rust
        from tree_sitter import Language
    except ImportError:
        return None
    return Language(tree_sitter_rust.language())


@cache
def _query(pattern: str) -> Query:
    from tree_sitter import Query

    language = _language()
    assert language is not None, "there is no tree to ask"
    return Query(language, pattern)


def available() -> bool:
    """Whether Rust can be read."""
    return _language() is not None


def _is_deep(data: bytes) -> bool:
    depth = 0
    for bracket in _BRACKET.findall(data):
        depth = depth + 1 if bracket in b"([{" else max(0, depth - 1)
        if depth > DEEPEST:
            return True
    return False


class Tree:
    """A text with its syntax tree. tree-sitter counts bytes; spans are in characters, as everywhere."""

    def __init__(self, text: str) -> None:
        self._data = text.encode("utf-8", "surrogatepass")
        self.root = self._parsed()

    def _parsed(self) -> Node | None:
        language = _language()
        if language is None or _is_deep(self._data):
            return None
        from tree_sitter import Parser

        return Parser(language).parse(self._data).root_node

    def matches(self, pattern: str, within: Node | None = None) -> Iterator[dict[str, Node]]:
        """The places that fit a pattern of tree-sitter's query language: for each the nodes that it names."""
        root = within or self.root
        if root is None:
            return
        from tree_sitter import QueryCursor

        for _, found in QueryCursor(_query(pattern)).matches(root):
            yield {name: nodes[0] for name, nodes in found.items()}

    def span(self, node: Node) -> Span:
        """Where a node stands."""
        return Span(self._characters(node.start_byte), self._characters(node.end_byte))

    def text(self, node: Node) -> str:
        """What a node's text is."""
        return self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def _characters(self, offset: int) -> int:
        return offset - bisect_left(self._continuing, offset)

    @cached_property
    def _continuing(self) -> list[int]:
        """The offsets of the bytes that begin no character."""
        return [] if self._data.isascii() else [at for at, byte in enumerate(self._data) if byte & 0xC0 == 0x80]
