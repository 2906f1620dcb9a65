"""Which bracket closes which (reference §A.1), and a guess for texts in which brackets are missing."""

from __future__ import annotations

from collections.abc import Sequence

from leaselens.text import Token

CLOSERS = {"(": ")", "[": "]", "{": "}"}


def matched(tokens: Sequence[Token], newline_before: Sequence[bool]) -> tuple[dict[int, int], frozenset[int]]:
    """The index of the closing bracket of every opening one, and which opening ones have none.

    In a text whose brackets are all closed a wrong closer inside a tree is just an unknown token (§A.1). In a broken
    one, where the reference lets the tree run to the end, we guess so that little is lost: a closer that some opener
    waits for ends what was opened since; a `(` or `[` without closer ends with its line, a `{` with its surroundings.
    The tree of an unclosed bracket ends *before* its index.
    """
    closer, unclosed = _strictly(tokens)
    if not unclosed:
        return closer, frozenset()
    return _leniently(tokens, newline_before)


def _strictly(tokens: Sequence[Token]) -> tuple[dict[int, int], list[int]]:
    closer: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind == "OPEN":
            opened.append(index)
        elif token.kind == "CLOSE" and opened and CLOSERS[tokens[opened[-1]].text] == token.text:
            closer[opened.pop()] = index
    return closer, opened


def _leniently(tokens: Sequence[Token], newline_before: Sequence[bool]) -> tuple[dict[int, int], frozenset[int]]:
    closer: dict[int, int] = {}
    limits: dict[int, int] = {}  # of what is never closed: where its surroundings end
    opened: list[int] = []
    waiting = dict.fromkeys(CLOSERS.values(), 0)
    for index, token in enumerate(tokens):
        if token.kind == "OPEN":
            opened.append(index)
            waiting[CLOSERS[token.text]] += 1
        elif token.kind == "CLOSE" and waiting[token.text]:
            while (wanted := CLOSERS[tokens[opened[-1]].text]) != token.text:
                waiting[wanted] -= 1
                limits[opened.pop()] = index
            waiting[token.text] -= 1
            closer[opened.pop()] = index
    limits.update((opener, len(tokens)) for opener in opened)
    for opener in sorted(limits, reverse=True):
        closer[opener] = _guessed_end(tokens, newline_before, closer, opener, limits)
    return closer, frozenset(limits)


def _guessed_end(
    tokens: Sequence[Token],
    newline_before: Sequence[bool],
    closer: dict[int, int],
    opener: int,
    limits: dict[int, int],
) -> int:
    """The index of the first token that an unclosed bracket does not hold. Inner brackets, whose ends are known, are
    passed as a whole, so that many of them on one line cost no more than the line."""
    limit = limits[opener]
    if tokens[opener].text == "{":
        return limit
    index = opener + 1
    while index < limit and not newline_before[index]:
        end = closer.get(index)
        index = index + 1 if end is None else end if index in limits else end + 1
    return min(index, limit)
