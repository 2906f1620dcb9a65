"""Reading string literals with the code in them (reference §A.4) and numbers (§A.1)."""

from __future__ import annotations

from collections.abc import Callable

from leaselens.dada import budgets
from leaselens.dada.catalogue import rule
from leaselens.dada.cursor import Cursor, stream
from leaselens.dada.strings import Literal, literal_at, unescaped, without_margin
from leaselens.dada.tokens import scan_part
from leaselens.dada.tree import Error, Expr, Float, Integer, String, Text
from leaselens.text import Span, Token

Reader = Callable[[Cursor], Expr | None]

_LARGEST = {"": 2**64 - 1, "u": 2**64 - 1, "i": 2**63 - 1}

# ---------------------------------------------------------------- strings


def string(c: Cursor, expression: Reader) -> String:
    """The literal at the cursor; ``expression`` reads the code in it."""
    token = c.take()
    span = c.span_of(token)
    shape = literal_at(token.text, 0, len(token.text), c.dialect.slash_comments)
    if not shape.closed and shape.hole_closed:
        _report_unterminated(c, span)
    codes = [_code(c, token, hole, shape, expression) for hole in shape.holes]
    texts: list[str | None] = []
    for text in _texts(token.text, shape):
        texts.extend((text, None))
    return String(span, _parts(c, span, texts[:-1], codes))


def _report_unterminated(c: Cursor, span: Span) -> None:
    """Once for an item: behind a missing quote, what is string and what is code has changed places."""
    row = rule("B2")
    c.mistakes += 1
    if all(found.code != row.code for found in c.diagnostics):
        c.report(row, "this string has no closing quote", Span(span.start, span.start + 1), label="it begins here")


def _texts(literal: str, shape: Literal) -> list[str]:
    """What stands before, between and behind the code."""
    starts = [1, *(hole.end + 1 for hole in shape.holes)]
    ends = [*(hole.start - 1 for hole in shape.holes), len(literal) - (1 if shape.closed else 0)]
    return [literal[start:end] for start, end in zip(starts, ends, strict=True)]


def _parts(c: Cursor, span: Span, texts: list[str | None], codes: list[Expr]) -> tuple[Text | Expr, ...]:
    """Text and code in order. ``texts`` has ``None`` where code stands."""
    waiting = iter(codes)
    parts: list[Text | Expr] = []
    for text in without_margin([t for t in texts if t != ""], c.dialect.strings_always_trimmed):
        if text is None:
            parts.append(next(waiting))
            continue
        value, unknown = unescaped(text)
        for escape in unknown:
            c.report(rule("C29"), f"unrecognized escape `{escape}`", span)
        if value:
            parts.append(Text(span, value))
    return tuple(parts)


def _code(c: Cursor, token: Token, hole: Span, shape: Literal, expression: Reader) -> Expr:
    """The expression in one ``{...}``; ``hole`` is relative to the literal."""
    at = token.start - c.base
    if not shape.hole_closed and hole is shape.holes[-1]:
        opened = Span(hole.start - 1 + at, max(c.text_end - c.base, hole.end + at))
        c.report(rule("C1"), "format string missing closing brace in code section", opened)
        return Error(opened)
    inner = Cursor(stream(scan_part(token.text, hole.start, hole.end, c.dialect), c.dialect), c.dialect)
    inner.base = c.base - token.start
    inner.text_end = c.text_end - token.start
    inner.depth, inner.diagnostics = c.depth + budgets.STRING_LEVELS, c.diagnostics
    found = expression(inner)
    c.deepest, c.links = max(c.deepest, inner.deepest), c.links + inner.links
    if found is None:
        c.report(rule("C28"), "expected expression here", hole.shifted(at))
        c.mistakes += inner.mistakes
        return Error(c.here())
    inner.nothing_more("C6", "end of expression")
    c.mistakes += inner.mistakes
    return found


# ---------------------------------------------------------------- numbers


def number(c: Cursor) -> Expr:
    """An integer with or without suffix, or a float; it stands at the cursor."""
    digits = c.take()
    following = c.token
    if following is not None and following.kind == "WORD" and c.touches_previous:
        return _suffixed(c, digits, c.take().text)
    if c.is_operator("."):
        return _float(c, digits)
    return _integer(c, c.span_of(digits), digits.text, "")


def _suffixed(c: Cursor, digits: Token, suffix: str) -> Expr:
    span = c.since(digits.start - c.base)
    if suffix in _LARGEST:
        return _integer(c, span, digits.text, suffix)
    # The reference spells it so.
    c.report(rule("C30"), f"`{suffix}` is not a valid integer suffxi", span)
    return Error(span)


def _integer(c: Cursor, span: Span, digits: str, suffix: str) -> Expr:
    plain = digits.replace("_", "")
    # Python refuses to read numbers of thousands of digits; twenty are enough to know that it is too large.
    value = int(plain) if len(plain.lstrip("0")) <= 20 else 2**64
    if value > _LARGEST[suffix]:
        message = f"`{plain}` is not a valid integer: number too large to fit in target type"
        c.report(rule("C31"), message, span)
        return Error(span)
    return Integer(span, value, suffix)


def _float(c: Cursor, whole: Token) -> Expr:
    start = whole.start - c.base
    point = c.take()
    if c.token is None or c.token.kind != "NUMBER":
        c.report(rule("C15"), "expected digits after `.`", c.span_of(point))
        return Error(c.since(start))
    digits = c.take()
    if whole.end != point.start or point.end != digits.start:
        c.report(rule("C14"), "whitespace is not allowed in float literals", c.since(start))
    return Float(c.since(start), float(f"{whole.text}.{digits.text}".replace("_", "")))
