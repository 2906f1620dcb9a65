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
    file = reading.read(source, chosen.dialect)
    if before is not None and before.file.dialect is not file.dialect:
        before = None
    since = Since(before.file, before.names, file) if before is not None else None
    names = resolve(file, since)
    program = lower(file, names, (before.file, before.names, before.program) if before is not None else None)
    checked = check(file, names, (since, before.checked) if before is not None and since is not None else None)
    ran = (before.program, before.traces) if before is not None else None
    traces = run(program, Rules(program, file.dialect), cancelled, ran)
    return DadaAnalysis(file, names, program, tuple(traces), checked)
