"""An Idol interface, as clients get it: the same methods as for a program, with nothing special in the server."""

from __future__ import annotations

from pathlib import Path

import pytest
from idol import project

from leaselens import disk, languages
from leaselens.model.analysis import Analysis
from leaselens.rust import syntax
from leaselens.text import Source

from .session import ACTIONS, Json, Session, at

pytestmark = pytest.mark.asyncio(loop_scope="module")


def analyse(source: Source, **wishes: object) -> Analysis:
    return languages.analyse(source, files=disk.around(source.name), **wishes)  # type: ignore[arg-type]


async def opened(folder: Path, capabilities: Json | None = None) -> tuple[Session, str]:
    interface = project.make(folder, **{"lamp-api/build.rs": project.CLIENT})
    session = Session(analyse)
    await session.initialize(capabilities)
    return session, session.open(interface.read_text("utf-8"), interface.as_uri(), language="idol")


async def test_a_picture_of_a_call(tmp_path: Path) -> None:
    session, uri = await opened(tmp_path)
    found = await session.result("leaselens/diagram", {"textDocument": {"uri": uri}} | at(uri, 7, 12))
    assert found["before"] is None
    assert found["after"]["text"].startswith("pattern #2\n")
    graph = found["after"]["graph"]
    assert (graph["title"], graph["parties"]) == ("pattern #2", ["client", "server"])
    assert [message["kind"] for message in graph["messages"]] == ["send", "read", "reply"]


async def test_hover_and_hints(tmp_path: Path) -> None:
    session, uri = await opened(tmp_path)
    found = await session.result("textDocument/hover", at(uri, 8, 23))
    assert found["contents"]["value"].startswith("lease 0 `steps` · R · `[u8]` · ≤ 8 elements")
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 12, "character": 0}}
    hints = await session.result("textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": everything})
    assert {"#1 ", "#2 ", "[0] ", " → LenLimit<Leased<R, [u8]>, 8>"} <= {hint["label"] for hint in hints}


@pytest.mark.skipif(not syntax.available(), reason="tree-sitter is not installed")
async def test_implementations_and_references(tmp_path: Path) -> None:
    session, uri = await opened(tmp_path)
    (found,) = await session.result("textDocument/implementation", at(uri, 3, 10))
    assert found["uri"] == (tmp_path / "lamp-server/src/main.rs").as_uri()
    assert found["range"]["start"] == {"line": 2, "character": 7}
    asked = at(uri, 3, 10) | {"context": {"includeDeclaration": True}}
    names = [Path(place["uri"]).parts[-2:] for place in await session.result("textDocument/references", asked)]
    assert names[0] == ("idl", "lamp.idol")
    assert names[-1] == ("src", "main.rs")
    assert ("lamp-api", "build.rs") in names


@pytest.mark.parametrize(("advice", "codes"), [(False, []), (True, ["HUB116"])])
async def test_advice_and_its_fixes_are_for_those_who_ask(tmp_path: Path, advice: bool, codes: list[str]) -> None:
    session = Session(analyse)
    await session.initialize(ACTIONS, initializationOptions={"diagnostics": {"advice": advice}})
    text = project.INTERFACE.replace(", max_len: Some(8)", "").replace(
        'Simple("()")', 'Result(ok: "()", err: CLike("E"))'
    )
    uri = session.open(text, (tmp_path / "lamp.idol").as_uri(), language="idol")
    found = await session.published(1)
    assert [diagnostic["code"] for diagnostic in found["diagnostics"]] == codes
    place = {"start": {"line": 8, "character": 22}, "end": {"line": 8, "character": 22}}
    asked = {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": []}}
    actions = await session.result("textDocument/codeAction", asked)
    assert bool([action for action in actions if "max_len" in action["title"]]) is advice


INSTALLS: Json = {"experimental": {"leaselensInstallsExtras": True}}


@pytest.mark.parametrize(
    ("capabilities", "method", "told"),
    [
        ({}, "window/showMessage", "needs tree-sitter. Install it with: pip install 'leaselens[rust]'"),
        (INSTALLS, "leaselens/lacking", "needs tree-sitter."),
    ],
)
async def test_what_is_not_installed_is_told_once(tmp_path: Path, capabilities: Json, method: str, told: str) -> None:
    with project.without_rust():
        session, uri = await opened(tmp_path, capabilities)
        assert await session.result("textDocument/implementation", at(uri, 3, 10)) == []
        asked = at(uri, 3, 10) | {"context": {"includeDeclaration": False}}
        assert [Path(place["uri"]).name for place in await session.result("textDocument/references", asked)] == [
            "build.rs",
            "build.rs",
        ]
    (message,) = [message["params"] for message in session.sent if message.get("method") == method]
    assert message["message"].endswith(told)
    assert session.methods().count("window/showMessage") + session.methods().count("leaselens/lacking") == 1
