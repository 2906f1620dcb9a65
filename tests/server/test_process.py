"""The process: its options, its log, its trace, and a client that comes by TCP."""

from __future__ import annotations

import json
import logging
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from leaselens import __version__
from leaselens_server.framing import Framer, frame
from leaselens_server.log import LONGEST, log_to

from .raw import STUBBED, TESTS, Raw

STUB_WITH = (
    "import sys; from pathlib import Path; from server.stub import StubAnalyse; from leaselens_server.main import run; "
)


def stub_with(options: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"{STUB_WITH} sys.exit(run(analyse=StubAnalyse(), {options}))")


def test_it_says_who_it_is() -> None:
    with Raw(*STUBBED) as raw:
        assert raw.initialize()["serverInfo"] == {"name": "leaselens", "version": __version__}
        assert raw.leave() == 0


def test_the_command_line_starts_it() -> None:
    with Raw(sys.executable, "-I", "-m", "leaselens.cli", "server", "--stdio") as raw:
        raw.initialize()
        assert raw.leave() == 0


def test_a_log_file_takes_what_stderr_would_get(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Raw(*stub_with(f"log_file=Path({str(log)!r})")) as raw:
        raw.initialize()
        uri = raw.open("BOOM")
        raw.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        assert raw.leave() == 0
        assert raw.stderr == b""
    assert "an analysis failed: RuntimeError" in log.read_text(encoding="utf-8")


def test_a_trace_has_every_message(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    with Raw(*stub_with(f"trace=Path({str(trace)!r})")) as raw:
        raw.initialize()
        assert raw.leave() == 0
    messages = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    assert [(direction, m.get("method")) for line in messages for direction, m in line.items()] == [
        ("received", "initialize"),
        ("sent", None),
        ("received", "initialized"),
        ("received", "shutdown"),
        ("sent", None),
        ("received", "exit"),
    ]


@pytest.mark.parametrize("option", ["log_file", "trace"])
def test_a_file_that_cannot_be_written_is_said_and_does_without(option: str, tmp_path: Path) -> None:
    with Raw(*stub_with(f"{option}=Path({str(tmp_path / 'no' / 'folder')!r})")) as raw:
        raw.initialize()
        assert raw.leave() == 0
        assert raw.stderr.count(b"\n") == 1
        assert b"no/folder" in raw.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("option", ["log_file", "trace"])
def test_a_full_disk_is_said_once_and_harms_nobody(option: str) -> None:
    with Raw(*stub_with(f"{option}=Path('/dev/full')")) as raw:
        raw.initialize()
        for number in range(5):
            uri = raw.open(f"BOOM {number}", f"file:///{number}.dada")
            raw.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        assert raw.leave() == 0
        assert raw.stderr.count(b"can't be written any more") == 1


TROUBLES = {
    "no file may be long": "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); ",
    "stderr is full": "import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 2); ",
    "stderr is closed": "import os; os.close(2); ",
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_can_not_be_logged_harms_nobody(tmp_path: Path, trouble: str) -> None:
    interpreter, option, program = stub_with(f"log_file=Path({str(tmp_path / 'log')!r}), log_level='debug'")
    with Raw(interpreter, option, TROUBLES[trouble] + program) as raw:
        raw.initialize()
        for number in range(40):
            uri = raw.open("BOOM" if number % 2 else "let word", f"file:///{number}.dada")
            raw.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        assert raw.leave() == 0
        assert len(raw.stderr) < 500


def test_a_log_file_is_begun_anew_before_it_becomes_large(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with log_to(path):
        for number in range(5):
            logging.getLogger("leaselens").info("%d%s", number, "x" * LONGEST)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["log", "log.1", "log.2"]
    assert " INFO 4xxx" in path.read_text(encoding="utf-8")[:60]


def test_what_is_logged_can_be_chosen(tmp_path: Path) -> None:
    for level in ("error", "debug"):
        with Raw(*stub_with(f"log_file=Path({str(tmp_path / level)!r}), log_level={level!r}")) as raw:
            raw.initialize()
            raw.result("textDocument/documentSymbol", {"textDocument": {"uri": raw.open("BAD")}})
            raw.notify("textDocument/didOpen", {})
            assert raw.leave() == 0
    assert (tmp_path / "error").read_text(encoding="utf-8") == ""
    assert " DEBUG analysed file:///a.dada, version 1" in (tmp_path / "debug").read_text(encoding="utf-8")


def test_one_client_may_come_by_tcp() -> None:
    with subprocess.Popen(stub_with("tcp=0"), cwd=TESTS, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            host, _, port = process.stdout.readline().decode().split()[-1].partition(":")
            with socket.create_connection((host, int(port)), timeout=20) as connection:
                assert initialized_over(connection)["result"]["serverInfo"]["name"] == "leaselens"
                with pytest.raises(OSError):
                    socket.create_connection((host, int(port)), timeout=20)
            assert process.wait(20) == 0, "it ends when its client has gone"
        finally:
            process.kill()


def initialized_over(connection: socket.socket) -> Any:
    params: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
    message = frame(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}).encode())
    # In two pieces, cut within the head.
    connection.sendall(message[:7])
    connection.sendall(message[7:])
    framer, bodies = Framer(), list[bytes]()
    while not bodies:
        bodies = framer.feed(connection.recv(65536))
    return json.loads(bodies[0])


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 1000])
def test_a_stream_is_cut_into_messages_wherever_it_was_cut(chunk: int) -> None:
    bodies = [b"{}", b"", b'"\r\n\r\n"', b"x" * 300]
    stream = b"".join(map(frame, bodies)) + b"content-length:2\r\nContent-Type: any\r\n\r\n[]"
    framer = Framer()
    found = [body for start in range(0, len(stream), chunk) for body in framer.feed(stream[start : start + chunk])]
    assert found == [*bodies, b"[]"]


def test_stdin_may_be_a_file(tmp_path: Path) -> None:
    """A file can't be watched by the loop; a thread reads it."""
    path = tmp_path / "messages"
    shutdown = b'{"jsonrpc":"2.0","id":1,"method":"shutdown"}'
    path.write_bytes(frame(shutdown))
    with path.open("rb") as stdin:
        done = subprocess.run(STUBBED, cwd=TESTS, stdin=stdin, capture_output=True, timeout=20, check=True)
    (body,) = Framer().feed(done.stdout)
    assert json.loads(body)["error"]["code"] == -32002
    assert done.stderr == b""
