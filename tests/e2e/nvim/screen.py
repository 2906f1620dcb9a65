"""The screen of a Neovim with its colours: to be asked, and to be looked at as a page or a picture."""

from __future__ import annotations

import html
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from e2e.nvim.editor import Editor

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""What draws the pictures; without it there are none."""

_CELLS = """
vim.api.nvim__inspect_cell(1, 0, 0) -- the first of these questions changes how looks are numbered
vim.cmd("redraw!")
local rows = {}
for row = 1, vim.o.lines do
  rows[row] = {}
  for column = 1, vim.o.columns do
    local cell = vim.api.nvim__inspect_cell(1, row - 1, column - 1)
    rows[row][column] = { cell[1] or " ", cell[2] or vim.empty_dict() }
  end
end
return rows
"""
_NORMAL = "return vim.api.nvim_get_hl(0, { name = 'Normal' })"

_COLOURS = {"color": "foreground", "background": "background"}
_LETTERS = {"bold": ("font-weight", "bold"), "italic": ("font-style", "italic")}
_LINES = {"underline": "underline solid", "undercurl": "underline wavy", "strikethrough": "line-through solid"}
_PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>Neovim</title>
<body style="margin: 8px; color: {fg}; background: {bg}"><pre style="margin: 0; font: 16px/20px DejaVu Sans Mono">
{rows}</pre></body>
"""


@dataclass(frozen=True)
class Screen:
    """Cells by row and column: the character (empty behind a wide one), and its look as Neovim tells it."""

    cells: list[list[tuple[str, dict[str, Any]]]]
    normal: dict[str, int]

    @staticmethod
    def of(editor: Editor) -> Screen:
        """What the editor shows now."""
        return Screen(editor.lua(_CELLS), editor.lua(_NORMAL))

    def looks(self, text: str, in_row: str = "") -> list[dict[str, Any]]:
        """The looks of the characters of ``text`` where it stands first, in a row that also shows ``in_row``."""
        for row in self.cells:
            characters = [character or " " for character, _ in row]
            line = "".join(character[0] for character in characters)
            if text in line and in_row in line:
                return [look for _, look in row[line.index(text) :][: len(text)]]
        raise LookupError(text)

    def page(self) -> str:
        """The screen as HTML."""
        rows = "\n".join("".join(self._cell(*cell) for cell in row) for row in self.cells)
        return _PAGE.format(fg=_colour(self.normal["fg"]), bg=_colour(self.normal["bg"]), rows=rows)

    def photograph(self, file: Path) -> None:
        """Write the screen as a PNG (nothing, where there is no Chromium)."""
        if CHROMIUM is None:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 10 * len(self.cells[0]), "height": 20 * len(self.cells) + 16})
            page.set_content(self.page())
            page.screenshot(path=file)
            browser.close()

    def _cell(self, character: str, look: dict[str, Any]) -> str:
        style = [f"{name}: {_colour(look[key])}" for name, key in _COLOURS.items() if key in look]
        style += [f"{name}: {value}" for key, (name, value) in _LETTERS.items() if look.get(key)]
        lines = [line for key, line in _LINES.items() if look.get(key)]
        if lines:
            line_colour = _colour(look.get("special", look.get("foreground", self.normal["fg"])))
            style.append(f"text-decoration: {lines[-1]} {line_colour} 1.5px")
        return f'<span style="{"; ".join(style)}">{html.escape(character)}</span>'


def _colour(number: int) -> str:
    return f"#{number:06x}"
