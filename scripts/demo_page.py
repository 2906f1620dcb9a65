"""The page that ``scripts/demo`` shows: one program, seen through the command line and through the language server.

Nothing on it is written by hand: the server is started and asked as an editor asks it.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient
from rich.columns import Columns
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

# Two diagrams stand side by side in 106 columns; in a log there is no width to follow, and colours are wanted.
IN_A_LOG = not sys.stdout.isatty()
console = Console(
    highlight=False,
    width=106 if IN_A_LOG else min(Console().width, 110),
    force_terminal=True if IN_A_LOG and "CI" in os.environ else None,
)
MARGIN = (0, 0, 0, 5)


class Editor:
    """A language client that has one file open."""

    def __init__(self, path: Path) -> None:
        self._client = LanguageClient("leaselens-demo", "1")
        self._document = types.TextDocumentIdentifier(path.resolve().as_uri())
        self.lines = path.read_text(encoding="utf-8").splitlines()

    async def __aenter__(self) -> Editor:
        await self._client.start_io("leaselens", "server", "--stdio")
        markdown = types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown])
        pull = types.DiagnosticClientCapabilities()  # we ask for no diagnostics, and want none to be sent
        capabilities = types.ClientCapabilities(
            text_document=types.TextDocumentClientCapabilities(hover=markdown, diagnostic=pull)
        )
        options = {"hints": {"pictures": "all"}}
        await self._client.initialize_async(
            types.InitializeParams(capabilities=capabilities, initialization_options=options)
        )
        self._client.initialized(types.InitializedParams())
        text = "\n".join(self.lines) + "\n"
        document = types.TextDocumentItem(self._document.uri, language_id="dada", version=1, text=text)
        self._client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.shutdown_async(None)
        self._client.exit(None)
        await self._client.stop()

    async def hover(self, line: int, column: int) -> str:
        """The hover's Markdown at a 0-based place."""
        at = types.Position(line, column)
        hover = await self._client.text_document_hover_async(types.HoverParams(self._document, at))
        return hover.contents.value if hover and isinstance(hover.contents, types.MarkupContent) else ""

    async def hints(self) -> list[types.InlayHint]:
        """The hints of the whole file, in the order of their places."""
        everywhere = types.Range(types.Position(0, 0), types.Position(len(self.lines), 0))
        hints = await self._client.text_document_inlay_hint_async(types.InlayHintParams(self._document, everywhere))
        return sorted(hints or (), key=lambda hint: (hint.position.line, hint.position.character))

    async def moments(self, line: int, column: int) -> dict[str, str]:
        """The drawings before and after the expression at a 0-based place."""
        params = {
            "textDocument": {"uri": self._document.uri},
            "position": {"line": line, "character": column},
            "when": "both",
        }
        answer = await self._client.protocol.send_request_async("leaselens/diagram", params)
        return {when: getattr(answer, when).text for when in ("before", "after") if getattr(answer, when, None)}


def heading(text: str) -> None:
    console.print()
    console.print(Rule(Text(text, style="bold cyan"), align="left", style="dim"))
    console.print()


def show_check(path: Path) -> None:
    heading(f"leaselens check {path}")
    environment = {**os.environ, "COLUMNS": str(console.width)}
    if console.is_terminal:
        environment["FORCE_COLOR"] = "1"
    subprocess.run(["leaselens", "check", path], env=environment, check=False)


async def show_hints(editor: Editor) -> None:
    heading("In the editor: permissions and pictures at the end of the line")
    hints = await editor.hints()
    for number, line in enumerate(editor.lines):
        here = [hint for hint in hints if hint.position.line == number]
        console.print(hinted(line, here, Text(f"{number + 1:4} ", style="dim")), no_wrap=True, crop=True)


def hinted(line: str, hints: list[types.InlayHint], start: Text) -> Text:
    """A line of the program with its hints between the characters."""
    shown, done = start, 0
    code = "green" if line.startswith("#") else "not dim"
    for hint in hints:
        label = hint.label if isinstance(hint.label, str) else "".join(part.value for part in hint.label)
        shown.append(line[done : hint.position.character], style=code)
        shown.append(("   " if hint.padding_left else "") + label, style="italic not dim yellow")
        done = hint.position.character
    return shown.append(line[done:], style=code)


async def show_hover(editor: Editor, line: int, column: int) -> None:
    word = re.match(r"\w+", editor.lines[line][column:])
    heading(f"Point at `{word[0] if word else ''}` in line {line + 1}")
    said = await editor.hover(line, column)
    shown = Text()
    for index, part in enumerate(re.split(r"^```\w*\n?", said.strip(), flags=re.MULTILINE)):
        is_drawing = index % 2 == 1
        shown.append(part if is_drawing else re.sub(r"[*_]{2}|`", "", part), style="" if is_drawing else "bold")
    shown.rstrip()
    console.print(Padding(Panel(shown, expand=False, border_style="dim"), MARGIN))


async def show_moments(editor: Editor, line: int) -> None:
    """What a line does, seen at its end: there the cursor means the whole statement."""
    heading(f"Before and after line {line + 1}: {editor.lines[line].strip()}")
    drawings = await editor.moments(line, len(editor.lines[line]) - 1)
    panels = [Panel(drawing, title=when, expand=False, border_style="dim") for when, drawing in drawings.items()]
    console.print(Padding(Columns(panels), MARGIN))


def show_next_steps() -> None:
    heading("And now")
    console.print("     .venv/bin/leaselens check examples   the other examples")
    console.print("     scripts/vsix                         the extension for VS Code, in dist/")
    console.print("     nvim/                                the plugin for Neovim")
    console.print("     README.md                            everything else\n")


def interesting_lines(lines: list[str]) -> tuple[int, int]:
    """The line to point at (where a lease begins) and the line to draw (where it ends), 0-based."""
    begins = next((n for n, line in enumerate(lines) if re.search(r": (?:leased|mutable)\b|\.lease\b", line)), 0)
    uses = [n for n, line in enumerate(lines) if n > begins and "await" in line]
    return begins, uses[-1] if uses else begins


async def main(path: Path) -> None:
    console.print(Rule(style="dim"))
    console.print("[bold]Leaselens[/bold] shows who holds what, with which permission, and until when.")
    show_check(path)
    async with Editor(path) as editor:
        begins, ends = interesting_lines(editor.lines)
        name = re.search(r"\w+(?=\s*[:=])", editor.lines[begins])
        await show_hints(editor)
        await show_hover(editor, begins, name.start() if name else 0)
        await show_moments(editor, ends)
    show_next_steps()


asyncio.run(main(Path(sys.argv[1])))
