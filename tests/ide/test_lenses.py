"""Code lenses: how often something is lent, and where the leases ended."""

from __future__ import annotations

import pytest
from ide.conftest import analysed

from leaselens.ide.lenses import lenses, tell
from leaselens.text import Span

PAIR = "class Pair(a, b)\n"


def told(program: str) -> list[str]:
    """Each lens: what it is about, what it says, and the places that it leads to."""
    analysis = analysed(program)
    text = analysis.source.text
    answers = ((lens, tell(analysis, lens)) for lens in lenses(analysis))
    return [
        f"{text[slice(*lens.span)]}: {t.title} ({', '.join(text[slice(*p)] for p in t.places)})" for lens, t in answers
    ]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (
            "let p = Pair(1, 2)\nlet q = p.lease\nlet r = p.lease\np.a = 4\n",
            ["p: lent 2×, ended by lines 4 and 5 (p, 4)"],
        ),
        ("let p = Pair(1, 2)\nlet q = p.lease\nq.a = 4\n", ["p: lent 1× (p)"]),
        ("let p = Pair(1, 2)\nlet q = p\nlet r = q\n", ["p: lent 1× (p)"]),
        (
            "fn f(q: leased Pair) { q.a = 1 }\nlet p = Pair(1, 2)\nf(p.lease)\np.a = 1\n",
            ["p: lent 1× (p.lease)"],
        ),
        ("fn f(p: my Pair) {\n    let q = p.lease\n    q.a = 1\n}\n", ["p: lent 1× (p)"]),
        ("let p = Pair(1, Pair(2, 3))\nlet q = p.b.lease\n", ["p: lent 1× (p.b)"]),
        ("let p = Pair(1, 2)\nlet q = p.lease\nlet r = q.lease\n", ["p: lent 1× (p)", "q: lent 1× (q)"]),
        ("let p = Pair(1, 2)\nlet q = p.give\n", []),
        ("let n = 1\nlet m = n\n", []),
        ("print(1).await\n", []),
    ],
)
def test_lenses(program: str, expected: list[str]) -> None:
    assert told(PAIR + program) == expected


def test_what_was_renamed_in_between_is_not_mixed_up() -> None:
    program = PAIR + "let p = Pair(1, 2)\nlet p = Pair(3, 4)\nlet q = p.lease\n"
    (lens,) = lenses(analysed(program))
    assert program[: lens.span.start].count("\n") == 2, "the second one is lent"


def test_only_what_is_declared_in_a_range() -> None:
    program = PAIR + "let p = Pair(1, 2)\nlet q = p.lease\nlet r = q.lease\n"
    (lens,) = lenses(analysed(program), Span(program.index("q ="), program.index("r =")))
    assert program[slice(*lens.span)] == "q"
