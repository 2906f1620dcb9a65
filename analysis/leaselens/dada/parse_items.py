"""Reading what stands at module level: classes, functions, and runs of expressions (reference §B.1).

A chunk of text (``items.py``) is read into items, each with its own diagnostics and with spans relative to itself.
"""

from __future__ import annotations

from leaselens.dada.catalogue import rule
from leaselens.dada.cursor import Cursor
from leaselens.dada.parse_expressions import block, statement
from leaselens.dada.parse_types import generics, identifier, parameter, type_
from leaselens.dada.tree import (
    Arrow,
    Binding,
    Block,
    Broken,
    Class,
    Code,
    Error,
    Expr,
    Found,
    Function,
    Identifier,
    Item,
)
from leaselens.diagnostics import Related, Role
from leaselens.text import Span


def items(c: Cursor) -> tuple[Found, ...]:
    """Everything from the cursor to the end."""
    found: list[Found] = []
    while c.token is not None:
        c.base = c.token.start
        c.diagnostics, c.stuck_at = [], None
        start = c.base
        item = _class(c) or _function(c) or _code(c)
        found.append(Found(start, item, tuple(c.diagnostics)))
    return tuple(found)


# ---------------------------------------------------------------- classes and functions


def _class(c: Cursor) -> Item | None:
    if not c.is_keyword("class"):
        return None
    c.take()
    name = identifier(c)
    if name is None:
        return _broken(c, "C4", "expected a class name", None)
    mistakes = c.mistakes
    ignored = generics(c)
    fields = _parameters(c)
    if fields is None:
        return _broken(c, "C4", "expected class parameters", name)
    return Class(c.since(0), name, ignored, fields, c.mistakes > mistakes)


def _parameters(c: Cursor) -> tuple[Binding, ...] | None:
    if not c.is_open("("):
        return None
    with c.inside():
        return c.listed(parameter, "C8", "parameters")


def _begins_function(c: Cursor) -> bool:
    following = c.peek(1)
    is_async = c.is_keyword("async") and following is not None and following.text == "fn"
    return is_async or c.is_keyword("fn")


def _function(c: Cursor) -> Item | None:
    if not _begins_function(c):
        return None
    is_async = c.is_keyword("async")
    if is_async:
        c.take()
    fn_keyword = c.span_of(c.take())
    name = identifier(c)
    if name is None:
        return _broken(c, "C5", "expected function name", None)
    mistakes = c.mistakes
    ignored = generics(c)
    parameters = _parameters(c)
    if parameters is None:
        return _broken(c, "C5", "expected function parameters", name)
    arrow = _arrow(c)
    damaged = c.mistakes > mistakes
    body, root = _body(c)
    damaged = damaged or not body.closed
    return Function(c.since(0), name, is_async, fn_keyword, ignored, parameters, arrow, body, root, damaged)


def _broken(c: Cursor, code: str, message: str, name: Identifier | None) -> Item:
    """What follows in brackets belongs to what can't be read, and is not taken for code of the module."""
    c.report(rule(code), message)
    while c.token is not None and c.token.kind == "OPEN":
        c.skip_tree()
    return Broken(c.since(0), name)


def _arrow(c: Cursor) -> Arrow | None:
    if not (c.dialect.arrows and c.is_operator("->")):
        return None
    start = c.take().start - c.base
    returned = type_(c, may_be_specifier=False) if c.dialect.types else None
    return Arrow(c.since(start), returned)


def _body(c: Cursor) -> tuple[Block, Span]:
    """The body, and the span that the reference gives its root (§B.2): it begins with the last white space before."""
    brace = c.pos
    body = block(c, statement)
    if body is None:
        c.report(rule("C5"), "expected function body")
        nothing = Span(c.since(0).end, c.since(0).end)
        return Block(nothing, (), closed=False), nothing
    if not body.statements or body.statements[0].span.start == body.span.end:
        return body, body.span
    before = c.stream.raw[c.stream.raw_index[brace + 1] - 1]
    blank = before.kind in ("SPACE", "NEWLINE")
    start = c.last_character(before).start if blank else body.statements[0].span.start
    return body, Span(start, body.statements[-1].span.end)


# ---------------------------------------------------------------- code


def _code(c: Cursor) -> Item:
    """Expressions up to the next class or function. What is neither is passed over, token by token."""
    statements: list[Expr] = []
    any_read = False
    while c.token is not None and not c.is_keyword("class") and not _begins_function(c):
        found = statement(c)
        if found is not None:
            any_read = True
            statements.append(found)
        else:
            statements.append(_unexpected(c))
        if c.is_stuck and c.token is not None and not c.after_newline:
            statements.append(c.rest_of_line())
    span = c.since(0)
    return Code(span, tuple(statements)) if any_read else Broken(span)


def _unexpected(c: Cursor) -> Error:
    """The reference reports the token *before* the unexpected one (§C-3); a related place names the right one."""
    unexpected = Related(Role.NOTE, "this is not expected here", c.here())
    if c.pos == 0:
        c.report(rule("C3"), "unexpected token")
    else:
        c.report(rule("C3"), "unexpected token", c.last_character(c.tokens[c.pos - 1]), related=(unexpected,))
    return c.rest_of_line()
