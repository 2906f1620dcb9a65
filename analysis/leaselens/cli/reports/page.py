"""One diagnostic as people read it in a terminal.

.. code-block:: text

    error[DADA-R2]: your lease to this object was cancelled
      ╭─ letter.dada:6:1
      │
    6 │ guest.content = "a parcel"
      │ ^^^^^ cancelled lease used here
      │
    4 │ let guest = box.lease
      │             ───────── 1. `guest` was leased from `box` here
      │
    5 │ print(box.content).await
      │       ─────────── 2. reading `box.content` ended the lease
      │
      ╰─ help: use `guest` before `box` is used again
         the whole explanation: leaselens explain DADA-R2
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from leaselens import pages
from leaselens.cli import terminal
from leaselens.cli.excerpt import Excerpt, excerpts
from leaselens.cli.locations import place
from leaselens.cli.result import Checked
from leaselens.diagnostics import Certainty, Diagnostic, Role, Severity
from leaselens.text import Source, Span

COLOURS = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFORMATION: "bold cyan",
    Severity.HINT: "bold cyan",
}
_ROLE_COLOURS = {
    Role.ISSUED: "green",
    Role.ENDED: "magenta",
    Role.CALLED: "cyan",
    Role.BRANCH: "yellow",
    Role.DECLARED: "blue",
    Role.NOTE: "blue",
}
_RAIL = "bright_black"
_QUOTED = re.compile(r"`[^`]+`")
_NARROW = 40
"""A label is given at least so many cells before it is wrapped, where the terminal has them."""


@dataclass(frozen=True)
class _Mark:
    """How a stretch of source is underlined, and what is written beside the line."""

    line: str
    colour: str
    label: str


@dataclass(frozen=True)
class Page:
    """The diagnostics of one file, laid out in ``width`` terminal cells; prose is broken only where it ``wraps``."""

    checked: Checked
    width: int
    wraps: bool

    def lines(self, diagnostic: Diagnostic) -> Iterator[Text]:
        """The lines of one diagnostic, without line ends."""
        source = self.checked.source
        gutter = max(len(str(self._last_line(source, span))) for source, span in self._places(diagnostic))
        rail = _Rail(gutter, self.width, self.wraps)
        yield from self._head(diagnostic)
        yield rail.turn("╭─", _where(source, diagnostic.span))
        yield rail.line()
        mark = _Mark("^", COLOURS[diagnostic.severity], diagnostic.label or "")
        yield from rail.excerpts(source, diagnostic.span, mark)
        yield from self._story(diagnostic, rail)
        advice = list(_advice(diagnostic))
        if advice:
            yield rail.line()
        for number, (title, text) in enumerate(advice):
            yield from rail.advice(number == 0, title, text)

    def _head(self, diagnostic: Diagnostic) -> Iterator[Text]:
        url = pages.url(diagnostic.code)
        colour = COLOURS[diagnostic.severity]
        head = Text(f"{diagnostic.severity}[", colour)
        head.append(diagnostic.code, f"{colour} link {url}" if url else colour).append("]", colour)
        message = terminal.visible(diagnostic.message)
        if diagnostic.certainty is Certainty.MAYBE:
            message += " (on some runs)"
        first, *more = _broken(f"{head.plain}: {message}", self.width if self.wraps else None)
        yield head.append(first[len(head.plain) :], "bold")
        yield from (Text(line, "bold") for line in more)

    def _story(self, diagnostic: Diagnostic, rail: _Rail) -> Iterator[Text]:
        here = self.checked.source.name
        for number, related in enumerate(diagnostic.related, 1):
            source = self.checked.source_of(related)
            yield rail.line()
            if source.name != here:
                here = source.name
                yield rail.turn("├─", _where(source, related.span))
            mark = _Mark("─", _ROLE_COLOURS[related.role], f"{number}. {related.message}")
            yield from rail.excerpts(source, related.span, mark)

    def _places(self, diagnostic: Diagnostic) -> Iterator[tuple[Source, Span]]:
        yield self.checked.source, diagnostic.span
        for related in diagnostic.related:
            yield self.checked.source_of(related), related.span

    @staticmethod
    def _last_line(source: Source, span: Span) -> int:
        return place(source, max(span.start, span.end - 1)).line


@dataclass(frozen=True)
class _Rail:
    """The line that everything hangs on, to the right of ``gutter`` cells for line numbers."""

    gutter: int
    width: int
    wraps: bool

    @property
    def room(self) -> int:
        """How many cells are left to the right of the rail (never so few that nothing could be shown)."""
        return max(20, self.width - self.gutter - 4)

    def line(self, number: int | None = None) -> Text:
        return Text(f" {number or '':>{self.gutter}} │", _RAIL)

    def turn(self, corner: str, what: str) -> Text:
        return Text(f" {'':>{self.gutter}} {corner} ", _RAIL).append(what, "default")

    def excerpts(self, source: Source, span: Span, mark: _Mark) -> Iterator[Text]:
        shown = excerpts(source, span, self.room)
        for position, excerpt in enumerate(shown):
            if position and excerpt.number > shown[0].number + 1:
                yield Text(f" {'⋮':>{self.gutter}} │", _RAIL)
            text = Text(excerpt.text)
            text.stylize(mark.colour, *excerpt.marked)
            yield self.line(excerpt.number).append_text(text)
            yield from self._underline(excerpt, mark, labelled=excerpt is shown[-1])

    def _underline(self, excerpt: Excerpt, mark: _Mark, *, labelled: bool) -> Iterator[Text]:
        line = self.line().append(" " * excerpt.indent).append(mark.line * excerpt.width, mark.colour)
        label = terminal.visible(mark.label) if labelled else ""
        if not label or not self.wraps or excerpt.indent + excerpt.width + 1 + cell_len(label) <= self.room:
            yield line.append_text(_prose(f" {label}" if label else "", mark.colour))
            return
        yield line
        indent = max(0, min(excerpt.indent, self.room - _NARROW))
        for part in _broken(label, self.room - indent):
            yield self.line().append(" " * indent).append_text(_prose(part, mark.colour))

    def advice(self, first: bool, title: str, text: str) -> Iterator[Text]:
        indent = self.gutter + 5
        parts = _broken(f"{title}: {terminal.visible(text)}", self.width - indent if self.wraps else None)
        for number, part in enumerate(parts):
            line = self.turn("╰─" if first and number == 0 else "  ", "")
            if number == 0:
                line.append(title, "bold")
                part = part[len(title) :]
            yield line.append_text(_prose(part, ""))


def _advice(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    if diagnostic.help:
        yield "help", diagnostic.help
    for fix in diagnostic.fixes:
        yield "possible fix", fix.title
    if pages.page(diagnostic.code) is not None:
        yield "more", f"leaselens explain {diagnostic.code}"


def _where(source: Source, span: Span) -> str:
    at = place(source, span.start)
    return f"{terminal.visible(source.name)}:{at.line}:{at.column}"


def _broken(text: str, width: int | None) -> list[str]:
    """Prose broken between words (``None``: not at all). Measured in characters: prose is ours, and narrow."""
    if width is None:
        return [text]
    return textwrap.wrap(text, max(width, 20), break_on_hyphens=False) or [""]


def _prose(text: str, style: str) -> Text:
    prose = Text(text, style)
    prose.highlight_regex(_QUOTED, "bold")
    return prose
