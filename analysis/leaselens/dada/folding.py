"""What an editor may fold: brackets and strings that go over several lines, groups of comments, marked regions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from leaselens.dada.cursor import stream
from leaselens.dada.tree import File
from leaselens.model.analysis import Fold, FoldKind
from leaselens.text import Span, Token

_COMMENTS = frozenset({"COMMENT", "SLASH_COMMENT"})
_REGION = re.compile(r"(?:#|//)\s*(end)?region\b", re.IGNORECASE)


def folds_of(file: File) -> tuple[Fold, ...]:
    """The folds of a file in order of position; of several that begin on one line, the largest."""
    lines = file.source.lines
    largest: dict[int, Fold] = {}
    for fold in [*_code(file), *_comments(file)]:
        first, last = lines.position(fold.span.start).line, lines.position(fold.span.end).line
        if first < last and (first not in largest or largest[first].span.end < fold.span.end):
            largest[first] = fold
    return tuple(sorted(largest.values(), key=lambda fold: fold.span))


# ---------------------------------------------------------------- code


def _code(file: File) -> Iterator[Fold]:
    for start, chunk, *_ in file.pieces:
        seen = stream(chunk.tokens, file.dialect)
        for opener, closer in seen.closer.items():
            if opener not in seen.unclosed:
                yield Fold(_foldable(file, seen.tokens[opener].start + start, seen.tokens[closer].end + start))
        for token in seen.tokens:
            if token.kind == "STRING":
                yield Fold(_foldable(file, token.start + start, token.end + start))


def _foldable(file: File, start: int, end: int) -> Span:
    """The range between two brackets or quotes, without the line of the second one if only such stand before it."""
    lines, closer = file.source.lines, end - 1
    line = lines.position(closer).line
    stands_first = not file.source.text[lines.starts[line] : closer].strip(" \t)]}")
    return Span(start, lines.content(line - 1).end) if line and stands_first else Span(start, end)


# ---------------------------------------------------------------- comments


def _comments(file: File) -> Iterator[Fold]:
    """Comments on lines of their own that stand directly below each other; and regions."""
    open_regions: list[Token] = []
    for is_plain, group in groupby(_comment_lines(file), key=lambda found: found[0]):
        if is_plain is not None:
            tokens = [token for _, token in group]
            yield Fold(tokens[0].span.to(tokens[-1].span), FoldKind.COMMENT)
            continue
        for _, mark in group:
            if not _ends_region(mark):
                open_regions.append(mark)
            elif open_regions:
                yield Fold(open_regions.pop().span.to(mark.span), FoldKind.REGION)


def _comment_lines(file: File) -> Iterator[tuple[int | None, Token]]:
    """The comments on lines of their own, each with the number of its group; marks of regions have none."""
    lines = file.source.lines
    group, expected = 0, -1
    solid = [Token("", "", -1), *(token for token in file.tokens if token.kind not in ("SPACE", "NEWLINE"))]
    for before, token in pairwise(solid):
        line = lines.position(token.start).line
        if token.kind not in _COMMENTS or (before.start >= 0 and lines.position(before.end).line == line):
            continue
        is_mark = _REGION.match(token.text) is not None
        if line != expected or is_mark:
            group += 1
        yield None if is_mark else group, token
        expected = line + 1


def _ends_region(mark: Token) -> bool:
    found = _REGION.match(mark.text)
    return found is not None and found[1] is not None
