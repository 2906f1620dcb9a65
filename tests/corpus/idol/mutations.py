"""Mistakes put into real interfaces, one at a time: is each found, at its place, and nothing else?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpus.idol.hubris import told

from leaselens import disk
from leaselens.diagnostics import Diagnostic
from leaselens.hubris.wiring import facts
from leaselens.idol.reading import read
from leaselens.idol.tokens import TRIVIA
from leaselens.idol.tree import Operation
from leaselens.text import Source, Token

_SWAPPED = str.maketrans("(){}", "{}()")


class Mutation(NamedTuple):
    """A changed text: of which kind, where, and the codes of which one must be told there."""

    kind: str
    text: str
    at: int
    codes: tuple[str, ...]


class Outcome(NamedTuple):
    """What is told anew of a mutation. ``found``: its code at its place, and nothing else."""

    mutation: Mutation
    new: list[Diagnostic]
    found: bool


def outcomes(source: Source, folder: disk.Folder) -> Iterator[Outcome]:
    """Every mutation of a text."""
    before = {(found.code, found.message) for found in told(source, folder)}
    for mutation in mutations(source, has_client=bool(facts(folder, source.name).clients)):
        mutated = Source(source.name, mutation.text)
        new = [found for found in told(mutated, folder) if (found.code, found.message) not in before]
        codes = {found.code for found in new}
        # A toggle that fails by `ServerDeath` has two reasons not to be idempotent.
        yield Outcome(mutation, new, 0 < len(new) == len(codes) and all(_is_it(mutation, found) for found in new))


def _is_it(mutation: Mutation, found: Diagnostic) -> bool:
    return found.code in mutation.codes and found.span.start - 1 <= mutation.at <= found.span.end + 1


def mutations(source: Source, *, has_client: bool) -> Iterator[Mutation]:
    """Every mutation of every kind; some are mistakes only where a client is generated."""
    file = read(source)
    tokens = [token for token in file.tokens if token.kind not in TRIVIA]
    for token, after in zip(tokens, [*tokens[1:], Token("END", "", len(source.text))], strict=True):
        yield from _dropped(source.text, token, after)
        if token.kind == "NAME" and after.kind == "COLON":
            yield from _misspelt(source.text, token)
        if token.kind == "OPEN" and token.text in "({":
            yield _swapped(source.text, token, tokens)
    yield from _leases(source.text)
    for operation in file.interface.operations if file.interface is not None else ():
        yield _duplicated(source.text, operation)
        yield from _flipped(source.text, operation, has_client)


def _dropped(text: str, token: Token, after: Token) -> Iterator[Mutation]:
    without = text[: token.start] + text[token.end :]
    if token.kind == "COMMA" and after.kind != "CLOSE":
        yield Mutation("drop a comma", without, token.start, ("HUB101",))
    elif token.kind == "COLON":
        yield Mutation("drop a colon", without, token.start, ("HUB101",))
    elif token.kind == "STRING":
        for at in (token.start, token.end - 1):
            yield Mutation("drop a quote", text[:at] + text[at + 1 :], at, ("HUB101",))


def _misspelt(text: str, token: Token) -> Iterator[Mutation]:
    """A letter of a field's name is another one; the codes of what Idol then misses stand at the field as well."""
    for at in range(len(token.text)):
        letter = "x" if token.text[at] != "x" else "z"
        changed = text[: token.start + at] + letter + text[token.start + at + 1 :]
        codes = ("HUB102", "HUB103", "HUB104", "HUB110")
        yield Mutation("misspell a field", changed, token.start, codes)


def _swapped(text: str, token: Token, tokens: list[Token]) -> Mutation:
    depth = 0
    for other in tokens[tokens.index(token) :]:
        depth += (other.kind == "OPEN") - (other.kind == "CLOSE")
        if depth == 0:
            first, last = (edge.text.translate(_SWAPPED) for edge in (token, other))
            changed = text[: token.start] + first + text[token.end : other.start] + last + text[other.end :]
            return Mutation("swap () and {}", changed, token.start, ("HUB102",))
    raise AssertionError("a bracket without an end")


def _leases(text: str) -> Iterator[Mutation]:
    for access in re.finditer(r"(,\s*)?\b(?:read|write): true(,?)", text):
        name = text.rindex('"', 0, text.rindex("type:", 0, access.start()))
        comma = "," if access[1] and access[2] else ""
        changed = text[: access.start()] + comma + text[access.end() :]
        yield Mutation("remove an access", changed, name, ("HUB104",))
    for some in re.finditer(r"Some\((\d+)\)", text):
        changed = text[: some.start()] + some[1] + text[some.end() :]
        yield Mutation("Some(n) to n", changed, some.start(), ("HUB106",))


def _duplicated(text: str, operation: Operation) -> Mutation:
    again = text[slice(*operation.span)]
    end = operation.span.end
    return Mutation("duplicate an operation", f"{text[:end]},\n{again}{text[end:]}", end + 2, ("HUB111",))


def _flipped(text: str, operation: Operation, has_client: bool) -> Iterator[Mutation]:
    """Of other operations nobody can tell whether they may be repeated."""
    flag, reply = operation.idempotent, operation.reply
    if reply is None:
        return
    if flag is not None and flag.is_set and not reply.is_result and has_client:
        changed = f"{text[: flag.value.start]}false{text[flag.value.end :]}"
        at = reply.span.start + (len("false") - len("true")) * (flag.span.start < reply.span.start)
        yield Mutation("flip idempotent", changed, at, ("HUB107",))
    dies = reply.error is not None and reply.error.kind == "ServerDeath"
    if flag is None and (dies or "toggle" in operation.name.text):
        end = operation.span.end
        changed = f"{text[: end - 1].rstrip().rstrip(',')}, idempotent: true,{text[end - 1 :]}"
        at = changed.index("idempotent", len(text[: end - 1].rstrip()) - 1)
        yield Mutation("flip idempotent", changed, at, ("HUB108", "HUB115"))
