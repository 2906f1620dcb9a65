"""What passes between two parties, in the order of time: a message sequence chart.

The field names are those of the JSON contract (``docs/cli.md``), in snake case. All spans are offsets in characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leaselens.text import Span


class Passing(StrEnum):
    """What passes. A ``SEND`` suspends its sender until the ``REPLY``; in between the receiver may ``READ`` what was
    lent to it, or ``WRITE`` to it."""

    SEND = "send"
    READ = "read"
    WRITE = "write"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Message:
    """One arrow. ``sender`` is the index of the party from which it goes; ``span`` is where it is declared."""

    kind: Passing
    sender: int
    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Chart:
    """An exchange between two parties: what it is called, who they are, what passes, what holds afterwards."""

    title: str
    parties: tuple[str, str]
    messages: tuple[Message, ...]
    ending: str
