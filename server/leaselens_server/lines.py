"""A text as a sequence of lines: an immutable value, of which another one with an edit in it shares all but the edit.

The text is kept in blocks of some hundred lines. What an edit costs, and what it costs to find a line or an offset,
goes with the size of a block; only the whole text is joined of all of them, at the speed of copying memory.
A line ends at ``\\n``, ``\\r\\n`` or ``\\r`` and nowhere else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, chain
from operator import attrgetter

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
BLOCK = 256
"""Lines in a block when it is made; it grows to twice as many before it is divided."""


def split_lines(text: str) -> list[str]:
    """The lines of a text with their line ends; the last one has none (it is ``""`` after a final line end)."""
    lines: list[str] = _LINE.findall(text)
    if not lines or lines[-1][-1] in "\r\n":
        lines.append("")
    return lines


class _Block:
    """Some lines that stand together. They are kept as one text, and taken apart when somebody looks."""

    def __init__(self, lines: list[str]) -> None:
        self.text = "".join(lines)
        self.count, self.length = len(lines), len(self.text)

    @cached_property
    def lines(self) -> list[str]:
        return split_lines(self.text)[: self.count]

    @cached_property
    def starts(self) -> list[int]:
        """The offset in the block at which each line begins, and then the block's length."""
        return list(accumulate(map(len, self.lines), initial=0))


_COUNT, _LENGTH = attrgetter("count"), attrgetter("length")


class Lines:
    """The lines of a text, with their line ends; there is always one, and only the last one has no line end."""

    def __init__(self, blocks: list[_Block]) -> None:
        self._blocks = blocks
        self._first_lines: list[int] = list(accumulate(map(_COUNT, blocks), initial=0))
        self._first_offsets: list[int] = list(accumulate(map(_LENGTH, blocks), initial=0))

    @staticmethod
    def of(text: str) -> Lines:
        """The lines of a text."""
        return Lines(_cut(split_lines(text)))

    def __len__(self) -> int:
        return self._first_lines[-1]

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(block.lines for block in self._blocks)

    def __getitem__(self, line: int) -> str:
        """A line by its 0-based number, which must be that of one."""
        index = self._block_of(line)
        return self._blocks[index].lines[line - self._first_lines[index]]

    @property
    def length(self) -> int:
        """How many characters the text has."""
        return self._first_offsets[-1]

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join([block.text for block in self._blocks])

    def start(self, line: int) -> int:
        """The offset of the first character of a line; what lies outside is clamped."""
        if not 0 <= line < len(self):
            return 0 if line < 0 else self.length
        index = self._block_of(line)
        return self._first_offsets[index] + self._blocks[index].starts[line - self._first_lines[index]]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both 0-based, in characters; what lies outside is clamped."""
        offset = max(0, min(offset, self.length))
        index = min(bisect_right(self._first_offsets, offset), len(self._blocks)) - 1
        block, inside = self._blocks[index], offset - self._first_offsets[index]
        line = min(bisect_right(block.starts, inside), block.count) - 1
        return self._first_lines[index] + line, inside - block.starts[line]

    def replaced(self, first: int, end: int, lines: Iterable[str]) -> Lines:
        """The same with ``lines`` instead of those from ``first`` to ``end`` (exclusive; at least one)."""
        head, tail = self._block_of(first), self._block_of(end - 1)
        before = self._blocks[head].lines[: first - self._first_lines[head]]
        after = self._blocks[tail].lines[end - self._first_lines[tail] :]
        return Lines([*self._blocks[:head], *_cut([*before, *lines, *after]), *self._blocks[tail + 1 :]])

    def _block_of(self, line: int) -> int:
        return bisect_right(self._first_lines, line) - 1


def _cut(lines: list[str]) -> list[_Block]:
    if len(lines) <= 2 * BLOCK:
        return [_Block(lines)] if lines else []
    return [_Block(lines[start : start + BLOCK]) for start in range(0, len(lines), BLOCK)]
