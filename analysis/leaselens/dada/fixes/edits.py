"""Edits of a text: where what was in the text before is found again."""

from __future__ import annotations

from collections.abc import Sequence

from leaselens.diagnostics import Edit
from leaselens.text import Span


class Drift:
    """Where the ranges of a text are after some edits."""

    def __init__(self, text: str, edits: Sequence[Edit]) -> None:
        self._edits = sorted(edits, key=lambda edit: edit.span)
        self._moves = list(_moves(text, self._edits))

    def may_become(self, old: Span, new: Span) -> bool:
        """Whether ``old`` in the text before is ``new`` in the text after.

        What is inserted right at an edge may belong to the range or not: both are taken.
        """
        for moved, start in self._moves:
            if moved.start <= old.start and old.end <= moved.end:
                return new == old.shifted(start - moved.start)
        return new.start in self._offsets(old.start) and new.end in self._offsets(old.end)

    def _offsets(self, offset: int) -> range:
        """Where an offset may be after the edits."""
        before = after = 0
        for edit in self._edits:
            growth = len(edit.text) - (edit.span.end - edit.span.start)
            if edit.span.end < offset or (edit.span.end == offset and edit.span.start < offset):
                before, after = before + growth, after + growth
            elif edit.span.start < offset:
                # The offset lies in what was replaced: it may be anywhere in what came instead.
                start = edit.span.start + before
                return range(start, start + len(edit.text) + 1)
            elif edit.span.start == offset:
                after += len(edit.text)
        return range(offset + before, offset + after + 1)


def _moves(text: str, edits: Sequence[Edit]) -> list[tuple[Span, int]]:
    """What one edit takes out and another puts in: its range before, and its offset after."""
    found = []
    for taken in edits:
        cut = text[slice(*taken.span)].strip("\r\n") if not taken.text else ""
        for put in edits if cut else ():
            if put.span.start == put.span.end and cut in put.text:
                before = sum(len(e.text) - (e.span.end - e.span.start) for e in edits if e.span < put.span)
                start = taken.span.start + text[slice(*taken.span)].index(cut)
                found.append((Span(start, start + len(cut)), put.span.start + before + put.text.index(cut)))
    return found
