"""The drawings of ``pictures.md`` and of the seeds, character for character."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from render.notation import parse

from leaselens.model.diagram import Diagram
from leaselens.render.box import box
from leaselens.render.line import line

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
_SECTION = re.compile(r"^## (.*)\n", re.M)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)\n?```$", re.M | re.S)

_DRAWN: dict[str, Callable[[Diagram], str]] = {
    "unicode": box,
    "ascii": lambda diagram: box(diagram, "ascii"),
    "line": lambda diagram: line(diagram) or "(nothing)",
}


def _pictures() -> list[tuple[str, str, str, str]]:
    """Title, notation, kind of picture, picture."""
    _, *parts = _SECTION.split(Path(__file__).with_name("pictures.md").read_text("utf-8"))
    found = []
    for title, body in zip(parts[::2], parts[1::2], strict=True):
        (_, notation), *pictures = _BLOCK.findall(body)
        found += [(title, notation, kind, picture) for kind, picture in pictures]
    return found


@pytest.mark.parametrize(
    ("notation", "kind", "picture"), [pytest.param(*p[1:], id=f"{p[0]}, {p[2]}") for p in _pictures()]
)
def test_picture(notation: str, kind: str, picture: str) -> None:
    assert _DRAWN[kind](parse(notation)) == picture


def _point(rows: str, x: int = 22, manner: str = "") -> Diagram:
    return parse(f"{manner}\nframe main\n{rows}\nobject 1 Point\n  x = {x}\n  y = 44")


_D1 = "manner names-lessors"
_LEASED = _point("  p my~ -> 1\n  q leased(p) -> 1", manner=_D1)
_CHANGED = _point("  p my~ -> 1\n  q leased(p) -> 1", x=23, manner=_D1)
_SUBLEASED = _point("  p my~ -> 1\n  q leased~(p) -> 1\n  r leased(q) -> 1", manner=_D1)
_ENDED = _point("  p my -> 1\n  q expired", x=23, manner=_D1)


def _seed(number: str) -> str:
    files = sorted(SEEDS.glob(f"{number}_*"))
    if not files:
        pytest.skip("the seeds are not here")
    return files[0].read_text("utf-8")


def _drawings(text: str) -> list[str]:
    """The box drawings of a text, without the comment signs and the indentation before them."""
    text = re.sub(r"^(# |  )", "", text, flags=re.M)
    drawings = re.findall(r"^┌───┐\n(?:[│└].*\n?)+", text, re.M)
    return ["\n".join(row.rstrip() for row in drawing.splitlines()) for drawing in drawings]


def test_the_drawings_of_seed_001() -> None:
    lent, changed, sublent, ended, given = _drawings(_seed("001"))
    assert box(_LEASED) == lent
    assert box(_CHANGED) == changed
    # The drawing's own slips: a second `x: 22` in a Point, and an ended lease that forgot what it had written.
    assert box(_SUBLEASED) == sublent.replace("(q)───────►│ x: 22 │", "(q)───────►│       │")
    assert given == sublent
    assert box(_ENDED) == ended.replace("x: 22", "x: 23")


def test_the_drawings_of_seed_002() -> None:
    """Its bytes were garbled twice and its blanks collapsed: what can be told is compared."""
    text = _ungarbled(_seed("002"))
    lent = box(_point("  p my~ -> 1\n  l leased -> 1"))
    ended = box(_point("  p my -> 1\n  l expired", x=23))
    for drawing, prefix in ((lent, ""), (ended, "# ")):
        for drawn in drawing.splitlines():
            assert (prefix + re.sub(" +", " ", drawn)) in text.splitlines()


_GARBLED = {
    "β”Œ": "┌", "β”€": "─", "β”‚": "│", "β”œ": "├", "β””": "└", "β”˜": "┘", "β•Œ": "╌", "β–Ί": "►", "β”": "┐",
}  # fmt: skip
"""UTF-8 that was read in Windows' Greek code page; the last byte of the last one was lost."""


def _ungarbled(text: str) -> str:
    return re.sub("|".join(_GARBLED), lambda match: _GARBLED[match[0]], text)


def test_the_drawings_of_seed_004() -> None:
    lent, ended = _drawings(_seed("004"))
    # The drawing's own slip: the row of the longer word is one column too long.
    assert box(_point("  p my~ -> 1\n  l mutable -> 1")) == lent.replace("mutable──────────►", "mutable─────────►")
    assert box(_point("  p my -> 1\n  l expired", x=23)) == ended
