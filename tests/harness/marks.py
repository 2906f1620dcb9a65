"""Marks in a program: which diagnostics are expected where, and which points have a name.

Dada's own marks (reference §F.2), with names for the points and two more severities::

    print(l).await  #! RUN ERROR lease to this object was cancelled
    foo(
    #!  ^ ERROR expected `\\)`
    let l = p.lease
    #?  ^ lent

``#!`` behind code is about its line; on a line of its own it is about the last line that is no such mark. Carets are
the columns at which the diagnostic begins and ends, to the character. ``RUN`` tells what is found by running from what
is found by reading. The pattern is a regular expression, sought in the message and in the code (``DADA-R2``).
``#?`` names the point above its caret, in the last line that is no comment; right behind a statement's end it is about
the whole statement. In Idol the two are ``//~`` and ``//?``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.case import BadCase
from leaselens.diagnostics import Diagnostic, Severity
from leaselens.text import Source, Span

_SEVERITIES = {
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INFO": Severity.INFORMATION,
    "HINT": Severity.HINT,
}


class Notation:
    """How marks are written in a language: what begins a ``comment``, an expectation, and the name of a point."""

    def __init__(self, comment: str, expects: str, names: str) -> None:
        before = rf"(?P<before>(?:(?!{re.escape(comment)}).)*)"
        wish = r"(?P<blank> *)(?P<carets>\^*) *(?P<run>RUN )?(?P<severity>[A-Z]+)\b *(?P<pattern>.*)"
        self.comment = comment
        self.expectation = re.compile(before + re.escape(expects) + wish)
        self.point = re.compile(rf" *{re.escape(names)} *\^ *(?P<name>\S+) *")
        self.mark = re.compile(rf"{before}(?:{re.escape(expects)}|{re.escape(names)})")


NOTATIONS = {"dada": Notation("#", "#!", "#?"), "idol": Notation("//", "//~", "//?")}
_RUN_TIME = re.compile(r"[A-Z]+-R\d")


@dataclass(frozen=True, slots=True)
class Expectation:
    """A diagnostic that is expected: on a 0-based ``line``, and, where there are carets, at exactly ``span``."""

    line: int
    severity: Severity
    run: bool
    pattern: str
    span: Span | None = None

    def __str__(self) -> str:
        return f"{'RUN ' * self.run}{self.severity.upper()} /{self.pattern}/"

    def is_met_by(self, found: Diagnostic, source: Source) -> bool:
        """Whether this is the diagnostic that is expected."""
        return (
            source.lines.position(found.span.start).line == self.line
            and self.severity is found.severity
            and self.run == bool(_RUN_TIME.match(found.code))
            and self.span in (None, found.span)
            and any(re.search(self.pattern, text) for text in (found.message, found.code))
        )


@dataclass(frozen=True, slots=True)
class Marks:
    """The expectations of a program in the order of their lines, and the offsets of its points by their names."""

    expectations: tuple[Expectation, ...]
    points: Mapping[str, int]


def read_marks(source: Source, language: str = "dada") -> Marks:
    """The marks of a program. Anything that begins like a mark and is none is a ``BadCase``."""
    notation = NOTATIONS[language]
    expectations: list[Expectation] = []
    points: dict[str, int] = {}
    marked = shown = 0  # the lines that a mark on a line of its own is about
    for number, line in enumerate(source.text.split("\n")):
        if match := notation.expectation.fullmatch(line):
            alone = not match["before"].strip()
            marked = marked if alone else number
            shown = shown if alone else number
            expectations.append(_expectation(source, match, marked))
        elif match := notation.point.fullmatch(line):
            if match["name"] in points:
                raise BadCase(f"{source.name}:{number + 1}: a second point `{match['name']}`")
            points[match["name"]] = source.lines.offset(shown, line.index("^"))
        elif notation.mark.match(line):
            raise BadCase(f"{source.name}:{number + 1}: not a mark: {line.strip()}")
        else:
            marked = number
            shown = shown if line.lstrip().startswith(notation.comment) else number
    return Marks(tuple(sorted(expectations, key=lambda e: e.line)), points)


def _expectation(source: Source, match: re.Match[str], line: int) -> Expectation:
    severity = _SEVERITIES.get(match["severity"])
    if severity is None:
        raise BadCase(f"{source.name}:{line + 1}: no such severity: {match['severity']}")
    span = None
    if match["carets"]:
        start = source.lines.starts[line]
        span = Span(start + match.start("carets"), start + match.end("carets"))
    return Expectation(line, severity, match["run"] is not None, match["pattern"].strip(), span)


def differences(expectations: Sequence[Expectation], found: Sequence[Diagnostic], source: Source) -> list[str]:
    """What is expected and missing, and what is found and not expected; empty where the two correspond one to one."""
    left = list(found)
    lines: list[tuple[int, str]] = []
    for expectation in sorted(expectations, key=lambda e: e.span is None):
        met = next((d for d in left if expectation.is_met_by(d, source)), None)
        if met is None:
            lines.append((expectation.line, f"expected, not found: {expectation}{_columns(expectation.span, source)}"))
        else:
            left.remove(met)
    for diagnostic in left:
        line = source.lines.position(diagnostic.span.start).line
        about = f"{diagnostic.severity.upper()} {diagnostic.code}: {diagnostic.message}"
        lines.append((line, f"found, not expected: {about}{_columns(diagnostic.span, source)}"))
    return [f"line {line + 1}: {text}" for line, text in sorted(lines)]


def _columns(span: Span | None, source: Source) -> str:
    """``, at 5-8`` (1-based, the last column inside) or ``""``."""
    if span is None:
        return ""
    column = source.lines.position(span.start).column
    return f", at {column + 1}-{column + max(1, span.end - span.start)}"
