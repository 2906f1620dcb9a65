"""The drawings of ``pictures.md`` and of the seeds, character for character."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from render.notation import parse
from render.seed_drawings import collapsed, collapsed_lines_of_002, drawings

from leaselens.model.diagram import Diagram
from leaselens.render.box import box
from leaselens.render.line import line

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


def test_the_drawings_of_seed_001() -> None:
    assert drawings("001") == [box(_LEASED), box(_CHANGED), box(_SUBLEASED), box(_ENDED), box(_SUBLEASED)]


def test_the_drawings_of_seed_002() -> None:
    lines = collapsed_lines_of_002()
    lent, ended = _point("  p my~ -> 1\n  l leased -> 1"), _point("  p my -> 1\n  l expired", x=23)
    assert set(collapsed(box(lent)) + collapsed(box(ended), "# ")) <= set(lines)


def test_the_drawings_of_seed_004() -> None:
    lent, ended = _point("  p my~ -> 1\n  l mutable -> 1"), _point("  p my -> 1\n  l expired", x=23)
    assert drawings("004") == [box(lent), box(ended)]
