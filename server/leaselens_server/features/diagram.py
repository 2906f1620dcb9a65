"""``leaselens/diagram``: the picture before and after the expression under the cursor (``docs/protocol.md``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from leaselens.ide.diagram import Answer, Of, Picture, When, diagram
from leaselens.render import pictures
from leaselens.render.box import Spot
from leaselens_server.documents import Snapshot
from leaselens_server.positions import View, parse_position

if TYPE_CHECKING:
    from leaselens_server.server import Server

METHOD = "leaselens/diagram"
PATIENCE = 0.1
"""Seconds that are waited for fresh facts before an answer is made of older ones."""


@dataclass(frozen=True, slots=True)
class Params:
    """What was asked for. ``visit`` and ``world`` count from 1; ``svg``: also as vectors; ``spots``: also what stands
    where in the text.
    """

    uri: str
    position: types.Position
    of: Of
    when: When
    visit: int
    world: int
    svg: bool
    spots: bool


def register(server: Server) -> None:
    server.requested(METHOD, asked)


def asked(server: Server, raw: Any) -> Any:
    params = parse(raw)
    document = server.documents.get(params.uri)
    if document is None:
        raise JsonRpcInvalidParams("the document is not open")
    return answer(server, document.snapshot(), params)


async def answer(server: Server, document: Snapshot, params: Params) -> dict[str, Any] | None:
    view = await server.view(document, params.position, PATIENCE)
    if view is None:
        return None
    offset, style = view.offset(params.position), server.settings_of(document.uri).diagrams_style
    found = diagram(view.analysis, offset, params.when, params.visit, params.world, style, params.of)
    return None if found is None else to_protocol(found, view, document.version, params, style)


def to_protocol(found: Answer, view: View, version: int | None, params: Params, style: str) -> dict[str, Any]:
    """The answer as JSON; a moment that was not asked for is missing, one that was never reached is ``null``."""
    message: dict[str, Any] = {
        "version": 1,
        "documentVersion": version,
        "stale": view.stale,
        "range": view.range_json(found.span),
    }
    if params.when in (When.BEFORE, When.BOTH):
        message["before"] = _picture(found.before, view, params, style)
    if params.when in (When.AFTER, When.BOTH):
        message["after"] = _picture(found.after, view, params, style)
    message["visits"] = {"index": found.visits.index, "count": found.visits.count}
    message["worlds"] = {"index": found.worlds.index, "count": found.worlds.count}
    message["path"] = [{"range": view.range_json(choice.span), "taken": choice.taken} for choice in found.path]
    message["calls"] = [view.range_json(call) for call in found.calls]
    message["complete"] = found.complete
    message["run"] = found.run
    return message


def _picture(picture: Picture | None, view: View, params: Params, style: str) -> dict[str, Any] | None:
    if picture is None:
        return None
    graph = pictures.graph(picture.graph, lambda span, path: view.range_json(span) if path is None else None)
    drawn: dict[str, Any] = {"svg": pictures.as_svg(picture.graph)} if params.svg else {}
    if params.spots:
        drawn["spots"] = [_spot(spot) for spot in pictures.spots(picture.graph, style)]
    return {"graph": graph, "text": picture.text, **drawn}


def _spot(spot: Spot) -> dict[str, int | str]:
    """What the words stand for has the names that it has in an SVG."""
    where: dict[str, int | str] = {"line": spot.line, "start": spot.start, "end": spot.end}
    if spot.object is not None and spot.row is None:
        return {**where, "object": spot.object}
    owner = {"owner": spot.object} if spot.object is not None else {"frame": spot.frame or 0}
    return {**where, **owner, "row": "in-flight" if spot.row == -1 else spot.row or 0}


def parse(raw: Any) -> Params:
    """Take the params apart ourselves: pygls would make named tuples of them."""
    uri, position = parse_document(raw), parse_position(raw.get("position"))
    try:
        of = Of.EXPRESSION if raw.get("of") is None else Of(raw["of"])
        when = When.BOTH if raw.get("when") is None else When(raw["when"])
    except ValueError as malformed:
        raise JsonRpcInvalidParams(f"Invalid Params of {METHOD}: {malformed}") from malformed
    return Params(
        uri=uri,
        position=position,
        of=of,
        when=when,
        visit=parse_number(raw, "visit", 1),
        world=parse_number(raw, "world", 1),
        svg=raw.get("svg") is True,
        spots=raw.get("spots") is True,
    )


def parse_document(raw: Any) -> str:
    """The URI in ``textDocument``."""
    document = raw.get("textDocument") if isinstance(raw, dict) else None
    uri = document.get("uri") if isinstance(document, dict) else None
    if not isinstance(uri, str):
        raise JsonRpcInvalidParams("Invalid Params: `textDocument` must have a `uri`")
    return uri


def parse_number(raw: dict[str, Any], name: str, default: int) -> int:
    """A param that is an integer or missing."""
    value = raw.get(name)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool):
        raise JsonRpcInvalidParams(f"Invalid Params: `{name}` must be an integer")
    return value
