"""The marks in the reference's test programs (reference §F.2): what it finds, what it prints, what it draws."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

_MARK = re.compile(r"(?P<code>[^#]*)#!(?P<mark>.*)")
_DIAGNOSTIC = re.compile(r"\s*(?P<carets>\^*)\s*(?P<run>RUN )?(?P<severity>ERROR|WARNING|INFO)\s*(?P<pattern>.*?)\s*")
_OUTPUT = re.compile(r"(?:-(?P<up>\d+))?\s*OUTPUT\s*(?P<pattern>.*?)\s*")
_FIXME = re.compile(r"\s*FIXME\b.*")
_QUERY = re.compile(r"[^#]*#\?\s*(?:(?P<caret>\^)|@\s*(?P<line>[+-]?\d+):(?P<column>\d+))\s+HeapGraph\s*")


@dataclass(frozen=True, slots=True)
class Expected:
    """A diagnostic: on which line (1-based); at which columns (1-based, the end exclusive) only where carets stand."""

    line: int
    columns: tuple[int, int] | None
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Query:
    """A heap graph is asked for at a line and column (1-based)."""

    line: int
    column: int


@dataclass(slots=True)
class Marks:
    """All marks of a program. ``outputs`` has the patterns of the chunks that start on a line, in order;
    ``any_output``: nothing is said about what it prints."""

    compiled: list[Expected] = field(default_factory=list)
    run: list[Expected] = field(default_factory=list)
    outputs: Mapping[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    any_output: bool = False
    queries: list[Query] = field(default_factory=list)


def read_marks(text: str) -> Marks:
    """Read the marks of a program. Something that begins like a mark and is none raises ``ValueError``."""
    found = Marks()
    marked = drawn = 1
    for number, line in enumerate(text.split("\n"), 1):
        mark = _MARK.fullmatch(line)
        if mark is None or mark["code"].strip():
            marked = number
        if mark is not None:
            _read_mark(found, mark, marked)
        elif query := _QUERY.fullmatch(line):
            drawn = number if query[0].split("#?")[0].strip() else drawn
            found.queries.append(_query(query, number, drawn))
        if not line.lstrip().startswith("#"):
            drawn = number
    return found


def _read_mark(found: Marks, mark: re.Match[str], target: int) -> None:
    diagnostic = _DIAGNOSTIC.fullmatch(mark["mark"])
    output = _OUTPUT.fullmatch(mark["mark"])
    if diagnostic:
        assert diagnostic["severity"] == "ERROR", "the reference reports nothing else"
        first = mark.start("mark") + diagnostic.start("carets") + 1
        columns = (first, first + len(diagnostic["carets"])) if diagnostic["carets"] else None
        expected = Expected(target, columns, re.compile(diagnostic["pattern"]))
        (found.run if diagnostic["run"] else found.compiled).append(expected)
    elif output and output["pattern"] == "ANY":
        found.any_output = True
    elif output:
        assert isinstance(found.outputs, defaultdict)
        found.outputs[target - int(output["up"] or 0)].append(output["pattern"])
    elif not _FIXME.fullmatch(mark["mark"]):
        raise ValueError(f"no mark: {mark[0]}")


def _query(query: re.Match[str], own_line: int, target: int) -> Query:
    if query["caret"]:
        return Query(target, query.start("caret") + 1)
    line = query["line"]
    return Query(own_line + int(line) if line[0] in "+-" else int(line), int(query["column"]))
