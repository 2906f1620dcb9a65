"""The call between whose parentheses the cursor stands (signature help)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaselens.dada.completion.context import Context, context_at
from leaselens.dada.completion.declared import Declared
from leaselens.dada.completion.place import Place
from leaselens.model.completion import CallInProgress
from leaselens.text import Source, Token

if TYPE_CHECKING:
    from leaselens.dada.analysis import DadaAnalysis


def call_at(analysis: DadaAnalysis, source: Source, offset: int) -> CallInProgress | None:
    """The innermost call around an offset of ``source``, of which ``analysis`` may know only an earlier state."""
    for around_strings in (False, True):
        context = context_at(source.text, offset, analysis.file.dialect, around_strings=around_strings)
        call = open_call(Place(analysis, source, context)) if context is not None else None
        if call is not None:
            return call
    return None


def open_call(place: Place) -> CallInProgress | None:
    """The innermost call that is still open before the cursor."""
    context = place.context
    for opener in reversed(context.opened):
        if context.text(opener) == "{":
            return None
        is_call = context.text(opener) == "(" and opener > 0 and context.tokens[opener - 1].kind == "WORD"
        if is_call and not context.is_declaring(opener) and context.text(opener - 2) != ".":
            called = place.callee(context.text(opener - 1))
            return _call(called, opener, place) if called is not None else None
    return None


def _call(called: Declared, opener: int, place: Place) -> CallInProgress:
    begins = _arguments(place.context, opener)
    active: int | None = len(begins) - 1
    label = place.context.text(begins[-1]) if place.context.text(begins[-1] + 1) == ":" else None
    if label is not None:
        active = next((i for i, parameter in enumerate(called.parameters) if parameter.name == label), None)
    is_there = active is not None and active < len(called.parameters)
    return CallInProgress(called.name, called.parameters, called.returns, active if is_there else None, called.comment)


def _arguments(context: Context, opener: int) -> list[int]:
    """Where the arguments begin that are typed so far: behind the parenthesis, a comma, or a newline (§A.2)."""
    begins = [opener + 1]
    depth = 0
    for index in range(opener + 1, len(context.tokens)):
        token, before = context.tokens[index], context.tokens[index - 1]
        if depth == 0 and index in context.begin_lines and _may_end(before) and _may_begin(token):
            begins.append(index)
        depth += (token.kind == "OPEN") - (token.kind == "CLOSE")
        if depth == 0 and token.kind == "COMMA":
            begins.append(index + 1)
    last = context.tokens[-1]
    if depth == 0 and context.on_new_line and len(context.tokens) > opener + 1 and _may_end(last):
        begins.append(len(context.tokens))
    return begins


def _may_end(token: Token) -> bool:
    """Whether an argument may end with the token."""
    return token.kind not in ("OPERATOR", "COMMA", "OPEN")


def _may_begin(token: Token) -> bool:
    """Whether the token, on a line of its own, begins another argument instead of going on with the one before."""
    return token.kind not in ("OPERATOR", "COMMA", "CLOSE")
