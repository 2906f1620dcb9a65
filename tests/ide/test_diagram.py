"""``leaselens/diagram`` as plain data, the outline, and the life of a lease."""

from __future__ import annotations

import pytest
from ide.conftest import analysed, at_cursor

from leaselens.ide.diagram import Counted, When, diagram
from leaselens.ide.highlights import highlights
from leaselens.ide.symbols import symbols
from leaselens.model.analysis import LifeEvent
from leaselens.render.box import box

ROUNDS = "let n = 0\nwhile n < 3 {\n    n += 1▲\n}\n"
FORK = "fn f(c) {\n    let n = 0\n    if c { n = 1 } else { n = 2 }\n    n▲\n}\n"


@pytest.mark.parametrize(
    ("when", "before", "after"), [(When.BEFORE, True, False), (When.AFTER, False, True), (When.BOTH, True, True)]
)
def test_the_moments_that_are_asked_for(when: When, before: bool, after: bool) -> None:
    answer = diagram(*at_cursor(ROUNDS), when)
    assert answer is not None
    assert (answer.before is not None, answer.after is not None) == (before, after)


def test_the_drawing_is_the_graphs() -> None:
    answer = diagram(*at_cursor(ROUNDS), style="ascii")
    assert answer is not None
    assert answer.after is not None
    assert answer.after.text == box(answer.after.graph, "ascii")


@pytest.mark.parametrize(("visit", "index"), [(1, 1), (2, 2), (3, 3), (4, 3), (0, 1), (-5, 1)])
def test_visits(visit: int, index: int) -> None:
    """A visit that there is not is the nearest that there is."""
    answer = diagram(*at_cursor(ROUNDS), visit=visit)
    assert answer is not None
    assert answer.visits == Counted(index, 3)
    assert answer.after is not None
    assert answer.after.graph.frames[0].rows[0].value == str(index)


def test_worlds() -> None:
    first = diagram(*at_cursor(FORK))
    assert first is not None
    assert first.worlds.count > 1
    answers = [diagram(*at_cursor(FORK), world=world) for world in range(1, first.worlds.count + 1)]
    assert {choice.taken for answer in answers if answer for choice in answer.path} == {True, False}
    assert [answer.worlds.index for answer in answers if answer] == list(range(1, first.worlds.count + 1))


def test_where_nothing_runs() -> None:
    assert diagram(*at_cursor("class ▲A(x)\n")) is None
    assert diagram(*at_cursor("if false {\n    1▲\n}\n")) is None
    assert diagram(*at_cursor("▲")) is None


def test_symbols() -> None:
    found = symbols(analysed("class P(x, y)\nfn f(a) { let b = a }\n"))
    assert [symbol.name for symbol in found] == ["P", "f"]
    assert [child.name for child in found[0].children] == ["x", "y"]


def test_the_life_of_a_lease() -> None:
    analysis, offset = at_cursor("class P(x)\nlet p = P(1)\nlet q = p.lease\n▲q.x = 2\nprint(p.x).await\n")
    life = highlights(analysis, offset)
    line = analysis.source.lines.position
    assert [(line(station.span.start).line + 1, station.event) for station in life] == [
        (3, LifeEvent.USED),
        (3, LifeEvent.ISSUED),
        (4, LifeEvent.USED),
        (5, LifeEvent.ENDED),
    ]
