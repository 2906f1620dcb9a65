"""The standard layout of a text, as edits.

Only white space between tokens changes: the tokens, the comments, the insides of strings and the lines on which they
stand are the author's. What is not understood (an item in which reading found a mistake) is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from leaselens.dada import detect, reading, tree
from leaselens.dada.format_lines import BROKEN, COMMENTS, Layout, Placed
from leaselens.dada.format_marks import marks
from leaselens.dada.same import same_trees
from leaselens.diagnostics import Edit, edited
from leaselens.text import Source, Span, Token

_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK = frozenset({"SPACE", "NEWLINE"})


def formatting(file: tree.File, indent: str, within: Span | None = None) -> tuple[Edit, ...]:
    """The edits that give a text its standard layout, in the order of their places.

    ``within``: only those on the lines that this range touches. Before they are offered, what comes of them is read: if
    it were another tree, another dialect, or not yet the standard layout, none would be.
    """
    edits = tuple(laid_out(file, indent))
    if within is not None:
        lines = _whole_lines(file.source, within)
        edits = tuple(edit for edit in edits if lines.start <= edit.span.start and edit.span.end <= lines.end)
    return edits if not edits or _is_safe(file, edits, indent, is_whole=within is None) else ()


def _whole_lines(source: Source, span: Span) -> Span:
    first, last = source.lines.position(span.start).line, source.lines.position(span.end).line
    return Span(source.lines.starts[first], source.lines.content(last).end)


def _is_safe(file: tree.File, edits: Sequence[Edit], indent: str, *, is_whole: bool) -> bool:
    """Whether the edited text means what the text means, and would not be edited again."""
    text = edited(file.source.text, edits)
    after = reading.read(Source(file.source.name, text), file.dialect)
    if is_whole and any(laid_out(after, indent)):
        return False
    return same_trees(file, after) and detect.detect(text).dialect == detect.detect(file.source.text).dialect


def laid_out(file: tree.File, indent: str) -> Iterator[Edit]:
    """The edits for the whole text, unchecked."""
    healthy = [placed for placed in file.items if not _is_broken(placed)]
    tokens, rest = _with_gaps(file)
    layout = Layout(tokens, marks(healthy), file.dialect, indent)
    before = ""
    for placed, (line_ends, space) in zip(tokens, layout.before_each(), strict=True):
        if BROKEN not in (before, placed.token.kind):
            yield from _gap_edits(placed.gap, placed.token.start, line_ends, space)
        if placed.token.kind in COMMENTS:
            yield from _end_of_comment(placed.token)
        before = placed.token.kind
    if before not in ("", BROKEN):
        end = len(file.source.text)
        yield from _gap_edits(rest, end, 1, "")
        if not any(blank.kind == "NEWLINE" for blank in rest):
            yield Edit(Span(end, end), _line_end(file.source.text))


# ---------------------------------------------------------------- edits


def _gap_edits(gap: Sequence[Token], end: int, line_ends: int, space: str) -> Iterator[Edit]:
    """What makes of a gap so many line ends, the first that it has, with a space behind them; ``end`` is its end."""
    *blanks, last = gap or [Token("SPACE", "", end)]
    if last.kind == "NEWLINE":
        blanks, last = [*blanks, last], Token("SPACE", "", end)
    for blank in blanks:
        line_ends -= blank.kind == "NEWLINE"
        if blank.kind != "NEWLINE" or line_ends < 0:
            yield Edit(blank.span, "")
    if last.text != space:
        yield Edit(last.span, space)


def _end_of_comment(token: Token) -> Iterator[Edit]:
    """What takes away the white space with which a comment ends."""
    end = token.start + len(token.text.rstrip())
    if end < token.end:
        yield Edit(Span(end, token.end), "")


def _line_end(text: str) -> str:
    """How lines end in the text."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


# ---------------------------------------------------------------- tokens


def _is_broken(placed: tree.Placed) -> bool:
    return bool(placed.diagnostics) or isinstance(placed.item, tree.Broken)


def _with_gaps(file: tree.File) -> tuple[list[Placed], list[Token]]:
    """The tokens that are not blank, each with the blanks before it; and the blanks behind the last one."""
    found: list[Placed] = []
    gap: list[Token] = []
    for token in _understood(file):
        gap.append(token)
        if token.kind not in _BLANK:
            found.append(Placed(token, tuple(gap[:-1])))
            gap = []
    return found, gap


def _understood(file: tree.File) -> Iterator[Token]:
    """The tokens of a file, in which each item that was not understood is one token."""
    broken = iter([item.item.span.shifted(item.start) for item in file.items if _is_broken(item)])
    span = next(broken, None)
    for token in file.tokens:
        if span is not None and token.start == span.start:
            yield Token(BROKEN, file.source.text[span.start : span.end], span.start)
        if span is None or token.start < span.start:
            yield token
        elif token.end >= span.end:
            span = next(broken, None)
