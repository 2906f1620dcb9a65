"""What each request answers, with the stand-in for the analysis: the conversion is what is tested here."""

from __future__ import annotations

from typing import Any

import pytest

from .session import RECORDED, Json, Session, at, change
from .stub import StubAnalyse

pytestmark = pytest.mark.asyncio(loop_scope="module")

WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 100, "character": 0}}
REFRESHES: Json = {"workspace": {"inlayHint": {"refreshSupport": True}}}


async def opened(text: str, capabilities: Json | None = None, **params: Any) -> tuple[Session, str]:
    session = Session()
    await session.initialize(capabilities, **params)
    uri = session.open(text)
    await session.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    return session, uri


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 10), ("utf-16", 5), ("utf-32", 4), (None, 5)])
async def test_columns_are_counted_as_agreed(encoding: str | None, column: int) -> None:
    """In every answer, those of our own requests too."""
    session = Session()
    result = await session.initialize({"general": {"positionEncodings": [encoding]}} if encoding else {})
    assert result["capabilities"]["positionEncoding"] == (encoding or "utf-16")
    uri = session.open("€\f\u2028\n€\U0001f600é word\n")
    start, end = {"line": 1, "character": column}, {"line": 1, "character": column + 4}
    (highlight,) = await session.result("textDocument/documentHighlight", at(uri, **end))
    assert highlight["range"] == {"start": start, "end": end}
    diagram = await session.result("leaselens/diagram", at(uri, **start))
    assert diagram["range"] == {"start": start, "end": end}
    assert diagram["after"]["graph"]["frames"][0]["rows"][0]["issued"] == diagram["range"]


async def test_hover_says_it_in_what_the_client_reads() -> None:
    markdown: Json = {"textDocument": {"hover": {"contentFormat": ["markdown"]}}}
    session, uri = await opened("word", markdown)
    found = await session.result("textDocument/hover", at(uri, 0, 2))
    assert found["contents"]["kind"] == "markdown"
    assert "`my`" in found["contents"]["value"]
    assert found["range"] == {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 4}}
    session, uri = await opened("word")
    assert (await session.result("textDocument/hover", at(uri, 0, 2)))["contents"]["kind"] == "plaintext"


async def test_hover_on_nothing_is_null() -> None:
    session, uri = await opened("word\n\n\n")
    assert await session.result("textDocument/hover", at(uri, 2, 0)) is None
    assert await session.result("textDocument/hover", at("file:///unknown", 0, 0)) is None


async def hints(session: Session, uri: str, where: Json = WHOLE) -> list[tuple[str, int]]:
    found = await session.result("textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": where})
    return [(hint["data"]["kind"], hint["position"]["line"]) for hint in found]


async def test_hints_are_permissions_and_pictures() -> None:
    session, uri = await opened("let word = 1\nmore\n")
    found = await session.result("textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": WHOLE})
    permission, *pictures = found
    assert (permission["label"], permission["kind"]) == (": my", 1)
    assert permission["position"] == {"line": 0, "character": 8}
    assert all("```" in hint["tooltip"]["value"] and "Point" in hint["label"] for hint in pictures)


RESOLVES: Json = {"textDocument": {"inlayHint": {"resolveSupport": {"properties": ["tooltip"]}}}}


async def test_tooltips_are_drawn_when_they_are_asked_for() -> None:
    session, uri = await opened("word", RESOLVES)
    (hint,) = await session.result("textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": WHOLE})
    assert "tooltip" not in hint
    assert "┌" in (await session.result("inlayHint/resolve", hint))["tooltip"]["value"]
    for wrong in (None, {}, {**hint["data"], "statement": [1]}, {**hint["data"], "revision": 77}):
        assert "tooltip" not in await session.result("inlayHint/resolve", {**hint, "data": wrong})
    session.edit(uri, 2, {"text": "more"})
    await session.published(2)
    assert "tooltip" not in await session.result("inlayHint/resolve", hint), "the text is another one"


