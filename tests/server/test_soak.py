"""A long day's work, at full speed: edits, opens, closes and requests, in the proportions of real editors.

Every answer is accounted for, every position is that of a naive model of the document, and memory does not grow.
``LEASELENS_SOAK`` is how many actions there are (2,000; an hour's work is about 20,000).
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from .naive import Naive
from .raw import STUBBED, Json, Raw

ACTIONS = int(os.environ.get("LEASELENS_SOAK", "2000"))
GROWTH = 2.0
"""Megabytes that the server may gain in the second half."""
PIECES = ("let a", "BAD", " ", "\n", "\r\n", "\r", "é", "\U0001f600", "\ud83d", "\u2028", "\f", "x" * 40, "")
REQUESTS = ("hover", "documentHighlight", "documentSymbol", "inlayHint", "foldingRange", "definition")


@dataclass
class Editor:
    """An editor that does anything, and knows what its documents say."""

    raw: Raw
    chance: random.Random
    documents: dict[str, Naive] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    version: int = 0

    def act(self) -> None:
        """Do one thing: mostly typing."""
        kind = self.chance.choices(("edit", "ask", "open", "close", "cancel"), (70, 20, 4, 3, 3))[0]
        if not self.documents or (kind == "open" and len(self.documents) < 5):
            self.open()
        elif kind == "edit":
            self.edit()
        elif kind == "close" and len(self.documents) > 1:
            uri = self.one()
            del self.documents[uri]
            self.raw.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        elif kind == "cancel" and self.asked:
            self.raw.notify("$/cancelRequest", {"id": self.asked[-1]})
        else:
            self.ask()

    def one(self) -> str:
        return self.chance.choice(sorted(self.documents))

    def open(self) -> None:
        text = "".join(self.chance.choices(PIECES, k=60))
        self.version += 1
        uri = self.raw.open(text, f"file:///{self.version % 7}.dada", self.version)
        self.documents[uri] = Naive.of(text, "utf-16")

    def edit(self) -> None:
        uri = self.one()
        changes = [self.change(self.documents[uri]) for _ in range(self.chance.choice((1, 1, 1, 1, 3)))]
        self.version += 1
        named = {"uri": uri, "version": self.version}
        self.raw.notify("textDocument/didChange", {"textDocument": named, "contentChanges": changes})

    def change(self, document: Naive) -> Json:
        text = "".join(self.chance.choices(PIECES, k=self.chance.choice((0, 1, 1, 2))))
        if len(document.text) > 2000 or self.chance.random() < 0.02:
            document.replace_all(text)
            return {"text": text}
        line = self.chance.randrange(document.text.count("\n") + 2)
        start = line, self.chance.randrange(12)
        end = line + self.chance.choice((0, 0, 0, 1)), start[1] + self.chance.choice((0, 0, 1, 5))
        document.apply(start, end, text)
        edges = [{"line": line, "character": units} for line, units in (start, end)]
        return {"range": {"start": edges[0], "end": edges[1]}, "text": text}

    def ask(self) -> None:
        place = {"line": self.chance.randrange(9), "character": self.chance.randrange(12)}
        whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
        params = {"textDocument": {"uri": self.one()}, "position": place, "range": whole}
        self.asked.append(self.raw.ask(f"textDocument/{self.chance.choice(REQUESTS)}", params))

    def settle(self) -> None:
        """Wait for all answers. The text is another one by now, or a request was cancelled; nothing else is refused.
        An editor that said it can do nothing is asked for nothing."""
        for number in self.asked:
            answer = self.raw.answer(number)
            assert "result" in answer or answer["error"]["code"] in (-32800, -32801), answer
        assert not [message for message in self.raw.messages if "method" in message]
        self.asked.clear()
        self.raw.messages.clear()

    def compare(self) -> None:
        """The marks of the stand-in analysis stand where the naive document has them."""
        for uri, document in self.documents.items():
            report = self.raw.result("textDocument/diagnostic", {"textDocument": {"uri": uri}})
            assert [item["range"] for item in report["items"]] == document.ranges("BAD")


def resident(raw: Raw) -> float:
    """Megabytes."""
    status = Path(f"/proc/{raw.process.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read in /proc")
def test_a_day_of_work_at_full_speed() -> None:
    with Raw(*STUBBED) as raw:
        raw.initialize({"textDocument": {"diagnostic": {}}})
        editor = Editor(raw, random.Random(5))
        weights = []
        for _ in range(2):
            for number in range(ACTIONS // 2):
                editor.act()
                if number % 50 == 49:
                    editor.settle()
                    editor.compare()
            weights.append(resident(raw))
        assert weights[1] - weights[0] < GROWTH
        editor.settle()
        assert raw.leave() == 0
        assert raw.stderr == b""
