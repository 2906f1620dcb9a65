"""Programs with a marked place: `let «=» 1` is a text, and the span of its `=`."""

from __future__ import annotations

from leaselens.dada import tree
from leaselens.dada.checks import all_diagnostics
from leaselens.dada.dialects import DIALECTS
from leaselens.dada.names import Names, resolve
from leaselens.dada.reading import read
from leaselens.diagnostics import Diagnostic
from leaselens.text import Source, Span


def unmarked(marked: str) -> tuple[str, Span]:
    """The text without its two marks, and the span between them."""
    before, rest = marked.split("«")
    inside, after = rest.split("»")
    return before + inside + after, Span(len(before), len(before) + len(inside))


def shown(text: str, span: Span) -> str:
    """The text with marks around a span: what a failing test prints."""
    return f"{text[: span.start]}«{text[span.start : span.end]}»{text[span.end :]}"


def reading(text: str, dialect: str = "v3") -> tuple[tree.File, Names]:
    file = read(Source("test.dada", text), DIALECTS[dialect])
    return file, resolve(file)


def diagnostics(text: str, dialect: str = "v3") -> tuple[Diagnostic, ...]:
    return all_diagnostics(*reading(text, dialect))
