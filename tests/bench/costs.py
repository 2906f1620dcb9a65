"""What the analysis itself costs, without a server: reading, analysing, and analysing again after an edit."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.programs import dada
from leaselens.dada import dialects, reading
from leaselens.languages import analyse
from leaselens.text import Source

HEAD = """\
## The analysis alone

| program | lines | reading ms | analysis ms | again after an edit ms | worlds at statements | worlds per second |
| --- | --- | --- | --- | --- | --- | --- |
"""


def costs(sizes: Sequence[int]) -> str:
    """The table of generated programs, and of the reference's suites where the machine has them."""
    rows = [_row(size) for size in sizes]
    return HEAD + "\n".join([*rows, *_suites()]) + "\n"


def _row(size: int) -> str:
    program = dada(size)
    source = Source(program.name, program.text)
    read = _timed(lambda: reading.read(source, dialects.DIALECTS["v3"]))
    first = analyse(source)
    whole = _timed(lambda: analyse(source))
    lines = program.text.split("\n")
    edited = Source(program.name, "\n".join([*lines[: program.line], "    let typed = 1", *lines[program.line :]]))
    again = _timed(lambda: analyse(edited, previous=first))
    worlds = sum(visit.worlds for statement in first.statements for visit in first.visits_of(statement))
    times = " | ".join(f"{milliseconds:,.1f}" for milliseconds in (read, whole, again))
    return f"| generated | {size:,} | {times} | {worlds:,} | {1000 * worlds / whole:,.0f} |"


def _suites() -> Iterator[str]:
    for variable in ("LEASELENS_DADA", "LEASELENS_DADA_V2"):
        if folder := os.environ.get(variable):
            sources = [Source(path.name, path.read_text(encoding="utf-8")) for path in Path(folder).rglob("*.dada")]
            spent = _timed(lambda sources=sources: [analyse(source) for source in sources])  # type: ignore[misc]
            lines = sum(source.text.count("\n") for source in sources)
            yield f"| {variable}, {len(sources)} programs | {lines:,} | – | {spent:,.0f} | – | – | – |"


def _timed(work: Callable[[], object]) -> float:
    """The milliseconds that it takes."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)
