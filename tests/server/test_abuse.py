"""Whatever a client sends gets the answer that is due, and the next request works."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import time
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leaselens_server import parent
from leaselens_server.framing import frame

from .raw import STUBBED, TESTS, Raw

URI = "file:///a.dada"
SHORT = 10_000
"""Bytes: stderr stays below this in the worst of these tests."""


@pytest.fixture(scope="module")
def raw() -> Iterator[Raw]:
    """One server for all the tests that it must survive, each of which ends by asking whether it did."""
    with Raw(*STUBBED) as raw:
        before = raw.ask("textDocument/hover", {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}})
        assert raw.answer(before)["error"]["code"] == -32002, "a request before `initialize`"
        raw.notify("textDocument/didOpen", {"textDocument": {}})
        raw.initialize()
        raw.open("let word = BAD\n")
        yield raw
        assert raw.leave() == 0
        assert len(raw.stderr) < SHORT, raw.stderr.decode()


@pytest.fixture(autouse=True)
def works_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "raw" in request.fixturenames:
        raw: Raw = request.getfixturevalue("raw")
        found = raw.result("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
        assert [symbol["name"] for symbol in found] == ["word"]


def position(line: Any, character: Any, uri: Any = URI) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("textDocument/documentHighlight", {}, -32602),
        ("textDocument/documentHighlight", None, -32602),
        ("textDocument/documentHighlight", [], -32602),
        ("textDocument/documentHighlight", "x", -32602),
        ("textDocument/documentHighlight", {"textDocument": {"uri": URI}}, -32602),
        ("textDocument/documentHighlight", position("x", None), -32602),
        ("textDocument/documentHighlight", position(-1, 0), -32602),
        ("textDocument/documentHighlight", position(2**40, 0), -32602),
        ("textDocument/documentSymbol", {"textDocument": 7}, -32602),
        ("leaselens/diagram", None, -32602),
        ("leaselens/diagram", [], -32602),
        ("leaselens/diagram", {"textDocument": {"uri": URI}}, -32602),
        ("leaselens/diagram", position("x", 0), -32602),
        ("leaselens/diagram", position(True, 0), -32602),
        ("leaselens/diagram", {**position(0, 0), "when": "never"}, -32602),
        ("leaselens/diagram", {**position(0, 0), "when": []}, -32602),
        ("leaselens/diagram", {**position(0, 0), "visit": "all"}, -32602),
        ("leaselens/diagram", {**position(0, 0), "of": "everything"}, -32602),
        ("leaselens/life", {"textDocument": {"uri": URI}}, -32602),
        ("leaselens/life", {"textDocument": {"uri": URI}, "lease": "mine"}, -32602),
        ("leaselens/diagram", position(0, 0, "file:///unknown.dada"), -32602),
        ("initialize", {"capabilities": {}}, -32600),
        ("no/such/method", {}, -32601),
        ("", {}, -32601),
        ("workspace/executeCommand", {"command": "rm"}, -32602),
        ("workspace/executeCommand", {"command": "rm", "arguments": ["DADA-R2"]}, -32602),
        ("workspace/executeCommand", {"command": "leaselens.explain"}, -32602),
        ("workspace/executeCommand", {"command": "leaselens.explain", "arguments": "DADA-R2"}, -32602),
        ("workspace/executeCommand", {"command": "leaselens.explain", "arguments": [["DADA-R2"]]}, -32602),
        ("workspace/executeCommand", {"command": "leaselens.explain", "arguments": ["../../README"]}, -32602),
        ("textDocument/codeAction", position(0, 0), -32602),
        ("exit", None, -32601),
    ],
)
def test_a_bad_request_is_an_error_without_our_paths(raw: Raw, method: str, params: Any, code: int) -> None:
    error = raw.answer(raw.ask(method, params))["error"]
    assert error["code"] == code
    assert "data" not in error
    assert "Traceback" not in error["message"]
    assert str(Path(__file__).parents[2]) not in error["message"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", -32700),
        (b"", -32700),
        (b"\xff\xfe\xfd", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b"17", -32600),
        (b"null", -32600),
        (b'{"id": 1, "method": "shutdown"}', -32600),
        (b'{"jsonrpc": "2.0", "id": null, "method": "shutdown"}', -32600),
        (b'{"jsonrpc": "2.0", "id": [1], "method": "shutdown"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": 2}', -32600),
    ],
)
def test_what_is_no_message_is_an_error_too(raw: Raw, body: bytes, code: int) -> None:
    known = len(raw.messages)
    raw.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    found = raw.until(lambda m: m.get("id", 0) is None and m in raw.messages[known:])
    assert found["error"]["code"] == code


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Length: x\r\n\r\n",
        b"Content-Type: nothing\r\n\r\n",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: 999999999999999999\r\n\r\n",
        b"x" * 9000 + b"\r\n\r\n",
    ],
)
def test_a_head_without_a_length_loses_one_message(raw: Raw, data: bytes) -> None:
    known = len(raw.messages)
    raw.write(data)
    assert raw.until(lambda m: m.get("id", 0) is None and m in raw.messages[known:])["error"]["code"] == -32700


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/didOpen", None),
        ("textDocument/didOpen", {"textDocument": {"uri": 1}}),
        ("textDocument/didChange", None),
        ("textDocument/didChange", {"textDocument": {"uri": "file:///unknown"}, "contentChanges": [{"text": "x"}]}),
        ("textDocument/didClose", {"textDocument": {"uri": "file:///unknown"}}),
        ("textDocument/didSave", {"textDocument": {"uri": "file:///unknown"}}),
        ("workspace/didChangeConfiguration", {"settings": [1, {"hints": 3}]}),
        ("workspace/didChangeConfiguration", {"settings": {"leaselens": {"hints": {"pictures": 9}}}}),
        ("leaselens/cursor", None),
        ("leaselens/cursor", position(0, 0, "file:///unknown")),
        ("$/cancelRequest", None),
        ("$/cancelRequest", {"id": 4711}),
        ("$/cancelRequest", {"id": {}}),
        ("$/setTrace", {"value": "loud"}),
        ("$/no/such", {"value": 1}),
        ("no/such", {}),
        ("initialized", {}),
        ("initialize", {}),
    ],
)
def test_a_bad_notification_is_never_a_message_box(raw: Raw, method: str, params: Any) -> None:
    raw.notify(method, params)
    raw.result("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
    assert not [m for m in raw.messages if m.get("method", "").startswith("window/")]


def test_edits_that_no_document_has_are_clamped(raw: Raw) -> None:
    edges = ((-5, -5), (2**31, 0), (2**53, 2**53), (0, 10**9), (10**9, -1))
    for start in edges:
        for end in edges:
            where = {key: {"line": at[0], "character": at[1]} for key, at in (("start", start), ("end", end))}
            change = {"textDocument": {"uri": URI, "version": 1}, "contentChanges": [{"range": where, "text": "x"}]}
            raw.notify("textDocument/didChange", change)
    whole = {"textDocument": {"uri": URI, "version": 0}, "contentChanges": [{"text": "let word = BAD\n"}]}
    raw.notify("textDocument/didChange", whole)


def test_an_answer_that_nobody_asked_for_is_ignored(raw: Raw) -> None:
    for answer in ({"id": "x", "result": 1}, {"id": 7, "error": {}}, {"id": None, "error": 3}, {"result": 1}):
        raw.send(answer)


@pytest.mark.parametrize("method", ["textDocument/inlayHint", "textDocument/documentHighlight"])
def test_a_flood_of_requests_is_answered_while_one_types(raw: Raw, method: str) -> None:
    """ty#4471: a burst of hint requests hangs a server."""
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    asked = []
    for version in range(2, 202):
        edge = {"line": 1, "character": 0}
        change = {"range": {"start": edge, "end": edge}, "text": "x"}
        raw.notify(
            "textDocument/didChange", {"textDocument": {"uri": URI, "version": version}, "contentChanges": [change]}
        )
        asked.append(raw.ask(method, {**position(0, 5), "range": whole}))
    for msg_id in asked[:-1]:
        answer = raw.answer(msg_id)
        assert "result" in answer or answer["error"]["code"] == -32801, "the text is another one by now"
    assert "result" in raw.answer(asked[-1])


