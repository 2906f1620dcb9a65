"""A chart in characters: two lifelines, solid while a party runs, dotted while it does not, and what passes between.

::

             client                                 server
               │                                      ┆ waiting
               │   SEND 3 + 2 leases                  ┐
               └─────────────────────────────────────►│
     suspended ┆                                      │
               ┆┄┄┄┄ [0] nonce: [u8], R, max 128 ┄┄┄┄►│ reads
               ┆◄┄┄┄┄┄┄┄ [1] dest: [u8; 4], W ┄┄┄┄┄┄┄┄│ writes
               ┆                                      │
               ┌◄──────── REPLY () | SealError ───────┤
               │  leases [0] and [1] revoked          ┆ waiting
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from leaselens.model.chart import Chart, Message, Passing
from leaselens.render.wording import STYLES, Signs, visible, width

_MARGIN: Final = 11
"""Cells before the first lifeline."""
_NARROWEST: Final = 36
_DOTTED: Final = {False: ("┄", "┆"), True: (".", ":")}
_VERBS: Final = {Passing.READ: "reads", Passing.WRITE: "writes"}


def text(chart: Chart, style: str = "unicode") -> str:
    """The chart as lines joined by ``\\n``."""
    drawing = _Drawing(chart, STYLES[style])
    return "\n".join(line.rstrip() for line in drawing.lines())


class _Drawing:
    def __init__(self, chart: Chart, signs: Signs) -> None:
        self._chart, self._signs = chart, signs
        self._solid = signs.solid
        self._dotted = _DOTTED[signs.only_ascii]
        self._wide = max(_NARROWEST, *(width(self._shown(m.label)) + 8 for m in chart.messages))

    def lines(self) -> Iterator[str]:
        """The title, the parties, the arrows, the ending."""
        first, second = map(self._shown, self._chart.parties)
        yield self._shown(self._chart.title)
        yield ""
        yield f"{first:>{_MARGIN + width(first) // 2 + 1}}".ljust(_MARGIN + self._wide - width(second) // 2) + second
        yield self._between(self._solid[1], "", self._dotted[1], "waiting")
        for message in self._chart.messages:
            yield from self._message(message)
        yield self._between(self._solid[1], f"  {self._shown(self._chart.ending)}", self._dotted[1], "waiting")

    def _message(self, message: Message) -> Iterator[str]:
        signs, label = self._signs, self._shown(message.label)
        if message.kind is Passing.SEND:
            bar = self._solid[0] * (self._wide - 2)
            yield self._between(self._solid[1], f"   {label}", signs.corners["sw"], "")
            yield self._between(signs.corners["en"], bar + signs.heads["e"], self._solid[1], "")
            yield self._between(self._dotted[1], "", self._solid[1], "", "suspended")
        elif message.kind is Passing.REPLY:
            yield self._suspended("")
            bar = self._centred(f" {label} ", self._solid[0], self._wide - 2)
            yield self._between(signs.corners["es"], signs.heads["w"] + bar, signs.tees[1], "")
        else:
            bar = self._centred(f" {label} ", self._dotted[0], self._wide - 2)
            reads = message.kind is Passing.READ
            arrow = bar + signs.heads["e"] if reads else signs.heads["w"] + bar
            yield self._suspended(arrow, _VERBS[message.kind])

    def _suspended(self, arrow: str, verb: str = "") -> str:
        return self._between(self._dotted[1], arrow, self._solid[1], verb)

    def _between(self, left: str, middle: str, right: str, after: str, before: str = "") -> str:
        filled = middle + " " * (self._wide - 1 - width(middle))
        return f"{before:>{_MARGIN - 1}} {left}{filled}{right} {after}"

    def _centred(self, label: str, sign: str, wide: int) -> str:
        room = wide - width(label)
        return sign * (room // 2) + label + sign * (room - room // 2)

    def _shown(self, label: str) -> str:
        return visible(label, only_ascii=self._signs.only_ascii, whole=True)


def one_line(chart: Chart, style: str = "unicode") -> str:
    """What is lent, and to whom; ``""`` where nothing is."""
    signs = STYLES[style]
    lent = [m for m in chart.messages if m.kind in _VERBS]
    if not lent:
        return ""
    bar = signs.solid[0]
    labels = ", ".join(visible(m.label, only_ascii=signs.only_ascii) for m in lent)
    return f"{chart.parties[0]} {bar}{labels}{bar}{signs.heads['e']} {chart.parties[1]}"


def dot(chart: Chart) -> str:
    """The chart for Graphviz: an arrow for each message, numbered, because Graphviz knows no time."""
    parties = [f'  p{index} [label="{_quoted(party)}"];' for index, party in enumerate(chart.parties)]
    arrows = [
        f'  p{m.sender} -> p{1 - m.sender} [label="{number}. {_quoted(m.label)}"{_drawn(m)}];'
        for number, m in enumerate(chart.messages, 1)
    ]
    head = ["digraph chart {", "  rankdir=LR; node [shape=box];", f'  label="{_quoted(chart.title)}";']
    return "\n".join([*head, *parties, *arrows, "}", ""])


def _drawn(message: Message) -> str:
    return " style=dashed" if message.kind in _VERBS else ""


def _quoted(text: str) -> str:
    return visible(text, whole=True).replace("\\", "\\\\").replace('"', '\\"')


def mermaid(chart: Chart) -> str:
    """The chart as Mermaid's own sequence diagram; what Mermaid could take for signs of its own becomes an entity."""
    lines = ["sequenceDiagram"]
    lines += [f"  participant p{index} as {_entities(party)}" for index, party in enumerate(chart.parties)]
    for message in chart.messages:
        arrow = "-->>" if message.kind in _VERBS else "->>"
        active = {Passing.SEND: "+", Passing.REPLY: "-"}.get(message.kind, "")
        lines.append(f"  p{message.sender}{arrow}{active}p{1 - message.sender}: {_entities(message.label)}")
    return "\n".join([*lines, f"  Note over p0,p1: {_entities(chart.ending)}", ""])


def _entities(text: str) -> str:
    return "".join(f"#{ord(c)};" if c in "#;<>&\"'`{}[]|" else c for c in visible(text, whole=True)) or " "
