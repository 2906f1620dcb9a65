"""``--format text``: for people. Each mistake with its whole story and what to do, and a summary at the end.

In colour on a terminal, and as wide as that is; into a pipe, plain and with long messages left whole.
"""

from __future__ import annotations

from collections import Counter

from rich.text import Text

from leaselens.cli import terminal
from leaselens.cli.reports.page import COLOURS, Page
from leaselens.cli.result import Checked
from leaselens.diagnostics import Severity

_PIPE_WIDTH = 120
"""How many cells of a source line are shown where no terminal sets the width."""

_NOUNS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
    Severity.HINT: "hint",
}


class TextReport:
    """Prints each diagnostic as it comes, and a summary at the end."""

    def __init__(self) -> None:
        self._console = terminal.console()
        self._severities: Counter[Severity] = Counter()
        self._files = 0
        self._dialects: dict[str, None] = {}

    def add(self, checked: Checked) -> None:
        self._files += 1
        if checked.dialect:
            self._dialects[checked.dialect] = None
        for diagnostic in checked.diagnostics:
            self._severities[diagnostic.severity] += 1
            for line in self._page(checked).lines(diagnostic):
                self._print(line)
            self._print(Text())
        if checked.printed:
            for line in self._page(checked).printed(checked.printed):
                self._print(line)
            self._print(Text())

    def finish(self) -> None:
        self._print(self._summary())

    def _page(self, checked: Checked) -> Page:
        wraps = self._console.is_terminal
        return Page(checked, self._console.width if wraps else _PIPE_WIDTH, wraps)

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)

    def _summary(self) -> Text:
        if not self._files:
            return Text("No known file to check.")
        where = f" in {_count(self._files, 'file')}"
        if self._dialects:
            where += f", read as {_listed(list(self._dialects))}"
        counts = [_count(self._severities[s], _NOUNS[s]) for s in Severity if self._severities[s]]
        gravest = next((s for s in Severity if self._severities[s]), None)
        found = Text(_listed(counts), COLOURS[gravest]) if gravest else Text("No problem", "bold green")
        return Text().append_text(found).append(where + ".")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
