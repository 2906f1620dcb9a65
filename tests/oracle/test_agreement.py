"""The analysis and the oracle on random programs: the same errors, and the same pictures after every statement.

``LEASELENS_ORACLE_PROGRAMS`` says how many programs of each dialect (default 40; 400 make 2,000 together), and
``LEASELENS_ORACLE_SEED`` which is the first (default 0). A failure names its seed, and ``oracle.programs.seeded``
writes the program again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from oracle.compare import of_diagram, of_state
from oracle.programs import Program, programs, seeded
from oracle.run import Outcome, absolute, run_file
from oracle.spelling import SPELLINGS

from leaselens.dada import tree
from leaselens.dada.dialects import DIALECTS
from leaselens.dada.names import resolve
from leaselens.dada.reading import read
from leaselens.diagnostics import Severity
from leaselens.languages import analyse
from leaselens.model.analysis import Analysis
from leaselens.text import Source, Span

FIRST = int(os.environ.get("LEASELENS_ORACLE_SEED", "0"))
COUNT = int(os.environ.get("LEASELENS_ORACLE_PROGRAMS", "40"))


@pytest.mark.parametrize("dialect", SPELLINGS)
def test_analysis_and_oracle_agree(dialect: str) -> None:
    for seed in range(FIRST, FIRST + COUNT):
        program = seeded(seed, dialect)
        assert list(differences(program)) == [], f"seed {seed}, dialect {dialect}:\n{program.text}"


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(programs())
def test_a_disagreement_would_be_shrunk(program: Program) -> None:
    assert list(differences(program)) == [], program.text


@pytest.mark.parametrize("dialect", SPELLINGS)
def test_what_any_inputs_meet_is_found_and_nothing_else(dialect: str) -> None:
    for seed in range(FIRST, FIRST + COUNT // 4):
        program = seeded(seed, dialect, inputs=2)
        assert list(unknown_differences(program)) == [], f"seed {seed}, dialect {dialect}:\n{program.text}"


def unknown_differences(program: Program) -> Iterator[str]:
    """The errors for all values of the inputs, against what the analysis finds where it knows none of them."""
    analysis = analyse(Source("program.dada", program.text), language="dada", dialect=program.dialect)
    found = {(one.code, one.span) for one in analysis.diagnostics if one.code.startswith("DADA-R")}
    met: set[tuple[str, Span]] = set()
    for values in product([True, False], repeat=len(program.inputs)):
        file = read(Source("program.dada", program.applied(values)), DIALECTS[program.dialect])
        error = run_file(file, resolve(file)).error
        if error is not None:
            met.add((f"DADA-{error.number.replace('-', '')}", absolute(file, error.at)))
    yield from (f"missed: {code} at {program.text[slice(*span)]}" for code, span in met - found)
    # After an error the analysis goes on and may find more; without any there is nothing to find in what runs.
    work = program.text.index("async fn work")
    yield from (f"not so: {code} at {span}" for code, span in found if not met and span.start >= work)


def differences(program: Program) -> Iterator[str]:
    """Everything that the two witnesses tell otherwise of one program."""
    source = Source("program.dada", program.text)
    file = read(source, DIALECTS[program.dialect])
    statements = set(statements_of(file))
    spans = {span for _, span in statements}
    outcome = run_file(file, resolve(file), watch=lambda node: node.span in spans)
    analysis = analyse(source, language="dada", dialect=program.dialect)
    if outcome.complete:
        yield from different_errors(file, outcome, analysis)
    yield from different_pictures(file, outcome, analysis, statements)


def different_errors(file: tree.File, outcome: Outcome, analysis: Analysis) -> Iterator[str]:
    """The error that ends the run is found; where none does, nothing is found in what the run alone enters."""
    found = [one for one in analysis.diagnostics if one.code.startswith("DADA-R") and one.severity is Severity.ERROR]
    if outcome.error is not None:
        code, span = f"DADA-{outcome.error.number.replace('-', '')}", absolute(file, outcome.error.at)
        if (code, span) not in {(one.code, one.span) for one in found}:
            yield f"missed: {outcome.error} at {shown(file, span)}"
        return
    for one in found:
        if not any(item.contains(one.span.start) for item in entered_elsewhere(file, outcome)):
            yield f"not so: {one.code} {one.message} at {shown(file, one.span)}"


def entered_elsewhere(file: tree.File, outcome: Outcome) -> list[Span]:
    """The items that the analysis also enters from functions which the run does not come to."""
    pending = [placed.key for placed in file.items if placed.key not in outcome.entered]
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


def different_pictures(
    file: tree.File, outcome: Outcome, analysis: Analysis, statements: set[tuple[str, Span]]
) -> Iterator[str]:
    """After every execution of every statement."""
    for key, span in sorted(statements):
        moments = [moment for moment in outcome.moments if (moment.at.key, moment.at.span) == (key, span)]
        states = [moment.state for moment in moments if moment.is_after]
        visits = analysis.visits_of(file.absolute(key, span))
        if len(visits) < len(states) and all(visit.complete for visit in visits):
            yield f"{len(visits)} visits instead of {len(states)} of {shown(file, file.absolute(key, span))}"
        for number, (visit, state) in enumerate(zip(visits, states, strict=False), 1):
            if visit.after is None or not of_diagram(visit.after).agrees_with(of_state(state)):
                yield f"another picture after {shown(file, file.absolute(key, span))}, visit {number}"


def statements_of(file: tree.File) -> Iterator[tuple[str, Span]]:
    """The item's key and the span of every statement."""
    for placed in file.items:
        if isinstance(placed.item, tree.Code):
            yield from ((placed.key, statement.span) for statement in placed.item.statements)
        yield from ((placed.key, span) for span in inside(placed.item))


def inside(node: tree.Node) -> Iterator[Span]:
    if isinstance(node, tree.Block):
        yield from (statement.span for statement in node.statements)
    for child in node.children():
        yield from inside(child)


def shown(file: tree.File, span: Span) -> str:
    position = file.source.lines.position(span.start)
    return f"{position.line + 1}:{position.column + 1} `{file.source.text[span.start : span.end]}`"
