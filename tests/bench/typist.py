"""Somebody who edits one document: what is typed, and how long its diagnostics take."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from bench.client import Client, Json
from bench.peers import Peer
from bench.programs import Program


class Typist:
    """A program open in a server."""

    def __init__(self, client: Client, program: Program, folder: Path, peer: Peer) -> None:
        self.client, self.program, self.peer = client, program, peer
        self.uri = (folder / program.name).as_uri()
        self.version = 1
        self._keys = self._script()

    def open(self) -> float:
        """Open the program; the seconds until its diagnostics are there."""
        item = {"uri": self.uri, "languageId": self.peer.language, "version": 1, "text": self.program.text}
        before = len(self.client.publishes)
        began = self.client.notify("textDocument/didOpen", {"textDocument": item})
        return self.client.published(1, before) - began

    def press(self) -> float:
        """Press a key; the seconds until the diagnostics are those of the text with it."""
        before = len(self.client.publishes)
        began = self.edit()
        return self.client.published(self.version, before) - began

    def edit(self) -> float:
        """Press a key and wait for nothing; when it was pressed."""
        self.version += 1
        changed = {"textDocument": {"uri": self.uri, "version": self.version}, "contentChanges": [next(self._keys)]}
        return self.client.notify("textDocument/didChange", changed)

    def mumble(self) -> None:
        """Send a message that is as long as a key's, and means nothing."""
        changed = {"textDocument": {"uri": self.uri, "version": 0}, "contentChanges": [_change((1, 0), (1, 0), "x")]}
        self.client.notify("$/bench/nothing", changed)

    def hover(self, further: int = 0) -> float:
        """Point at a word some lines below the edit; the seconds until the answer."""
        position = {"line": self.program.line + 3 + further, "character": 9}
        return self.client.ask("textDocument/hover", {"textDocument": {"uri": self.uri}, "position": position})

    def _script(self) -> Iterator[Json]:
        """Statements typed letter by letter, each on a line of its own that is deleted when it is complete."""
        declares = "let " if self.peer.language == "dada" else ""
        line = self.program.line
        for number in itertools.count():
            yield _change((line, 0), (line, 0), "\n")
            statement = f"    {declares}typed{number % 100} = {number % 10} + 4"
            for column, letter in enumerate(statement):
                yield _change((line, column), (line, column), letter)
            yield _change((line, 0), (line + 1, 0), "")


def _change(start: tuple[int, int], end: tuple[int, int], text: str) -> Json:
    edges = [{"line": line, "character": character} for line, character in (start, end)]
    return {"range": {"start": edges[0], "end": edges[1]}, "text": text}
