"""What is seen of a program, as the text of a block.

- ``diagnostics``: all diagnostics as the terminal shows them, each with its story;
- ``diagram NAME``: the picture after the expression at a point (after the whole statement, where the point stands right
  behind its end); further words: ``before``, ``visit=2``, ``ascii``;
- ``line NAME``: the picture of one line, with the same words;
- ``hover NAME``: what an editor shows there;
- ``hints``: the facts that stand between the words, line by line;
- ``fixes``: for each diagnostic the quick fixes, with the lines that each changes.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from functools import cache

from harness.case import BadCase, Block, Case
from harness.marks import Marks, read_marks
from leaselens.cli.reports.page import Page
from leaselens.cli.result import Checked
from leaselens.diagnostics import edited
from leaselens.ide.hover import hover
from leaselens.languages import analyse
from leaselens.model.analysis import Analysis, Visit
from leaselens.render.pictures import one_line, text
from leaselens.text import Source

_WIDTH = 120


@cache
def analysed(case: Case) -> Analysis:
    """The analysis of a case's program."""
    source = Source(f"case.{case.language}", case.source.text + "\n")
    return analyse(source, language=case.language, dialect=case.dialect)


@cache
def marks(case: Case) -> Marks:
    """The marks in a case's program."""
    return read_marks(analysed(case).source, case.language)


def observed(case: Case, block: Block) -> str:
    """What a block of the case ought to hold."""
    match block.words:
        case ("diagnostics",):
            return _diagnostics(analysed(case))
        case ("diagram" | "line" as kind, name, *options):
            return _moments(case, block, kind, _point(case, block, name), options)
        case ("hover", name):
            shown = hover(analysed(case), _point(case, block, name))
            return shown.markdown if shown else "nothing"
        case ("hints",):
            return "\n".join(_hints(analysed(case)))
        case ("fixes",):
            return "\n".join(_fixes(analysed(case)))
    raise BadCase(f"{case.path}:{block.first + 1}: no such block: {' '.join(block.words)}")


def _point(case: Case, block: Block, name: str) -> int:
    if name not in marks(case).points:
        raise BadCase(f"{case.path}:{block.first + 1}: the program has no point `{name}`")
    return marks(case).points[name]


def _diagnostics(analysis: Analysis) -> str:
    checked = Checked(analysis.source, analysis.language, analysis.dialect, tuple(analysis.diagnostics))
    page = Page(checked, _WIDTH, False)
    pages = ["\n".join(text.plain.rstrip() for text in page.lines(found)) for found in checked.diagnostics]
    return "\n\n".join(pages) or "none"


def _hints(analysis: Analysis) -> Iterator[str]:
    text, lines = analysis.source.text, analysis.source.lines
    for fact in analysis.annotations:
        line = lines.position(fact.offset).line
        content = lines.content(line)
        shown = f"{text[content.start : fact.offset]}⟨{fact.label}⟩{text[fact.offset : content.end]}"
        yield f"{line + 1:2} {shown.strip()}"


def _fixes(analysis: Analysis) -> Iterator[str]:
    text = analysis.source.text
    for diagnostic in analysis.diagnostics:
        line, column = analysis.source.lines.position(diagnostic.span.start)
        yield f"{diagnostic.code} at {line + 1}:{column + 1}"
        for fix in analysis.fixes(diagnostic):
            yield f"  {fix.title}"
            yield from _changes(text.split("\n"), edited(text, fix.edits).split("\n"))


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """The lines that go and those that come, with their numbers before and after."""
    for kind, first, last, begin, end in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if kind != "equal":
            yield from (f"    - {number + 1:2} {before[number]}".rstrip() for number in range(first, last))
            yield from (f"    + {number + 1:2} {after[number]}".rstrip() for number in range(begin, end))


def _moments(case: Case, block: Block, kind: str, offset: int, options: list[str]) -> str:
    """The moments of one visit: a picture for each of its worlds, and a heading over each where there are several."""
    style = "ascii" if "ascii" in options else "unicode"
    number = next((int(word.removeprefix("visit=")) for word in options if word.startswith("visit=")), 1)
    if unknown := set(options) - {"ascii", "before", f"visit={number}"}:
        raise BadCase(f"{case.path}:{block.first + 1}: no such word: {', '.join(sorted(unknown))}")
    visits = [visit for visit in _visits(analysed(case), offset) if visit.number == number]
    return "\n".join(_moment(visit, kind, style, "before" in options, len(visits)) for visit in visits) or "not reached"


def _visits(analysis: Analysis, offset: int) -> Sequence[Visit]:
    """The executions of the statement that ends right before a point, else of the expression that a cursor means."""
    ended = [statement for statement in analysis.statements if statement.end == offset]
    return analysis.visits_of(min(ended)) if ended else analysis.visits_at(offset)


def _moment(visit: Visit, kind: str, style: str, before: bool, count: int) -> str:
    return "\n".join(_moment_lines(visit, kind, style, before, count))


def _moment_lines(visit: Visit, kind: str, style: str, before: bool, count: int) -> Iterator[str]:
    if count > 1:
        yield f"world {visit.world} of {visit.worlds}:"
    diagram = visit.before if before else visit.after
    if diagram is None:
        yield "the run ends here"
    elif kind == "diagram":
        yield text(diagram, style)
    else:
        yield one_line(diagram, style) or "nothing"
