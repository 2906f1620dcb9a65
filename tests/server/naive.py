"""A document as simple as it can be, which the server's own is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leaselens_server.documents import whole_characters


@dataclass
class Naive:
    """A document as one string, positions counted character by character."""

    text: str
    encoding: str

    def width(self, character: str) -> int:
        if self.encoding == "utf-32":
            return 1
        if self.encoding == "utf-16":
            return 2 if ord(character) > 0xFFFF else 1
        return 3 if 0xD800 <= ord(character) < 0xE000 else len(character.encode())

    def offset(self, line: int, units: int) -> int:
        if line < 0:
            return 0
        ends = list(re.finditer(r"\r\n|\n|\r", self.text))
        if line > len(ends):
            return len(self.text)
        offset = ends[line - 1].end() if line else 0
        stop = ends[line].start() if line < len(ends) else len(self.text)
        while offset < stop and units >= (width := self.width(self.text[offset])):
            units -= width
            offset += 1
        return offset

    @staticmethod
    def of(text: str, encoding: str) -> Naive:
        """A document as the server has it, where two halves that meet are one character."""
        return Naive(whole_characters(text), encoding)

    def replace_all(self, text: str) -> None:
        self.text = whole_characters(text)

    def position(self, offset: int) -> dict[str, int]:
        """The position of an offset that does not stand inside of a line's end."""
        ends = [end.end() for end in re.finditer(r"\r\n|\n|\r", self.text[:offset])]
        before = self.text[ends[-1] if ends else 0 : offset]
        return {"line": len(ends), "character": sum(map(self.width, before))}

    def ranges(self, word: str) -> list[dict[str, dict[str, int]]]:
        """The range of each time that a word stands in the text."""
        spans = [found.span() for found in re.finditer(word, self.text)]
        return [{"start": self.position(start), "end": self.position(end)} for start, end in spans]

    def apply(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        first, last = sorted((self.offset(*start), self.offset(*end)))
        self.text = whole_characters(self.text[:first] + text + self.text[last:])