@pytest.mark.parametrize(
    ("settings", "kinds"),
    [
        ({"hints": {"permissions": False}}, {"picture"}),
        ({"hints": {"pictures": "off"}}, {"permission"}),
        ({"hints": {"pictures": "off", "permissions": False}}, set()),
        ({"hints": {"pictures": "all"}}, {"picture", "permission"}),
    ],
)
async def test_hints_can_be_switched_off(settings: Json, kinds: set[str]) -> None:
    session, uri = await opened("let word = 1\nlet more = 2\n", initializationOptions=settings)
    assert {kind for kind, _ in await hints(session, uri)} == kinds


async def test_pictures_follow_the_cursor_once_it_is_told() -> None:
    session, uri = await opened("let word = 1\nlet more = 2\nlet most = 3\n", REFRESHES)
    for line in (1, 1, 2):
        session.notify("leaselens/cursor", at(uri, line, 0))
        assert {where for kind, where in await hints(session, uri) if kind == "picture"} == {line}
    assert session.methods().count("workspace/inlayHint/refresh") == 2, "only where the line changed"


async def test_hints_are_those_of_the_range() -> None:
    session, uri = await opened("let word = 1\n" * 9)
    where = {"start": {"line": 3, "character": 0}, "end": {"line": 4, "character": 0}}
    assert {line for kind, line in await hints(session, uri, where) if kind == "permission"} == {3}


async def test_overtaken_hints_are_asked_for_again() -> None:
    analyse = StubAnalyse()
    session = Session(analyse)
    await session.initialize(REFRESHES, initializationOptions={"hints": {"pictures": "off"}})
    uri = session.open("let one = 1\nlet two = 2\n")
    await session.published(1)
    analyse.open_gate.clear()
    session.edit(uri, 2, change("\nlet none = 0\n", (0, 0)))
    assert await hints(session, uri) == [("permission", 3)], "what was not touched, where it is now"
    assert "workspace/inlayHint/refresh" not in session.methods()
    analyse.open_gate.set()
    await session.until(lambda m: m.get("method") == "workspace/inlayHint/refresh")
    assert await hints(session, uri) == [("permission", 1), ("permission", 2), ("permission", 3)]


async def test_the_outline_is_a_tree_or_a_list() -> None:
    session, uri = await opened("let word = 1", RECORDED["vscode-1.139"]["capabilities"])
    (symbol,) = await session.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    start, end = symbol["range"]["start"], symbol["selectionRange"]["start"]
    assert (symbol["name"], symbol["kind"], start["character"], end["character"]) == ("word", 13, 0, 4)
    session, uri = await opened("let word = 1")
    (symbol,) = await session.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert symbol["location"]["uri"] == uri


async def test_the_diagram_has_the_shape_of_the_contract() -> None:
    session, uri = await opened("one\nword\n")
    found = await session.result("leaselens/diagram", at(uri, 1, 1))
    moments, counts = ["before", "after"], ["visits", "worlds", "path", "calls", "complete", "run"]
    assert list(found) == ["version", "documentVersion", "stale", "range", *moments, *counts]
    assert (found["version"], found["documentVersion"], found["stale"]) == (1, 1, False)
    assert (found["visits"], found["worlds"]) == ({"index": 1, "count": 2}, {"index": 1, "count": 1})
    assert set(found["after"]) == {"graph", "text"}
    assert "┌" in found["after"]["text"]
    (row,) = found["after"]["graph"]["frames"][0]["rows"]
    assert (row["name"], row["permission"], row["target"]) == ("x", "my", 1)


@pytest.mark.parametrize(
    ("when", "there"), [("before", {"before"}), ("after", {"after"}), ("both", {"before", "after"})]
)
async def test_the_diagram_has_the_moments_that_were_asked_for(when: str, there: set[str]) -> None:
    session, uri = await opened("word")
    found = await session.result("leaselens/diagram", at(uri, 0, 1, when=when))
    assert {"before", "after"} & set(found) == there


async def test_the_diagram_is_drawn_in_vectors_if_that_is_asked_for() -> None:
    session, uri = await opened("word")
    found = await session.result("leaselens/diagram", at(uri, 0, 1, svg=True))
    assert found["after"]["svg"].startswith("<svg ")


