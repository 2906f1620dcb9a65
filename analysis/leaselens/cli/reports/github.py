"""``--format github``: workflow commands, which GitHub shows as annotations on the lines of a pull request."""

from __future__ import annotations

from leaselens.cli.locations import place
from leaselens.cli.result import Checked
from leaselens.diagnostics import Diagnostic, Severity

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
    Severity.HINT: "notice",
}


class GithubReport:
    """Prints one line for each diagnostic, as it comes."""

    def add(self, checked: Checked) -> None:
        for diagnostic in checked.diagnostics:
            print(_command(checked, diagnostic))

    def finish(self) -> None:
        """Nothing is left to say."""


def _command(checked: Checked, diagnostic: Diagnostic) -> str:
    start, end = place(checked.source, diagnostic.span.start), place(checked.source, diagnostic.span.end)
    properties = {
        "file": checked.source.name,
        "line": str(start.line),
        "endLine": str(end.line),
        "title": f"{diagnostic.code} {diagnostic.rule}",
    }
    if start.line == end.line:  # GitHub takes columns only where there is one line
        properties |= {"col": str(start.column), "endColumn": str(end.column)}
    written = ",".join(f"{key}={_escape(value, ':,')}" for key, value in properties.items())
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_escape(_story(checked, diagnostic))}"


def _story(checked: Checked, diagnostic: Diagnostic) -> str:
    lines = [diagnostic.message + (f" ({diagnostic.label})" if diagnostic.label else "")]
    for related in diagnostic.related:
        at = place(checked.source_of(related), related.span.start)
        lines.append(f"{related.path or checked.source.name}:{at.line}:{at.column}: {related.message}")
    if diagnostic.help:
        lines.append(f"help: {diagnostic.help}")
    return "\n".join(lines)


def _escape(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:  # the per cent sign first: it is what the others are escaped with
        text = text.replace(character, f"%{ord(character):02X}")
    return text
