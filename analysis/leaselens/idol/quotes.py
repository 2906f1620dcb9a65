"""Where a quote is missing.

A quote that was dropped turns every string behind it inside out: read as they stand, the rest of the line and the next
lines are noise. So a line on which the quotes don't come in pairs is read with one more quote, wherever that leaves the
least that could not stand side by side, and the best text in the strings.
"""

from __future__ import annotations

import re
from typing import Final

from leaselens.idol.tokens import TRIVIA, scan
from leaselens.text import LineIndex, Token

LONGEST_LINE: Final = 400
"""Characters of a line in which the place of a quote is sought; in a longer one the string ends with the line."""

_LETTERS: Final = {"STRING": "s", "NAME": "n", "NUMBER": "d", "CHARACTER": "d", "COLON": ":", "COMMA": ","}
_STRANGE = re.compile(
    r"[snd](?=[snd])|[:,(\[{](?=[:,])|[:](?=[)\]}])|:[snd]:|[)\]}snd](?=[(\[{])(?<!n)|u|[)\]}]:|,n(?=,)"
)
"""What can't stand side by side, in the letters of ``_LETTERS`` (``u``: a character that is no token)."""
_WORDS = re.compile(r"(?:[\w &<>\[\]();*=!+-]|::|, ?(?=[\w&\[(]))*")
"""What a name or a type may be made of."""
_FIELD = re.compile(r"\w:(?!:)")
"""What looks like the beginning of a field, and hardly stands in a string."""
_BRACKETS: Final = ("()", "[]", "{}", "<>")


def may_lack_quote(tokens: list[Token]) -> bool:
    """Whether a string has no end, or goes on behind the end of its line, which is legal but seldom meant."""
    return any(token.kind == "OPEN_STRING" or (token.kind == "STRING" and "\n" in token.text) for token in tokens)


def scan_by_line(text: str) -> list[Token]:
    """The tokens of a text in which no string goes on behind the end of its line.

    A string that lacks a quote is a ``HALF_STRING``: its text has only one. Comments may have several lines.
    """
    lines = LineIndex(text)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        line = lines.position(at).line
        end = lines.starts[line + 1] if line + 1 < lines.count else len(text)
        found = scan(text, at, end)
        if found[-1].kind == "OPEN_COMMENT":
            found = [*found[:-1], *scan(text, found[-1].start, _comment_end(text, found[-1].start))]
        elif found[-1].kind == "OPEN_STRING":
            content = lines.content(line)
            found = [*_mended(text, at, content.end, _following(text, lines, line + 1)), *scan(text, content.end, end)]
        tokens += found
        at = found[-1].end
    return tokens


def _comment_end(text: str, start: int) -> int:
    return scan(text, start)[0].end


def _following(text: str, lines: LineIndex, line: int) -> str:
    """The letter of the first token of the next line that has any."""
    while line < lines.count:
        content = lines.content(line)
        if letters := _letters(scan(text, content.start, content.end)):
            return letters[0]
        line += 1
    return ""


def _mended(text: str, start: int, end: int, following: str) -> list[Token]:
    line = text[start:end]
    if len(line) > LONGEST_LINE:
        return _as_it_stands(text, start, end)
    readings = (_with_quote(line, start, at) for at in range(len(line.rstrip()) + 1) if _may_stand(line, at))
    ranked = [(_badness(reading, following), number, reading) for number, reading in enumerate(readings)]
    return min(ranked)[2] if ranked else _as_it_stands(text, start, end)


def _as_it_stands(text: str, start: int, end: int) -> list[Token]:
    return [t._replace(kind="HALF_STRING") if t.kind == "OPEN_STRING" else t for t in scan(text, start, end)]


def _may_stand(line: str, at: int) -> bool:
    """Whether a quote may be missing at an offset: not inside of a word, and not right before another quote."""
    before, after = line[at - 1 : at] if at else "", line[at : at + 1]
    return after != '"' and not (_is_in_word(before) and _is_in_word(after))


def _is_in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _with_quote(line: str, start: int, at: int) -> list[Token]:
    """The line as it would be read with one more quote; offsets and texts are those of the line as it stands."""
    tokens = []
    for token in scan(line[:at] + '"' + line[at:]):
        if token.start > at:
            tokens.append(token._replace(start=start + token.start - 1))
        elif token.end <= at:
            tokens.append(token._replace(start=start + token.start))
        else:
            text = token.text[: at - token.start] + token.text[at - token.start + 1 :]
            tokens.append(Token("HALF_STRING" if token.kind == "STRING" else "OPEN_STRING", text, start + token.start))
    return tokens


def _badness(tokens: list[Token], following: str) -> tuple[int, int, int]:
    letters = _letters(tokens) + following
    strings = [token.text.strip('"') for token in tokens if token.kind in ("STRING", "HALF_STRING")]
    is_open = any(token.kind == "OPEN_STRING" for token in tokens)
    return (
        len(_STRANGE.findall(letters)) + sum(_is_unbalanced(text) for text in strings) + 10 * is_open,
        sum(_strangeness(text) for text in strings),
        sum(not text for text in strings),
    )


def _strangeness(text: str) -> int:
    return (_WORDS.fullmatch(text) is None) + (text != text.strip()) + (_FIELD.search(text) is not None)


def _letters(tokens: list[Token]) -> str:
    return "".join(_letter(token) for token in tokens if token.kind not in TRIVIA)


def _letter(token: Token) -> str:
    kind = "STRING" if token.kind.endswith("STRING") else token.kind
    return token.text if kind in ("OPEN", "CLOSE") else _LETTERS.get(kind, "u")


def _is_unbalanced(text: str) -> bool:
    text = text.replace("->", "")
    return any(text.count(opening) != text.count(closing) for opening, closing in _BRACKETS)
