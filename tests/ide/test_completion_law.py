"""Law: what a completion says that an operation would yield is what it does yield, once it is written."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from ide.conftest import analysed

from leaselens.ide import completion
from leaselens.model.analysis import Analysis
from leaselens.model.completion import Candidate, CandidateKind
from leaselens.model.diagram import State

EXAMPLES = [
    path
    for path in sorted((Path(__file__).parents[2] / "examples").rglob("*.dada"))
    if "let " in path.read_text(encoding="utf-8")
]
"""The programs in which a variable may be declared by `let`."""
STATEMENTS, VARIABLES = 3, 3
"""Of each program so many are tried."""


def lines_to_type_on(analysis: Analysis) -> Iterator[int]:
    """Where statements begin that begin their lines."""
    text = analysis.source.text
    for statement in analysis.statements:
        line = text.rfind("\n", 0, statement.start) + 1
        if not text[line : statement.start].strip():
            yield statement.start


def operations(analysis: Analysis, typed: str, offset: int) -> list[Candidate]:
    """The operations that are offered in a text of which only the state before is analysed."""
    source = type(analysis.source)(analysis.source.name, typed)
    found = completion.completions(analysis, source, offset)
    assert found is not None
    return [c for c in found.candidates if c.kind is CandidateKind.OPERATION and c.outcome is not None]


def variables(analysis: Analysis, offset: int) -> list[str]:
    found = completion.completions(analysis, analysis.source, offset)
    candidates = found.candidates if found is not None else ()
    return [c.name for c in candidates if c.kind is CandidateKind.VARIABLE and c.rows]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_operation_yields_what_was_said(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    analysis = analysed(text)
    chance = random.Random(path.stem)
    places = list(lines_to_type_on(analysis))
    for offset in chance.sample(places, min(STATEMENTS, len(places))):
        indent = text[text.rfind("\n", 0, offset) + 1 : offset]
        for name in variables(analysis, offset)[:VARIABLES]:
            typed = f"{text[:offset]}{name}.\n{indent}{text[offset:]}"
            for offered in operations(analysis, typed, offset + len(name) + 1):
                assert offered.outcome is not None
                said = {row.word for row in offered.outcome.result} - {None}
                line = f"let probe = {name}.{offered.name}"
                assert said == yielded(f"{text[:offset]}{line}\n{indent}{text[offset:]}", str(analysis.dialect)), line


def yielded(text: str, dialect: str) -> set[str | None]:
    """The permissions that the variable ``probe`` gets."""
    (probe,) = (binding for binding in analysed(text, dialect).bindings if binding.name == "probe")
    return {row.word for row in probe.rows if row.state is State.VALID} - {None}
