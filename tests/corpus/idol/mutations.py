"""Mistakes put into real interfaces, one at a time: is each found, at its place, and nothing else?

``LEASELENS_HUBRIS=CHECKOUT PYTHONPATH=tests python -m corpus.idol.mutations`` prints the figure of each kind, and the
first mutations of which it is not so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from corpus.idol.hubris import checkout, interfaces, told

from leaselens.diagnostics import Diagnostic
from leaselens.idol.reading import File, read
from leaselens.idol.tokens import TRIVIA, Token
from leaselens.text import Source

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


def outcomes(source: Source) -> Iterator[Outcome]:
    """Every mutation of a text."""
    before = {(found.code, found.message) for found in told(source.text)}
    for mutation in mutations(source):
        new = [found for found in told(mutation.text) if (found.code, found.message) not in before]
        codes = {found.code for found in new}
        # A toggle that fails by `ServerDeath` has two reasons not to be idempotent.
        yield Outcome(mutation, new, 0 < len(new) == len(codes) and all(_is_it(mutation, found) for found in new))


def _is_it(mutation: Mutation, found: Diagnostic) -> bool:
    return found.code in mutation.codes and found.span.start - 1 <= mutation.at <= found.span.end + 1


def mutations(source: Source) -> Iterator[Mutation]:
    """Every mutation of every kind."""
    file = read(source)
    tokens = [token for token in file.tokens if token.kind not in TRIVIA]
    for token, after in zip(tokens, [*tokens[1:], Token("END", "", len(source.text))], strict=True):
        yield from _dropped(source.text, token, after)
        if token.kind == "NAME" and after.kind == "COLON":
            yield from _misspelt(source.text, token)
        if token.kind == "OPEN" and token.text in "({":
            yield _swapped(source.text, token, tokens)
    yield from _leases(source.text)
    yield from _operations(file)


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


def _operations(file: File) -> Iterator[Mutation]:
    text = file.source.text
    for operation in file.interface.operations if file.interface is not None else ():
        again = text[slice(*operation.span)]
        end = operation.span.end
        yield Mutation("duplicate an operation", f"{text[:end]},\n{again}{text[end:]}", end + 2, ("HUB111",))
        error = operation.reply.error if operation.reply is not None else None
        dies = error is not None and error.kind == "ServerDeath"
        if operation.idempotent is None and (dies or "toggle" in operation.name.text):
            # Of any other operation nobody can tell whether it may be repeated.
            changed = f"{text[: end - 1].rstrip().rstrip(',')}, idempotent: true,{text[end - 1 :]}"
            at = changed.index("idempotent", len(text[: end - 1].rstrip()) - 1)
            yield Mutation("flip idempotent", changed, at, ("HUB108", "HUB115"))


def main() -> None:
    """Print the figures."""
    root = checkout()
    if root is None:
        sys.exit("LEASELENS_HUBRIS names no checkout")
    figures: dict[str, list[int]] = {}
    for source in interfaces(root):
        for outcome in outcomes(source):
            figure = figures.setdefault(outcome.mutation.kind, [0, 0])
            figure[0] += outcome.found
            figure[1] += 1
            if not outcome.found and figure[1] - figure[0] <= 3:
                _print(source, outcome)
    for kind, (found, all_) in figures.items():
        print(f"{kind:24} {found:5} of {all_}")


def _print(source: Source, outcome: Outcome) -> None:
    mutated = Source(source.name, outcome.mutation.text)
    print(f"{source.name}:{mutated.lines.position(outcome.mutation.at).line + 1}: {outcome.mutation.kind}")
    for found in outcome.new:
        print(f"    line {mutated.lines.position(found.span.start).line + 1}: {found.code}: {found.message}")


if __name__ == "__main__":
    main()
