"""Code lenses: above what is lent, how often, and where the leases ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from leaselens.model.analysis import Analysis, Binding, LifeEvent
from leaselens.model.diagram import Permission, State
from leaselens.text import Span


@dataclass(frozen=True, slots=True)
class Lens:
    """A declared variable or parameter (``span`` is its name where it is declared) that is lent: where its leases are
    issued, and the declarations of those that receive them, in order of position."""

    span: Span
    issued: tuple[Span, ...]
    lessees: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a lens says, and the places that it is about: where the leases ended, or where they began if none did."""

    title: str
    places: tuple[Span, ...]


def lenses(analysis: Analysis, within: Span | None = None) -> list[Lens]:
    """The lenses of what is declared in a range (everywhere), in order of position.

    Counted are leases that some variable or parameter holds from its declaration on.
    """
    words = {o.span.start: name.declaration for name in analysis.declarations for o in name.occurrences}
    lessees: dict[Span, set[tuple[Span, Span]]] = defaultdict(set)
    for binding in analysis.bindings:
        for issued in _leases(binding):
            lessor = words.get(issued.start)
            if lessor is not None and lessor != binding.span:
                lessees[lessor].add((issued, binding.span))
    found = (binding.span for binding in analysis.bindings if within is None or within.touches(binding.span.start))
    return [Lens(span, *map(_sorted, zip(*lessees[span], strict=True))) for span in found if span in lessees]


def _sorted(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(set(spans)))


def _leases(binding: Binding) -> set[Span]:
    """Where the leases were issued that are held right after a declaration."""
    rows = (row for row in binding.rows if row.state is State.VALID)
    leased = (row for row in rows if row.permission in (Permission.LEASED, Permission.SHARED) and row.lessors)
    return {row.issued for row in leased if row.issued is not None}


def tell(analysis: Analysis, lens: Lens) -> Told:
    """What a lens says."""
    lives = (life for lessee in lens.lessees for life in analysis.life_at(lessee.start))
    ended = _sorted(life.span for life in lives if life.event is LifeEvent.ENDED)
    title = f"lent {len(lens.issued)}×"
    if ended:
        lines = sorted({analysis.source.lines.position(span.start).line + 1 for span in ended})
        title += f", ended by {'line' if len(lines) == 1 else 'lines'} {_listed(lines)}"
    return Told(title, ended or lens.issued)


def _listed(numbers: list[int]) -> str:
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last
