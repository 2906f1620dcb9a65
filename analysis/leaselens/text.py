"""Texts and the places in them.

Everywhere in the analysis a position is an *offset*: a 0-based count of Unicode characters (code points) from the start
of a text. Lines and columns appear only at the rim, and UTF-16 only in one module of the server.
A line ends at ``\\n``, ``\\r\\n`` or ``\\r`` and nowhere else (the rule of the Language Server Protocol).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of characters: ``start`` is inside, ``end`` is the first offset outside."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """The same range, ``by`` characters further on."""
        return Span(self.start + by, self.end + by)

    def contains(self, offset: int) -> bool:
        """Whether the character at ``offset`` lies inside."""
        return self.start <= offset < self.end

    def touches(self, offset: int) -> bool:
        """Whether a cursor at ``offset`` lies inside or at either edge."""
        return self.start <= offset <= self.end

    def to(self, other: Span) -> Span:
        """From the start of this range to the end of ``other``."""
        return Span(self.start, other.end)


class Token(NamedTuple):
    """A piece of a text: its kind, its characters, and where it starts (0-based, in characters)."""

    kind: str
    text: str
    start: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))

    @property
    def end(self) -> int:
        """The offset behind the token."""
        return self.start + len(self.text)


class Position(NamedTuple):
    """A 0-based line and a 0-based column in characters."""

    line: int
    column: int


class LineIndex:
    """The line starts of one text: converts offsets to lines and columns and back, each in O(log lines)."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        """Offset of the first character of every line; a text that ends with a line end has an empty last line."""
        self._content_ends = [*(match.start() for match in _LINE_END.finditer(text)), len(text)]

    @property
    def count(self) -> int:
        """How many lines there are (at least one)."""
        return len(self.starts)

    def position(self, offset: int) -> Position:
        """The line and column of an offset; offsets outside the text are clamped into it."""
        offset = max(0, min(offset, self._length))
        line = bisect_right(self.starts, offset) - 1
        return Position(line, offset - self.starts[line])

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column; what lies outside is clamped (to the end of its line, of the text)."""
        if line < 0:
            return 0
        if line >= len(self.starts):
            return self._length
        return min(self.starts[line] + max(column, 0), self._content_ends[line])

    def content(self, line: int) -> Span:
        """The characters of a line without its line end."""
        return Span(self.starts[line], self._content_ends[line])


def shared_head(one: Sequence[object], other: Sequence[object]) -> int:
    """How many elements (characters) two sequences both begin with.

    Found by halving: comparing slices is what Python does quickest.
    """
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def shared_tail(one: str, other: str) -> int:
    """How many characters two texts both end with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


@dataclass(frozen=True)
class Source:
    """A named text. ``name`` is what the reader calls it (a path as it was given, or a URI)."""

    name: str
    text: str

    @cached_property
    def lines(self) -> LineIndex:
        """The line index of the text, built when first asked for."""
        return LineIndex(self.text)
