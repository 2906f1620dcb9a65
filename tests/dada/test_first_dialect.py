"""The machine of the first dialect: reference §G.2, "Machine for D1 documents", and §D of everything else.

A bare place gives (in the first week it shares); `.share` of what is owned turns the place itself into `our`; a
lessor's read spares leases that are shared on (test_access.py); what is declared without `var` is shared when stored.
"""

from __future__ import annotations

import pytest
from dada.told import after, analyse, check, held, printed, row

CLASSES = "class D(var x)\nclass P(var a, var b)\nclass S(x)\nclass H(a)\n"


def body(program: str) -> str:
    """A main of statements that are parted by ``;``; the last one may have a mark."""
    statements, hash_, mark = program.partition("  #!")
    return f"{CLASSES}async fn main() {{\n" + statements.replace("; ", "\n") + hash_ + mark + "\n}\n"


def rows(statements: str, last: str, dialect: str = "d1") -> str:
    """What `p`, then `q`, hold after the last statement."""
    picture = after(analyse(body(f"{statements}; {last}"), dialect), last)
    return f"{held(row(picture, 'p'))} {held(row(picture, 'q'))}"


@pytest.mark.parametrize(
    ("statements", "last", "expected"),
    [
        # (i) a bare place gives
        ("var p = D(1)", "var q = p", "given my"),
        ("var p = D(1); var q = 0", "q := p", "given my"),
        ("var o = D(1); var p = o.lease", "var q = p", "leased leased"),
        ("var p = D(1).share", "var q = p", "our our"),
        ("var p = D(1)", "var q = P(p, 0)", "given my"),
        ("var p = D(1)", "var q = p.lease", "my leased"),
        # (ii) `.share` shares in place
        ("var p = D(1)", "var q = p.share", "our our"),
        ("var o = D(1); var p = o.lease", "var q = p.share", "leased shared"),
        ("var o = D(1); var l = o.lease; var p = l.share", "var q = p.share", "shared shared"),
        ("var p = P(D(1), 0)", "var q = p.a.share", "my our"),
        # (iv) without `var`, a variable shares what is stored
        ("p = D(1)", "q = p", "our our"),
        ("var o = D(1)", "p = o.lease; var q = 0", "shared our"),
        ("var p = D(1)", "q = p", "given our"),
    ],
)
def test_what_is_left_and_what_arrives(statements: str, last: str, expected: str) -> None:
    *before, last = f"{statements}; {last}".split("; ")
    assert rows("; ".join(before), last) == expected


@pytest.mark.parametrize(
    ("statements", "last", "expected"),
    [
        ("var p := D(1)", "var q := p", "my shared"),
        ("var p := D(1); var q := 0", "q = p", "my shared"),
        ("var p := D(1)", "var q := p.give", "given my"),
        ("var p := D(1)", "var q := p.share", "our our"),
    ],
)
def test_the_first_week_shares(statements: str, last: str, expected: str) -> None:
    assert rows(statements, last, "d1-2021") == expected


@pytest.mark.parametrize(
    "program",
    [
        # (i)
        "var p = D(1); var q = p; p.x  #! R-2 `p`; issued `D(1)`; ended `p`",
        "var p = D(1); take(p); p.x  #! R-2 `p`",
        'var p = D(1); print("{p}").await; print("{p}").await',
        # (ii)
        "var p = D(1); var q = p.share; p.x := 2  #! R-9 `2`",
        "var p = D(1); var q = p.share; q.x := 2  #! R-9 `2`",
        # (iv) a shared variable or field is reached jointly, and is not written
        "p = D(1); p.x := 2  #! R-9 `2`",
        "p = D(1); p := D(2)  #! R-9 `D(2)`",
        "var p = S(1); p.x := 2  #! R-9 `2`",
        "var p = H(D(1)); p.a.x := 2  #! R-9 `2`",
        "var p = D(1); p.x := 2",
        "var p = D(1); p := D(2); p.x := 3",
        "var p = P(D(1), 2); p.a.x := 3; p.b := 4",
    ],
)
def test_what_is_wrong(program: str) -> None:
    check(f"fn take(var d) {{}}\n{body(program)}", "d1")


def test_every_function_returns_its_last_expression() -> None:
    text = CLASSES + 'fn two() { 1 + 1 }\nasync fn main() {\n  var n = two()\n  print("{n}").await\n}\n'
    assert printed(check(text, "d1")) == "2\n"


def test_what_is_printed_says_its_permission() -> None:
    text = body('var p = P(D(1), 2); print("{p}").await; var q = p.share; print("{q}").await')
    assert printed(check(text, "d1")).split("\n")[1].startswith("our P(")
