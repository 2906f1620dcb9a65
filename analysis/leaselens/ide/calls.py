"""Call hierarchy within a file: who calls a function or class, and whom it calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from leaselens.ide.definition import definition
from leaselens.model.analysis import Analysis, SymbolKind
from leaselens.model.names import Name, Use
from leaselens.text import Span

_CALLABLE = SymbolKind.FUNCTION, SymbolKind.CLASS


@dataclass(frozen=True, slots=True)
class Party:
    """Who calls or is called: a function, a class, or the code outside of functions (``MODULE``, all of the file)."""

    text: str
    kind: SymbolKind
    span: Span
    selection: Span


@dataclass(frozen=True, slots=True)
class Calls:
    """The other party of some calls, and the words by which it is called, in order of position."""

    party: Party
    places: tuple[Span, ...]


def parties_at(analysis: Analysis, offset: int) -> Sequence[Party]:
    """The functions and classes that the word under a cursor means."""
    return [_party(name) for name in definition(analysis, offset).targets if name.kind in _CALLABLE]


def incoming(analysis: Analysis, party: Party) -> Sequence[Calls]:
    """Who calls the party."""
    return _gathered((caller, place) for caller, callee, place in _calls(analysis) if _is(callee, party))


def outgoing(analysis: Analysis, party: Party) -> Sequence[Calls]:
    """Whom the party calls."""
    return _gathered((callee, place) for caller, callee, place in _calls(analysis) if _is(caller, party))


def _calls(analysis: Analysis) -> Iterator[tuple[Party, Party, Span]]:
    """Every call of something by its name: the caller, the callee, and the word."""
    functions = [name for name in analysis.declarations if name.kind is SymbolKind.FUNCTION]
    module = Party(
        PurePath(analysis.source.name).name, SymbolKind.MODULE, Span(0, len(analysis.source.text)), Span(0, 0)
    )
    for callee in analysis.declarations:
        for occurrence in callee.occurrences if callee.kind in _CALLABLE else ():
            if occurrence.use is Use.CALLED:
                around = (f for f in functions if f.whole.contains(occurrence.span.start))
                yield next(map(_party, around), module), _party(callee), occurrence.span


def _gathered(calls: Iterator[tuple[Party, Span]]) -> Sequence[Calls]:
    places: dict[Party, list[Span]] = defaultdict(list)
    for party, place in calls:
        places[party].append(place)
    found = [Calls(party, tuple(sorted(spans))) for party, spans in places.items()]
    return sorted(found, key=lambda calls: calls.places)


def _party(name: Name) -> Party:
    return Party(name.text, name.kind, name.whole, name.declaration)


def _is(one: Party, other: Party) -> bool:
    return (one.kind, one.selection) == (other.kind, other.selection)
