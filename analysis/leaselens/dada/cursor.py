"""A cursor over the tokens of an item: what the parser reads from.

Brackets make a *token tree* (§A.1): a cursor stands inside of one tree, does not see beyond its end, and passes an
inner tree as a whole or enters it. White space and comments are passed over silently, except that a newline before a
token is remembered, because it separates the items of a list (§A.2), and that the reference's spans know the last of
it (§C).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from leaselens.dada import budgets
from leaselens.dada.brackets import CLOSERS, matched
from leaselens.dada.catalogue import rule
from leaselens.dada.dialects import Dialect
from leaselens.dada.tokens import TRIVIA
from leaselens.dada.tree import Error, Expr, Name
from leaselens.diagnostics import Diagnostic, Related, Role, Rule
from leaselens.text import Span, Token

T = TypeVar("T")

_SINGLE = frozenset({"OPERATOR", "UNKNOWN"})
"""Kinds whose tokens are runs of what the reference takes one by one."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The tokens that rules see, and what is known of each.

    ``newline_before`` says whether a newline stands before it, ``raw_index`` where it is among all tokens. ``closer``
    maps an opening bracket to the index of its closing one, or, where it is ``unclosed``, to where its tree ends.
    """

    raw: Sequence[Token]
    tokens: list[Token]
    raw_index: list[int]
    newline_before: list[bool]
    closer: dict[int, int]
    unclosed: frozenset[int]


def stream(raw: Sequence[Token], dialect: Dialect) -> Stream:
    """The stream of some tokens; where the dialect has elisions, a ``...`` alone on its line is passed over."""
    tokens: list[Token] = []
    raw_index: list[int] = []
    newline_before: list[bool] = []
    newline = True
    for index, token in enumerate(raw):
        if token.kind in TRIVIA:
            newline = newline or token.kind == "NEWLINE"
        elif not (dialect.elisions and newline and token.text == "..." and _ends_line(raw, index)):
            tokens.append(token)
            raw_index.append(index)
            newline_before.append(newline)
            newline = False
    return Stream(raw, tokens, raw_index, newline_before, *matched(tokens, newline_before))


def _ends_line(raw: Sequence[Token], index: int) -> bool:
    following = next((token for token in raw[index + 1 : index + 3] if token.kind != "SPACE"), None)
    return following is None or following.kind in TRIVIA


class Cursor:
    """Where the parser stands, in which tree, and what it found to complain about.

    ``base`` is the offset in characters that spans count from. ``following`` is the span of what stands behind the last
    token, if something does (the head of the next item).
    """

    def __init__(self, stream: Stream, dialect: Dialect, following: Span | None = None) -> None:
        self.stream = stream
        self.tokens = stream.tokens
        self.dialect = dialect
        self.following = following
        self.base = 0
        self.pos = 0
        self.end = len(stream.tokens)
        self.opener: int | None = None
        self.depth = 0
        self.deepest = 0
        """The greatest ``depth`` of the statement."""
        self.links = 0
        """How many links the chains of the statement have (operators, dots, calls, `else if`)."""
        self.text_end = stream.raw[-1].end if stream.raw else 0
        """The offset of the end of the text (of the chunk) that the tokens come from."""
        self.diagnostics: list[Diagnostic] = []
        self.mistakes = 0
        """How often something was wrong, told or not: who sees it grow has read something damaged."""
        self.stuck_at: int | None = None
        """The index of the token at which something was missing last."""
        self.lost: list[Name] = []
        """The words that were passed over."""

    # ---------------------------------------------------------------- looking

    @property
    def token(self) -> Token | None:
        """The next token of the tree."""
        return self.tokens[self.pos] if self.pos < self.end else None

    def peek(self, ahead: int) -> Token | None:
        """The token that is ``ahead`` tokens further on in the tree."""
        index = self.pos + ahead
        return self.tokens[index] if index < self.end else None

    def is_word(self, text: str) -> bool:
        """Whether the next token is this word."""
        token = self.token
        return token is not None and token.kind == "WORD" and token.text == text

    def is_keyword(self, text: str) -> bool:
        """Whether the next token is this word, and the dialect reserves it."""
        return self.is_word(text) and text in self.dialect.keywords

    def is_open(self, bracket: str) -> bool:
        """Whether a tree begins with this bracket."""
        token = self.token
        return token is not None and token.kind == "OPEN" and token.text == bracket

    def is_operator(self, text: str, ahead: int = 0) -> bool:
        """Whether a token is this operator (§A.3: a run of operator characters is one operator or none)."""
        token = self.peek(ahead)
        return token is not None and token.kind == "OPERATOR" and token.text == text

    def is_identifier(self, ahead: int = 0) -> bool:
        """Whether a token is a word that the dialect does not reserve."""
        token = self.peek(ahead)
        return token is not None and token.kind == "WORD" and token.text not in self.dialect.keywords

    @property
    def after_newline(self) -> bool:
        """Whether a newline stands before the next token."""
        return self.pos < self.end and self.stream.newline_before[self.pos]

    @property
    def touches_previous(self) -> bool:
        """Whether nothing stands between the next token and the one before it."""
        return 0 < self.pos < self.end and self.tokens[self.pos - 1].end == self.tokens[self.pos].start

    # ---------------------------------------------------------------- spans

    def relative(self, start: int, end: int) -> Span:
        """The span of two offsets of the text, relative to the item."""
        return Span(start - self.base, end - self.base)

    def span_of(self, token: Token) -> Span:
        """The span of a token, relative to the item."""
        return Span(token.start - self.base, token.end - self.base)

    def since(self, start: int) -> Span:
        """From an offset (relative to the item) to the end of what was read last."""
        return Span(start, self.tokens[self.pos - 1].end - self.base)

    def here(self) -> Span:
        """The reference's "at cur": the next token, or at the end of a tree its last one, white space included (§C)."""
        token = self.token
        if token is None:
            return self._last()
        end = token.start + 1 if token.kind in _SINGLE else token.end
        return self.relative(token.start, end)

    def _last(self) -> Span:
        if self.opener is None and self.following is not None:
            return self.following.shifted(-self.base)
        raw = self.stream.raw
        index = self.stream.raw_index[self.end] if self.end < len(self.tokens) else len(raw)
        if self.opener is not None and self.stream.raw_index[self.opener] == index - 1:
            end = self.tokens[self.opener].end
            return self.relative(end, end)
        if index == 0:
            return self.relative(self.base, self.base)
        return self.last_character(raw[index - 1])

    def last_character(self, token: Token) -> Span:
        """The last of the reference's tokens in one of ours: it takes white space and operators one by one."""
        single = token.kind in _SINGLE or token.kind in ("SPACE", "NEWLINE")
        return self.relative(token.end - 1 if single else token.start, token.end)

    def before(self) -> Token | None:
        """What stands directly before the next token, white space and comments included."""
        index = self.stream.raw_index[self.pos] if self.pos < len(self.tokens) else len(self.stream.raw)
        return self.stream.raw[index - 1] if index else None

    # ---------------------------------------------------------------- moving

    def take(self) -> Token:
        """Go past the next token, which must exist."""
        token = self.tokens[self.pos]
        self.pos += 1
        return token

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Enter the tree whose opening bracket is next, and in the end stand behind its closing one."""
        outer = self.opener, self.end
        opener = self.pos
        closer = self.stream.closer[opener]
        self.opener, self.pos, self.end = opener, opener + 1, closer
        try:
            yield
        finally:
            self.opener, self.end = outer
            self.pos = closer if opener in self.stream.unclosed else closer + 1
        if opener in self.stream.unclosed:
            self._report_unclosed(self.tokens[opener])

    def _report_unclosed(self, opener: Token) -> None:
        self.mistakes += 1
        if any(self._explains_unclosed(found, opener) for found in self.diagnostics):
            return
        opened = Related(Role.NOTE, f"the `{opener.text}` is here", self.span_of(opener))
        self.report(rule("C2"), f"expected `{CLOSERS[opener.text]}`", related=(opened,))

    def _explains_unclosed(self, found: Diagnostic, opener: Token) -> bool:
        """Ten thousand brackets that are too deep are one mistake; a string without an end has swallowed the closer."""
        is_swallowed = found.code == rule("B2").code and found.span.start >= opener.start - self.base
        return is_swallowed or found.code == rule("B1").code

    def skip_tree(self) -> None:
        """Go past the tree whose opening bracket is next."""
        closer = self.stream.closer[self.pos]
        self.pos = closer if self.pos in self.stream.unclosed else closer + 1

    def separated(self) -> bool:
        """Go past what separates two items of a list: a newline or a comma (§A.2). Whether there was one."""
        token = self.token
        if token is None:
            return False
        if self.after_newline:
            return True
        if token.kind == "COMMA":
            self.pos += 1
            return True
        return False

    def listed(self, item: Callable[[Cursor], T | None], extra: str, what: str) -> tuple[T, ...]:
        """The items up to the end of the tree; ``extra`` is the code for what can't be an item (`extra tokens after
        ...`)."""
        items: list[T] = []
        while self.pos < self.end:
            found = item(self)
            if found is None:
                break
            items.append(found)
            if not self.separated():
                break
        self.nothing_more(extra, what)
        return tuple(items)

    def lines(self, item: Callable[[Cursor], Expr | None], extra: str, what: str) -> tuple[Expr, ...]:
        """Like ``listed``, but behind what can't be an item it goes on with the next line.

        The reference passes over the rest of the body; who is typing would lose it.
        """
        items = list[Expr]()
        while self.pos < self.end:
            found = item(self)
            if found is not None:
                items.append(found)
            if self.pos < self.end and (found is None or not self.separated()):
                self.report(rule(extra), f"extra tokens after {what}")
                items.append(self.rest_of_line())
        return tuple(items)

    @property
    def is_stuck(self) -> bool:
        """Whether what stands here was complained about already: whatever else is missing, that is why."""
        return self.stuck_at == self.pos

    def rest_of_line(self) -> Error:
        """What can't be read: up to the first token of a later line, past whole trees; at least one token."""
        start, lost = self.here().start, len(self.lost)
        is_first = True
        while self.pos < self.end and (is_first or not self.after_newline):
            is_first = False
            self._pass_over()
        return Error(self.since(start), (), tuple(self.lost[lost:]))

    def before_block(self) -> tuple[Name, ...]:
        """Go to the block on this line that belongs to what can't be read, if there is one; the words on the way."""
        start, lost = self.pos, len(self.lost)
        while self.pos < self.end and not self.after_newline and not self.is_open("{"):
            self._pass_over()
        if not self.is_open("{") or self.after_newline:
            self.pos = start
            del self.lost[lost:]
        return tuple(self.lost[lost:])

    def _pass_over(self) -> None:
        """Go past a token or a whole tree, and note the words in it (but not those behind a dot)."""
        first = self.pos
        if self.tokens[first].kind == "OPEN":
            self.skip_tree()
        else:
            self.pos += 1
        for index in range(first, self.pos):
            token = self.tokens[index]
            is_name = token.kind == "WORD" and token.text not in self.dialect.keywords
            if is_name and self.tokens[index - 1].text != ".":
                self.lost.append(Name(self.span_of(token), token.text))

    def nothing_more(self, extra: str, what: str) -> None:
        """Complain if the tree does not end here, and go to its end."""
        if self.pos < self.end:
            self.report(rule(extra), f"extra tokens after {what}")
            while self.pos < self.end:
                self._pass_over()

    # ---------------------------------------------------------------- complaining

    def report(
        self,
        row: Rule,
        message: str,
        span: Span | None = None,
        *,
        label: str = "here",
        related: tuple[Related, ...] = (),
    ) -> None:
        """Remember a diagnostic, by default at the next token: the first one about it, the others are its echoes."""
        self.mistakes += 1
        if span is None and self.is_stuck:
            return
        if span is None:
            self.stuck_at = self.pos
        if len(self.diagnostics) < budgets.DIAGNOSTICS:
            self.diagnostics.append(row.at(span or self.here(), message, label=label, related=related))
