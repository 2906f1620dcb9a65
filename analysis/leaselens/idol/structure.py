"""What may be folded, and what a growing selection takes: both go by the groups of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leaselens.idol.ron import Group, Member, Text, Value
from leaselens.model.analysis import Fold, FoldKind
from leaselens.text import Source, Span, Token

_COMMENTS = ("LINE_COMMENT", "BLOCK_COMMENT")


def folds(value: Value | None, tokens: Sequence[Token], source: Source) -> tuple[Fold, ...]:
    """Groups and comments that have several lines; of two groups that begin on one line the outer one."""
    found: dict[int, Fold] = {}
    for group in _groups(value):
        _add(found, source, _inner_lines(group, source), FoldKind.CODE)
    for comment in _comments(tokens, source):
        _add(found, source, comment, FoldKind.COMMENT)
    return tuple(sorted(found.values(), key=lambda fold: fold.span))


def _add(found: dict[int, Fold], source: Source, span: Span, kind: FoldKind) -> None:
    first, last = (source.lines.position(offset).line for offset in span)
    if last > first:
        found.setdefault(first, Fold(span, kind))


def _inner_lines(group: Group, source: Source) -> Span:
    """From the opening bracket to the end of the last line before the closing one, if that begins its line."""
    end = group.span.end
    if group.close is not None:
        line = source.lines.content(source.lines.position(group.close.start).line)
        begins = not source.text[line.start : group.close.start].strip(" \t)]}")
        end = line.start - 1 if begins and line.start > group.open.start else end
    return Span(group.open.start, max(group.open.start, end))


def _groups(value: Value | None) -> Iterator[Group]:
    if isinstance(value, Group):
        yield value
        for member in value.members:
            yield from _groups(member.value)


def _comments(tokens: Sequence[Token], source: Source) -> Iterator[Span]:
    """Comments of several lines, and line comments on lines that follow each other."""
    run: Span | None = None
    for token in tokens:
        if token.kind == "LINE_COMMENT" and run is not None and _is_next_line(source, run, token):
            run = run.to(token.span)
        elif token.kind in _COMMENTS:
            if run is not None:
                yield run
            run = token.span
    if run is not None:
        yield run


def _is_next_line(source: Source, run: Span, token: Token) -> bool:
    return source.lines.position(token.start).line == source.lines.position(run.end).line + 1


def selections(value: Value | None, source: Source, offset: int) -> tuple[Span, ...]:
    """A name without its quotes, the string, the field, what is in the brackets, the group, ..., the file."""
    offset = max(0, min(offset, len(source.text)))
    found = {Span(0, len(source.text)), *_around(value, offset)}
    chain: list[Span] = []
    for span in sorted(found, key=lambda s: (s.end - s.start, s)):
        if not chain or (span.start <= chain[-1].start and chain[-1].end <= span.end and span != chain[-1]):
            chain.append(span)
    return tuple(chain)


def _around(value: Value | None, offset: int) -> Iterator[Span]:
    if value is None or not value.span.touches(offset):
        return
    yield value.span
    if isinstance(value, Text) and value.inner.touches(offset):
        yield value.inner
    if isinstance(value, Group):
        if value.name is not None and value.name.span.touches(offset):
            yield value.name.span
        if value.inside.touches(offset):
            yield value.inside
        for member in value.members:
            yield from _in_member(member, offset)


def _in_member(member: Member, offset: int) -> Iterator[Span]:
    if member.span.touches(offset):
        yield member.span
        yield from _around(member.key, offset)
        yield from _around(member.value, offset)
