"""``leaselens/life``: where the lease under the cursor, or one in a diagram, begins, is used and ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from leaselens.ide.life import life_at, life_of
from leaselens.model.analysis import Life
from leaselens_server.documents import Snapshot
from leaselens_server.features.diagram import parse_document, parse_number
from leaselens_server.positions import View, parse_position

if TYPE_CHECKING:
    from leaselens_server.server import Server

METHOD = "leaselens/life"
PATIENCE = 0.1
"""Seconds that are waited for fresh facts before an answer is made of older ones."""


def register(server: Server) -> None:
    server.requested(METHOD, asked)


def asked(server: Server, raw: Any) -> Any:
    document = server.documents.get(parse_document(raw))
    if document is None:
        return None
    if raw.get("lease") is not None:
        return answer_of(server, document.snapshot(), parse_number(raw, "run", 0), parse_number(raw, "lease", 0))
    return answer_at(server, document.snapshot(), parse_position(raw.get("position")))


async def answer_at(server: Server, document: Snapshot, position: types.Position) -> dict[str, Any] | None:
    view = await server.view(document, position, PATIENCE)
    return None if view is None else to_protocol(life_at(view.analysis, view.offset(position)), view, document.version)


async def answer_of(server: Server, document: Snapshot, run: int, lease: int) -> dict[str, Any] | None:
    view = await server.view(document, None, PATIENCE)
    return None if view is None else to_protocol(life_of(view.analysis, run, lease), view, document.version)


def to_protocol(stations: Sequence[Life], view: View, version: int | None) -> dict[str, Any]:
    """The life as JSON; stations on lines that were edited since are left out."""
    told = [_station(station, view) for station in stations]
    shown = [station for station in told if station["range"] is not None]
    return {"version": 1, "documentVersion": version, "stale": view.stale, "stations": shown}


def _station(station: Life, view: View) -> dict[str, Any]:
    return {
        "range": view.range_json(station.span),
        "event": station.event.value,
        "certainty": station.certainty.value,
        "permission": None if station.permission is None else station.permission.value,
        "leasedOut": station.leased_out,
    }
