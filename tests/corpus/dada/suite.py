"""The reference's own test suites (reference §F): their programs are read, and never stored here.

``LEASELENS_DADA`` names the ``dada_tests`` folder of the last interpreter (V3), ``LEASELENS_DADA_V2`` the one of July
2022.
As a script it prints for every folder that is there how many programs agree, in each of these ways:

* ``diagnostics``: what is found by reading, and the first thing found by running, are what the marks say, and no more;
* ``labels``: message, position and labels of what is found by reading are what the reference printed;
* ``output``: what is printed, and where, is what the marks and ``stdout.ref`` say;
* ``graphs``: every heap graph that is asked for is the stored one, before and after, also in what has changed;
* ``formatted``: its standard layout has the same tree and the same diagnostics, and is not edited again;
* ``detected``: the dialect is found without being told (not every program of V2 has a word that tells it from V3).

Then how long it takes to analyse all of them, and which five take longest.
Run ``PYTHONPATH=tests python -m corpus.dada.suite [part of a path]``.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.dada import graphs
from corpus.dada.formatted import wrong_formatting
from corpus.dada.marks import Expected, Marks, read_marks

from leaselens.dada import analyse
from leaselens.dada.analysis import DadaAnalysis
from leaselens.dada.detect import detect
from leaselens.dada.machine.faults import Finding
from leaselens.dada.output import run_of
from leaselens.diagnostics import Diagnostic, Severity
from leaselens.text import Source, Span

_STORED_HEAD = re.compile(r"^Error: (?P<message>.*)\n\s*╭─\[[^\]]*:(?P<line>\d+):(?P<column>\d+)\]", re.MULTILINE)
_STORED_LABEL = re.compile(r"╰─+ (.*?)\s*$", re.MULTILINE)
_RUN_TIME = re.compile(r"DADA-R\d")
_ECHO = "R-1"
"""The run arrives at what could not be compiled: that was reported already, and is not said twice."""


@dataclass(frozen=True)
class Suite:
    """A folder of programs, the dialect that they are written in, and whether each of them shows it."""

    variable: str
    dialect: str
    is_detected: bool

    @property
    def folder(self) -> Path | None:
        """The folder, where the machine has it."""
        named = os.environ.get(self.variable)
        return Path(named) if named else None

    def programs(self) -> list[Program]:
        assert self.folder is not None
        return [Program(path, self.dialect) for path in sorted(self.folder.rglob("*.dada"))]


SUITES = (Suite("LEASELENS_DADA", "v3", True), Suite("LEASELENS_DADA_V2", "v2", False))


@dataclass(frozen=True)
class Program:
    """One program of a suite, with its stored answers beside it."""

    path: Path
    dialect: str

    @cached_property
    def source(self) -> Source:
        return Source(self.path.name, self.path.read_bytes().decode())

    @cached_property
    def marks(self) -> Marks:
        return read_marks(self.source.text)

    @cached_property
    def analysis(self) -> DadaAnalysis:
        return analyse(self.source, self.dialect)

    def stored(self, name: str) -> str:
        """What the reference answered, as it is in one of its files."""
        return (self.path.with_suffix("") / name).read_bytes().decode()

    @cached_property
    def run(self) -> Finding | None:
        """What ends the run of the program."""
        entry = [trace for trace in self.analysis.traces if trace.root == self.analysis.program.entry]
        return next((node.finding for trace in entry for node in run_of(trace) if node.finding is not None), None)

    def line_of(self, span: Span) -> int:
        """1-based."""
        return self.source.lines.position(span.start).line + 1


# ---------------------------------------------------------------- diagnostics


def wrong_diagnostics(program: Program) -> Iterator[str]:
    """What is found by reading must be what is marked, one to one; of what is found by running, the first (§F.3). What
    is found further down the run, the reference does not come to: it is ours to report."""
    grave = [d for d in program.analysis.diagnostics if d.severity in (Severity.ERROR, Severity.WARNING)]
    yield from _differences(program, program.marks.compiled, [d for d in grave if not _RUN_TIME.match(d.code)])
    found = [d for d in grave if _RUN_TIME.match(d.code)]
    end = program.run
    first = program.analysis.file.absolute(*end.site) if end is not None else None
    if end is not None and end.rule == _ECHO:
        yield from _wrong_echo(program, first)
    else:
        yield from _differences(program, program.marks.run, [d for d in found if d.span == first])
    yield from (f"not in the run: {_shown(program, d)}" for d in found if d.span not in _findings(program))


def _wrong_echo(program: Program, at: Span | None) -> Iterator[str]:
    expected = program.marks.run
    if len(expected) != 1 or at is None or not _is_at(program, expected[0], at):
        yield f"the run ends at a compile error in line {at and program.line_of(at)}, expected {expected}"


def _differences(program: Program, expected: Sequence[Expected], found: Sequence[Diagnostic]) -> Iterator[str]:
    left = list(found)
    for want in expected:
        met = [d for d in left if _is_at(program, want, d.span) and want.pattern.search(d.message)]
        if met and met[0].severity is Severity.ERROR:
            left.remove(met[0])
        else:
            yield f"expected, not found: {want}"
    yield from (f"found, not expected: {_shown(program, d)}" for d in left)


def _is_at(program: Program, want: Expected, span: Span) -> bool:
    start, end = (program.source.lines.position(offset) for offset in span)
    columns = (start.column + 1, end.column + 1)
    return start.line + 1 == want.line and want.columns in (None, columns)


def _shown(program: Program, found: Diagnostic) -> str:
    return f"line {program.line_of(found.span)}: {found.severity} {found.code} {found.message}"


def _findings(program: Program) -> set[Span]:
    """The places of all that the run finds, the first error included."""
    analysis = program.analysis
    entry = [trace for trace in analysis.traces if trace.root == analysis.program.entry]
    found = (node.finding for trace in entry for node in trace.nodes)
    return {analysis.file.absolute(*finding.site) for finding in found if finding is not None}


# ---------------------------------------------------------------- labels

Told = tuple[str, int, int, list[str]]


def wrong_labels(program: Program) -> Iterator[str]:
    """Message, position and labels of what is found by reading."""
    stored = sorted(_stored_labels(program.stored("compiler-output.ref")))
    told = sorted(_told(program, found) for found in program.analysis.compiled)
    if stored != told:
        yield f"{told} is not {stored}"


def _told(program: Program, found: Diagnostic) -> Told:
    position = program.source.lines.position(found.span.start)
    labels = sorted([found.label or "", *(step.message for step in found.related)])
    return found.message, position.line + 1, position.column + 1, labels


def _stored_labels(text: str) -> Iterator[Told]:
    heads = list(_STORED_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):
        labels = sorted(_STORED_LABEL.findall(text[head.end() : end]))
        yield head["message"], int(head["line"]), int(head["column"]), labels


# ---------------------------------------------------------------- output


def wrong_output(program: Program) -> Iterator[str]:
    """What each line prints, and everything together."""
    chunks: dict[int, list[str]] = {}
    for output in program.analysis.outputs:
        chunks.setdefault(program.line_of(output.span), []).append(output.text)
    patterns = program.marks.outputs
    for line in [] if program.marks.any_output else sorted({*chunks, *patterns}):
        seen, wanted = chunks.get(line, []), patterns.get(line, [])
        matches = len(seen) == len(wanted) and all(map(re.search, wanted, seen))
        if not matches:
            yield f"line {line} prints {seen}, not {wanted}"
    printed = "".join(output.text for output in program.analysis.outputs)
    stored = program.stored("stdout.ref")
    if program.analysis.program.entry is not None and printed != stored:
        yield f"prints {printed!r}, not {stored!r}"
    if program.analysis.program.entry is None and not stored.startswith("no `main` function"):
        yield f"there is nothing to run, but the reference prints {stored!r}"


# ---------------------------------------------------------------- graphs


def wrong_graphs(program: Program) -> Iterator[str]:
    """Each query, compared with its file: frames, rows, values, edges, permissions, what is leased out, what has
    changed."""
    for number, query in enumerate(program.marks.queries):
        offset = program.source.lines.offset(query.line - 1, query.column - 1)
        drawn = [graphs.drawn(visit) for visit in program.analysis.visits_at(offset)]
        stored = graphs.stored(program.stored(f"HeapGraph-{number}.ref"))
        if drawn != stored:
            yield f"graph {number} at {query.line}:{query.column}\n    ours   {drawn}\n    theirs {stored}"


# ---------------------------------------------------------------- the dialect


def wrong_detection(program: Program) -> Iterator[str]:
    found = detect(program.source.text)
    if found.dialect.name != program.dialect:
        yield f"detected as {found.dialect.name}: {found.why}"


CATEGORIES: Mapping[str, Callable[[Program], Iterator[str]]] = {
    "diagnostics": wrong_diagnostics,
    "labels": wrong_labels,
    "output": wrong_output,
    "graphs": wrong_graphs,
    "formatted": wrong_formatting,
    "detected": wrong_detection,
}


def compared(program: Program, category: str) -> int:
    """How many comparisons a program has in a category."""
    return len(program.marks.queries) if category == "graphs" else 1


def main(part: str = "") -> int:
    """Print `N of M` for each suite and category, and what does not agree. Returns 1 if anything but detection
    fails."""
    failed = False
    for suite in SUITES:
        if suite.folder is None:
            print(f"{suite.variable} names no folder")
            continue
        programs = [program for program in suite.programs() if part in str(program.path)]
        _time(suite, programs)
        for category, wrong in CATEGORIES.items():
            complaints = {program: found for program in programs if (found := list(wrong(program)))}
            for program, found in complaints.items():
                print(f"{category}: {program.path.relative_to(suite.folder)}", *found, sep="\n    ")
            total = sum(compared(program, category) for program in programs)
            agree = total - sum(len(found) if category == "graphs" else 1 for found in complaints.values())
            print(f"{suite.dialect} {category}: {agree} of {total}")
            failed |= bool(complaints) and (category != "detected" or suite.is_detected)
    return 1 if failed else 0


def _time(suite: Suite, programs: Sequence[Program]) -> None:
    """Analyse them all, one after the other, and print how long that takes."""
    times = []
    for program in programs:
        start = time.perf_counter()
        assert program.analysis.diagnostics is not None
        times.append((1000 * (time.perf_counter() - start), program.path.name))
    slowest = ", ".join(f"{name} {taken:.0f} ms" for taken, name in sorted(times, reverse=True)[:5])
    print(f"{suite.dialect}: {len(programs)} programs in {sum(taken for taken, _ in times):.0f} ms; slowest: {slowest}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
