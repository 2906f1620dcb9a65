"""RON as it is written: values, groups in brackets, and their members; what they mean is for ``schema`` to say.

All spans are absolute in the file. A group may be of any bracket and have members of any form: which of them Idol wants
where is no question of notation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from leaselens.text import Span

CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Text:
    """A string; ``span`` has the quotes in it, as far as they are there, ``inner`` is what stands between them, and
    ``text`` what it says."""

    span: Span
    text: str
    inner: Span


@dataclass(frozen=True, slots=True)
class Name:
    """A bare word: ``true``, ``None``, ``Hubpack``, the name of a field."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a character, as it is written."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in brackets, with the name before them (``Some(4)``); ``close`` is ``None`` where it is missing.

    ``closed_by`` is the bracket at ``close``, which need not be the right one.
    """

    span: Span
    name: Name | None
    open: Span
    bracket: str
    close: Span | None
    members: tuple[Member, ...]
    closed_by: str = ""

    @property
    def inside(self) -> Span:
        """From behind the opening bracket to before the closing one."""
        return Span(self.open.end, self.close.start if self.close else self.span.end)


Value = Text | Name | Literal | Group


@dataclass(frozen=True, slots=True)
class Member:
    """``key: value``, or only a value. What is missing was reported, and is ``None``."""

    span: Span
    key: Value | None
    value: Value | None


@dataclass(frozen=True, slots=True)
class Document:
    """A whole text: the extensions that it enables, and its one value."""

    extensions: frozenset[str]
    value: Value | None
