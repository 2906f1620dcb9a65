"""What formatting the reference's programs must keep: the tree, the diagnostics, and itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dada.layouts import formatted, told, unchecked

from leaselens.dada import analyse
from leaselens.dada.same import same_trees
from leaselens.text import Source

if TYPE_CHECKING:
    from corpus.dada.suite import Program


def wrong_formatting(program: Program) -> Iterator[str]:
    """The formatted program has the same tree and the same diagnostics at the same places, and is not edited again."""
    text, dialect = program.source.text, program.dialect
    after = unchecked(text, dialect)
    analysis = analyse(Source(program.source.name, after), dialect)
    if formatted(text, dialect) != after:
        yield "it is refused"
    if unchecked(after, dialect) != after:
        yield "it is not laid out at once"
    if not same_trees(program.analysis.file, analysis.file):
        yield "it has another tree"
    if [told(after, d) for d in analysis.diagnostics] != [told(text, d) for d in program.analysis.diagnostics]:
        yield "it has other diagnostics"
