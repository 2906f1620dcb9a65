"""Texts and what becomes of them when they are formatted."""

from __future__ import annotations

from leaselens.dada.dialects import DIALECTS
from leaselens.dada.format import formatting, laid_out
from leaselens.dada.reading import read
from leaselens.dada.tree import File
from leaselens.diagnostics import Diagnostic, edited
from leaselens.text import Source, Span


def reading(text: str, dialect: str = "v3") -> File:
    return read(Source("test.dada", text), DIALECTS[dialect])


def formatted(text: str, dialect: str = "v3", indent: str = "    ", within: Span | None = None) -> str:
    """The text in its standard layout, as an editor would have it."""
    return edited(text, formatting(reading(text, dialect), indent, within))


def unchecked(text: str, dialect: str = "v3") -> str:
    """The text with edits that nobody has looked at."""
    return edited(text, tuple(laid_out(reading(text, dialect), "    ")))


def ink(text: str) -> str:
    """What a text says: all its characters but white space, which are all that a layout may change."""
    return "".join(text.split())


def told(text: str, found: Diagnostic) -> tuple[object, ...]:
    """What a diagnostic tells, and how much ink stands before the places it tells of. A step may quote the text."""
    spans = (found.span, *(step.span for step in found.related))
    places = tuple(len(ink(text[:edge])) for span in spans for edge in span)
    story = tuple((step.role, ink(step.message)) for step in found.related)
    words = (found.code, found.severity, found.certainty, found.message, found.label, found.help)
    return (*words, story, places)
