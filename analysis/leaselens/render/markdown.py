"""Markdown that says what a program says: no name and no comment becomes a link, an image or a command."""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"[\\`*_\[\]<>#|~!&]|^[-+=]|:(?=//)", re.MULTILINE)


def code(text: str) -> str:
    """The text between backticks, as it is, whatever is in it."""
    ticks = "`" * (_longest_run(text) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def block(text: str, language: str) -> str:
    """The text as a block of code in a language."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def prose(text: str) -> str:
    """The text among other text: whatever means something in Markdown stands for itself."""
    return _ACTIVE.sub(lambda found: f"\\{found[0]}", text)


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
