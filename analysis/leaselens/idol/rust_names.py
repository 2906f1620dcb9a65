"""The Rust that stands in an interface's strings: identifiers and types, as far as Idol's rules need them.

A type that is not understood here counts as one: only what surely is none is called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

KEYWORDS: Final = frozenset(
    re.findall(
        r"\w+",
        """_ abstract as async await become box break const continue crate do dyn else enum extern false final fn for if
        impl in let loop macro match mod move mut override priv pub ref return Self self static struct super trait true
        try type typeof unsafe unsized use virtual where while yield""",
    )
)
"""The words that are no identifier (what ``syn::Ident`` refuses, §B.1)."""
PRIMITIVES: Final = frozenset(
    {"bool", "char"} | {f"{kind}{size}" for kind in "iu" for size in (8, 16, 32, 64, 128, "size")} | {"f32", "f64"}
)
DEEPEST: Final = 60
"""Brackets and signs of pointers in a type; one that has more is taken for a type, as it stands."""
LONGEST: Final = 2000
"""Characters of a type; a longer one is taken for a type too."""
_IN_PATHS: Final = frozenset({"crate", "self", "super", "Self"})
_OPENING: Final = {"(": ")", "[": "]", "{": "}", "<": ">"}
_SEGMENT = re.compile(r"(?:r#)?(?P<word>[^\W\d]\w*)\s*(?:(?:::\s*)?(?P<generics>[<(])|!\s*[(\[{])?")
_OTHER = re.compile(r"(?:dyn|impl|fn|unsafe|extern|for)\b|<|!$|_$|'")


class Shape(StrEnum):
    """What a type is, as far as the rules ask."""

    SLICE = "slice"
    ARRAY = "array"
    TUPLE = "tuple"
    REFERENCE = "reference"
    POINTER = "pointer"
    DYN = "dyn"
    NAMED = "named"
    OTHER = "other"


class RustType(NamedTuple):
    """A type: its shape, its text without blanks at the ends, and what it is made of (the element, the pointee)."""

    shape: Shape
    text: str
    inner: str | None = None


def is_identifier(text: str) -> bool:
    """Whether Idol can name something so."""
    return text.isidentifier() and text not in KEYWORDS


def read_type(text: str) -> RustType | None:
    """The type that a text spells; ``None`` if it surely spells none."""
    text = text.strip()
    if len(text) > LONGEST or sum(text.count(sign) for sign in "([{<&*") > DEEPEST:
        return RustType(Shape.OTHER, text)
    if text.startswith("["):
        return _bracketed(text)
    if text.startswith("("):
        parts = list(_parts(text[1:-1], ",")) if _encloses(text) else None
        if parts is not None and not parts[-1].strip():
            parts.pop()
        return RustType(Shape.TUPLE, text) if parts is not None and all(map(read_type, parts)) else None
    if match := re.match(r"&\s*(?:'\w+\s*)?(?:mut\b\s*)?", text):
        return _of(Shape.REFERENCE, text, text[match.end() :])
    if match := re.match(r"\*\s*(?:const|mut)\b\s*", text):
        return _of(Shape.POINTER, text, text[match.end() :])
    if text.startswith("dyn "):
        return RustType(Shape.DYN, text)
    if _OTHER.match(text):
        return RustType(Shape.OTHER, text) if _is_balanced(text) else None
    return RustType(Shape.NAMED, text) if _is_path(text) else None


def _of(shape: Shape, text: str, inner: str) -> RustType | None:
    return RustType(shape, text, inner.strip()) if read_type(inner) else None


def _bracketed(text: str) -> RustType | None:
    if not _encloses(text):
        return None
    element, *length = _parts(text[1:-1], ";")
    if length and not "".join(length).strip():
        return None
    return _of(Shape.ARRAY if length else Shape.SLICE, text, element)


def _is_path(text: str) -> bool:
    at = 2 if text.startswith("::") else 0
    while match := _SEGMENT.match(text, at):
        if match["word"] in KEYWORDS - _IN_PATHS and not text.startswith("r#", at):
            return False
        at = match.end()
        if match["generics"] or match[0][-1] in "([{":
            end = _matching(text, at - 1)
            if end is None or match["generics"] is None:
                return end is not None
            at = end + 1
            if match["generics"] == "(":
                return True
        rest = text[at:].lstrip()
        if not rest:
            return True
        if not rest.startswith("::"):
            return False
        at = len(text) - len(rest[2:].lstrip())
    return False


def _encloses(text: str) -> bool:
    """Whether the bracket at the start is closed at the end."""
    return _matching(text, 0) == len(text) - 1


def _matching(text: str, at: int) -> int | None:
    """The offset of the bracket that closes the one at ``at``."""
    waiting: list[str] = []
    for offset in range(at, len(text)):
        character = text[offset]
        if character in _OPENING:
            waiting.append(_OPENING[character])
        elif character in ")]}" or (character == ">" and text[offset - 1] not in "-="):
            if not waiting or waiting.pop() != character:
                return None
            if not waiting:
                return offset
    return None


def _is_balanced(text: str) -> bool:
    return _matching(f"({text})", 0) == len(text) + 1


def _parts(text: str, separator: str) -> Iterator[str]:
    """The text, divided where the separator stands outside of brackets."""
    start = at = 0
    while at < len(text):
        if text[at] in _OPENING and (end := _matching(text, at)) is not None:
            at = end
        elif text[at] == separator:
            yield text[start:at]
            start = at + 1
        at += 1
    yield text[start:]
