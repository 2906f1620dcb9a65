"""Reading expressions (reference §B.1): by recursive descent over token trees, with a loop for the binary operators.

Every function stands at a cursor, and returns `None` without having moved if no expression begins there. What is
missing becomes an ``Error`` node with the span of the next token (§C).
"""

from __future__ import annotations

from collections.abc import Callable

from leaselens.dada import budgets
from leaselens.dada.catalogue import rule
from leaselens.dada.cursor import Cursor
from leaselens.dada.parse_strings import number, string
from leaselens.dada.parse_types import binding, colon_type, identifier, leading_mode, leading_specifier
from leaselens.dada.tree import (
    Argument,
    Assign,
    Atomic,
    Await,
    Binary,
    Binding,
    Block,
    Boolean,
    Break,
    Call,
    Continue,
    Dot,
    Error,
    Expr,
    Identifier,
    If,
    Let,
    Loop,
    Name,
    Negation,
    Node,
    OpAssign,
    Parens,
    Return,
    Tuple,
    Use,
    While,
)
from leaselens.text import Span

_LEVELS = {"=": 1, ":=": 1, "+=": 1, "-=": 1, "*=": 1, "/=": 1}
_LEVELS |= {"==": 2, "<": 2, ">": 2, ">=": 2, "<=": 2, "+": 3, "-": 3, "*": 4, "/": 4}
"""How tightly a binary operator binds; all of them group from the left."""


def statement(c: Cursor) -> Expr | None:
    """An expression directly in a body, whose tree is kept within the budget of its height."""
    c.deepest, c.links = 0, 0
    found = expression(c)
    # A level of nesting is at most three levels of the tree (call, argument, parentheses).
    if found is not None and 3 * c.deepest + c.links > budgets.HEIGHT and _is_too_high(found):
        _report_too_deep(c, Span(found.span.start, found.span.start + 1))
        return Error(found.span)
    return found


def expression(c: Cursor) -> Expr | None:
    """Any expression; also ``let``, ``return``, ``break`` and ``continue``, which are no operands."""
    token = c.token
    if token is None:
        return None
    if c.depth >= budgets.NESTING:
        return _too_deep(c)
    c.depth += 1
    c.deepest = max(c.deepest, c.depth)
    try:
        reader = _declaration(c) if token.kind == "WORD" else None
        return reader(c) if reader is not None else _operation(c)
    finally:
        c.depth -= 1


def _too_deep(c: Cursor) -> Error:
    here = c.here()
    _report_too_deep(c, here)
    c.pos = c.end
    return Error(here)


def _report_too_deep(c: Cursor, span: Span) -> None:
    row = rule("B1")
    if all(found.code != row.code for found in c.diagnostics):
        c.report(row, "this is nested too deeply to be read", span, label="the limit is reached here")


def _is_too_high(root: Node) -> bool:
    level: list[Node] = [root]
    for _ in range(budgets.HEIGHT):
        level = [child for node in level for child in node.children()]
        if not level:
            return False
    return True


# ---------------------------------------------------------------- declarations and jumps


def _declaration(c: Cursor) -> Callable[[Cursor], Expr | None] | None:
    """What reads the expression at the cursor if it begins with a word of its own, or declares."""
    token = c.tokens[c.pos]
    if _begins_bare_declaration(c):
        return _bare_declaration
    if token.text not in c.dialect.keywords:
        return None
    if token.text in ("var", "shared", "atomic") and c.dialect.storage_modes:
        return _moded_declaration if c.is_identifier(1) else None
    return _STATEMENTS.get(token.text)


def _begins_bare_declaration(c: Cursor) -> bool:
    """`x =`; in V2 also `my x =`, `atomic x =` and `my atomic x =`."""
    if not c.dialect.equals_declares:
        return False
    ahead = 0
    if c.dialect.specifier_first:
        ahead += c.tokens[c.pos].text in c.dialect.specifiers
        following = c.peek(ahead)
        ahead += following is not None and following.text == "atomic"
    return c.is_identifier(ahead) and c.is_operator("=", ahead + 1)


def _let(c: Cursor) -> Expr:
    start = c.take().start - c.base
    atomic = c.take() if c.is_keyword("atomic") else None
    binding_start = start if atomic is None else atomic.start - c.base
    if not c.is_identifier():
        return _nameless_let(c, start)
    if atomic is None:
        binding_start = c.here().start
    declared = binding(c, binding_start, None, atomic is not None)
    value = _initializer(c)
    return Let(c.since(start), declared, value)


def _nameless_let(c: Cursor, start: int) -> Expr:
    c.report(rule("C18"), "expected name for local variable")
    colon_type(c)
    value = _initializer(c)
    return Error(c.since(start), (value,))


def _initializer(c: Cursor) -> Expr:
    value = None
    if c.is_operator("="):
        c.take()
        value = expression(c)
    if value is not None:
        return value
    c.report(rule("C19"), "expected value for local variable")
    return Error(c.here())


