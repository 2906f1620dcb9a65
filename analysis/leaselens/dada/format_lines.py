"""The layout of a text: the white space that belongs before each of its tokens.

A token stays on the line on which it stands. So nothing is ever joined or broken, and what a newline separates stays
separated (§A.2). What changes is the indentation, the space between the tokens of a line, the space at the ends of
lines, and the number of blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from leaselens.dada.dialects import Dialect
from leaselens.dada.format_marks import Marks
from leaselens.dada.format_spaces import Spaces
from leaselens.text import Token

BROKEN = "BROKEN"
"""The kind of a piece of text that was not understood; it is one token here, and nothing next to it changes."""

COMMENTS = frozenset({"COMMENT", "SLASH_COMMENT"})

_POINTS_UP = re.compile(r"(?:#|//)[!?]?\s*\^")
"""A comment whose ``^`` points at something on the line above."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A token that is not blank, and the blanks that stand before it now."""

    token: Token
    gap: tuple[Token, ...]

    @property
    def newlines(self) -> int:
        """How many line ends stand before the token."""
        return sum(blank.kind == "NEWLINE" for blank in self.gap)

    @property
    def space(self) -> str:
        """The blanks directly before the token, on its line."""
        return self.gap[-1].text if self.gap and self.gap[-1].kind == "SPACE" else ""


@dataclass(frozen=True, slots=True)
class _Bracket:
    """An open bracket: the level of the line on which its construct began, and whether it holds paths or generics."""

    level: int
    tight: bool

    @property
    def inside(self) -> int:
        """The level of what it holds."""
        return self.level + 1


class Layout:
    """Goes over the tokens of a text in order, and says what belongs before each. ``indent`` is one indentation."""

    def __init__(self, tokens: Sequence[Placed], marks: Marks, dialect: Dialect, indent: str) -> None:
        self._tokens = tokens
        self._marks = marks
        self._dialect = dialect
        self._indent = indent
        self._spaces = Spaces(marks, dialect.keywords)
        self._brackets: list[_Bracket] = []
        self._owners = set(marks.owners.values())
        self._levels: dict[int, int] = {}
        """By the offset of a construct with a body: the level of the line on which it begins."""
        self._moved = 0
        """By how much the last line of code was moved to the right."""

    def before_each(self) -> Iterator[tuple[int, str]]:
        """How many line ends belong before each token, and what space between them and the token."""
        level = longer = 0
        for index, placed in enumerate(self._tokens):
            if index == 0 or placed.newlines:
                level, longer = self._level(index), 0
                yield self._line_ends(index), self._indentation(placed, level)
            else:
                space = self._space(index, longer)
                longer += len(space) - len(placed.space)
                yield 0, space
            self._pass(index, level)

    # ---------------------------------------------------------------- lines

    def _line_ends(self, index: int) -> int:
        """One blank line may stand before a line; none at the edges of what is in brackets, or of the text."""
        if index == 0:
            return 0
        is_edge = self._tokens[index - 1].token.kind == "OPEN" or self._tokens[index].token.kind == "CLOSE"
        return 1 if is_edge else min(2, self._tokens[index].newlines)

    def _indentation(self, first: Placed, level: int) -> str:
        if _POINTS_UP.match(first.token.text):
            return " " * max(0, len(first.space) + self._moved) if self._moved else first.space
        indentation = self._indent * level
        if not self._is_comment(first.token):
            self._moved = len(indentation) - len(first.space)
        return indentation

    def _level(self, index: int) -> int:
        """The level of the line that begins with a token."""
        token = self._tokens[index].token
        if self._is_comment(token):
            return self._level_of_comment(index)
        if token.kind == "CLOSE":
            closers = takewhile(lambda i: self._closes_on(index, i), range(index, len(self._tokens)))
            return self._brackets[-len(list(closers))].level
        owner = self._owner(index)
        if owner is not None:
            return self._levels[owner]
        return self._inside if self._begins_item(token) else self._inside + 1

    def _level_of_comment(self, index: int) -> int:
        """A comment stands as deep as what it is above; at the end of a block, as deep as what is in the block."""
        following = next(
            (i for i in range(index, len(self._tokens)) if not self._is_comment(self._tokens[i].token)), None
        )
        if following is None or self._tokens[following].token.kind == "CLOSE":
            return self._inside
        return self._level(following)

    def _closes_on(self, first: int, index: int) -> bool:
        """Whether a token is one of the closing brackets with which the line of ``first`` begins."""
        placed = self._tokens[index]
        return placed.token.kind == "CLOSE" and (index == first or not placed.newlines)

    @property
    def _inside(self) -> int:
        """The level of what stands in the innermost open bracket."""
        return self._brackets[-1].inside if self._brackets else 0

    def _begins_item(self, token: Token) -> bool:
        return token.start in self._marks.starts or token.kind == BROKEN or self._is_tight

    def _owner(self, index: int) -> int | None:
        """The offset of the construct that goes on with a brace, an ``else``, or the ``if`` behind one."""
        token = self._tokens[index].token
        if token.text == "else":
            later = (self._tokens[i].token for i in range(index + 1, len(self._tokens)))
            token = next((t for t in later if not self._is_comment(t)), token)
        return self._marks.owners.get(token.start)

    # ---------------------------------------------------------------- the tokens of a line

    def _space(self, index: int, longer: int) -> str:
        """The space before a token that is not the first of its line, which has become longer by so much."""
        placed, before, gap = self._tokens[index], self._tokens[index - 1].token, self._tokens[index].space
        if BROKEN in (before.kind, placed.token.kind):
            return gap
        if self._is_comment(placed.token):
            # Comments that stand below each other go on doing so.
            return " " * max(1, len(gap) - longer) if len(gap) > 1 else " "
        after_dot = index > 1 and self._tokens[index - 2].token.text == "."
        return self._spaces.between(before, placed.token, gap, tight=self._is_tight, after_dot=after_dot)

    @property
    def _is_tight(self) -> bool:
        return bool(self._brackets) and self._brackets[-1].tight

    def _is_comment(self, token: Token) -> bool:
        """A comment, or the ``...`` that some dialects pass over."""
        return token.kind in COMMENTS or (self._dialect.elisions and token.text == "...")

    # ---------------------------------------------------------------- brackets

    def _pass(self, index: int, level: int) -> None:
        """Go past a token of a line of that level."""
        token = self._tokens[index].token
        if token.start in self._owners:
            self._levels[token.start] = level
        if token.kind == "OPEN":
            owner = self._marks.owners.get(token.start)
            self._brackets.append(_Bracket(level if owner is None else self._levels[owner], self._opens_tightly(index)))
        elif token.kind == "CLOSE":
            self._brackets.pop()

    def _opens_tightly(self, index: int) -> bool:
        token = self._tokens[index].token
        before = self._tokens[index - 1].token if index else token
        return token.text == "[" or self._is_tight or before.start in self._marks.lenders
