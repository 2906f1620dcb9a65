"""A workspace made by somebody who means harm: it is looked at, and nothing else happens."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import leaselens
import leaselens_server
from harness.wellformed import TEXTS, params_of

from .raw import Json, Raw

AUDITED = Path(__file__).with_name("audited.py")
SECRET = "class Secret(x)\n"
INTERFACE = 'Interface(name: "Cup", ops: { "fill": (args: {}, reply: Simple("u8")) })\n'
WIRING = 'fn main() {{ idol::client::build_client_stub("{}/cup.idol", "out.rs"); }}\n'
LITERALS: Json = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}
CAPABILITIES: Json = {
    "textDocument": {"diagnostic": {}, "codeAction": LITERALS},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
OURS = [os.path.realpath(Path(found).parent) for found in (leaselens.__file__, leaselens_server.__file__)]
PYTHON = [os.path.realpath(path) for path in (sys.prefix, sys.base_prefix)]

Trap = Callable[[Path, Path], None]
"""Puts something into a workspace that might lead to what is outside of it."""


def _modules(workspace: Path, _: Path) -> None:
    for name in ("attr", "typing", "lark", "leaselens", "sitecustomize", "json", "pygls"):
        (workspace / f"{name}.py").write_text("raise SystemExit('imported from the workspace')\n")


def _links(workspace: Path, outside: Path) -> None:
    (workspace / "link.dada").symlink_to(outside / "secret.dada")
    (workspace / "linked").symlink_to(outside, target_is_directory=True)
    (workspace / "again").symlink_to(workspace, target_is_directory=True)
    (workspace / "loop.dada").symlink_to(workspace / "loop.dada")
    (workspace / "one").symlink_to(workspace / "two")
    (workspace / "two").symlink_to(workspace / "one")


def _linked_ignores(workspace: Path, outside: Path) -> None:
    (workspace / "inner").mkdir()
    (workspace / "inner" / ".gitignore").symlink_to(outside / "secret.txt")


def _huge_ignores(workspace: Path, _: Path) -> None:
    (workspace / "huge").mkdir()
    (workspace / "huge" / ".gitignore").write_text("*.o[a-z]?**/x\n" * 700_000)
    (workspace / "huge" / "seen.dada").write_text("class Seen(x)\n")


def _pipes(workspace: Path, _: Path) -> None:
    (workspace / "piped").mkdir()
    os.mkfifo(workspace / "piped" / "build.rs")
    os.mkfifo(workspace / "piped" / "pipe.dada")
    os.mkfifo(workspace / "piped" / ".gitignore")


def _devices(workspace: Path, _: Path) -> None:
    (workspace / "device").mkdir()
    for name in ("build.rs", "Cargo.lock", "lib.rs", "zero.dada", ".gitignore"):
        (workspace / "device" / name).symlink_to("/dev/zero")


def _scripts_outside(workspace: Path, outside: Path) -> None:
    (outside / "cup.idol").write_text(INTERFACE)
    (workspace / "script").mkdir()
    (workspace / "script" / "build.rs").write_text(WIRING.format("../../outside"))
    (workspace / "linked_script").mkdir()
    (workspace / "linked_script" / "build.rs").symlink_to(outside / "build.rs")
    (workspace / "Cargo.lock").unlink()
    (workspace / "Cargo.lock").symlink_to(outside / "secret.txt")


def _too_large(workspace: Path, _: Path) -> None:
    """Files with a terabyte of nothing in them."""
    (workspace / "large").mkdir()
    for name in ("build.rs", "Cargo.lock", "lib.rs", "large.dada", ".gitignore"):
        with (workspace / "large" / name).open("wb") as file:
            file.truncate(1 << 40)


TRAPS = (_modules, _links, _linked_ignores, _huge_ignores, _pipes, _devices, _scripts_outside, _too_large)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    made = tmp_path / "workspace"
    made.mkdir()
    (made / "Cargo.lock").write_text('[[package]]\nname = "idol-runtime"\nversion = "0.1.0"\n')
    (made / "fine.dada").write_text("class Fine(x)\n")
    (made / "cup.idol").write_text(INTERFACE)
    (made / "build.rs").write_text(WIRING.format("."))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.dada").write_text(SECRET)
    (outside / "secret.txt").write_text("fine.dada\n")
    (outside / "build.rs").write_text(WIRING.format("../workspace"))
    for trap in TRAPS:
        trap(made, outside)
    return made


def work(raw: Raw, workspace: Path) -> list[str]:
    """Ask for everything that can be asked; the names that were found in the workspace."""
    folders = [{"uri": workspace.as_uri(), "name": "it"}]
    wishes = {"diagnostics": {"workspace": True}, "codeLens": {"enable": True}}
    raw.initialize(CAPABILITIES, workspaceFolders=folders, initializationOptions=wishes)
    for uri, text in TEXTS.items():
        opened = (workspace / uri.rpartition("/")[2]).as_uri()
        item = {"uri": opened, "languageId": uri[-4:], "version": 1, "text": text}
        raw.notify("textDocument/didOpen", {"textDocument": item})
        for method, params in params_of(opened).items():
            raw.answer(raw.ask(method, params), 60)
    return [symbol["name"] for symbol in raw.result("workspace/symbol", {"query": ""})]


def events(record: Path) -> Iterator[tuple[str, str]]:
    for line in record.read_text().splitlines():
        event, what = json.loads(line)
        yield event, what


def is_allowed(what: str, workspace: Path) -> bool:
    """Whether a path is in the workspace and no device, or belongs to what is installed, or tells of a process."""
    path = os.path.realpath(what)
    return path == str(workspace) or path.startswith((f"{workspace}/", "/proc/", *OURS, *PYTHON))


def test_nothing_outside_is_read_and_nothing_is_run(workspace: Path) -> None:
    record = workspace.parent / "events"
    with Raw(sys.executable, "-I", "-X", "utf8", str(AUDITED), str(record), cwd=workspace) as raw:
        found = work(raw, workspace)
        assert raw.leave() == 0
        assert len(raw.stderr) < 500, "that some files are left out is said once"
    assert {"Fine", "Seen"} <= set(found)
    assert "Secret" not in found
    done = set(events(record))
    assert {event for event, _ in done} <= {"open", "os.scandir", "os.listdir"}
    assert [what for _, what in done if not is_allowed(what, workspace)] == []
    assert str(workspace / "build.rs") in [what for _, what in done], "it was looked at"
