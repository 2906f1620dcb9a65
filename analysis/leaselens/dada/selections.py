"""What a growing selection takes: the word, the expression, what is in the brackets, the statement, ..., the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from leaselens.dada import tree
from leaselens.dada.cursor import stream
from leaselens.dada.dialects import Dialect
from leaselens.dada.strings import literal_at
from leaselens.dada.tokens import scan_part
from leaselens.text import Span, Token

_WORD = re.compile(r"\w+")
_TEXTS = frozenset({"STRING", "COMMENT", "SLASH_COMMENT"})
_WORDS = _TEXTS | {"WORD", "NUMBER", "PREFIX"}
_BRACKETS = frozenset({"OPEN", "CLOSE"})
_BLANK = frozenset({"SPACE", "NEWLINE"})


def selections_at(file: tree.File, offset: int) -> tuple[Span, ...]:
    """The ranges around a cursor, each in the next one, which is larger."""
    whole = Span(0, len(file.source.text))
    offset = max(0, min(offset, whole.end))
    found = {whole, *_in_tokens(file, offset)}
    anchor = min(found, key=_length)
    for placed in file.items_touching(offset):
        found.update(_in_tree(placed, anchor))
    return _nested(found, anchor)


def _length(span: Span) -> int:
    return span.end - span.start


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _nested(found: set[Span], innermost: Span) -> tuple[Span, ...]:
    """From small to large, those that hold all before them; without the empty ones."""
    chain = [innermost]
    for span in sorted(found - {innermost}, key=_length):
        if _holds(span, chain[-1]):
            chain.append(span)
    return tuple(span for span in chain if _length(span))


# ---------------------------------------------------------------- the tree


def _in_tree(placed: tree.Placed, anchor: Span) -> Iterator[Span]:
    """The ranges of the item and its nodes that hold a range."""
    pending: list[tree.Node] = [placed.item]
    while pending:
        node = pending.pop()
        span = node.span.shifted(placed.start)
        if _holds(span, anchor):
            yield span
            pending += node.children()


# ---------------------------------------------------------------- tokens


def _in_tokens(file: tree.File, offset: int) -> Iterator[Span]:
    """The word or text at the cursor, and the brackets around it."""
    index = bisect_right(file.piece_starts, offset) - 1
    if index >= 0:
        start, chunk, *_ = file.pieces[index]
        yield from (span.shifted(start) for span in _around(chunk.tokens, offset - start, file.dialect))


def _around(tokens: Sequence[Token], offset: int, dialect: Dialect) -> Iterator[Span]:
    token = _meant(tokens, offset)
    here = token.span if token is not None else Span(offset, offset)
    if token is None or token.kind not in _BRACKETS:
        yield here
    if token is not None and token.kind in _TEXTS:
        yield from _in_text(token, offset, dialect)
    yield from _brackets(tokens, here, dialect)


def _meant(tokens: Sequence[Token], offset: int) -> Token | None:
    """The token at a cursor: of the two that it stands between rather a word, and rather the one behind it."""
    near = [token for token in tokens if token.span.touches(offset) and token.kind not in _BLANK]
    near = [token for token in near if token.start <= offset and (token.end > offset or token.kind in _WORDS)] or near
    return min(near, key=lambda token: (token.kind not in _WORDS, token.end == offset), default=None)


def _brackets(tokens: Sequence[Token], here: Span, dialect: Dialect) -> Iterator[Span]:
    """For each pair of brackets around a range: what is in them, and the pair."""
    seen = stream(tokens, dialect)
    for opener, closer in seen.closer.items():
        pair = Span(seen.tokens[opener].start, seen.tokens[min(closer, len(seen.tokens) - 1)].end)
        if opener not in seen.unclosed and _holds(pair, here):
            yield pair
            if closer > opener + 1:
                inside = seen.tokens[opener + 1].span.to(seen.tokens[closer - 1].span)
                if _holds(inside, here):
                    yield inside


# ---------------------------------------------------------------- strings and comments


def _in_text(token: Token, offset: int, dialect: Dialect) -> Iterator[Span]:
    """Inside of a string or comment: the word, the text without quotes, or the code in a string."""
    at = offset - token.start
    if token.kind == "STRING":
        shape = literal_at(token.text, 0, len(token.text), dialect.slash_comments)
        yield Span(token.start + 1, token.end - shape.closed)
        for hole in shape.holes:
            if hole.touches(at):
                yield hole.shifted(token.start)
                yield Span(token.start + hole.start - 1, token.start + hole.end + shape.hole_closed)
                code = scan_part(token.text, hole.start, hole.end, dialect)
                yield from (span.shifted(token.start) for span in _around(code, at, dialect))
                return
    word = next((found for found in _WORD.finditer(token.text) if found.start() <= at <= found.end()), None)
    if word is not None:
        yield Span(*word.span()).shifted(token.start)
