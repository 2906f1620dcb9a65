"""Mending what can't be read, where one character too many or too few is the likely cause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leaselens.dada import tree
from leaselens.dada.fixes import lines
from leaselens.dada.fixes.mistake import Mistake
from leaselens.diagnostics import Edit, Fix
from leaselens.text import Span

_OPERATORS = ("+=", "-=", "*=", "/=", ":=", "==", ">=", "<=", "->", *"+-/*:=<>.")


def separate(mistake: Mistake) -> Iterator[Fix]:
    """A comma between two things of a list, or a new line between two statements that stand over several lines."""
    before = [token for token in mistake.tokens() if token.end <= mistake.span.start]
    if not before or _is_unknown(mistake, before[-1].span):
        return
    end = before[-1].end
    path = mistake.path(Span(end - 1, end))
    holder = path.innermost(tree.Block, tree.Tuple, tree.Parens, tree.Call) if path is not None else None
    is_block = path is not None and isinstance(holder, tree.Block) and "\n" in mistake.cut(path.span(holder))
    if mistake.diagnostic.code == "DADA-C6" and is_block:
        text = lines.line_end(mistake.text) + lines.indentation(mistake, end)
        yield Fix("Begin a new line", (Edit(Span(end, mistake.span.start), text),))
    else:
        yield Fix("Separate the two by a comma", (Edit(Span(end, end), ","),))


def _is_unknown(mistake: Mistake, name: Span) -> bool:
    """Whether a word is no name: it was meant to be something else then, and to belong to what follows."""
    return any(other.span == name and other.code == "DADA-C32" for other in mistake.analysis.diagnostics)


def part_operators(mistake: Mistake) -> Iterator[Fix]:
    """`x = -1` for `x=-1`: what runs together is one operator that does not exist (§A.3)."""
    for token in mistake.tokens_of_line(mistake.span.start):
        if token.kind == "OPERATOR" and token.text not in _OPERATORS and token.text.strip("=<>+-*/") == "":
            first = next((op for op in _OPERATORS if token.text.startswith(op)), None)
            rest = token.text[len(first) :] if first is not None else ""
            if first is not None and rest in _OPERATORS:
                before = "" if mistake.text[token.start - 1 : token.start].isspace() else " "
                yield Fix(f"Write `{first} {rest}`", (Edit(token.span, f"{before}{first} {rest}"),))


def leave_out_semicolon(mistake: Mistake) -> Iterator[Fix]:
    """Nothing: a line ends by itself."""
    for token in mistake.tokens_of_line(mistake.span.end):
        if token.kind == "OPERATOR" and token.text == ";":
            yield Fix("Leave out `;`", (Edit(token.span, ""),))


def add_arrow(mistake: Mistake) -> Iterator[Fix]:
    """`->` behind the parameters of a function that returns a value (C40)."""
    path = mistake.path(mistake.span)
    function = path.nodes[0] if path is not None else None
    if path is not None and isinstance(function, tree.Function):
        brace = path.span(function.body).start
        closing = max((token.end for token in mistake.tokens() if token.end <= brace), default=None)
        if closing is not None:
            yield Fix("Add `->`: the function returns a value", (Edit(Span(closing, closing), " ->"),))


def leave_out_arrow(mistake: Mistake) -> Iterator[Fix]:
    """No `->` for a function without a value (C41)."""
    span = mistake.span
    before = span.start - 1 if mistake.text[span.start - 1 : span.start] == " " else span.start
    yield Fix("Leave out `->`: the function returns nothing", (Edit(Span(before, span.end), ""),))


def join_float(mistake: Mistake) -> Iterator[Fix]:
    """A number in one piece (C14)."""
    number = "".join(mistake.cut(mistake.span).split())
    yield Fix(f"Write `{number}`", (Edit(mistake.span, number),))


def finish_float(mistake: Mistake) -> Iterator[Fix]:
    """A digit behind the point (C15)."""
    end = mistake.span.end
    yield Fix("Write `.0`", (Edit(Span(end, end), "0"),))


def leave_out_paths(mistake: Mistake) -> Iterator[Fix]:
    """No braces behind a permission that needs none (C22), or that names nothing in them (C27)."""
    written = mistake.cut(mistake.span)
    braces = Span(mistake.span.start + written.index("{"), mistake.span.end)
    yield Fix("Leave the braces out", (Edit(braces, ""),))


def escape_brace(mistake: Mistake) -> Iterator[Fix]:
    r"""`\{` for a brace that is text (C28)."""
    brace = mistake.span.start - 1
    if mistake.text[brace : brace + 1] == "{":
        yield Fix("Write `\\{` for a brace that is text", (Edit(Span(brace, brace), "\\"),))


def leave_out_suffix(mistake: Mistake) -> Iterator[Fix]:
    """No suffix where there is no such suffix (C30)."""
    match = re.fullmatch(r"([0-9_]+)(\w+)", mistake.cut(mistake.span))
    if match is not None:
        yield Fix(f"Leave out `{match[2]}`", (Edit(mistake.span, match[1]),))


def assign_to_place(mistake: Mistake) -> Iterator[Fix]:
    """No `.give`, `.share` or `.lease` behind what is assigned to (C34)."""
    path = mistake.path(mistake.span)
    use = path.nodes[-1] if path is not None else None
    if path is not None and isinstance(use, tree.Use):
        end = path.span(use.operand).end
        yield Fix(f"Leave out `.{use.keyword.text}`", (Edit(Span(end, mistake.span.end), ""),))
