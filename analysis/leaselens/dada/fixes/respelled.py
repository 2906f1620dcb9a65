"""Mending words of other dialects (reference §B.3 to B.5, §G): each is written as this dialect has it.

Where such a word stands is found on the line of the diagnostic: what could not be read may be told of next to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.dada.dialects import DIALECTS, Access
from leaselens.dada.fixes.mistake import Mistake
from leaselens.dada.fixes.takings import word_for
from leaselens.diagnostics import Edit, Fix
from leaselens.text import Span, Token

_ACCESSES = {word: access for dialect in DIALECTS.values() for word, access in dialect.access_words.items()}
_SPECIFIERS = {word: specifier for dialect in DIALECTS.values() for word, specifier in dialect.specifiers.items()}


def respell(mistake: Mistake) -> Iterator[Fix]:
    """What may be a word of another dialect on the line of the diagnostic, written as this one does."""
    nothing = Token("NEWLINE", "", mistake.span.end)
    tokens = [nothing, *mistake.tokens_of_line(mistake.span.end), nothing, nothing]
    for before, token, following, after in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if token.text == "." and following.kind == "WORD":
            yield from _operation(mistake, following)
        elif token.text == ":=" or (token.text == "=" and before.kind == "WORD"):
            yield from _assignment(mistake, token)
        elif token.kind == "WORD" and following.kind == "WORD":
            yield from _declaration(mistake, token, following, after)
        elif token.text == "do" and following.text == "{":
            yield _written(mistake, Span(token.start, following.start), "")
        elif (token.text, following.text) == ("/", "/") and token.end == following.start:
            yield _written(mistake, Span(token.start, following.end), "#")
            return  # what comes behind it on the line is prose
        if token.text == ":" and following.text in _SPECIFIERS:
            yield from _specifier(mistake, following)


def _written(mistake: Mistake, span: Span, text: str, *others: Edit) -> Fix:
    """The fix that writes something else in a place."""
    quoted = f"`{mistake.cut(span).strip()}`"
    title = f"Write `{text}` for {quoted}" if text else f"Leave out {quoted}"
    return Fix(title, (Edit(span, text), *others))


def _operation(mistake: Mistake, word: Token) -> Iterator[Fix]:
    access = _ACCESSES.get(word.text)
    if access is None or word.text in mistake.dialect.access_words:
        return
    # Whoever writes `.ref` wants a shared lease, and the owner to keep what it has.
    wanted = access if access is Access.LEASE else Access.SHLEASE
    for spelled in dict.fromkeys((word_for(wanted, mistake.dialect), word_for(access, mistake.dialect))):
        if spelled is not None:
            yield _written(mistake, word.span, spelled)


def _assignment(mistake: Mistake, operator: Token) -> Iterator[Fix]:
    for spelled in sorted(mistake.dialect.assign_operators):
        if operator.text not in mistake.dialect.assign_operators:
            yield _written(mistake, operator.span, spelled)


def _declaration(mistake: Mistake, word: Token, name: Token, operator: Token) -> Iterator[Fix]:
    """`let x =`, `var x =`, `var x :=`, `my x =`."""
    if operator.text not in ("=", ":=", ":") or word.text not in ("let", "var", "mut", *_SPECIFIERS):
        return
    dialect = mistake.dialect
    declares = ":=" if ":=" in dialect.assign_operators and not dialect.equals_declares else "="
    others = (Edit(operator.span, declares),) if operator.text not in (declares, ":") else ()
    if dialect.let:
        if word.text in dialect.specifiers:
            yield _written(mistake, word.span, "let", Edit(Span(name.end, name.end), f": {word.text}"), *others)
        yield _written(mistake, word.span, "let", *others)
    elif dialect.storage_modes:
        yield _written(mistake, word.span, "var", *others)
    elif dialect.equals_declares:
        yield _written(mistake, Span(word.start, name.start), "", *others)


def _specifier(mistake: Mistake, word: Token) -> Iterator[Fix]:
    if word.text not in mistake.dialect.specifiers:
        meant = _SPECIFIERS[word.text]
        spelled = (other for other, specifier in mistake.dialect.specifiers.items() if specifier is meant)
        yield from (_written(mistake, word.span, other) for other in spelled)
