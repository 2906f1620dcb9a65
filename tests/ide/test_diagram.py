"""``leaselens/diagram`` as plain data, the outline, and the life of a lease."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from ide.conftest import analysed, at_cursor

from leaselens.ide.diagram import Counted, Of, When, diagram
from leaselens.ide.highlights import highlights
from leaselens.ide.life import life_at, life_of
from leaselens.ide.symbols import symbols
from leaselens.model.analysis import Analysis, Life, LifeEvent
from leaselens.model.diagram import Diagram
from leaselens.render import pictures

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
    assert answer.after.text == pictures.text(answer.after.graph, "ascii")


@pytest.mark.parametrize(("visit", "index"), [(1, 1), (2, 2), (3, 3), (4, 3), (0, 1), (-5, 1)])
def test_visits(visit: int, index: int) -> None:
    """A visit that there is not is the nearest that there is."""
    answer = diagram(*at_cursor(ROUNDS), visit=visit)
    assert answer is not None
    assert answer.visits == Counted(index, 3)
    assert answer.after is not None
    assert isinstance(answer.after.graph, Diagram)
    assert answer.after.graph.frames[0].rows[0].value == str(index)


def test_worlds() -> None:
    first = diagram(*at_cursor(FORK))
    assert first is not None
    assert first.worlds.count > 1
    answers = [diagram(*at_cursor(FORK), world=world) for world in range(1, first.worlds.count + 1)]
    assert {choice.taken for answer in answers if answer for choice in answer.path} == {True, False}
    assert [answer.worlds.index for answer in answers if answer] == list(range(1, first.worlds.count + 1))


@pytest.mark.parametrize(
    "program",
    [
        "fn f(c: our) {\n    let n: our = c\n    n += 1▲\n}\n",
        "fn f(c: our) {\n    let n: our = c\n    n +=▲ 1\n}\n",
        "let n = 0\nif true {\n    let m = n\n    n += 1▲\n}\n",
    ],
)
def test_the_statement_that_a_block_ends_with(program: str) -> None:
    """At its end the expression is the block."""
    analysis, offset = at_cursor(program)
    answer = diagram(analysis, offset, of=Of.STATEMENT)
    assert answer is not None
    assert analysis.source.text[answer.span.start : answer.span.end] == "n += 1"


def test_where_nothing_runs() -> None:
    assert diagram(*at_cursor("class ▲A(x)\n")) is None
    assert diagram(*at_cursor("if false {\n    1▲\n}\n")) is None
    assert diagram(*at_cursor("▲")) is None


def test_symbols() -> None:
    found = symbols(analysed("class P(x, y)\nfn f(a) { let b = a }\n"))
    assert [symbol.name for symbol in found] == ["P", "f"]
    assert [child.name for child in found[0].children] == ["x", "y"]


WHOLE = "class P(x)\nlet p = P(1)\nlet q = ▲p.lease\n"
LOOP = "let n = 0\nwhile ▲n < 3 {\n    n += 1\n}\n"


@pytest.mark.parametrize(
    ("program", "of", "text"),
    [
        (WHOLE, "expression", "p"),
        (WHOLE, "statement", "let q = p.lease"),
        (LOOP, "statement", "n"),
        ("let n = 1\n\n# a comment▲\n", "statement", "let n = 1"),
    ],
)
def test_of_what_the_moments_are(program: str, of: str, text: str) -> None:
    """Of a loop the expression is shown: a statement that holds statements is not one moment's work."""
    analysis, offset = at_cursor(program)
    answer = diagram(analysis, offset, of=of)
    assert answer is not None
    assert analysis.source.text[slice(*answer.span)] == text


P = "class P(x)\n"
LIVES = {
    "a lease and its lessor, until the lessor is used": (
        P + "let p = P(1)\nlet q = p.lease\n▲q.x = 2\nprint(p.x).await\nq.x = 3\n",
        "3 used surely leased q; 3 issued surely p; 4 used surely leased q; "
        "5 lessor surely my p; 5 ended surely p.x; 6 expired surely q",
    ),
    "an ending on one of two ways": (
        P + "fn f(p: my, c) {\n    let q = p.lease\n    if c { p.x = 1 }\n    ▲q.x = 2\n}\n",
        "3 used surely leased q; 3 issued surely p; 4 lessor surely my p; 4 ended surely 1; "
        "5 expired maybe q; 5 used maybe leased q",
    ),
    "a lease that is held on one of two ways": (
        P + "fn f(p: my, c) {\n    let q = p.lease\n    let r = P(2)\n"
        "    if c { r = q.give }\n    ▲r.x = 2\n    p.x = 3\n}\n",
        "4 used surely my r; 4 issued surely P(2); 5 used surely my r; 5 issued surely q; "
        "6 used surely leased r; 7 lessor maybe my p; 7 ended maybe 3",
    ),
    "a lease in a field": (
        "class Box(thing)\n" + P + "let p = P(1)\nlet b = Box(p.lease)\nb.▲thing.x = 2\n",
        "4 issued surely p.lease; 5 used surely leased b.thing",
    ),
    "the same lease in every round": (
        P + "let p = P(1)\nlet n = 0\nwhile n < 3 {\n    let q = p.lease\n    ▲q.x = n\n    n += 1\n}\n",
        "5 used surely leased q; 5 issued surely p; 6 used surely leased q",
    ),
    "no lease": (P + "let n = ▲1\n", ""),
}


def told(analysis: Analysis, life: Sequence[Life]) -> str:
    def station(one: Life) -> str:
        line = analysis.source.lines.position(one.span.start).line + 1
        permission = one.permission.value if one.permission else None
        words = [str(line), one.event.value, one.certainty.value, permission, analysis.source.text[slice(*one.span)]]
        return " ".join(word for word in words if word)

    return "; ".join(map(station, life))


@pytest.mark.parametrize("name", LIVES)
def test_lives(name: str) -> None:
    program, expected = LIVES[name]
    analysis, offset = at_cursor(program)
    assert told(analysis, life_at(analysis, offset)) == expected


def test_a_lease_in_a_diagram_has_the_life_of_the_place_that_holds_it() -> None:
    analysis, offset = at_cursor(LIVES["a lease and its lessor, until the lessor is used"][0])
    answer = diagram(analysis, offset)
    assert answer is not None
    assert answer.after is not None
    assert isinstance(answer.after.graph, Diagram)
    (lease,) = [row.lease for row in answer.after.graph.frames[0].rows if row.name == "q"]
    assert lease is not None
    assert life_of(analysis, answer.run, lease) == life_at(analysis, offset)


@pytest.mark.parametrize(("run", "lease"), [(-1, 2), (7, 2), (0, 999), (0, -5)])
def test_a_lease_that_there_is_not_has_no_life(run: int, lease: int) -> None:
    analysis, _ = at_cursor(WHOLE)
    assert life_of(analysis, run, lease) == ()


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
