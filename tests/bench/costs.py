"""What the analysis itself costs, without a server: reading, analysing, analysing again; and where that time goes."""

from __future__ import annotations

import cProfile
import gc
import os
import pstats
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.programs import Program, dada
from leaselens.dada import analyse, dialects, reading
from leaselens.dada.analysis import DadaAnalysis
from leaselens.text import Source

HEAD = """\
## The analysis alone

*Again* is after one more letter in a function in the middle, the median of {edits}.

| program | lines | reading ms | analysis ms | again ms | worlds | worlds per second |
| --- | --- | --- | --- | --- | --- | --- |
"""
PROFILE = """\

## Where the time of a key goes

The profile of {edits} such letters at {size:,} lines: the {most} functions that took most of the time themselves.
Profiling makes everything slower, small functions most of all; the shares are what counts.

| function | calls for each letter | share |
| --- | --- | --- |
"""
LONGEST = 60.0
"""Seconds: a program whose analysis is expected to take longer is left out."""
EDITS = 5
MOST = 12


@dataclass
class _Measured:
    size: int
    row: str
    analysis: DadaAnalysis
    seconds: float


def costs(sizes: Sequence[int]) -> str:
    """The tables of generated programs, and of the reference's suites where the machine has them."""
    # As the server does.
    gc.set_threshold(50_000, 20, 50)
    measured: list[_Measured] = []
    for size in sizes:
        if not measured or measured[-1].seconds * size / measured[-1].size < LONGEST:
            measured.append(_measured(size))
    rows = [*(one.row for one in measured), *_suites()]
    return HEAD.format(edits=EDITS) + "\n".join(rows) + "\n" + _profile(measured[-1])


def _measured(size: int) -> _Measured:
    program = dada(size)
    source = Source(program.name, program.text)
    read = _timed(lambda: reading.read(source, dialects.DIALECTS["v3"]))
    found: list[DadaAnalysis] = []
    whole = _timed(lambda: found.append(analyse(source)))
    again = sorted(_timed(lambda text=text: _again(found, text)) for text in _edited(program))[EDITS // 2]  # type: ignore[misc]
    worlds = sum(len(chapter.nodes) for trace in found[0].traces for chapter in trace.chapters)
    times = " | ".join(f"{1000 * seconds:,.1f}" for seconds in (read, whole, again))
    return _Measured(size, f"| generated | {size:,} | {times} | {worlds:,} | {worlds / whole:,.0f} |", found[-1], whole)


def _again(found: list[DadaAnalysis], text: Source) -> None:
    found.append(analyse(text, previous=found[-1]))


def _edited(program: Program) -> Iterator[Source]:
    """The program, again and again with one more letter in it."""
    lines = program.text.split("\n")
    for count in range(1, EDITS + 1):
        yield Source(
            program.name, "\n".join([*lines[: program.line], "    let t" + "x" * count, *lines[program.line :]])
        )


def _profile(measured: _Measured) -> str:
    found, profile = [measured.analysis], cProfile.Profile()
    for text in _edited(dada(measured.size)):
        profile.runcall(_again, found, text)
    stats = pstats.Stats(profile)
    spent = sorted(stats.stats.items(), key=lambda row: -row[1][2])[:MOST]  # type: ignore[attr-defined]
    whole = stats.total_tt  # type: ignore[attr-defined]
    rows = [
        f"| {_named(*key)} | {calls / EDITS:,.0f} | {100 * own / whole:.0f} % |" for key, (_, calls, own, *_) in spent
    ]
    return PROFILE.format(edits=EDITS, size=measured.size, most=len(rows)) + "\n".join(rows) + "\n"


def _named(file: str, _: int, function: str) -> str:
    path = Path(file)
    return f"`{function}`" if file == "~" else f"`{path.parent.name}/{path.stem}`: `{function}`"


def _suites() -> Iterator[str]:
    for variable in ("LEASELENS_DADA", "LEASELENS_DADA_V2"):
        if folder := os.environ.get(variable):
            sources = [Source(path.name, path.read_text(encoding="utf-8")) for path in Path(folder).rglob("*.dada")]
            spent = _timed(lambda sources=sources: [analyse(source) for source in sources])  # type: ignore[misc]
            lines = sum(source.text.count("\n") for source in sources)
            yield f"| {variable}, {len(sources)} programs | {lines:,} | – | {1000 * spent:,.0f} | – | – | – |"


def _timed(work: Callable[[], object]) -> float:
    """The seconds that it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
