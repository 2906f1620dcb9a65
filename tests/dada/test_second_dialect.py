"""The machine of the interpreter of July 2022: reference §D.9, §G.1, §G.2 and R-18; and §D of everything else.

Specifiers stand before names, and hold at every assignment; what has none is ``shleased``. A bare place gives, but as
an argument or part of something it is only reserved, and used when everything else is there.
"""

from __future__ import annotations

from itertools import product

import pytest
from dada import test_specifiers
from dada.told import after, analyse, check, held, printed, row

MAKING = {
    "my": "my x = D(1)",
    "our": "our x = D(1)",
    "leased": "my o = D(1)\nleased x = o",
    "shleased": "my o = D(1)\nshleased x = o",
}

# Where a value is received: the program, the place that holds it then, and the statement after which it does.
BINDINGS = {
    "variable": ("{S} r = x", "r", "{S} r = x"),
    "parameter": ("fn f({S} r) { 0 }\nf(x)", "r", "0"),
    "field": ("class C({S} r)\nmy c = C(x)", "c.r", "my c = C(x)"),
    "assignment": ("{S} r = D(2)\nr := x", "r", "r := x"),
    "assignment to a field": ("class C({S} r)\nmy c = C(D(2))\nc.r := x", "c.r", "c.r := x"),
}
RECEPTIONS = list(product(BINDINGS, test_specifiers.SPECIFIERS, test_specifiers.PERMISSIONS))


@pytest.mark.parametrize(("binding", "specifier", "permission"), RECEPTIONS)
def test_a_specifier_decides(binding: str, specifier: str, permission: str) -> None:
    use, place, statement = (text.replace("{S}", specifier) for text in BINDINGS[binding])
    text = f"class D(any x)\n{MAKING[permission]}\n{use}\n"
    expected = test_specifiers.cell(specifier, permission)
    if expected.startswith("R-17"):
        test_specifiers.assert_refused(text, "v2", expected, specifier, "x", permission)
        return
    picture = after(check(text, "v2"), statement)
    assert held(row(picture, place)) == expected.split(" ")[0]
    caller = next(r for r in picture.frames[0].rows if r.name == "x")
    assert held(caller) == (expected.partition(" -> ")[2] or test_specifiers.held_as(permission))
    assert caller.leased_out is expected.endswith(" T")


CLASSES = "class D(any x)\nclass P(any a, any b)\nclass S(x)\n"


def body(statements: str, mark: str = "") -> str:
    """A program of statements that are parted by ``;``; ``mark`` is told of the last one."""
    lines = statements.split("; ")
    return CLASSES + "\n".join(lines) + (f"  #! {mark}" if mark else "") + "\n"


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ("p = D(1); q = 0", "shared our"),
        ("my p = D(1); q = p", "my shared"),
        ("my p = D(1); q = p.give", "given shared"),
        ("my p = D(1); any q = p", "given my"),
        ("my p = D(1); any q = p.share", "given our"),
        ("my p = D(1); any q = p.shlease", "my shared"),
        ("my p = D(1); any q = (p, 0)", "given my"),
        ("my p = D(1); any q = {p}", "given my"),
        ("my p = D(1); any q = if true { p } else { 0 }", "given my"),
        ("my p = P(D(1), 0); any q = p.a", "my my"),
        ("my p = P(D(1), 0).a; any q = 0", "my our"),
    ],
)
def test_what_is_left_and_what_arrives(statements: str, expected: str) -> None:
    analysis = check(body(statements), "v2")
    picture = after(analysis, statements.split("; ")[-1])
    assert f"{held(row(picture, 'p'))} {held(row(picture, 'q'))}" == expected


@pytest.mark.parametrize(
    ("statements", "mark"),
    [
        ("p = D(1); p.x := 2", "R-9 `2`"),
        ("my p = D(1); p == 1", "R-19 `p == 1`"),
        ("my p = D(1); print(p).await; print(p).await", "R-2 `p`; issued `D(1)`; ended `p`"),
        ("my p = D(1); p; print(p).await", "R-2 `p`; issued `D(1)`; ended `p`"),
        ('my p = D(1); print("{p}").await; print(p).await', ""),
        ("my p = D(1); any q = (p, 1); print(p).await", "R-2 `p`; issued `D(1)`; ended `p`"),
        ("my p = D(1); leased q = p; q.x += 1; p.x += 1; q.x", "R-2 `q`; issued `p`; ended `p`"),
        ("my p = D(1); leased q = p; q.x += p.x", "R-2 `q`; issued `q`; ended `p.x`"),
        ("leased x = 1", "R-17 `1`; declared `leased`"),
        ("my p = D(1); leased q = D(2); q := p; q.x += 1; print(p.lease).await; q.x", "R-2 `q`; ended `p`"),
    ],
)
def test_what_is_told(statements: str, mark: str) -> None:
    check(body(statements, mark), "v2")


