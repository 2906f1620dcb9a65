"""How a permission, its story and a picture are told in Markdown, in the dialect's words and for a newcomer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from leaselens.model.diagram import Ending, Permission, Row, State
from leaselens.model.picture import Picture
from leaselens.render import pictures
from leaselens.render.markdown import block
from leaselens.render.markdown import code as code
from leaselens.text import Source, Span

_LONGEST = 60
"""Source, and what is printed, is cut after so many characters."""

_MOST_TEXTS = 4
"""How many of the texts that an expression prints are quoted."""

_STATES = {
    State.EXPIRED: "lease ended",
    State.GIVEN: "given away",
    State.DROPPED: "dropped",
    State.UNSET: "not set yet",
}
_TURNS = {State.EXPIRED: "ended", State.GIVEN: "given away", State.DROPPED: "dropped", State.UNSET: "not set"}
_CAUSES = {
    "reasserted": "{at} used the lessor again",
    "overwritten": "{at} overwrote what was leased",
    "dropped": "the owner was dropped by {at}",
    "returned": "its function returned by {at}",
    "given": "{at}",
}
_ANY = "any permission"
_MEANINGS = {
    Permission.MY: "owns it alone: may read, write, lend and give it away",
    Permission.OUR: "owns it together with others: everybody may read, nobody may write",
    Permission.LEASED: "has it on lease, alone: may read and write until the lessor uses it again",
    Permission.SHARED: "has it on lease, with others: may read until the lessor writes to it",
}


def held(rows: Iterable[Row]) -> str:
    """What a place holds: a permission, and whom it is leased from, several answers joined by "or"."""
    answers = dict.fromkeys(_held(row) for row in rows)
    return _ANY if _ANY in answers else " or ".join(answers)


def word(row: Row) -> str | None:
    """The row's permission in the dialect's spelling."""
    return row.word or (row.permission.value if row.permission else None)


def meaning(row: Row) -> str | None:
    """What a permission allows, in one line."""
    return _MEANINGS[row.permission] if row.permission else None


def turn(before: tuple[Row, ...], after: tuple[Row, ...]) -> str:
    """What an expression did to a place, beginning with an arrow; ``""`` where a reader would see no change."""
    was, now = dict.fromkeys(map(_kind, before)), dict.fromkeys(map(_kind, after))
    new = [kind for kind in now if kind not in was and kind != _ANY]
    if not was or not new:
        return ""
    sometimes = " on some runs" if len(now) > len(new) else ""
    return f" → {' or '.join(new)}{sometimes}"


def story(before: tuple[Row, ...], after: tuple[Row, ...], source: Source) -> Iterator[str]:
    """Where what a place holds was issued, and what ended it: at most two lines."""
    issued = next((row for row in (*before, *after) if row.issued is not None), None)
    if issued is not None and issued.issued is not None:
        leased = issued.permission in (Permission.LEASED, Permission.SHARED) or issued.state is State.EXPIRED
        yield f"{'leased' if leased else 'held since'} {_on_line(source, issued.issued, leased)}"
    ended = next((row for row in (*before, *after) if row.ended is not None), None)
    if ended is not None and ended.ended is not None:
        yield _ending(ended, ended.ended, source)


def prints(texts: Sequence[str]) -> str:
    """What an expression prints: its different texts, each with the newline that ends it."""
    lines = (re.sub(r"\r\n?|\n", "↵", text.removesuffix("\n") or "\n") for text in texts[:_MOST_TEXTS])
    shown = [code(_cut(line)) for line in lines]
    others = ["other texts"] if len(texts) > _MOST_TEXTS else []
    return f"prints {' or '.join(shown + others)}"


def quoted(source: Source, span: Span) -> str:
    """A piece of source as one line of Markdown code."""
    return code(_cut(" ".join(source.text[span.start : min(span.end, span.start + 4 * _LONGEST)].split())))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"


def picture(graph: Picture, style: str) -> str:
    """The drawing as a block of Markdown code."""
    return block(pictures.text(graph, style), "text")


def _held(row: Row) -> str:
    if row.state is not State.VALID:
        return _STATES[row.state]
    name = word(row)
    text = code(name) if name else _ANY
    if row.permission in (Permission.LEASED, Permission.SHARED) and row.lessors:
        text += f" from {code(row.lessors[0].place)}"
    return text


def _kind(row: Row) -> str:
    name = word(row)
    return (code(name) if name else _ANY) if row.state is State.VALID else _TURNS[row.state]


def _on_line(source: Source, span: Span, leased: bool) -> str:
    line = source.lines.position(span.start).line + 1
    return f"{'on ' if leased else ''}line {line}: {quoted(source, span)}"


def _ending(row: Row, ending: Ending, source: Source) -> str:
    at = "another file" if ending.path else quoted(source, ending.span)
    line = "" if ending.path else f" on line {source.lines.position(ending.span.start).line + 1}"
    verb = "given away" if row.state is State.GIVEN else "ended"
    return f"{verb}{line}: {_CAUSES.get(ending.cause, '{at}').format(at=at)}"
