"""Programs that say themselves what is to be found in them, and what they come to, as text.

A line of a program may end in what the analysis must tell there::

    print(l).await  #! R-2 `l`; issued `d`; ended `d.x = 2`; called `f(d)`

Code, certainty (``maybe`` before the code: a warning), and the underlined text are always compared; each kind of
related place is compared, in order, where the line mentions that kind. Several findings of a line are parted by
``#!``. Nothing else may be told, apart from hints where ``hints`` allows them, and that a call is never awaited (W2):
many of these programs only make a thunk to see what becomes of its arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leaselens import dada
from leaselens.dada.analysis import DadaAnalysis
from leaselens.diagnostics import Certainty, Diagnostic, Severity
from leaselens.model.diagram import Diagram, HeapObject, Row
from leaselens.model.picture import Picture
from leaselens.text import Source

_EXPECTED = re.compile(r"#! *((?:(?!#!).)*)")
_WORDS = {"branch": "if", "called": "called", "ended": "ended", "issued": "issued", "declared": "declared"}


def analyse(text: str, dialect: str = "v3") -> DadaAnalysis:
    return dada.analyse(Source("test.dada", text), dialect)


def check(text: str, dialect: str = "v3", *, hints: bool = False) -> DadaAnalysis:
    """Analyse a program, and fail unless it gets what its lines say."""
    analysis = analyse(text, dialect)
    wanted = dict(_wanted(text))
    found: dict[int, list[str]] = {}
    for diagnostic in analysis.diagnostics:
        if diagnostic.code == "DADA-W2" or (hints and diagnostic.severity is Severity.HINT):
            continue
        line = analysis.source.lines.position(diagnostic.span.start).line
        expected = wanted.get(line, [])
        index = len(found.setdefault(line, []))
        kinds = _kinds(expected[index]) if index < len(expected) else set(_WORDS.values())
        found[line].append(_told(diagnostic, text, kinds))
    told, expected_telling = _listed(text, found), _listed(text, wanted)
    assert told == expected_telling, f"told:\n{told}\nexpected:\n{expected_telling}"
    return analysis


def messages(analysis: DadaAnalysis) -> list[str]:
    """What is told, but that a call is never awaited."""
    return [diagnostic.message for diagnostic in analysis.diagnostics if diagnostic.code != "DADA-W2"]


def _wanted(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.split("\n")):
        if "#!" in line:
            yield number, [match.strip() for match in _EXPECTED.findall(line)]


def _listed(text: str, by_line: dict[int, list[str]]) -> str:
    lines = text.split("\n")
    return "\n".join(
        f"{number + 1}: {lines[number].split('#!')[0].rstrip()}  #! {'  #! '.join(told)}"
        for number, told in sorted(by_line.items())
    )


def _kinds(expected: str) -> set[str]:
    return {part.strip().split(" ")[0] for part in expected.split(";")[1:]}


def _told(diagnostic: Diagnostic, text: str, kinds: set[str]) -> str:
    maybe = "maybe " if diagnostic.certainty is Certainty.MAYBE else ""
    parts = [f"{maybe}{diagnostic.code.removeprefix('DADA-').replace('R', 'R-')} `{_cut(text, diagnostic.span)}`"]
    parts += [
        f"{_WORDS[related.role]} `{_cut(text, related.span)}`"
        for related in diagnostic.related
        if _WORDS.get(related.role) in kinds
    ]
    return "; ".join(parts)


def _cut(text: str, span: tuple[int, int]) -> str:
    """The text of a span; what goes over several lines is cut after the first."""
    return text[span[0] : span[1]].split("\n")[0].split("#!")[0].strip()


# ---------------------------------------------------------------- what a program comes to


def printed(analysis: DadaAnalysis) -> str:
    """What the run from the entry prints, as long as it is the only one."""
    trace = analysis.traces[0]
    return "".join(node.output[1] for node in trace.nodes if node.output is not None)


def after(analysis: DadaAnalysis, statement: str) -> Diagram:
    """The picture after the first execution of the statement with this text."""
    text = analysis.source.text
    span = next(s for s in analysis.statements if text[s.start : s.end] == statement)
    return diagram(analysis.visits_of(span)[0].after)


def diagram(picture: Picture | None) -> Diagram:
    """A picture that is there, and is a diagram."""
    assert isinstance(picture, Diagram)
    return picture


def row(diagram: Diagram, place: str) -> Row:
    """The row of a place (``p.a``) of the newest frame; of variables of one name the last."""
    name, *fields = place.split(".")
    found = [row for row in diagram.frames[-1].rows if row.name == name][-1]
    for field in fields:
        found = next(row for row in target(diagram, found).rows if row.name == field)
    return found


def target(diagram: Diagram, row: Row) -> HeapObject:
    return next(thing for thing in diagram.objects if thing.id == row.target)


def held(row: Row) -> str:
    """What a row holds in a word: the permission, or what became of it."""
    return row.permission.value if row.permission is not None else row.state.value
