"""Workspace symbols and diagnostics: of what is open, and of the files in the folders."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leaselens.languages import analyse
from leaselens_server import progress, workspace

from .session import RECORDED, Json, Session, change

pytestmark = pytest.mark.asyncio(loop_scope="module")

PULLS: Json = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
WATCHES: Json = {
    **PULLS,
    "workspace": {**PULLS["workspace"], "didChangeWatchedFiles": {"dynamicRegistration": True}},
}
CHECKS: Json = {"diagnostics": {"workspace": True}}

GOOD = "class Point(x, y)\nfn distance(p) { p.x }\nlet origin = Point(0, 0)\n"
BAD = "nobody\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.dada").write_text(GOOD)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "bad one.dada").write_text(BAD)
    (tmp_path / "notes.txt").write_text("class Hidden(x)\n")
    return tmp_path


async def started(folder: Path, capabilities: Json | None = None, **params: Any) -> Session:
    session = Session(analyse)
    folders = [{"uri": folder.as_uri(), "name": "it"}]
    await session.initialize(capabilities, workspaceFolders=folders, **params)
    return session


# ---------------------------------------------------------------- symbols


async def symbols(session: Session, query: str = "") -> list[str]:
    found = await session.result("workspace/symbol", {"query": query})
    return [f"{s.get('containerName', '')}.{s['name']}".lstrip(".") for s in found]


async def test_what_is_declared_in_the_files(folder: Path) -> None:
    session = await started(folder)
    assert sorted(await symbols(session)) == ["Point", "Point.x", "Point.y", "distance", "origin"]
    (found,) = await session.result("workspace/symbol", {"query": "distance"})
    where = {"start": {"line": 1, "character": 3}, "end": {"line": 1, "character": 11}}
    assert found == {
        "name": "distance",
        "kind": 12,
        "location": {"uri": (folder / "good.dada").as_uri(), "range": where},
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("point", ["Point"]),
        ("dst", ["distance"]),
        ("in", ["Point", "origin", "distance"]),
        ("OR", ["origin"]),
        ("tniop", []),
        ("distances", []),
    ],
)
async def test_some_letters_are_enough(folder: Path, query: str, found: list[str]) -> None:
    assert await symbols(await started(folder), query) == found


async def test_what_is_open_is_what_the_editor_says(folder: Path) -> None:
    session = await started(folder)
    uri = session.open("class Circle(r)\n", (folder / "good.dada").as_uri())
    session.open("fn scratch() { 1 }\n", "untitled:Untitled-1")
    assert sorted(await symbols(session)) == ["Circle", "Circle.r", "scratch"]
    session.edit(uri, 2, change("Round", (0, 6), (0, 12)))
    await session.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert await symbols(session, "Round") == ["Round"]
    session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert await symbols(session, "Point") == ["Point"]


async def test_a_file_that_changes_is_read_again(folder: Path) -> None:
    session = await started(folder)
    assert await symbols(session, "later") == []
    (folder / "good.dada").write_text("class Later(x)\n")
    assert await symbols(session, "later") == ["Later"]
    (folder / "good.dada").unlink()
    assert await symbols(session) == []


def _link(folder: Path, outside: Path) -> None:
    (outside / "secret.dada").write_text("class Secret(x)\n")
    (folder / "link.dada").symlink_to(outside / "secret.dada")
    (folder / "linked").symlink_to(outside, target_is_directory=True)


def _ignored(folder: Path, _: Path) -> None:
    (folder / ".gitignore").write_text("secret.dada\n")
    (folder / "secret.dada").write_text("class Secret(x)\n")


def _hidden(folder: Path, _: Path) -> None:
    (folder / ".cache").mkdir()
    (folder / ".cache" / "secret.dada").write_text("class Secret(x)\n")


def _no_file(folder: Path, _: Path) -> None:
    os.mkfifo(folder / "secret.dada")


@pytest.mark.parametrize("hide", [_link, _ignored, _hidden, _no_file])
async def test_what_is_not_looked_at(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, hide: Callable[[Path, Path], None]
) -> None:
    hide(folder, tmp_path_factory.mktemp("outside"))
    session = await started(folder)
    assert await symbols(session, "secret") == []
    assert await symbols(session, "point") == ["Point"]


@pytest.mark.parametrize("bound", ["MOST_FILES", "MOST_BYTES", "MOST_FOLDERS"])
async def test_only_so_much_is_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    monkeypatch.setattr(workspace, bound, 0)
    session = await started(folder)
    assert await symbols(session) == []
    assert any("larger than is looked at" in fault for fault in session.server.faults.counts)


async def test_folders_come_and_go(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "b.dada").write_text("class Other(x)\n")
    session = await started(folder)
    this, that = ({"uri": path.as_uri(), "name": ""} for path in (folder, other))
    session.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [that], "removed": [this]}})
    assert sorted(await symbols(session)) == ["Other", "Other.x"]


async def test_an_older_client_has_one_folder(folder: Path) -> None:
    session = Session(analyse)
    await session.initialize(rootUri=folder.as_uri())
    assert await symbols(session, "point") == ["Point"]


@pytest.mark.parametrize("uri", ["untitled:x", "file:///nowhere/at/all", "vscode-vfs://github/a/b"])
async def test_folders_that_are_not_there(uri: str) -> None:
    session = Session(analyse)
    await session.initialize(workspaceFolders=[{"uri": uri, "name": ""}])
    assert await symbols(session) == []


async def test_a_search_is_told_of_by_the_clients_token(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "DELAY", 0)
    session = await started(folder)
    await session.result("workspace/symbol", {"query": "", "workDoneToken": "mine"})
    told = [m["params"]["value"]["kind"] for m in session.sent if m.get("method") == "$/progress"]
    assert told[:1] in (["begin"], [])
    assert told.count("begin") == told.count("end")


# ---------------------------------------------------------------- diagnostics


async def pulled(session: Session, *previous: Json) -> dict[str, Json]:
    """The reports by the names of their files."""
    found = await session.result("workspace/diagnostic", {"previousResultIds": list(previous)})
    return {report["uri"].rpartition("/")[2]: report for report in found["items"]}


def previous(reports: dict[str, Json]) -> list[Json]:
    return [{"uri": report["uri"], "value": report["resultId"]} for report in reports.values()]


async def test_the_diagnostics_of_all_files(folder: Path) -> None:
    session = await started(folder, PULLS, initializationOptions=CHECKS)
    found = await pulled(session)
    assert {name: (r["kind"], [d["code"] for d in r["items"]]) for name, r in found.items()} == {
        "good.dada": ("full", []),
        "bad%20one.dada": ("full", ["DADA-C32"]),
    }


async def test_what_did_not_change_is_not_told_again(folder: Path) -> None:
    session = await started(folder, PULLS, initializationOptions=CHECKS)
    first = await pulled(session)
    assert {report["kind"] for report in (await pulled(session, *previous(first))).values()} == {"unchanged"}
    (folder / "good.dada").write_text(BAD)
    (folder / "inner" / "bad one.dada").unlink()
    then = await pulled(session, *previous(first))
    assert [len(then[name]["items"]) for name in ("good.dada", "bad%20one.dada")] == [1, 0]
    assert set(await pulled(session, *previous({"good.dada": then["good.dada"]}))) == {"good.dada"}


async def test_they_are_off_unless_they_are_wanted(folder: Path) -> None:
    assert await pulled(await started(folder, PULLS)) == {}


async def test_only_clients_that_pull_are_offered_them(folder: Path) -> None:
    session = await started(folder, {}, initializationOptions=CHECKS)
    answer = await session.answer(session.ask("workspace/diagnostic", {"previousResultIds": []}))
    assert answer["error"]["code"] == -32601


async def test_what_is_open_is_asked_for_by_itself(folder: Path) -> None:
    session = await started(folder, PULLS, initializationOptions=CHECKS)
    first = await pulled(session)
    session.open(BAD, first["good.dada"]["uri"])
    assert set(await pulled(session, *previous(first))) == {"bad%20one.dada"}


async def test_what_can_not_be_read_is_told(folder: Path) -> None:
    (folder / "good.dada").write_bytes(b"\xff\xfe")
    session = await started(folder, PULLS, initializationOptions=CHECKS)
    (found,) = (await pulled(session))["good.dada"]["items"]
    assert found["code"] == "LEASELENS-F2"


async def test_a_fault_costs_one_file(folder: Path) -> None:
    def faulty(source: Any, **options: Any) -> Any:
        if "nobody" in source.text:
            raise RuntimeError("boom")
        return analyse(source, **options)

    session = Session(faulty)
    folders = [{"uri": folder.as_uri(), "name": ""}]
    await session.initialize(PULLS, workspaceFolders=folders, initializationOptions=CHECKS)
    assert set(await pulled(session)) == {"good.dada"}


class Stream:
    """A request that stays open, and what comes of it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        params = {"previousResultIds": [], "partialResultToken": "parts"}
        self.id = session.ask("workspace/diagnostic", params)
        self.seen: set[int] = set()
        """Which messages were looked at: two may say the same."""

    async def next(self, name: str) -> list[str]:
        """The codes that are told next of a file."""

        def tells(message: Json) -> bool:
            if message.get("method") != "$/progress" or message["params"]["token"] != "parts":
                return False
            return bool(message["params"]["value"]["items"][0]["uri"].endswith(f"/{name}"))

        found = await self.session.until(lambda m: tells(m) and id(m) not in self.seen)
        self.seen.add(id(found))
        return [diagnostic["code"] for diagnostic in found["params"]["value"]["items"][0]["items"]]


