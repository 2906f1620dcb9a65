"""From a text to a tree: any text yields one, and the mistakes that were met on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leaselens.idol.findings import Finding
from leaselens.idol.parse import Parser
from leaselens.idol.quotes import may_lack_quote, scan_by_line
from leaselens.idol.ron import Document
from leaselens.idol.schema import Schema
from leaselens.idol.tokens import scan
from leaselens.idol.tree import Interface
from leaselens.text import Source, Token

_BEGINNING = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/|#!\[[^\]]*\])*Interface\s*\(", re.DOTALL)


@dataclass(frozen=True)
class File:
    """A file as it was read: its tokens, its values, and the interface that they are."""

    source: Source
    tokens: tuple[Token, ...]
    document: Document
    interface: Interface | None
    findings: tuple[Finding, ...]


def read(source: Source) -> File:
    """Read a text. Nothing is raised, whatever it is."""
    tokens, document, syntax = _parsed(source, scan(source.text))
    if syntax and may_lack_quote(tokens):
        by_line = _parsed(source, scan_by_line(source.text))
        if len(by_line[2]) <= len(syntax):
            tokens, document, syntax = by_line
    schema = Schema(document)
    interface = schema.interface()
    kept = (finding for finding in syntax if finding.diagnostic.span not in schema.explained)
    return File(source, tuple(tokens), document, interface, (*kept, *schema.findings))


def _parsed(source: Source, tokens: list[Token]) -> tuple[list[Token], Document, list[Finding]]:
    parser = Parser(tokens, source.lines)
    document = parser.document()
    return tokens, document, parser.findings


def looks_like_interface(text: str) -> bool:
    """Whether a text begins as most interfaces do: ``Interface(``, perhaps after comments and attributes."""
    return _BEGINNING.match(text) is not None
