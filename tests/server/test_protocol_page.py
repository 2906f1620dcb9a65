"""``docs/protocol.md`` says what the server does: its table of capabilities, and its example."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from leaselens.languages import analyse

from .session import RECORDED, Json, Session

PAGE = Path(__file__).parents[2] / "docs" / "protocol.md"
BLOCKS = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)

NOT_LISTED = {"initialize", "initialized", "shutdown", "exit", "$/setTrace"}
"""What every server has."""


def table() -> list[tuple[list[str], list[str]]]:
    """The methods and the capabilities of each row."""
    rows = re.findall(r"^\| (`[^|]*/[^|]*`) \| ([^|]*)\|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [(re.findall(r"`([^`]+)`", methods), re.findall(r"`([^`]+)`", capability)) for methods, capability in rows]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", [*RECORDED, "an editor that can do nothing"])
async def test_the_table_is_what_the_server_offers(name: str) -> None:
    recorded: Json = RECORDED.get(name, {"capabilities": {}})
    session = Session()
    offered = (await session.initialize(recorded["capabilities"]))["capabilities"]
    features = session.server.protocol.fm
    listed = {method for methods, _ in table() for method in methods}
    capabilities = {capability for _, row in table() for capability in row}
    if "diagnostic" not in recorded["capabilities"].get("textDocument", {}):
        listed -= {"textDocument/diagnostic", "workspace/diagnostic"}
        capabilities.remove("diagnosticProvider")
    assert set(offered) - {"positionEncoding"} == capabilities
    assert {*features.features, *features.builtin_features} - NOT_LISTED == listed


@pytest.mark.asyncio(loop_scope="module")
async def test_the_example_is_true() -> None:
    blocks = BLOCKS.findall(PAGE.read_text(encoding="utf-8"))
    (program,) = [text for kind, text in blocks if kind == "dada"]
    params, result, stations = [json.loads(text) for kind, text in blocks if kind == "json"]
    session = Session(analyse)
    await session.initialize()
    session.open(program, params["textDocument"]["uri"])
    assert await session.result("leaselens/diagram", params) == result
    used = {"textDocument": params["textDocument"], "position": {"line": 5, "character": 4}}
    assert (await session.result("leaselens/life", used))["stations"] == stations
