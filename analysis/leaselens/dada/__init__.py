"""Dada, in all its dialects: a text in, an ``Analysis`` out.

A text is read into a tree (``reading``), its names are resolved (``names``), its bodies lowered to operations
(``lower``), and every world that they can reach is stepped (``machine``, ``worlds``). What was recorded on the way
(``record``) is told as diagnostics (``explain``), diagrams (``picture``) and facts (``analysis``).
"""

from __future__ import annotations

from collections.abc import Callable

from leaselens.dada import detect, reading
from leaselens.dada.analysis import DadaAnalysis, run
from leaselens.dada.checks import all_diagnostics
from leaselens.dada.dialects import DIALECTS
from leaselens.dada.lowering import lower
from leaselens.dada.machine.walk import Rules
from leaselens.dada.names import resolve
from leaselens.text import Source


def analyse(
    source: Source,
    dialect: str | None = None,
    previous: str | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> DadaAnalysis:
    """Analyse a text in the dialect asked for, or in the one that it is detected to be in.

    ``previous`` is the dialect of the last version of the text; it keeps detection from flickering. ``cancelled`` is
    asked between steps; once it says yes, the answer is incomplete and not to be shown.
    """
    chosen = detect.choose(source.text, dialect, DIALECTS.get(previous) if previous is not None else None)
    file = reading.read(source, chosen.dialect)
    names = resolve(file)
    program = lower(file, names)
    traces = run(program, Rules(program, file.dialect), cancelled)
    return DadaAnalysis(file, names, program, tuple(traces), all_diagnostics(file, names))
