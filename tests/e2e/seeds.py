"""The documents that commissioned Leaselens, as test material: their programs and their pictures.

They lie outside the checkout (``../shared/seeds``) and are never copied into it; where they are absent, nothing is
found, and the tests that stand on them are skipped.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"

_FENCED = re.compile(r"^```[^\n]*\n(.*?)^```", re.M | re.S)
_ENTRY = re.compile(r"^(async )?fn main\b|^let |^\w[\w.]* *\(", re.M)


def is_present() -> bool:
    """Whether this machine has the seeds."""
    return SEEDS.is_dir()


def text(number: str) -> str:
    """The whole document with the number (``"001"``)."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def programs(number: str) -> list[str]:
    """The Dada programs of a document, in order."""
    document = text(number)
    blocks = _FENCED.findall(document) or _unfenced(document)
    return [block for block in blocks if block.startswith("class ") and _ENTRY.search(block)]


def pictures(number: str) -> list[str]:
    """The box drawings that stand alone in a fenced block, without common indentation or trailing blanks."""
    return [_flush_left(block) for block in _FENCED.findall(text(number)) if block.lstrip().startswith("┌")]


def _unfenced(document: str) -> list[str]:
    """A page whose fences were lost when it was copied: a paragraph that begins with a class, and the one after it."""
    paragraphs = [paragraph.strip("\n") for paragraph in re.split(r"\n\s*\n", document)]
    pairs = itertools.pairwise(paragraphs)
    return [f"{first}\n\n{second}\n" for first, second in pairs if first.startswith("class ")]


def _flush_left(block: str) -> str:
    lines = [line.rstrip() for line in block.strip("\n").split("\n")]
    margin = min(len(line) - len(line.lstrip()) for line in lines if line)
    return "\n".join(line[margin:] for line in lines)