def test_a_flood_of_cancels_is_harmless(raw: Raw) -> None:
    asked = []
    for _ in range(200):
        asked.append(raw.ask("textDocument/documentHighlight", position(0, 5)))
        raw.notify("$/cancelRequest", {"id": asked[-1]})
    for msg_id in asked:
        answer = raw.answer(msg_id)
        assert "result" in answer or answer["error"]["code"] == -32800


def test_after_shutdown_only_exit_is_heard() -> None:
    with Raw(*STUBBED) as raw:
        raw.initialize()
        raw.result("shutdown")
        assert raw.answer(raw.ask("shutdown"))["error"]["code"] == -32600
        raw.open("BAD")
        raw.notify("exit")
        assert raw.ended() == 0
        assert raw.stderr == b""


def test_exit_without_shutdown_and_in_flight_is_quiet() -> None:
    """pygls recurses through its own error reporter here: 9 MB of stderr for each request under way."""
    with Raw(*STUBBED) as raw:
        raw.initialize({"textDocument": {"diagnostic": {}}})
        for number in range(30):
            raw.open("BAD", f"file:///{number}.dada")
            raw.ask("textDocument/diagnostic", {"textDocument": {"uri": f"file:///{number}.dada"}})
        raw.notify("exit")
        assert raw.ended() == 1
        assert raw.stderr == b""


