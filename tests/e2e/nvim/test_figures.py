"""How long it takes until something is seen. The figures are the machine's: they are kept, and nothing is asserted."""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path

from e2e.nvim.conftest import Open
from e2e.nvim.editor import ROOT
from e2e.nvim.test_program import LENT

ARTIFACTS = ROOT / "artifacts" / "nvim"
OPENINGS, MOVES = 5, 20

FIRST_DIAGNOSTIC = "return vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 1)"

MOVE = """
local line = ...
local space = vim.api.nvim_create_namespace("leaselens.below")
local begun = vim.uv.hrtime()
vim.api.nvim_win_set_cursor(0, { line, 8 })
vim.api.nvim_exec_autocmds("CursorMoved", {})
local is_drawn = vim.wait(20000, function()
  local mark = vim.api.nvim_buf_get_extmarks(0, space, 0, -1, {})[1]
  return mark and mark[2] == line - 1
end, 1)
vim.cmd.redraw()
return is_drawn and (vim.uv.hrtime() - begun) / 1e9
"""


def test_how_long_it_takes(open_editor: Open, program: Path) -> None:
    """From starting Neovim on a file to its first diagnostic; from a move of the cursor to the picture of that line."""
    opening, moving = [], []
    for _ in range(OPENINGS):
        begun = time.perf_counter()
        editor = open_editor(LENT)
        assert editor.lua(FIRST_DIAGNOSTIC)
        opening.append(time.perf_counter() - begun)
    editor.command("LeaselensDiagram")
    for number in range(MOVES):
        took = editor.lua(MOVE, (5, 6)[number % 2])
        assert took
        moving.append(took)
    figures = {"opening to diagnostic": opening, "cursor to picture": moving}
    medians = {name: round(1000 * statistics.median(seconds), 1) for name, seconds in figures.items()}
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    (ARTIFACTS / f"{program.parents[1].name}.json").write_text(json.dumps(medians, indent=2))