def test_a_share_of_a_lease_is_one_of_a_sublease() -> None:
    """The lease is given first: when its owner is read, the sublease ends, and the share with it (§B.3)."""
    check(body("my p = D(1); leased l = p; q = l.share; l; print(q).await", "R-2 `q`; ended `l`"), "v2")
    check(body("my p = D(1); leased l = p; q = l.shlease; print(l).await; print(q).await", "R-2 `q`"), "v2")


def test_a_lease_does_not_end_with_what_it_was_taken_through() -> None:
    """There were no easements yet: §H.5 is told otherwise by the later machine."""
    statements = "my oo = P(D(1), 2); leased o = oo; any l = o.a.lease; z = oo.b; print(l).await"
    check(body(statements), "v2")
    later = "let oo = P(D(1), 2); let o = oo.lease; let l = o.a.lease; let z = oo.b; print(l).await"
    check(f"class D(x)\nclass P(a, b)\n{later.replace('; ', chr(10))}  #! R-2 `l`\n", "v3")


# ---------------------------------------------------------------- reservations


@pytest.mark.parametrize(
    ("statements", "mark"),
    [
        ("my p = D(1); any t = P(p, p.give)", "R-18 `p.give`; declared `p`"),
        ("my p = D(1); any t = (p, p.give)", "R-18 `p.give`; declared `p`"),
        ("my p = D(1); any t = (p, p)", "R-18 `(p, p)`"),
        ('my p = D(1); "{p} {P(p.give, 0)}"', "R-18 `p.give`; declared `p`"),
        ("my p = D(1); p.x := P(p.give, 0)", "R-18 `p.give`; declared `p`"),
        ("my p = P(D(1), 0); any t = P(p.a, p.give)", "R-18 `p.give`; declared `p.a`"),
        ("my p = D(1); leased q = p; any t = P(q, p.x)", "R-18 `p.x`; declared `q`"),
        ("my p = D(1); any t = P(p, 1); any u = D(2)", ""),
        ("our p = D(1); any t = P(p, p.give)", ""),
        ("my p = D(1); any t = S(p); p.x := 2; print(t).await", ""),
        ("my p = P(D(1), D(2)); any t = P(p.a, p.b.give)", ""),
    ],
)
def test_nobody_takes_away_what_is_reserved(statements: str, mark: str) -> None:
    check(body(statements, mark), "v2")


def test_a_reserved_place_is_used_when_the_call_happens() -> None:
    """The second argument writes what the first one names: the first one sees it, and ends nothing."""
    text = """
class D(any x)
class P(any a, any b)

fn changed(leased d) -> {
    d.x := 2
    d.x
}

async fn main() {
    my p = D(1)
    my t = P(p, changed(p.lease))
    print(t).await
}
"""
    assert printed(check(text, "v2")) == "my P(my D(2), 2)\n"


def test_what_is_reserved_is_free_again_after_a_mistake() -> None:
    """The call fails before it uses its arguments, and one mistake is told once."""
    text = "class D(any x)\nmy p = D(1)\nD(p, 2)  #! R-12 `D(p, 2)`\nany q = p.give\nprint(q).await\n"
    check(text, "v2")


def test_a_permission_that_is_not_known_yet_is_asked_for() -> None:
    """What nothing calls may be handed anything that the specifier admits."""
    check("class P(any a, any b)\nfn f(any p) { any t = P(p, p.give) }\n", "v2")
    check("class P(any a, any b)\nfn f(my p) { any t = P(p, p.give) }  #! R-18 `p.give`\n", "v2")


# ---------------------------------------------------------------- what it prints


def test_printing_tells_permissions() -> None:
    text = """
class D(any x)
fn f(any a) { }
async fn main() {
    my p = D(1)
    print(p.lease).await
    print(p.shlease).await
    print((p.lease, 1)).await
    print(D).await
    print(p.share).await
}
"""
    found = "leased D(1)\nshleased D(1)\nmy(leased D(1), 1)\nD\nour D(1)\n"
    assert printed(check(text, "v2")) == found


def test_the_outputs_of_an_analysis_stop_at_the_first_error() -> None:
    text = "class D(any x)\nmy p = D(1)\nprint(1).await\nprint(p).await\nprint(p).await\nprint(2).await\n"
    analysis = analyse(text, "v2")
    assert [(text[slice(*o.span)], o.text) for o in analysis.outputs] == [
        ("print(1).await", "1\n"),
        ("print(p).await", "my D(1)\n"),
    ]
