"""Editor questions as tests ask them: a program with the cursor drawn into it."""

from __future__ import annotations

from leaselens import languages
from leaselens.model.analysis import Analysis
from leaselens.text import Source

CURSOR = "▲"


def at_cursor(marked: str, dialect: str | None = None) -> tuple[Analysis, int]:
    """The analysis of a Dada program, and the offset at which ``▲`` stands in it (before what follows)."""
    offset = marked.index(CURSOR)
    return analysed(marked.replace(CURSOR, ""), dialect), offset


def analysed(text: str, dialect: str | None = None) -> Analysis:
    return languages.analyse(Source("test.dada", text), dialect=dialect)
