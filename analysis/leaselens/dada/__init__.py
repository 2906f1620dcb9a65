"""Dada, in all its dialects: a text in, an ``Analysis`` out.

A text is read into a tree (``reading``), its names are resolved (``names``), its bodies lowered to operations
(``lower``), and every world that they can reach is stepped (``machine``, ``worlds``). What was recorded on the way
(``record``) is told as diagnostics (``explain``), diagrams (``picture``) and facts (``analysis``).
"""

from __future__ import annotations

from collections.abc import Callable

from leaselens.dada import detect, reading
from leaselens.dada.analysis import DadaAnalysis, run
from leaselens.dada.checks import check
from leaselens.dada.dialects import Dialect
from leaselens.dada.lowering import lower
from leaselens.dada.machine.walk import Rules
from leaselens.dada.names import Since, resolve
from leaselens.model.analysis import Analysis
from leaselens.text import Source


def analyse(
    source: Source,
    dialect: str | None = None,
    previous: Analysis | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> DadaAnalysis:
    """Analyse a text in the dialect asked for, or in the one that it is detected to be in.

    ``previous`` is the answer about the last version of the text: it keeps detection from flickering, and bodies and
    traces that depend on nothing that has changed are taken over from it. ``cancelled`` is asked between steps; once it
    says yes, the answer is incomplete and not to be shown.
    """
    before = previous if isinstance(previous, DadaAnalysis) else None
    chosen = detect.choose(source.text, dialect, before.file.dialect if before is not None else None)
    if before is None or before.file.dialect is not chosen.dialect:
        return _from_nothing(source, chosen.dialect, cancelled)
    file, kept = reading.reread(source, before.file)
    since = Since(before.file, before.names, file, kept)
    names = resolve(file, since)
    program = lower(file, names, (since, before.program))
    checked = check(file, names, (since, before.checked))
    traces = run(program, Rules(program, file.dialect), cancelled, (before.program, before.traces))
    return DadaAnalysis(file, names, program, tuple(traces), checked)


def _from_nothing(source: Source, dialect: Dialect, cancelled: Callable[[], bool]) -> DadaAnalysis:
    file = reading.read(source, dialect)
    names = resolve(file)
    program = lower(file, names)
    traces = run(program, Rules(program, dialect), cancelled)
    return DadaAnalysis(file, names, program, tuple(traces), check(file, names))
