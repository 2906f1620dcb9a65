"""Restarting, versions, health, help."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

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
    assert "on this machine: leaselens" in report
    assert "is running, serving 1 buffer" in report


def test_health_tells_what_is_wrong(open_editor: Open) -> None:
    editor = open_editor("", {"cmd": ["no-such-leaselens"], "autostart": False, "colour": "red"}, name="notes.txt")
    editor.command("checkhealth leaselens")
    report = "\n".join(editor.nvim.current.buffer[:])
    assert "not found: no-such-leaselens" in report
    assert "vim.g.leaselens.colour is unknown" in report


def test_help_is_there_for_every_command(open_editor: Open, tmp_path: Path) -> None:
    editor = open_editor("", name="notes.txt")
    # The tags are made where plugin managers make them, beside the text; a copy keeps the checkout clean.
    shutil.copytree(ROOT / "nvim/doc", tmp_path / "help/doc")
    editor.command(f"set runtimepath+={tmp_path / 'help'}")
    editor.command(f"helptags {tmp_path / 'help/doc'}")
    for topic in ("leaselens", ":LeaselensDiagram", ":LeaselensRestart", ":LeaselensVersion", "leaselens-options"):
        editor.command(f"help {topic}")
        assert f"*{topic}*" in editor.nvim.current.line
