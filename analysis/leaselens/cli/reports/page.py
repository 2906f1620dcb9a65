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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.text import Text

from leaselens import pages
from leaselens.cli import terminal
from leaselens.cli.excerpt import Excerpt, excerpts
from leaselens.cli.locations import place
from leaselens.cli.result import Checked
from leaselens.diagnostics import Diagnostic, Role, Severity
from leaselens.model.analysis import Output
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
    Role.DECLARED: "bright_blue",
    Role.NOTE: "bright_blue",
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
        shown = excerpts(source, diagnostic.span, rail.room)
        yield from rail.marked(shown, mark)
        yield from self._story(diagnostic, rail, shown)
        advice = list(_advice(diagnostic))
        if advice:
            yield rail.line()
        for number, (title, text) in enumerate(advice):
            yield from rail.advice(number == 0, title, text)

    def printed(self, outputs: Sequence[Output]) -> Iterator[Text]:
        """What the program prints, each text beside the number of the line that prints it."""
        source = self.checked.source
        numbers = [place(source, output.span.start).line for output in outputs]
        rail = _Rail(len(str(max(numbers))), self.width, self.wraps)
        yield Text("output: what this program prints", "bold")
        yield rail.turn("╭─", terminal.visible(source.name))
        yield rail.line()
        for number, output in zip(numbers, outputs, strict=True):
            for index, line in enumerate(output.text.removesuffix("\n").split("\n")):
                yield rail.line(Text(terminal.visible(line)), number if index == 0 else None)

    def _head(self, diagnostic: Diagnostic) -> Iterator[Text]:
        url = pages.url(diagnostic.code)
        colour = COLOURS[diagnostic.severity]
        code = (diagnostic.code, f"{colour} link {url}" if url else colour)
        head = Text.assemble((f"{diagnostic.severity}[", colour), code, ("]", colour))
        message = terminal.visible(diagnostic.message)
        first, *more = _broken(f"{head.plain}: {message}", self.width if self.wraps else None)
        yield head.append(first[len(head.plain) :], "bold")
        yield from (Text(line, "bold") for line in more)

    def _story(self, diagnostic: Diagnostic, rail: _Rail, above: list[Excerpt]) -> Iterator[Text]:
        here = self.checked.source.name
        for number, related in enumerate(diagnostic.related, 1):
            source = self.checked.source_of(related)
            mark = _Mark("─", _ROLE_COLOURS[related.role], f"{number}. {related.message}")
            shown = excerpts(source, related.span, rail.room)
            if source.name == here and len(shown) == 1 and shown[0].shows_same_as(above[-1]):
                yield from rail.underlined(shown[0], mark)  # one line of source may carry several marks
                continue
            yield rail.line()
            if source.name != here:
                here = source.name
                yield rail.turn("├─", _where(source, related.span))
            yield from rail.marked(shown, mark)
            above = shown

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

    def line(self, content: Text | None = None, number: int | None = None) -> Text:
        rail = Text(f" {number or '':>{self.gutter}} │", _RAIL)
        return rail if content is None else Text.assemble(rail, " ", content)

    def turn(self, corner: str, what: Text | str) -> Text:
        return Text.assemble((f" {'':>{self.gutter}} {corner} ", _RAIL), what)

    def marked(self, shown: list[Excerpt], mark: _Mark) -> Iterator[Text]:
        for position, excerpt in enumerate(shown):
            if position and excerpt.number > shown[0].number + 1:
                yield Text(f" {'⋮':>{self.gutter}} │", _RAIL)
            text = Text(excerpt.text)
            text.stylize(mark.colour, *excerpt.marked)
            yield self.line(text, excerpt.number)
            yield from self.underlined(excerpt, mark if excerpt is shown[-1] else replace(mark, label=""))

    def underlined(self, excerpt: Excerpt, mark: _Mark) -> Iterator[Text]:
        line = Text(" " * excerpt.indent).append(mark.line * excerpt.width, mark.colour)
        label = terminal.visible(mark.label)
        if not label or not self.wraps or excerpt.indent + excerpt.width + 1 + cell_len(label) <= self.room:
            yield self.line(line.append_text(_prose(f" {label}" if label else "", mark.colour)))
            return
        yield self.line(line)
        indent = max(0, min(excerpt.indent, self.room - _NARROW))
        for part in _broken(label, self.room - indent):
            yield self.line(Text(" " * indent).append_text(_prose(part, mark.colour)))

    def advice(self, first: bool, title: str, text: str) -> Iterator[Text]:
        indent = self.gutter + 5
        parts = _broken(f"{title}: {terminal.visible(text)}", self.width - indent if self.wraps else None)
        for number, part in enumerate(parts):
            prose = _prose(part, "")
            if number == 0:
                prose.stylize("bold", 0, len(title))
            yield self.turn("╰─" if first and number == 0 else "  ", prose)


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
