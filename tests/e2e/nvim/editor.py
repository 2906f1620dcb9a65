"""One real Neovim, embedded and headless, driven like a user drives it; its screen is read character by character."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pynvim
import pytest

ROOT = Path(__file__).parents[3]
PATIENCE = 20.0
"""Seconds until a condition that has not come true fails its test (a loaded machine starts a server slowly)."""

_SCREEN = """
vim.cmd.redraw()
local rows = {}
for row = 1, vim.o.lines do
  local cells = {}
  for column = 1, vim.o.columns do
    cells[column] = vim.fn.screenstring(row, column)
  end
  rows[row] = (table.concat(cells):gsub("%s+$", ""))
end
return rows
"""

_DIAGNOSTICS = """
local found = {}
for _, one in ipairs(vim.diagnostic.get(0)) do
  local line = vim.api.nvim_buf_get_lines(0, one.lnum, one.lnum + 1, false)[1]
  table.insert(found, {
    line = one.lnum + 1, text = line:sub(one.col + 1, one.end_col), code = one.code, message = one.message,
    severity = vim.diagnostic.severity[one.severity], source = one.source,
  })
end
table.sort(found, function(a, b) return a.line < b.line end)
return found
"""

T = TypeVar("T")


def environment(folder: Path, options: Mapping[str, Any]) -> dict[str, str]:
    """What Neovim starts with: this machine's environment, but none of its user's files."""
    homes = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    ours = {"LEASELENS_PLUGIN": str(ROOT / "nvim"), "LEASELENS_OPTIONS": json.dumps(options)}
    return {**os.environ, **homes, **ours, "LANG": "C.UTF-8", "TERM": "dumb"}


class Editor:
    """A running Neovim with the plugin loaded and one file open."""

    def __init__(self, program: Path, folder: Path, text: str, options: Mapping[str, Any], name: str) -> None:
        """Start ``program`` on a file ``name`` with ``text`` in ``folder``; ``options`` are ``vim.g.leaselens``."""
        file = folder / name
        file.write_text(text, encoding="utf-8")
        arguments = ["-u", str(Path(__file__).with_name("init.lua")), "-i", "NONE", "-n", str(file)]
        start = ["env", *(f"{key}={value}" for key, value in environment(folder, options).items())]
        self.nvim = pynvim.attach("child", argv=[*start, str(program), "--embed", "--headless", *arguments])

    def close(self) -> None:
        """End Neovim (which ends its server); it hangs up before it can answer."""
        with contextlib.suppress(OSError, EOFError):
            self.nvim.command("qall!")
        # pynvim would close its event loop before the loop has closed the pipes.
        events = self.nvim._session.loop
        for transport in (events._transport, *events._to_close):
            transport.close()
        events._loop.run_until_complete(asyncio.sleep(0))
        self.nvim.close()

    def lua(self, code: str, *arguments: Any) -> Any:
        """What a chunk of Lua returns; the arguments are its ``...``."""
        return self.nvim.exec_lua(code, *arguments)

    def command(self, command: str) -> None:
        """Type an Ex command."""
        self.nvim.command(command)

    def keys(self, keys: str) -> None:
        """Press keys (in Neovim's notation, ``<Esc>``)."""
        self.nvim.input(keys)

    def cursor(self, line: int, column: int = 1) -> None:
        """Put the cursor on a 1-based line and a 1-based column, in bytes."""
        self.nvim.current.window.cursor = (line, column - 1)
        self.command("doautocmd CursorMoved")  # an embedded editor that waits for no key tells of no movement

    def screen(self) -> list[str]:
        """The rows of the screen, without trailing blanks."""
        rows: list[str] = self.lua(_SCREEN)
        return rows

    def diagnostics(self) -> list[dict[str, Any]]:
        """The diagnostics of the file: 1-based line, the characters that are underlined, code, message, severity."""
        found: list[dict[str, Any]] = self.lua(_DIAGNOSTICS)
        return found

    def until(self, what: str, condition: Callable[[], T]) -> T:
        """Wait until ``condition`` gives something true, and give it; ``what`` says what was waited for."""
        deadline = time.monotonic() + PATIENCE
        while not (value := condition()):
            if time.monotonic() > deadline:
                told = self.lua("return vim.fn.execute('messages')")
                pytest.fail("\n".join([f"Neovim: {what} did not come", *self.screen(), told]))
            self.lua("vim.wait(20)")
        return value

    def until_screen(self, text: str) -> list[str]:
        """Wait until the screen shows ``text`` (within one row), and give the rows."""
        return self.until(f"{text!r} on the screen", lambda: _showing(self.screen(), text))

    def until_served(self) -> None:
        """Wait until the server has started and serves the file."""
        served = "return vim.tbl_contains(vim.lsp.get_clients({bufnr = 0, name = 'leaselens'}), function(c) return c."
        served += "initialized end, {predicate = true})"
        self.until("the server", lambda: self.lua(served))


def _showing(rows: list[str], text: str) -> list[str]:
    return rows if any(text in row for row in rows) else []