def _moded_declaration(c: Cursor) -> Expr:
    """D1: ``var x = e``, ``var x := e``, and in its first week ``var x`` alone."""
    start = c.here().start
    storage, atomic = leading_mode(c)
    declared = binding(c, start, storage, atomic is not None)
    if not (c.is_operator("=") or c.is_operator(":=")):
        return Let(c.since(start), declared, None)
    c.take()
    return _declared(c, start, declared)


def _bare_declaration(c: Cursor) -> Expr:
    """D1, V2: ``x = e``; V2: ``my x = e``."""
    start = c.here().start
    specifier, specifier_span = leading_specifier(c)
    storage, atomic = leading_mode(c)
    declared = binding(c, start, storage, atomic is not None, specifier, specifier_span)
    c.take()
    return _declared(c, start, declared)


def _declared(c: Cursor, start: int, declared: Binding) -> Expr:
    value = expression(c)
    if value is None:
        c.report(rule("C19"), "expected value for local variable")
        value = Error(c.here())
    return Let(c.since(start), declared, value)


def _continue(c: Cursor) -> Expr:
    return Continue(c.span_of(c.take()))


def _break(c: Cursor) -> Expr:
    start = c.take().start - c.base
    value = expression(c)
    return Break(c.since(start), value)


def _return(c: Cursor) -> Expr:
    start = c.take().start - c.base
    value = expression(c)
    return Return(c.since(start), value)


_STATEMENTS: dict[str, Callable[[Cursor], Expr]] = {
    "let": _let,
    "continue": _continue,
    "break": _break,
    "return": _return,
}


# ---------------------------------------------------------------- operators


def _operation(c: Cursor) -> Expr | None:
    """Operands and binary operators: what binds tighter, or as tightly and further left, is put together first."""
    first = _operand(c)
    if first is None:
        return None
    operands, operators = [first], list[str]()
    while (operator := _binary_operator(c)) is not None:
        while operators and _LEVELS[operators[-1]] >= _LEVELS[operator]:
            _combine(operands, operators)
        c.take()
        c.links += 1
        operators.append(operator)
        operands.append(_right_operand(c, operator))
    while operators:
        _combine(operands, operators)
    return operands[0]


def _binary_operator(c: Cursor) -> str | None:
    token = c.token
    if token is None or token.kind != "OPERATOR" or token.text not in _LEVELS:
        return None
    if token.text in ("=", ":=") and token.text not in c.dialect.assign_operators:
        return None
    return token.text


def _right_operand(c: Cursor, operator: str) -> Expr:
    operand = _operand(c)
    if operand is not None:
        return operand
    c.report(rule("C12"), f"expected expression after {operator}")
    return Error(c.here())


def _combine(operands: list[Expr], operators: list[str]) -> None:
    right, operator = operands.pop(), operators.pop()
    left = operands.pop()
    span = left.span.to(right.span)
    if right == Error(right.span) and not (operator in ("=", ":=") and isinstance(left, Name)):
        operands.append(Error(span, (left, right)))  # nothing was read of it: the operator may become another
    elif operator in ("=", ":="):
        operands.append(Assign(span, left, right))
    elif _LEVELS[operator] == 1:
        operands.append(OpAssign(span, left, operator[:-1], right))
    else:
        operands.append(Binary(span, left, operator, right))


def _operand(c: Cursor) -> Expr | None:
    """``- - e1``."""
    if not c.is_operator("-"):
        return _postfix(c)
    minuses = []
    while c.is_operator("-"):
        minuses.append(c.take().start - c.base)
        c.links += 1
    operand = _postfix(c)
    if operand is None:
        c.report(rule("C12"), "expected expression after -")
        operand = Error(c.here())
    for start in reversed(minuses):
        operand = Negation(Span(start, operand.span.end), operand)
    return operand


# ---------------------------------------------------------------- what stands behind


def _postfix(c: Cursor) -> Expr | None:
    operand = _primary(c)
    while operand is not None:
        if c.is_operator("."):
            operand = _dotted(c, operand)
        elif c.is_open("("):
            operand = _call(c, operand)
        else:
            break
        c.links += 1
    return operand


def _dotted(c: Cursor, owner: Expr) -> Expr:
    c.take()
    token = c.token
    if token is None or token.kind not in ("WORD", "NUMBER"):
        return _dot_without_field(c, owner)
    word = Identifier(c.span_of(token), token.text)
    span = owner.span.to(word.span)
    if token.kind == "WORD" and token.text in c.dialect.access_words:
        c.take()
        return Use(span, owner, c.dialect.access_words[token.text], word)
    if c.is_keyword("await"):
        c.take()
        return Await(span, owner, word)
    if token.text in c.dialect.keywords:
        return _dot_without_field(c, owner)
    c.take()
    return Dot(span, owner, word)


def _dot_without_field(c: Cursor, owner: Expr) -> Expr:
    c.report(rule("C13"), "expected identifier or tuple index after `.`")
    return Error(c.since(owner.span.start), (owner,))


