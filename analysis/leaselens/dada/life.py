"""The life of a lease: where it was issued, where its holder used it, what ended it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from leaselens.dada.ir import Site
from leaselens.dada.machine.state import SILENT, Permission
from leaselens.dada.names import Local
from leaselens.model.analysis import Life, LifeEvent
from leaselens.text import Span

if TYPE_CHECKING:
    from leaselens.dada.analysis import DadaAnalysis


_Lease = tuple[str, int]
"""A permission: the beginning of its trace, and its number there."""


def life_at(analysis: DadaAnalysis, offset: int) -> Sequence[Life]:
    """The stations of the life of what the variable under the cursor holds there, in order of position."""
    found = _local_at(analysis, offset)
    if found is None:
        return ()
    body, local = found
    held = {lease for _, lease in _holdings(analysis, body, local, offset)}
    stations = {
        *(Life(span, LifeEvent.USED) for span, lease in _holdings(analysis, body, local, None) if lease in held),
        *_ends(analysis, held),
    }
    stations = {s for s in stations if s.event is not LifeEvent.USED} | {
        s for s in stations if s.event is LifeEvent.USED and s.span not in {t.span for t in stations if t is not s}
    }
    return sorted(stations, key=lambda station: (station.span, station.event))


def _local_at(analysis: DadaAnalysis, offset: int) -> tuple[str, Local] | None:
    for key, body in analysis.names.bodies.items():
        for (item, span), meaning in body.uses.items():
            if isinstance(meaning, Local) and analysis.file.absolute(item, span).touches(offset):
                return key, meaning
        for local in body.locals:
            if analysis.file.absolute(local.item, local.binding.name.span).touches(offset):
                return key, local
    return None


def _holdings(analysis: DadaAnalysis, body: str, local: Local, offset: int | None) -> Iterator[tuple[Span, _Lease]]:
    """Where the variable stands (at the cursor only, or everywhere), with the permission that it holds there."""
    name = local.binding.name.span
    places: list[tuple[Site, int]] = [(Site(local.item, name), analysis.program.codes[body].declared_at[local.index])]
    for (item, span), meaning in analysis.names.bodies[body].uses.items():
        moments = analysis.record.moments(Site(item, span))
        if meaning == local and moments is not None:
            places.append((Site(item, span), moments[1].before))
    for site, pc in places:
        span = analysis.file.absolute(*site)
        if offset is not None and not span.touches(offset):
            continue
        for trace, number in analysis.record.nodes_at(body, pc):
            value = trace.nodes[number].world.slot(local.index)
            if value is not None and value.permission > SILENT:
                yield span, (trace.root, value.permission)


def _ends(analysis: DadaAnalysis, held: set[_Lease]) -> Iterator[Life]:
    """Where the permissions were issued and ended, in whatever world that was."""
    for trace in analysis.traces:
        mine = [number for root, number in held if root == trace.root]
        for node in trace.nodes if mine else ():
            for number in mine:
                record = node.world.permissions.get(number)
                if record is not None:
                    yield from _stations(analysis, record)


def _stations(analysis: DadaAnalysis, record: Permission) -> Iterator[Life]:
    for where in record.issued:
        yield Life(analysis.file.absolute(*where.site), LifeEvent.ISSUED)
    for ending in record.endings:
        yield Life(analysis.file.absolute(*ending.where.site), LifeEvent.ENDED)
