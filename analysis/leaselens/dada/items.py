"""Splitting a text into chunks that can be read alone, so that one broken function costs one function.

A chunk begins at ``fn``, ``class`` or ``async`` at the start of a line, and reaches to the next. The text before such a
head must be balanced: its brackets closed, its strings terminated. Then nothing that the reference would read as one is
torn apart, because reading a balanced chunk to its end leads outside of everything. A chunk that is not balanced is
extended over following heads until it is (a head may stand in a string); if it never is, it is broken, alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from leaselens.dada import budgets
from leaselens.dada.memo import Memo
from leaselens.dada.strings import Nesting
from leaselens.text import Span

_HEAD = re.compile(r"^(?:async|fn|class)(?![A-Za-z0-9_])", re.MULTILINE)
LONGEST_HEAD = len("async") + 1
"""How many characters tell that a chunk begins at a place: a word, and that it ends."""
_WAITS_FOR_FN = re.compile(r"(?<![A-Za-z0-9_])async(?:\s|#[^\n]*\n)*\Z")
_LONGEST_WAIT = 300  # characters between an `async` and its `fn` on a later line


class Extent(NamedTuple):
    """The range of a chunk, and whether it is balanced. ``trial`` is how many characters behind its first head were
    looked at to find that out."""

    span: Span
    balanced: bool
    trial: int = 0


def chunks(text: str, slash_comments: bool, start: int = 0) -> Iterator[Extent]:
    """The chunks of a text, in order, from the one that begins at ``start``; together they are the text from there."""
    bounds = _Bounds(text, start)
    trials = budgets.EXTENSION_CHARACTERS
    index = 0
    while bounds[index] < len(text):
        last, trial = _balanced_end(text, bounds, index, slash_comments, trials)
        trials -= trial
        first, index = bounds[index], index + 1 if last is None else last
        yield Extent(Span(first, bounds[index]), last is not None, trial)


class _Bounds:
    """Where chunks can begin, as far as somebody has asked; behind the last one always the text's end."""

    def __init__(self, text: str, start: int) -> None:
        self._heads = (match.start() for match in _HEAD.finditer(text, start + 1))
        self._met = [start]
        self._end = len(text)

    def __getitem__(self, index: int) -> int:
        while index >= len(self._met):
            self._met.append(next(self._heads, self._end))
        return self._met[index]


def extent_around(text: str, offset: int, slash_comments: bool) -> Extent:
    """The chunk that a cursor at ``offset`` stands in, looked for in its neighbourhood alone.

    What ``chunks`` has to extend over a later head is cut off at that head here, and not balanced.
    """
    start = offset
    while start:
        start = text.rfind("\n", 0, start) + 1
        if start == 0 or _HEAD.match(text, start):
            break
        start -= 1
    following = _HEAD.search(text, max(offset, start + 1))
    span = Span(start, following.start() if following else len(text))
    return Extent(span, len(text[slice(*span)]) <= budgets.PIECE and _is_balanced[slash_comments](text[slice(*span)]))


def _balanced_end(text: str, bounds: _Bounds, index: int, slash_comments: bool, trials: int) -> tuple[int | None, int]:
    """The index of the bound at which the chunk is balanced, if there is one within the budget; and how many characters
    behind the chunk's first bound were looked at."""
    first = bounds[index + 1]
    if first - bounds[index] > budgets.PIECE:
        return None, 0
    if _is_balanced[slash_comments](text[bounds[index] : first]) and not _waits_for_fn(text, bounds[index], first):
        return index + 1, 0
    nesting = Nesting(slash_comments)
    for last in range(index + 1, index + 1 + budgets.EXTENSION_HEADS):
        nesting.run(text, bounds[last - 1], bounds[last])
        if not nesting.stack and not _waits_for_fn(text, bounds[last - 1], bounds[last]):
            return last, bounds[last] - first
        if bounds[last] - first > trials or bounds[last] == len(text):
            break
    return None, bounds[last] - first


def _check_balance(text: str, slash_comments: bool) -> bool:
    nesting = Nesting(slash_comments)
    nesting.run(text, 0, len(text))
    return not nesting.stack


_is_balanced = {
    slashes: Memo(partial(_check_balance, slash_comments=slashes), budgets.MEMORY) for slashes in (False, True)
}


def _waits_for_fn(text: str, start: int, end: int) -> bool:
    """Whether the characters end with an ``async`` whose ``fn`` stands on a later line."""
    if end == len(text):
        return False
    begin = max(start, end - _LONGEST_WAIT)
    return text.find("async", begin, end) >= 0 and _WAITS_FOR_FN.search(text, begin, end) is not None
