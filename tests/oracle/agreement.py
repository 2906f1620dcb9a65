"""Where the two witnesses of a program's run differ: in its error, in what it prints, in the pictures along the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oracle.compare import of_diagram, of_state
from oracle.programs import Program
from oracle.run import Outcome, absolute, run_file
from oracle.unknown import is_reported, ran, unknown_differences

from leaselens.dada import tree
from leaselens.dada.dialects import DIALECTS
from leaselens.dada.names import resolve
from leaselens.dada.reading import read
from leaselens.diagnostics import Severity
from leaselens.languages import analyse
from leaselens.model.analysis import Analysis
from leaselens.model.diagram import Diagram
from leaselens.text import Source, Span


@dataclass(frozen=True)
class Comparison:
    """``differences`` is everything that the two witnesses tell otherwise of one program; ``endings`` is how the oracle
    saw it end, for any values of what is unknown in it (``Outcome.ending``)."""

    differences: tuple[str, ...]
    endings: frozenset[str]


def compared(program: Program) -> Comparison:
    """Both witnesses run one program."""
    if program.is_unknown:
        runs = [ran(program, choice) for choice in program.choices()]
        return Comparison(tuple(unknown_differences(program, runs)), frozenset(run.ending for run in runs))
    file = read(Source("program.dada", program.text), DIALECTS[program.dialect])
    statements = set(statements_of(file))
    spans = {span for _, span in statements}
    outcome = run_file(file, resolve(file), watch=lambda node: node.span in spans)
    return Comparison(tuple(known_differences(file, outcome, statements)), frozenset({outcome.ending}))


def known_differences(file: tree.File, outcome: Outcome, statements: set[tuple[str, Span]]) -> Iterator[str]:
    """Where the analysis tells otherwise of a program that runs in one way."""
    analysis = analyse(file.source, language="dada", dialect=file.dialect.name)
    if outcome.complete:
        yield from different_errors(file, outcome, analysis)
        yield from different_outputs(file, outcome, analysis)
    yield from different_pictures(file, outcome, analysis, statements)


def different_errors(file: tree.File, outcome: Outcome, analysis: Analysis) -> Iterator[str]:
    """The error that ends the run is found; where none does, nothing is found in what the run alone enters."""
    found = [one for one in analysis.diagnostics if one.code.startswith("DADA-R") and one.severity is Severity.ERROR]
    if outcome.error is not None:
        code, span = outcome.error.code, absolute(file, outcome.error.at)
        if not is_reported((code, span), analysis):
            yield f"missed: {outcome.error} at {shown(file, span)}"
        return
    for one in found:
        if not any(item.contains(one.span.start) for item in entered_elsewhere(file, outcome)):
            yield f"not so: {one.code} {one.message} at {shown(file, one.span)}"


def different_outputs(file: tree.File, outcome: Outcome, analysis: Analysis) -> Iterator[str]:
    """What is printed, and by which expression."""
    printed = [(absolute(file, chunk.at), chunk.text) for chunk in outcome.output]
    told = [(output.span, output.text) for output in analysis.outputs]
    if printed != told:
        yield f"prints {[text for _, text in printed]}, not {[text for _, text in told]}"


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
            drawn = of_diagram(visit.after) if isinstance(visit.after, Diagram) else None
            if drawn is None or not drawn.agrees_with(of_state(state)):
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
