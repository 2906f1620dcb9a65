"""Restarting, versions, health, help."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from e2e.nvim.conftest import Open
from e2e.nvim.editor import ROOT
from e2e.nvim.test_program import LENT


def test_restart_starts_another_process_that_serves_the_file(open_editor: Open) -> None:
    editor = open_editor(LENT)
    editor.until("a diagnostic", editor.diagnostics)
    clients = "return vim.tbl_map(function(c) return c.id end, vim.lsp.get_clients({bufnr = 0, name = 'leaselens'}))"
    before = editor.lua(clients)
    editor.command("LeaselensRestart")
    editor.until("another client", lambda: editor.lua(clients) not in (before, []))
    editor.until_served()
    editor.until("its diagnostic", editor.diagnostics)
    assert len(editor.lua(clients)) == 1


def test_the_version_is_the_server_s(open_editor: Open) -> None:
    editor = open_editor(LENT)
    editor.until_served()
    editor.lua("vim.notify = function(message) _G.told = message end")
    editor.command("LeaselensVersion")
    assert re.fullmatch(r"leaselens \d+\.\d+\.\S+", editor.lua("return _G.told"))


def test_health_of_a_good_installation(open_editor: Open) -> None:
    editor = open_editor(LENT)
    editor.until_served()
    editor.command("checkhealth leaselens")
    report = "\n".join(editor.nvim.current.buffer[:])
    assert "ERROR" not in report
    assert "WARNING" not in report
    assert re.search(r"OK Neovim 0\.1\d", report)
    assert re.search(r"OK Python 3\.\d+", report)
    assert re.search(r"OK the server starts: leaselens \d\S*, \d+ ms", report)
    assert "vim.g.leaselens is well-formed" in report
    assert "is running, serving 1 buffer" in report


def test_health_tells_what_is_wrong(open_editor: Open) -> None:
    options = {"cmd": ["no-such-leaselens"], "autostart": False, "colour": "red"}
    editor = open_editor("", options, name="notes.txt")
    editor.command("checkhealth leaselens")
    report = "\n".join(editor.nvim.current.buffer[:])
    assert "not found: no-such-leaselens" in report
    assert "vim.g.leaselens.colour is unknown" in report
    assert "Python 3" in report


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["false"], "the server does not start: false"),
        (["OLD-PYTHON"], "is Python 3.9.2"),
        (["NO-PYTHON"], "no Python is found"),
    ],
)
def test_health_of_what_does_not_run(open_editor: Open, tmp_path: Path, command: list[str], told: str) -> None:
    """The Python is the one that the first line of the server's script names."""
    (tmp_path / "old-python3").write_text("#!/bin/sh\necho Python 3.9.2\n")
    for name, python in (("OLD-PYTHON", tmp_path / "old-python3"), ("NO-PYTHON", tmp_path / "no-python3")):
        (tmp_path / name).write_text(f"#!{python}\n")
    for script in tmp_path.iterdir():
        script.chmod(0o755)
    words = [str(tmp_path / word) if (tmp_path / word).exists() else word for word in command]
    editor = open_editor("", {"cmd": words, "autostart": False}, name="notes.txt")
    editor.command("checkhealth leaselens")
    assert told in "\n".join(editor.nvim.current.buffer[:])


def test_help_is_there_for_every_command(open_editor: Open, tmp_path: Path) -> None:
    editor = open_editor("", name="notes.txt")
    # The tags are made where plugin managers make them, beside the text; a copy keeps the checkout clean.
    shutil.copytree(ROOT / "nvim/doc", tmp_path / "help/doc")
    editor.command(f"set runtimepath+={tmp_path / 'help'}")
    editor.command(f"helptags {tmp_path / 'help/doc'}")
    commands = editor.lua("return vim.tbl_keys(vim.api.nvim_get_commands({}))")
    ours = [f":{command}" for command in commands if command.startswith("Leaselens")]
    groups = [f"hl-{name}" for name in editor.lua("return vim.tbl_keys(require('leaselens.colours').groups)")]
    assert len(ours) == 10
    for topic in ["leaselens", "leaselens-options", *ours, *(group for group in groups if "@" not in group)]:
        editor.command(f"help {topic}")
        assert f"*{topic}*" in editor.nvim.current.line


def test_no_key_is_mapped(open_editor: Open) -> None:
    editor = open_editor(LENT)
    editor.until("a diagnostic", editor.diagnostics)
    for mode in ("", "!", "l", "t"):
        mapped = editor.nvim.command_output(f"{mode}map" if mode != "!" else "map!")
        assert "leaselens" not in mapped.lower()