def _call(c: Cursor, callee: Expr) -> Expr:
    """A call, if all of its arguments could be read: nobody knows what one with others does."""
    mistakes, lost = c.mistakes, len(c.lost)
    with c.inside():
        arguments = c.listed(_argument, "C7", "end of arguments")
    span = c.since(callee.span.start)
    if c.mistakes > mistakes:
        return Error(span, (callee, *(argument.value for argument in arguments)), tuple(c.lost[lost:]))
    return Call(span, callee, arguments)


def _argument(c: Cursor) -> Argument | None:
    label = None
    if c.is_identifier() and c.is_operator(":", 1):
        label = identifier(c)
        c.take()
    value = expression(c)
    if label is None:
        return None if value is None else Argument(value.span, None, value)
    if value is None:
        c.report(rule("C11"), "expected expression")
        value = Error(c.here())
    return Argument(c.since(label.span.start), label, value)


# ---------------------------------------------------------------- operands


def _primary(c: Cursor) -> Expr | None:
    token = c.token
    if token is None:
        return None
    if token.kind == "WORD":
        return _word(c)
    if token.kind == "NUMBER":
        return number(c)
    if token.kind == "STRING":
        return string(c, expression)
    if c.is_open("("):
        return _parens(c)
    return block(c)


def _word(c: Cursor) -> Expr | None:
    token = c.tokens[c.pos]
    if token.text not in c.dialect.keywords:
        if token.text == "do" and c.dialect.blocks_with_do and _opens(c, 1):
            return _do(c)
        return Name(c.span_of(c.take()), token.text)
    if token.text in ("true", "false"):
        return Boolean(c.span_of(c.take()), token.text == "true")
    reader = _WORDS.get(token.text)
    return reader(c) if reader is not None else None


def _opens(c: Cursor, ahead: int) -> bool:
    token = c.peek(ahead)
    return token is not None and token.kind == "OPEN" and token.text == "{"


def _do(c: Cursor) -> Expr | None:
    start = c.take().start - c.base
    body = block(c)
    assert body is not None, "the brace has been seen"
    return Block(c.since(start), body.statements, body.closed)


def _parens(c: Cursor) -> Expr:
    start, mistakes, lost = c.here().start, c.mistakes, len(c.lost)
    with c.inside():
        elements = c.listed(expression, "C6", "end of expression")
    span = c.since(start)
    if c.mistakes > mistakes:
        return Error(span, elements, tuple(c.lost[lost:]))
    return Parens(span, elements[0]) if len(elements) == 1 else Tuple(span, elements)


# ---------------------------------------------------------------- blocks


def block(c: Cursor, reader: Callable[[Cursor], Expr | None] = expression) -> Block | None:
    """``{ ... }``; ``reader`` reads what stands in it."""
    if not c.is_open("{"):
        return None
    start = c.here().start
    closed = c.pos not in c.stream.unclosed
    with c.inside():
        statements = c.lines(reader, "C6", "end of expression")
    span = c.since(start)
    missing = () if closed else (Error(Span(span.end, span.end)),)
    return Block(span, (*statements, *missing), closed)


def _required_block(c: Cursor, word: str) -> Expr:
    found = block(c)
    if found is not None:
        return found
    c.report(rule("C17"), f"expected block after `{word}`")
    return Error(c.here())


def _guarded(c: Cursor, word: str) -> tuple[Expr, Expr]:
    """A condition and its block. If the condition goes on in a way that can't be read, it is not known."""
    condition = _condition(c, word)
    if c.is_open("{"):
        return condition, _required_block(c, word)
    missing = _required_block(c, word)
    lost = c.before_block()
    found = block(c) if c.is_open("{") else None
    return Error(condition.span, (condition,), lost), found or missing


def _condition(c: Cursor, word: str) -> Expr:
    found = None if c.is_open("{") else expression(c)
    if found is not None:
        return found
    c.report(rule("C16"), f"expected `{word}` condition")
    return Error(c.here())


def _if(c: Cursor) -> Expr:
    """A whole chain of ``else if``: read in a loop, put together from its end."""
    arms: list[tuple[int, Expr, Expr]] = []
    otherwise: Expr | None = None
    while c.is_keyword("if"):
        start = c.take().start - c.base
        arms.append((start, *_guarded(c, "if")))
        c.links += 1
        if not c.is_keyword("else"):
            break
        c.take()
        if not c.is_keyword("if"):
            otherwise = _required_block(c, "else")
            break
    for start, condition, then in reversed(arms):
        otherwise = If(c.since(start), condition, then, otherwise)
    assert otherwise is not None, "there is at least one arm"
    return otherwise


def _while(c: Cursor) -> Expr:
    start = c.take().start - c.base
    condition, body = _guarded(c, "while")
    return While(c.since(start), condition, body)


def _loop(c: Cursor) -> Expr:
    start = c.take().start - c.base
    body = _required_block(c, "loop")
    return Loop(c.since(start), body)


def _atomic(c: Cursor) -> Expr:
    keyword = c.span_of(c.take())
    body = _required_block(c, "atomic")
    return Atomic(c.since(keyword.start), keyword, body)


_WORDS: dict[str, Callable[[Cursor], Expr]] = {"if": _if, "while": _while, "loop": _loop, "atomic": _atomic}