async def test_the_diagram_tells_what_stands_where_in_its_text() -> None:
    session, uri = await opened("word")
    found = (await session.result("leaselens/diagram", at(uri, 0, 1, spots=True)))["after"]
    lines = found["text"].split("\n")
    told = {
        (lines[spot["line"]][spot["start"] : spot["end"]], *(spot.get(key) for key in ("frame", "row", "object")))
        for spot in found["spots"]
    }
    assert {("x", 0, 0, None), ("my", 0, 0, None)} <= told
    assert any(of == 1 for *_, of in told)


async def test_the_life_at_the_cursor_and_of_a_lease_in_a_diagram() -> None:
    session, uri = await opened("word more word\nmore")
    told = await session.result("leaselens/life", at(uri, 1, 1))
    assert (told["version"], told["documentVersion"], told["stale"]) == (1, 1, False)
    assert [(s["event"], s["certainty"], s["range"]["start"]["line"]) for s in told["stations"]] == [
        ("issued", "surely", 0),
        ("used", "surely", 1),
    ]
    document = {"textDocument": {"uri": uri}}
    assert await session.result("leaselens/life", {**document, "run": 0, "lease": 1}) == told
    assert (await session.result("leaselens/life", {**document, "run": 7, "lease": 1}))["stations"] == []


async def test_the_life_at_a_cursor_is_not_told_from_a_line_that_was_touched() -> None:
    analyse = StubAnalyse()
    session = Session(analyse)
    await session.initialize()
    uri = session.open("word\nword\n")
    await session.published(1)
    analyse.open_gate.clear()
    session.edit(uri, 2, change("x", (1, 0)))
    found = await session.result("leaselens/life", at(uri, 0, 1))
    assert (found["stale"], [s["range"]["start"]["line"] for s in found["stations"]]) == (True, [0])
    analyse.open_gate.set()


async def test_a_moment_that_was_never_reached_is_null() -> None:
    session, uri = await opened("word")
    found = await session.result("leaselens/diagram", at(uri, 0, 1, visit=2))
    assert found["visits"] == {"index": 2, "count": 2}
    assert found["before"]
    assert found["after"] is None


async def test_the_diagram_is_drawn_in_the_style_that_is_set() -> None:
    session, uri = await opened("word", initializationOptions={"diagrams": {"style": "ascii"}})
    found = await session.result("leaselens/diagram", at(uri, 0, 1))
    assert found["after"]["text"].isascii()


async def test_no_diagram_where_nothing_runs() -> None:
    session, uri = await opened("word\n\n\n")
    assert await session.result("leaselens/diagram", at(uri, 2, 0)) is None


async def test_a_diagram_of_old_facts_says_so() -> None:
    analyse = StubAnalyse()
    session = Session(analyse)
    await session.initialize()
    uri = session.open("one\nword\n")
    await session.published(1)
    analyse.open_gate.clear()
    session.edit(uri, 2, change("\n", (0, 0)))
    found = await session.result("leaselens/diagram", at(uri, 2, 1))
    assert (found["stale"], found["documentVersion"], found["range"]["start"]["line"]) == (True, 2, 2)
    analyse.open_gate.set()
    await session.published(2)
    assert (await session.result("leaselens/diagram", at(uri, 2, 1)))["stale"] is False


async def test_a_trace_that_is_asked_for_tells_of_analyses() -> None:
    session, uri = await opened("word")
    assert "$/logTrace" not in session.methods()
    session.notify("$/setTrace", {"value": "verbose"})
    session.edit(uri, 2, {"text": "more"})
    found = await session.until(lambda m: m.get("method") == "$/logTrace")
    assert found["params"]["message"].startswith("analysed version 2 in ")
    assert found["params"]["verbose"] == uri


async def test_a_language_that_nobody_knows_is_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    session = Session()
    await session.initialize({"textDocument": {"diagnostic": {}}})
    item = {"uri": "untitled:x", "languageId": "cobol", "version": 1, "text": "x"}
    session.notify("textDocument/didOpen", {"textDocument": item})
    await session.result("textDocument/diagnostic", {"textDocument": {"uri": "untitled:x"}})
    assert not caplog.records
