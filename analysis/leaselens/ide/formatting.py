"""The standard layout of a text, with the indentation that an editor wants."""

from __future__ import annotations

from collections.abc import Sequence

from leaselens.diagnostics import Edit
from leaselens.model.analysis import Analysis
from leaselens.text import Span

WIDEST = 16


def formatting(analysis: Analysis, width: int, with_spaces: bool, within: Span | None = None) -> Sequence[Edit]:
    """The edits that lay out the text, or the lines that ``within`` touches, in order of position.

    One level of indentation is ``width`` spaces (from 1 to ``WIDEST``), or else a tab. That takes as long as reading
    the text twice, and more.
    """
    indent = " " * max(1, min(width, WIDEST)) if with_spaces else "\t"
    return analysis.formatting(indent, within)
