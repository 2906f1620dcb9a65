"""The signature of the call that is being typed."""

from __future__ import annotations

from dataclasses import dataclass

from leaselens.model.analysis import Analysis
from leaselens.text import Source, Span


@dataclass(frozen=True, slots=True)
class Signature:
    """A line of code (``send(letter: my Letter, to) -> our Receipt``), the parts of it that are the parameters (in
    characters of it), the index of the one that the cursor is at (``None``: of none), and what the program's comments
    say."""

    label: str
    parameters: tuple[Span, ...]
    active: int | None
    documentation: str


def signature(analysis: Analysis, source: Source, offset: int) -> Signature | None:
    """The call around an offset of ``source``; ``analysis`` may be of an earlier text. ``None`` outside of calls."""
    call = analysis.call_at(source, offset)
    if call is None:
        return None
    label = f"{call.name}("
    spans: list[Span] = []
    for number, parameter in enumerate(call.parameters):
        label += ", " if number else ""
        spans.append(Span(len(label), len(label) + len(parameter.text)))
        label += parameter.text
    label += f") {call.returns}".rstrip()
    return Signature(label, tuple(spans), call.active, call.comment)
