"""Literate cases: Markdown in which a heading names a case, and blocks hold its source and what is to be seen in it.

A block whose first word is a language (``dada``) is the source; words after it are options (``dialect=d2``). The blocks
that follow it under the same heading are pictures of the answer (see ``observed``). Everything else is prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("dada", "idol")
_HEADING = re.compile(r"#{1,6} +(.*?)\s*#*")
_FENCE = re.compile(r"(`{3,})(.*)")


class BadCase(Exception):
    """A file of cases that can't be understood; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block in fences: ``first`` and ``last`` are the 0-based numbers of their lines, ``text`` is in between."""

    fence: str
    words: tuple[str, ...]
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Case:
    """One program and the blocks that show what is to be seen in it."""

    path: Path
    name: str
    source: Block
    shown: tuple[Block, ...]

    @property
    def language(self) -> str:
        """The language of the source."""
        return self.source.words[0]

    @property
    def dialect(self) -> str | None:
        """The dialect that the source is to be read in; ``None``: it is detected."""
        options = dict(word.partition("=")[::2] for word in self.source.words[1:])
        if unknown := options.keys() - {"dialect"}:
            raise BadCase(f"{self.path}:{self.source.first + 1}: no such option: {', '.join(sorted(unknown))}")
        return options.get("dialect")


def read_cases(path: Path, text: str) -> tuple[Case, ...]:
    """The cases of a file, in their order."""
    cases = []
    for name, blocks in _sections(path, text):
        sources = [block for block in blocks if block.words[:1] and block.words[0] in LANGUAGES]
        shown = tuple(block for block in blocks if block not in sources)
        if len(sources) > 1:
            raise BadCase(f"{path}:{sources[1].first + 1}: a second source under the heading `{name}`")
        if shown and not sources:
            raise BadCase(f"{path}:{shown[0].first + 1}: a block without a source under the heading `{name}`")
        cases += [Case(path, name, source, shown) for source in sources]
    return tuple(cases)


def _sections(path: Path, text: str) -> Iterator[tuple[str, list[Block]]]:
    """The headings, each with the blocks below it."""
    name, blocks = "", list[Block]()
    for item in _items(path, text.split("\n")):
        if isinstance(item, Block):
            blocks.append(item)
        else:
            yield name, blocks
            name, blocks = item, []
    yield name, blocks


def _items(path: Path, lines: list[str]) -> Iterator[str | Block]:
    """The headings and blocks of a file."""
    number = 0
    while number < len(lines):
        line = lines[number]
        if fence := _FENCE.fullmatch(line):
            last = _closing(path, lines, number, fence[1])
            yield Block(fence[1], tuple(fence[2].split()), "\n".join(lines[number + 1 : last]), number, last)
            number = last
        elif heading := _HEADING.fullmatch(line):
            yield heading[1]
        number += 1


def _closing(path: Path, lines: list[str], first: int, fence: str) -> int:
    for number in range(first + 1, len(lines)):
        if lines[number].rstrip() == fence:
            return number
    raise BadCase(f"{path}:{first + 1}: a block without an end")
