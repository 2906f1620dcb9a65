"""Splitting a text into chunks that can be read alone, so that one broken function costs one function.

A chunk begins at ``fn``, ``class`` or ``async`` at the start of a line, and reaches to the next. The text before such a
head must be balanced: its brackets closed, its strings terminated. Then nothing that the reference would read as one is
torn apart, because reading a balanced chunk to its end leads outside of everything. A chunk that is not balanced is
extended over following heads until it is (a head may stand in a string); if it never is, it is broken, alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from leaselens.dada import budgets
from leaselens.dada.memo import Memo
from leaselens.dada.strings import Nesting
from leaselens.text import Span

_HEAD = re.compile(r"^(?:async|fn|class)(?![A-Za-z0-9_])", re.MULTILINE)
_WAITS_FOR_FN = re.compile(r"(?<![A-Za-z0-9_])async(?:\s|#[^\n]*\n)*\Z")
_LONGEST_WAIT = 300  # characters between an `async` and its `fn` on a later line


@dataclass(frozen=True, slots=True)
class Extent:
    """The range of a chunk, and whether it is balanced."""

    span: Span
    balanced: bool


def chunks(text: str, slash_comments: bool) -> Iterator[Extent]:
    """The chunks of a text, in order; together they are the text."""
    heads = [match.start() for match in _HEAD.finditer(text)]
    bounds = sorted({0, *heads, len(text)})
    trials = budgets.EXTENSION_CHARACTERS
    index = 0
    while index < len(bounds) - 1:
        start = bounds[index]
        last, looked_at = _balanced_end(text, bounds, index, slash_comments, trials)
        trials -= looked_at
        index = index + 1 if last is None else last
        yield Extent(Span(start, bounds[index]), last is not None)


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


def _balanced_end(
    text: str, bounds: list[int], index: int, slash_comments: bool, trials: int
) -> tuple[int | None, int]:
    """The index of the bound at which the chunk is balanced, if there is one within the budget; and how many characters
    behind the chunk's first bound were looked at."""
    first = bounds[index + 1]
    if first - bounds[index] > budgets.PIECE:
        return None, 0
    if _is_balanced[slash_comments](text[bounds[index] : first]) and not _waits_for_fn(text, bounds[index], first):
        return index + 1, 0
    nesting = Nesting(slash_comments)
    for last in range(index + 1, min(len(bounds), index + 1 + budgets.EXTENSION_HEADS)):
        nesting.run(text, bounds[last - 1], bounds[last])
        if not nesting.stack and not _waits_for_fn(text, bounds[last - 1], bounds[last]):
            return last, bounds[last] - first
        if bounds[last] - first > trials:
            return None, bounds[last] - first
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
    return _WAITS_FOR_FN.search(text, max(start, end - _LONGEST_WAIT), end) is not None