async def test_a_stream_tells_of_what_changes(folder: Path) -> None:
    session = await started(folder, WATCHES, initializationOptions=CHECKS)
    stream = Stream(session)
    assert await stream.next("good.dada") == []
    assert await stream.next("bad%20one.dada") == ["DADA-C32"]
    (folder / "good.dada").write_text(BAD * 2)
    changed = {"uri": (folder / "good.dada").as_uri(), "type": 2}
    session.notify("workspace/didChangeWatchedFiles", {"changes": [changed]})
    assert await stream.next("good.dada") == ["DADA-C32"] * 2
    session.notify("workspace/didChangeConfiguration", {"settings": {"leaselens": {"diagnostics.workspace": False}}})
    assert await stream.next("bad%20one.dada") == []
    session.notify("workspace/didChangeConfiguration", {"settings": {"leaselens": CHECKS}})
    assert await stream.next("bad%20one.dada") == ["DADA-C32"]
    session.notify("$/cancelRequest", {"id": stream.id})
    assert (await session.answer(stream.id))["error"]["code"] == -32800


async def test_a_file_that_is_closed_is_told_of_again(folder: Path) -> None:
    session = await started(folder, WATCHES, initializationOptions=CHECKS)
    uri = session.open(GOOD, (folder / "inner" / "bad one.dada").as_uri())
    stream = Stream(session)
    assert await stream.next("good.dada") == []
    session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert await stream.next("bad%20one.dada") == ["DADA-C32"]


