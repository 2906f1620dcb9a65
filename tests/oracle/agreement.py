"""Where the two witnesses of a program's run differ: in its error, in what it prints, in the pictures along the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from oracle.compare import of_diagram, of_state
from oracle.programs import Program
from oracle.run import Outcome, absolute, run_file
from oracle.unknown import entered_elsewhere, is_reported, ran, unknown_differences

from leaselens.dada import tree
from leaselens.dada.dialects import DIALECTS, Dialect
from leaselens.dada.names import resolve
from leaselens.dada.reading import read
from leaselens.diagnostics import Severity
from leaselens.languages import analyse
from leaselens.model.analysis import Analysis
from leaselens.model.diagram import Diagram
from leaselens.text import Source, Span

Statements = Mapping[tuple[str, Span], tree.Expr]
"""Statements by the key of their item and their span in it."""


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
    statements = dict(statements_of(file))
    spans = {span for _, span in statements}
    outcome = run_file(file, resolve(file), watch=lambda node: node.span in spans)
    return Comparison(tuple(known_differences(file, outcome, statements)), frozenset({outcome.ending}))


def known_differences(file: tree.File, outcome: Outcome, statements: Statements) -> Iterator[str]:
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
        if not any(item.contains(one.span.start) for item in entered_elsewhere(file, outcome.entered)):
            yield f"not so: {one.code} {one.message} at {shown(file, one.span)}"


def different_outputs(file: tree.File, outcome: Outcome, analysis: Analysis) -> Iterator[str]:
    """What is printed, and by which expression."""
    printed = [(absolute(file, chunk.at), chunk.text) for chunk in outcome.output]
    told = [(output.span, output.text) for output in analysis.outputs]
    if printed != told:
        yield f"prints {[text for _, text in printed]}, not {[text for _, text in told]}"


def different_pictures(file: tree.File, outcome: Outcome, analysis: Analysis, statements: Statements) -> Iterator[str]:
    """After every execution of every statement; and what it has changed, if it begins with its first part (§E.3)."""
    for (key, span), node in sorted(statements.items(), key=lambda placed: placed[0]):
        moments = [moment for moment in outcome.moments if (moment.at.key, moment.at.span) == (key, span)]
        visits = analysis.visits_of(file.absolute(key, span))
        if len(visits) < len(moments) and all(visit.complete for visit in visits):
            yield f"{len(visits)} visits instead of {len(moments)} of {shown(file, file.absolute(key, span))}"
        for number, (visit, moment) in enumerate(zip(visits, moments, strict=False), 1):
            where = f"{shown(file, file.absolute(key, span))}, visit {number}"
            assert isinstance(visit.after, Diagram)
            drawn, known = of_diagram(visit.after), of_state(moment.after, moment.before)
            if not drawn.agrees_with(known):
                yield f"another picture after {where}"
            elif begins_at_once(node, file.dialect):
                wrong = (
                    f"`{row.name}` {'' if row.changed else 'not '}changed" for row in drawn.changes_otherwise(known)
                )
                yield from (f"{what} by {where}" for what in wrong)


def begins_at_once(statement: tree.Expr, dialect: Dialect) -> bool:
    """Whether the moment before a statement is the one before all that is in it (§E.3)."""
    late = tree.OpAssign | tree.Use
    return not isinstance(statement, late | tree.Let | tree.Assign if dialect.begins_late else late)


def statements_of(file: tree.File) -> Iterator[tuple[tuple[str, Span], tree.Expr]]:
    """Every statement, by the key of its item and its span."""
    for placed in file.items:
        statements = placed.item.statements if isinstance(placed.item, tree.Code) else ()
        yield from (((placed.key, one.span), one) for one in (*statements, *inside(placed.item)))


def inside(node: tree.Node) -> Iterator[tree.Expr]:
    if isinstance(node, tree.Block):
        yield from node.statements
    for child in node.children():
        yield from inside(child)


def shown(file: tree.File, span: Span) -> str:
    position = file.source.lines.position(span.start)
    return f"{position.line + 1}:{position.column + 1} `{file.source.text[span.start : span.end]}`"
