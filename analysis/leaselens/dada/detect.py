"""Which dialect a text is written in (reference §I.1), without flicker while it is half typed.

Only what is unmistakable is evidence: `var x :=` says that it is Dada's first week, `let` that it is not. Each piece
speaks for some dialects with a weight; the dialect with the most wins, the likelier one of equals. A dialect that the
text had before stays unless another leads clearly.
A comment ``# leaselens: dialect = d2`` in the text decides alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final, NamedTuple

from leaselens.dada import budgets
from leaselens.dada.catalogue import rule
from leaselens.dada.dialects import DIALECTS, Dialect
from leaselens.dada.items import chunks
from leaselens.dada.memo import Memo
from leaselens.dada.tokens import TRIVIA, scan
from leaselens.diagnostics import Diagnostic
from leaselens.text import Span, Token

CERTAIN: Final = 2
"""The weight of what no other dialect could mean."""
LIKELY: Final = 1
"""The weight of what a half typed line of another dialect could show for a moment: `x: my` without its class."""

_FIRST_WEEK = frozenset({"d1-2021"})
_D1 = frozenset({"d1"})
_BOTH_D1 = frozenset({"d1-2021", "d1"})
_V2 = frozenset({"v2"})
_D2 = frozenset({"d2"})
_D3 = frozenset({"d3"})
_TUTORIALS = frozenset({"d2", "d3"})
_WITH_LET = frozenset({"d2", "d3", "v3"})
_SPECIFIERS = {"my": _TUTORIALS, "our": _TUTORIALS, "any": _TUTORIALS, "shleased": _TUTORIALS}
_SPECIFIERS |= {"leased": _D2, "mutable": _D3}
_LEADING = frozenset({"my", "our", "leased", "shleased", "any"})
"""What may stand before a declared name in V2."""
_OPERATIONS = {"shlease": _TUTORIALS | _V2, "ref": _D3, "mut": _D3}
_AMBIGUOUS = frozenset({"shleased", "mutable", *_OPERATIONS})
"""Words that other dialects may use as names."""

_LIKELIER = ("v3", "d3", "d2", "d1", "d1-2021", "v2")
"""Of dialects for which the evidence is the same, the first in this row is taken."""

_COMMENT = re.compile(r"(?:#|//)\s*leaselens\s*:\s*dialect\s*=\s*(?P<name>[\w.-]+)\s*\Z")


@dataclass(frozen=True)
class Detected:
    """The dialect of a text, and what tells it."""

    dialect: Dialect
    _tell: Callable[[], tuple[str, Span | None]]

    @property
    def why(self) -> str:
        """A clause for the reader: `d2, because ...`."""
        return self._tell()[0]

    @property
    def span(self) -> Span | None:
        """Where the text says so (absolute), if it does."""
        return self._tell()[1]


def choose(text: str, override: str | None = None, previous: Dialect | None = None) -> Detected:
    """The dialect to read a text in. A comment in the text counts more than ``override`` (a setting or an option; one
    that names no dialect, such as ``auto``, is passed over), and that more than what the text looks like."""
    commented = _named_in_comment(text)
    if commented is None and override is not None and override in DIALECTS:
        return Detected(DIALECTS[override], lambda: ("it was asked for", None))
    return detect(text, previous)


def detect(text: str, previous: Dialect | None = None) -> Detected:
    """What the text says of its dialect. ``previous`` is the one that an earlier state of the same text had."""
    commented = _named_in_comment(text)
    if commented is not None and commented[0] in DIALECTS:
        return Detected(DIALECTS[commented[0]], lambda: ("a comment in the file says so", commented[1]))
    scores = _scores(text[: budgets.EVIDENCE])
    best = max(_LIKELIER, key=lambda name: scores[name])
    if previous is not None and not _replaces(best, previous.name, scores):
        best = previous.name
    is_kept = previous is not None and best == previous.name
    return Detected(DIALECTS[best], lambda: _explained(best, text, is_kept=is_kept))


def _replaces(best: str, previous: str, scores: Mapping[str, int]) -> bool:
    """Whether a dialect leads clearly enough to take the place of the one that the text had.

    One certain piece is enough where nothing speaks for the other, and between the two tutorials. Otherwise a little
    more: who retypes the class in `let y: our A = x` has `let y: our = x` for a moment.
    """
    is_easy = scores[previous] == 0 or {best, previous} == _TUTORIALS
    return scores[best] - scores[previous] >= (CERTAIN if is_easy else CERTAIN + LIKELY)


def _explained(dialect: str, text: str, *, is_kept: bool) -> tuple[str, Span | None]:
    pieces = [piece for piece in _evidence(text) if dialect in piece.dialects]
    if not pieces:
        return "nothing in the file says otherwise" if is_kept else "it is the default", None
    best = min(pieces, key=lambda piece: (len(piece.dialects), -piece.weight))
    return best.why, best.span


# ---------------------------------------------------------------- the comment


def comment_diagnostics(text: str) -> Iterator[Diagnostic]:
    """`DADA-B3`: a comment that names a dialect which does not exist."""
    commented = _named_in_comment(text)
    if commented is not None and commented[0] not in DIALECTS:
        name, span = commented
        message = f"there is no dialect `{name}`"
        known = ", ".join(f"`{known}`" for known in DIALECTS)
        yield rule("B3").at(span, message, label="this comment is ignored", help=f"The dialects are {known}.")


def _named_in_comment(text: str) -> tuple[str, Span] | None:
    """The first name that a comment gives to the dialect, and where."""
    if "leaselens" not in text[: budgets.EVIDENCE]:
        return None
    for start, clues in _clues(text):
        if clues.comment is not None:
            name, span = clues.comment
            return name, span.shifted(start)
    return None


def _in_comment(token: Token) -> tuple[str, Span] | None:
    match = _COMMENT.match(token.text) if token.kind in ("COMMENT", "SLASH_COMMENT") else None
    return None if match is None else (match["name"], Span(*match.span("name")).shifted(token.start))


# ---------------------------------------------------------------- evidence


class Evidence(NamedTuple):
    """Something in the text that speaks for dialects. ``word`` is one that must not be a name elsewhere in the text."""

    dialects: frozenset[str]
    weight: int
    why: str
    span: Span
    word: str = ""


class Clues(NamedTuple):
    """What a chunk of a text tells; spans are relative to it. ``weights`` sum up its evidence for each dialect and
    ``word``; ``names`` are ambiguous words that are names in it."""

    evidence: tuple[Evidence, ...]
    weights: tuple[tuple[str, str, int], ...]
    names: frozenset[str]
    comment: tuple[str, Span] | None


@lru_cache(maxsize=16)
def _scores(text: str) -> Mapping[str, int]:
    """How much speaks for each dialect in what is read of a text for that. The texts of the last few keystrokes are
    remembered: most edits are further down."""
    found = [clues for _, clues in _clues(text)]
    names = frozenset[str]().union(*(clues.names for clues in found))
    scores: Counter[str] = Counter()
    for clues in found:
        for dialect, word, weight in clues.weights:
            if word not in names:
                scores[dialect] += weight
    return scores


def _evidence(text: str) -> Iterator[Evidence]:
    found = list(_clues(text))
    names = {name for _, clues in found for name in clues.names}
    for start, clues in found:
        for piece in clues.evidence:
            if piece.word not in names:
                yield piece._replace(span=piece.span.shifted(start))


def _clues(text: str) -> Iterator[tuple[int, Clues]]:
    """The clues in each chunk, and its offset."""
    for extent in chunks(text[: budgets.EVIDENCE], slash_comments=True):
        yield extent.span.start, _CLUES[extent.balanced](text[slice(*extent.span)])


def _find_clues(text: str, balanced: bool) -> Clues:
    tokens = scan(text, DIALECTS["d3"], strings_end_with_line=not balanced)
    comment = next((found for token in tokens if (found := _in_comment(token))), None)
    seen = [token for token in tokens if token.kind not in TRIVIA]
    nothing = Token("NEWLINE", "", 0)
    padded = [nothing, *seen, nothing, nothing]
    evidence: list[Evidence] = []
    names: set[str] = set()
    brackets: list[str] = []
    for before, token, following, after in zip(padded, seen, padded[2:], padded[3:], strict=False):
        _follow(brackets, token)
        if token.text in _LEADING and following.kind == "WORD" and brackets[-1:] != ["["]:
            evidence += _leading(before, token, following, after)
        if token.text in _AMBIGUOUS and before.text not in (":", "."):
            names.add(token.text)
        evidence += _piece(before, token, following, after)
    weights: Counter[tuple[str, str]] = Counter()
    for piece in evidence:
        weights.update(dict.fromkeys(((dialect, piece.word) for dialect in piece.dialects), piece.weight))
    summed = tuple((dialect, word, weight) for (dialect, word), weight in weights.items())
    return Clues(tuple(evidence), summed, frozenset(names), comment)


def _follow(brackets: list[str], token: Token) -> None:
    """``brackets`` are those that are open behind the token, the innermost last."""
    if token.kind == "OPEN":
        brackets.append(token.text)
    elif token.kind == "CLOSE" and brackets:
        brackets.pop()


_CLUES = {balanced: Memo(partial(_find_clues, balanced=balanced), budgets.MEMORY) for balanced in (False, True)}


def _piece(before: Token, token: Token, following: Token, after: Token) -> Iterator[Evidence]:
    """What a token says, with the one before it and the two behind."""
    if token.kind == "WORD" and following.kind == "WORD":
        yield from _declaration(before, token, following, after)
    elif token.text == ":=" and before.kind == "WORD":
        yield Evidence(_BOTH_D1 | _V2, LIKELY, "`:=` assigns", token.span)
    elif token.text == "." and following.text in _OPERATIONS:
        why = f"`.{following.text}` is an operation"
        yield Evidence(_OPERATIONS[following.text], CERTAIN, why, token.span.to(following.span), following.text)
    elif token.text == ":" and before.kind == "WORD" and following.text in _SPECIFIERS:
        yield from _annotation(following, after)


def _declaration(before: Token, mode: Token, name: Token, after: Token) -> Iterator[Evidence]:
    span = mode.span.to(name.span)
    if mode.text == "let":
        yield Evidence(_WITH_LET, CERTAIN, "`let` declares", span)
    elif mode.text == "var":
        dialects = {":=": _FIRST_WEEK, "=": _D1}.get(after.text, _BOTH_D1)
        how = f" with `{after.text}`" if after.text in ("=", ":=") else ""
        yield Evidence(dialects, CERTAIN, f"`var` declares{how}", span)
    elif mode.text in ("shared", "atomic") and after.text in ("=", ":=") and before.text not in (":", "->", "let"):
        with_equals = _D1 | _V2 if mode.text == "atomic" else _D1
        dialects = _FIRST_WEEK if after.text == ":=" else with_equals
        yield Evidence(dialects, CERTAIN, f"`{mode.text}` declares with `{after.text}`", span)


def _leading(before: Token, specifier: Token, name: Token, after: Token) -> Iterator[Evidence]:
    """``my x =`` as a declaration, ``my x`` as a parameter or field. The second is also in stray samples of D2 (§B.5),
    and in `f(a: my A)` before the first word is there."""
    why = f"`{specifier.text}` stands before a declared name"
    if after.text == "=" and before.text not in (":", "->", "."):
        yield Evidence(_V2, CERTAIN, why, specifier.span.to(name.span))
    elif before.text in ("(", ","):
        yield Evidence(_V2, LIKELY, why, specifier.span.to(name.span))


def _annotation(specifier: Token, after: Token) -> Iterator[Evidence]:
    """``: my`` with nothing behind it; a class may still be typed there before a comma or bracket, hardly before
    ``=``."""
    word = specifier.text if specifier.text in _AMBIGUOUS else ""
    is_final = after.text == "="
    if is_final or after.text in (",", ")"):
        why = f"`: {specifier.text}` stands without a class"
        yield Evidence(_SPECIFIERS[specifier.text], CERTAIN if is_final else LIKELY, why, specifier.span, word)
