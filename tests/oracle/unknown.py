"""Programs of which something is unknown: the analysis judges all runs at once, the oracle makes them one by one.

The conditions that ``work`` gets are unknown, and so are the permissions of what it gets; ``Program.applied`` calls it
with each choice of them. What the oracle meets is held against the design's "Surely and maybe":

* what some values of the conditions lead to, whatever the permissions are, is reported;
* what is reported is met so; and a warning is met when its choices are taken as it names them;
* an error is met by all runs that come to its place, a warning is passed by some of them.

The oracle stops at the first error and the analysis goes on: of what comes behind, a run that has stopped says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from oracle.programs import Choice, Program
from oracle.run import absolute, run_file

from leaselens.dada import tree
from leaselens.dada.dialects import DIALECTS
from leaselens.dada.names import resolve
from leaselens.dada.reading import read
from leaselens.diagnostics import Diagnostic, Role, Severity
from leaselens.languages import analyse
from leaselens.model.analysis import Analysis
from leaselens.text import Source, Span

Finding = tuple[str, Span]
"""A diagnostic's code, and where it is."""


@dataclass(frozen=True)
class Ran:
    """One run: what was chosen, the error that ended it, and what it passed before."""

    choice: Choice
    error: Finding | None
    passed: frozenset[Span]
    entered: frozenset[str]
    ending: str

    @property
    def has_stopped(self) -> bool:
        """Whether it says nothing about what would have come."""
        return self.ending != "end"


def unknown_differences(program: Program, runs: Sequence[Ran]) -> Iterator[str]:
    """Where the analysis judges otherwise than the runs for all choices."""
    source = Source("program.dada", program.text)
    analysis = analyse(source, language="dada", dialect=program.dialect)
    file = read(source, DIALECTS[program.dialect])
    elsewhere = entered_elsewhere(file, frozenset[str]().union(*(run.entered for run in runs)))
    found = [one for one in analysis.diagnostics if one.code.startswith("DADA-R")]
    if not gave_up(analysis):
        missed = (error for error in sorted(met_always(program, runs)) if not is_reported(error, analysis))
        yield from (f"missed: {code} at {shown(source, span)}" for code, span in missed)
    for one in found:
        if not any(item.contains(one.span.start) for item in elsewhere):
            yield from (f"{what}: {one.code} at {shown(source, one.span)}" for what in wrongs(program, one, runs))


def entered_elsewhere(file: tree.File, entered: Container[str]) -> list[Span]:
    """The items that the analysis also enters from functions which no run comes to; ``entered`` are the keys of the
    bodies that are entered."""
    pending = [placed.key for placed in file.items if placed.key not in entered]
    found: set[str] = set()
    names = {f"fn {placed.item.name.text}" for placed in file.items if isinstance(placed.item, tree.Function)}
    while pending:
        key = pending.pop()
        if key not in found:
            found.add(key)
            pending += [name for name in names if name in mentioned(file.by_key[key].item)]
    return [file.by_key[key].item.span.shifted(file.by_key[key].start) for key in found]


def mentioned(node: tree.Node) -> set[str]:
    """The keys that functions of the names in a node would have."""
    own = {f"fn {node.text}"} if isinstance(node, tree.Name) else set()
    return own.union(*map(mentioned, node.children()))


def is_reported(error: Finding, analysis: Analysis) -> bool:
    """Whether it is said; what ends a run as R-1 is said where a compiler finds it."""
    code, span = error
    if code == "DADA-R1":
        return any(one.code.startswith("DADA-C") and span.contains(one.span.start) for one in analysis.diagnostics)
    return any((one.code, one.span) == error for one in analysis.diagnostics)


def gave_up(analysis: Analysis) -> bool:
    """Whether a budget has bitten."""
    return any(one.code == "DADA-B5" for one in analysis.diagnostics)


def ran(program: Program, choice: Choice) -> Ran:
    file = read(Source("program.dada", program.applied(choice)), DIALECTS[program.dialect])
    outcome = run_file(file, resolve(file))
    error = (outcome.error.code, absolute(file, outcome.error.at)) if outcome.error is not None else None
    passed = frozenset(file.absolute(key, span) for key, span in outcome.passed)
    return Ran(choice, error, passed, outcome.entered, outcome.ending)


def met_always(program: Program, runs: Sequence[Ran]) -> set[Finding]:
    """The errors that, whatever the permissions are, some conditions lead to."""
    met: list[set[Finding]] = [
        {one.error for one in runs if one.choice.permissions == permissions and one.error is not None}
        for permissions in program.all_permissions()
    ]
    return {error for error in set.intersection(*met) if error[1].end <= len(program.text)}


def wrongs(program: Program, one: Diagnostic, runs: Sequence[Ran]) -> Iterator[str]:
    """What is wrong with one diagnostic."""
    finding = one.code, one.span
    taken = choices_named(program, one)
    for permissions in program.all_permissions():
        these = [run for run in runs if run.choice.permissions == permissions and run.choice.agrees_with(taken)]
        if not any(run.error == finding or run.has_stopped for run in these):
            yield f"not so with {permissions or 'any permissions'}"
    met = [run for run in runs if run.error == finding]
    others = [run for run in runs if run.error != finding]
    if not met or any(run.has_stopped for run in others):
        return
    is_sure = not any(one.span in run.passed for run in others)
    if is_sure != (one.severity is Severity.ERROR):
        yield "surely, told as maybe" if is_sure else "maybe, told as surely"
    if not is_sure and program.inputs and not any(related.role is Role.BRANCH for related in one.related):
        yield "no choice named"


def choices_named(program: Program, one: Diagnostic) -> dict[str, set[bool]]:
    """The answers to conditions on unknown data that a warning names."""
    taken: dict[str, set[bool]] = {}
    for related in one.related:
        text = program.text[related.span.start : related.span.end]
        words = set(re.findall(r"[a-z]\w*", text))
        if related.role is Role.BRANCH and words and words <= program.inputs.keys():
            taken.setdefault(text, set()).add(related.message == "if this holds")
    return taken


def shown(source: Source, span: Span) -> str:
    position = source.lines.position(span.start)
    return f"{position.line + 1}:{position.column + 1} `{source.text[span.start : span.end]}`"
