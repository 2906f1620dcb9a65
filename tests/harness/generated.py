"""Files of the packages that are made from other files, because making them takes longer than a user should wait.

``scripts/bless`` writes them; ``tests/test_generated.py`` says when one is stale.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path

from lark import Lark

from harness.greetings import greetings
from leaselens.dada.tokens import TERMINALS

ROOT = Path(__file__).parents[2]


def terminals() -> str:
    """``dada/terminals.py``: what lark makes of the terminals of ``grammar.lark`` that the scanner tries."""
    grammar = resources.files("leaselens.dada").joinpath("grammar.lark").read_text(encoding="utf-8")
    lexer = Lark(grammar, start="file", parser=None, lexer="basic")
    patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in lexer.terminals}
    rows = "".join(f"    {_quoted(name)}: {_quoted(patterns[name])},\n" for name in TERMINALS)
    return (
        '"""The terminals of ``grammar.lark`` as regular expressions: written by ``scripts/bless``."""\n\n'
        f"from typing import Final\n\nPATTERNS: Final = {{\n{rows}}}\n"
    )


def _quoted(text: str) -> str:
    """A literal of Python, in the quotes that the formatter would choose."""
    return json.dumps(text) if text.count('"') <= text.count("'") else repr(text)


GENERATED: Mapping[Path, Callable[[], str]] = {
    ROOT / "analysis/leaselens/dada/terminals.py": terminals,
    ROOT / "server/leaselens_server/greetings.json": greetings,
}
"""Each such file, and what makes its text."""
