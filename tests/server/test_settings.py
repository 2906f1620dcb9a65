"""The settings: read from whatever shape they come in, checked, and the same in the documents and in the extension."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from leaselens_server.settings import SETTINGS, Settings, mentions_settings, read_settings

from .session import PULLS, Session

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "configuration",
    [
        {"hints": {"pictures": "all"}},
        {"hints.pictures": "all"},
        {"leaselens": {"hints": {"pictures": "all"}}},
        {"leaselens": {"hints.pictures": "all"}},
        {"leaselens.hints.pictures": "all"},
        {"leaselens.hints": {"pictures": "all"}},
        {"settings": {"hints": {"pictures": "all"}}},
        {"settings": {"leaselens": {"hints": {"pictures": "all"}}}},
        {"leaselens": {"settings": {"hints": {"pictures": "all"}}}},
        {"hints": {"pictures": "all", "permissions": None, "of the future": 7}, "other": {"a": {"b": {"c": {}}}}},
    ],
)
def test_any_shape_is_understood(configuration: Any) -> None:
    assert read_settings(configuration) == (Settings(hints_pictures="all"), ())
    assert mentions_settings(configuration)


@pytest.mark.parametrize("configuration", [None, {}, [], 7, "x", {"leaselens": None}, {"settings": []}, {"hints": []}])
def test_nothing_means_the_defaults(configuration: Any) -> None:
    assert read_settings(configuration) == (Settings(), ())
    assert not mentions_settings(configuration)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
@pytest.mark.parametrize("wrong", [7, 1.5, ["x"], "no such value"])
def test_a_wrong_value_is_told_and_the_default_holds(setting: Any, wrong: Any) -> None:
    if setting.accepts(wrong):
        return
    settings, complaints = read_settings({setting.name: wrong})
    assert settings == Settings()
    assert len(complaints) == 1
    assert f"leaselens.{setting.name}" in complaints[0]


def test_the_settings_page_is_the_table() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `leaselens\.([\w.]+)` \| ([^|]+) \| ([^|]+) \|", page, re.MULTILINE)
    assert [(name, values.strip(), default.strip()) for name, values, default in rows] == [
        (setting.name, shown(setting.values), shown((setting.default,)) if setting.default != "" else "empty")
        for setting in SETTINGS
    ]


def shown(values: tuple[str | bool, ...] | None) -> str:
    return "any text" if values is None else ", ".join(f"`{json.dumps(value)}`".replace('"', "") for value in values)


def test_the_extension_has_the_same_settings() -> None:
    manifest = json.loads((ROOT / "vscode-extension" / "package.json").read_text(encoding="utf-8"))
    properties = manifest["contributes"]["configuration"]["properties"]
    assert {name: (what.get("enum"), what["default"]) for name, what in properties.items()} == {
        f"leaselens.{s.name}": (list(s.values) if s.values and s.values != (True, False) else None, s.default)
        for s in SETTINGS
    }


# Reaching the server

lsp = pytest.mark.asyncio(loop_scope="module")


async def answered_settings(session: Session, *answers: Any) -> None:
    """Answer the requests for settings that the server has sent so far."""
    asked = [m for m in session.sent if m.get("method") == "workspace/configuration"]
    for request, answer in zip(asked, answers, strict=True):
        session.send({"id": request["id"], "result": answer})


@lsp
async def test_settings_come_with_initialize() -> None:
    session = Session()
    await session.initialize(initializationOptions={"leaselens": {"dada": {"dialect": "d2"}}})
    session.open("x")
    await session.published(1)
    assert session.analyse.asked == [("x", "d2")]


@lsp
async def test_settings_are_asked_for_and_a_new_dialect_is_read_at_once() -> None:
    session = Session()
    await session.initialize({"workspace": {"configuration": True, "inlayHint": {"refreshSupport": True}}})
    session.open("x")
    await session.published(1)
    await answered_settings(session, [{"dada": {"dialect": "d1"}}])
    await session.until(lambda _: session.analyse.asked == [("x", None), ("x", "d1")])
    assert "workspace/inlayHint/refresh" in session.methods()


@lsp
@pytest.mark.parametrize("answer", [None, [], [None], ["x"], 7])
async def test_a_client_without_settings_changes_nothing(answer: Any) -> None:
    session = Session()
    options = {"hints": {"pictures": "all"}}
    await session.initialize({"workspace": {"configuration": True}}, initializationOptions=options)
    await answered_settings(session, answer)
    assert session.server.settings == Settings(hints_pictures="all")


FOLDERS = [{"uri": f"file:///{name}", "name": name} for name in ("one", "one/inner", "two")]


@lsp
async def test_folders_have_settings_of_their_own() -> None:
    session = Session()
    await session.initialize({"workspace": {"configuration": True}}, workspaceFolders=FOLDERS)
    asked = await session.until(lambda m: m.get("method") == "workspace/configuration")
    assert [item.get("scopeUri") for item in asked["params"]["items"]] == [None, *(f["uri"] for f in FOLDERS)]
    dialects = ["d1", "d2", "d3", None]
    session.send({"id": asked["id"], "result": [d and {"dada": {"dialect": d}} for d in dialects]})
    for number, name in enumerate(["one/a", "one/inner/a", "two/a", "onetwo/a"]):
        session.open(str(number), f"file:///{name}.dada")
        await session.result("textDocument/documentSymbol", {"textDocument": {"uri": f"file:///{name}.dada"}})
    assert session.analyse.asked == [("0", "d2"), ("1", "d3"), ("2", "d1"), ("3", "d1")]


@lsp
async def test_a_folder_that_comes_is_asked_about() -> None:
    session = Session()
    await session.initialize({"workspace": {"configuration": True}}, workspaceFolders=FOLDERS[:1])
    await answered_settings(session, [None])
    session.open("x", "file:///two/a.dada")
    await session.published(1)
    session.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": FOLDERS[2:], "removed": []}})
    await answered_settings(session, [None], [None, None, {"dada": {"dialect": "d2"}}])
    await session.until(lambda _: session.analyse.asked == [("x", None), ("x", "d2")])


@lsp
async def test_a_change_without_settings_is_asked_about() -> None:
    session = Session()
    await session.initialize({"workspace": {"configuration": True}})
    session.notify("workspace/didChangeConfiguration", {"settings": None})
    await answered_settings(session, [None], [{"diagrams": {"style": "ascii"}}])
    assert session.server.settings == Settings(diagrams_style="ascii")


@lsp
async def test_a_change_with_settings_is_taken_and_everything_asked_anew() -> None:
    session = Session()
    await session.initialize(PULLS)
    session.open("x")
    session.notify("workspace/didChangeConfiguration", {"settings": {"leaselens": {"dada": {"dialect": "d3"}}}})
    await session.until(lambda m: m.get("method") == "workspace/diagnostic/refresh")
    await session.result("textDocument/diagnostic", {"textDocument": {"uri": "file:///a.dada"}})
    assert session.analyse.asked[-1] == ("x", "d3")


@lsp
async def test_a_client_that_registers_is_registered_with() -> None:
    session = Session()
    await session.initialize({"workspace": {"didChangeConfiguration": {"dynamicRegistration": True}}})
    asked = await session.until(lambda m: m.get("method") == "client/registerCapability")
    (registration,) = asked["params"]["registrations"]
    assert registration["method"] == "workspace/didChangeConfiguration"
    assert registration["registerOptions"] == {"section": "leaselens"}


@lsp
async def test_a_wrong_setting_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    session = Session()
    await session.initialize(initializationOptions={"hints": {"pictures": "some"}})
    for _ in range(3):
        session.notify("workspace/didChangeConfiguration", {"settings": {"hints": {"pictures": "some"}}})
    assert [record.message for record in caplog.records] == [
        "leaselens.hints.pictures is 'some', must be 'off' or 'cursorLine' or 'all'; 'cursorLine' is used"
    ]
