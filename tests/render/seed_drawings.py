"""The seeds' box drawings, in their order, put right where a drawing contradicts its program or itself (issue A §4)."""

import re

import pytest

from e2e import seeds

_GARBLED = {
    "β”Œ": "┌", "β”€": "─", "β”‚": "│", "β”œ": "├", "β””": "└", "β”˜": "┘", "β•Œ": "╌", "β–Ί": "►", "β”": "┐",
}  # fmt: skip
"""UTF-8 that was read in Windows' Greek code page; the last byte of the last one was lost."""


def drawings(number: str) -> list[str]:
    """The drawings of the seed 001 or 004, without comment signs, indentation and blanks at their ends."""
    found = [_put_right(drawing) for drawing in _drawings(_text(number))]
    if number == "001":
        # An ended lease that forgot the 23 which the program had written.
        found[3] = found[3].replace("x: 22", "x: 23")
    return found


def collapsed_lines_of_002() -> list[str]:
    """The lines of the seed 002, whose bytes were garbled and whose blanks were collapsed."""
    return re.sub("|".join(_GARBLED), lambda match: _GARBLED[match[0]], _text("002")).splitlines()


def collapsed(drawing: str, prefix: str = "") -> list[str]:
    """The lines of a drawing as the seed 002 would have them."""
    return [prefix + re.sub(" +", " ", line) for line in drawing.splitlines()]


def _text(number: str) -> str:
    if not seeds.is_present():
        pytest.skip("the seeds are not here")
    return seeds.text(number)


def _drawings(text: str) -> list[str]:
    text = re.sub(r"^(# |  )", "", text, flags=re.M)
    found = re.findall(r"^┌───┐\n(?:[│└].*\n?)+", text, re.M)
    return ["\n".join(line.rstrip() for line in drawing.splitlines()) for drawing in found]


def _put_right(drawing: str) -> str:
    # A Point with a second `x: 22`, and a row that is one column longer than the others.
    drawing = drawing.replace("leased(q)───────►│ x: 22 │", "leased(q)───────►│       │")
    return drawing.replace("├─mutable──────────►│", "├─mutable─────────►│")
