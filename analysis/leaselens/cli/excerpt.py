"""A line of source with a mark under a part of it, fitted into the terminal.

Tabs, wide characters and invisible ones are measured as the terminal shows them; of a very long line only the
surroundings of the mark are shown, and only they are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from leaselens.cli.terminal import picture
from leaselens.text import Source, Span

TAB = 4
"""A tab reaches to the next multiple of so many columns."""


@dataclass(frozen=True)
class Excerpt:
    """One line as it is shown: its 1-based ``number``, its ``text``, and the mark's place below it, in terminal cells
    from the start of ``text`` (``width`` is at least 1). ``marked`` is the mark's range in ``text``, in characters."""

    number: int
    text: str
    indent: int
    width: int
    marked: Span

    def shows_same_as(self, other: Excerpt) -> bool:
        """Whether the other one shows the same piece of the same line."""
        return (self.number, self.text) == (other.number, other.text)


def excerpts(source: Source, span: Span, room: int) -> list[Excerpt]:
    """The first and the last line of a span (mostly the same one), each in at most ``room`` cells."""
    first = source.lines.position(span.start).line
    last = source.lines.position(max(span.start, span.end - 1)).line
    if first == last:
        return [_excerpt(source, first, span, room)]
    inside = source.lines.content(last)
    text = source.text[inside.start : min(inside.end, span.end)]
    start = inside.start + len(text) - len(text.lstrip())
    return [
        _excerpt(source, first, Span(span.start, source.lines.content(first).end), room),
        _excerpt(source, last, Span(start, span.end), room),
    ]


def _excerpt(source: Source, line: int, span: Span, room: int) -> Excerpt:
    content = source.lines.content(line)
    start = min(span.start, content.end)
    end = max(start, min(span.end, content.end))
    near = Span(max(content.start, start - 2 * room), min(content.end, start + 2 * room))
    pieces = _shown(source.text[near.start : near.end])
    cut_left, cut_right = near.start > content.start, near.end < content.end
    if cut_left or cut_right or sum(map(cell_len, pieces)) > room:
        window = _window(list(map(cell_len, pieces)), start - near.start, room - 2)
    else:
        window = Span(0, len(pieces))
    left = "…" if cut_left or window.start > 0 else ""
    right = "…" if cut_right or window.end < len(pieces) else ""
    mark = Span(start - near.start, min(end - near.start, window.end))
    before = left + "".join(pieces[window.start : mark.start])
    under = "".join(pieces[mark.start : mark.end])
    after = "".join(pieces[max(mark.start, mark.end) : window.end]) + right
    marked = Span(len(before), len(before) + len(under))
    return Excerpt(line + 1, before + under + after, cell_len(before), max(1, cell_len(under)), marked)


def _shown(text: str) -> list[str]:
    """Each character as it is shown."""
    pieces, column = [], 0
    for character in text:
        piece = " " * (TAB - column % TAB) if character == "\t" else picture(character)
        column += cell_len(piece)
        pieces.append(piece)
    return pieces


def _window(widths: list[int], at: int, room: int) -> Span:
    """The characters around the one at index ``at`` that fit into ``room`` cells: a third before it, the rest after."""
    start = end = at
    used = 0
    while start > 0 and used + widths[start - 1] <= room // 3:
        start -= 1
        used += widths[start]
    while end < len(widths) and used + widths[end] <= room:
        used += widths[end]
        end += 1
    while start > 0 and end == len(widths) and used + widths[start - 1] <= room:
        start -= 1
        used += widths[start]
    return Span(start, end)