def test_the_end_of_the_pipe_is_the_end() -> None:
    with Raw(*STUBBED) as raw:
        raw.initialize()
        raw.open("BAD")
        raw.stdin.close()
        assert raw.ended() == 0
        assert raw.stderr == b""


def test_the_end_of_the_editor_is_the_end_though_the_pipe_stays_open() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as editor, Raw(*STUBBED) as raw:
        raw.initialize(processId=editor.pid)
        raw.open("BAD")
        os.kill(editor.pid, signal.SIGKILL)
        # Not yet waited for: what is left of it is a zombie, which counts as gone.
        assert raw.ended() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there the pipe closes with the editor")
def test_the_end_of_an_editor_that_read_nothing_any_more_is_the_end_too() -> None:
    """The loop is stuck in writing, and so can't be told."""
    pipe = subprocess.PIPE
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=pipe) as editor,
        subprocess.Popen(STUBBED, cwd=TESTS, stdin=pipe, stdout=pipe) as process,
    ):
        assert process.stdin
        assert process.stdout
        hello: dict[str, Any] = {"processId": editor.pid, "rootUri": None, "capabilities": {}}
        item = {"uri": URI, "languageId": "dada", "version": 1, "text": "BAD " * 5000}
        for number, (method, params) in enumerate(
            [("initialize", hello), ("initialized", {}), ("textDocument/didOpen", {"textDocument": item})]
        ):
            named = {"id": number} if method == "initialize" else {}
            message = {"jsonrpc": "2.0", "method": method, "params": params, **named}
            process.stdin.write(frame(json.dumps(message).encode()))
        process.stdin.flush()
        while waiting(process.stdout.fileno()) < FULL:
            time.sleep(0.01)
        editor.kill()
        editor.wait()
        assert process.wait(20) == 1
    assert 2 * parent.INTERVAL < 5, "a look, and a moment to end politely"


FULL = 60_000
"""Bytes: a pipe holds a little more."""


def waiting(descriptor: int) -> int:
    """How many bytes nobody has read yet."""
    count = array("i", [0])
    fcntl.ioctl(descriptor, termios.FIONREAD, count)
    return count[0]


def test_an_editor_that_cannot_be_seen_is_not_watched() -> None:
    """It may live in another container: its number means nothing here."""
    with subprocess.Popen([sys.executable, "-S", "-c", ""]) as gone:
        gone.wait()
    assert not [pid for pid in (gone.pid, 0, 1, -1, 2**70, None, "x") if parent.can_be_watched(pid)]
    assert parent.can_be_watched(os.getpid())


def test_a_fault_costs_one_answer_and_one_line_of_log() -> None:
    with Raw(*STUBBED) as raw:
        raw.initialize()
        uri = raw.open("let word = BAD\n")
        raw.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        raw.open("BOOM")
        for version in range(2, 300):
            raw.notify(
                "textDocument/didChange",
                {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": f"BOOM {version}"}]},
            )
            raw.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        assert raw.leave() == 0
        assert raw.stderr.count(b"an analysis failed: RuntimeError\n") == 1
        assert b"RuntimeError: boom" not in raw.stderr, "what an exception says may be the user's text"
        assert len(raw.stderr) < SHORT


def test_a_file_that_is_deleted_while_open_is_no_news(raw: Raw, tmp_path: Path) -> None:
    path = tmp_path / "gone.dada"
    path.write_text("let word = BAD\n", encoding="utf-8")
    uri = raw.open(path.read_text(encoding="utf-8"), path.as_uri())
    path.unlink()
    raw.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert raw.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    raw.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


def test_a_client_that_stops_reading_is_gone() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(STUBBED, cwd=TESTS, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(frame(b'{"jsonrpc":"2.0","id":1,"method":"shutdown"}'))
        process.stdin.flush()
        assert process.wait(20) == 0
        assert process.stderr.read() == b""


@pytest.mark.parametrize("options", [[], ["-I"]])
def test_nothing_in_a_workspace_is_imported(tmp_path: Path, options: list[str]) -> None:
    for name in ("argparse", "asyncio", "attr", "json", "lark", "lsprotocol", "pygls", "typing", "leaselens"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the workspace')\n", encoding="utf-8")
    with Raw(sys.executable, *options, "-m", "leaselens_server", "--stdio", cwd=tmp_path) as raw:
        raw.initialize()
        uri = raw.open("let word = 1\n")
        raw.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        assert raw.leave() == 0
        assert raw.stderr == b""
