"""Tokens of Dada (reference §A)."""

from __future__ import annotations

from typing import NamedTuple

from leaselens.text import Span


class Token(NamedTuple):
    """A piece of the text: its kind, its characters, and where it starts (absolute in the file)."""

    kind: str
    text: str
    start: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))