async def test_of_a_file_that_is_closed_nothing_is_left_where_only_open_ones_are_wanted(folder: Path) -> None:
    session = await started(folder, WATCHES)
    uri = (folder / "good.dada").as_uri()
    stream = Stream(session)
    for _ in range(2):
        session.open(BAD, uri)
        assert (await session.result("textDocument/diagnostic", {"textDocument": {"uri": uri}}))["items"]
        session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert await stream.next("good.dada") == []


async def test_a_client_that_tells_of_no_changes_is_answered_at_once(folder: Path) -> None:
    session = await started(folder, PULLS, initializationOptions=CHECKS)
    stream = Stream(session)
    assert await stream.next("bad%20one.dada") == ["DADA-C32"]
    assert (await session.answer(stream.id))["result"] == {"items": []}


async def test_an_open_document_goes_first(folder: Path) -> None:
    """While files are looked at, what is typed does not wait for them."""
    held: list[bool] = []
    loop = asyncio.get_running_loop()

    def slow(source: Any, *, cancelled: Callable[[], bool] = lambda: False, **options: Any) -> Any:
        if "nobody" in source.text and not held:
            held.append(True)
            loop.call_soon_threadsafe(session.open, GOOD, "untitled:1")
            while not cancelled():
                time.sleep(0.001)
        return analyse(source, cancelled=cancelled, **options)

    session = Session(slow)
    folders = [{"uri": folder.as_uri(), "name": ""}]
    await session.initialize(PULLS, workspaceFolders=folders, initializationOptions=CHECKS)
    assert set(await pulled(session)) == {"good.dada", "bad%20one.dada"}


class Endless:
    """An analysis that ends when it is cancelled, or let go."""

    def __init__(self) -> None:
        self.released = threading.Event()

    def __call__(self, source: Any, *, cancelled: Callable[[], bool] = lambda: False, **options: Any) -> Any:
        while not self.released.wait(0.001) and not cancelled():
            pass
        return analyse(source, cancelled=cancelled, **options)


@pytest.mark.parametrize("token", [None, "parts"])
async def test_a_check_can_be_called_off(folder: Path, monkeypatch: pytest.MonkeyPatch, token: str | None) -> None:
    """A request that stays open stays so, and the check is begun again when something changes."""
    monkeypatch.setattr(progress, "DELAY", 0)
    endless = Endless()
    session = Session(endless)
    folders = [{"uri": folder.as_uri(), "name": ""}]
    await session.initialize(WATCHES, workspaceFolders=folders, initializationOptions=CHECKS)
    params: Json = {"previousResultIds": [], "workDoneToken": "work", "partialResultToken": token}
    asked = session.ask("workspace/diagnostic", params)
    await session.until(lambda m: m.get("method") == "$/progress" and m["params"]["value"].get("kind") == "begin")
    session.notify("window/workDoneProgress/cancel", {"token": "work"})
    await session.until(lambda m: m.get("method") == "$/progress" and m["params"]["value"].get("kind") == "end")
    endless.released.set()
    if token is None:
        assert (await session.answer(asked))["error"]["code"] == -32800
    else:
        session.notify("workspace/didChangeWatchedFiles", {"changes": []})
        found = await session.until(lambda m: m.get("method") == "$/progress" and m["params"]["token"] == "parts")
        assert found["params"]["value"]["items"]


@pytest.mark.parametrize("name", RECORDED)
async def test_recorded_clients(folder: Path, name: str) -> None:
    session = await started(folder, RECORDED[name]["capabilities"])
    assert await symbols(session, "point") == ["Point"]
    watches = name.startswith("vscode")
    registered = [m for m in session.sent if m.get("method") == "client/registerCapability"]
    methods = [r["method"] for m in registered for r in m["params"]["registrations"]]
    assert ("workspace/didChangeWatchedFiles" in methods) == watches
