"""The published grammar (``grammar.lark``) and the parser agree on what is Dada."""

from __future__ import annotations

import pytest
from dada import published
from dada.marked import reading

from leaselens.dada.dialects import DIALECTS

_BEYOND_SYNTAX = {"DADA-C29", "DADA-C30", "DADA-C31"}
"""What reading reports although the grammar allows it."""

ANY = tuple(DIALECTS)
LATE = ("d2", "d3", "v3")
EARLY = ("d1-2021", "d1")

GOOD = [
    (ANY, ""),
    (ANY, "# nothing\n\n"),
    (ANY, "class Empty()\nclass Pair(a, b)\nclass Rows(\n  a\n  b,\n  c\n)\n"),
    (ANY, "async fn main() { print(1).await }\nfn g(a,) {}\nfn h(\n  a\n  b\n)\n{\n}\n"),
    (ANY, "fn f() { g(1, b: 2)\n h((), (1), (1, 2)).x.0.lease\n}"),
    (ANY, "fn f(x) { if x { 1 } else if x == 2 { 3 } else { while x { loop { atomic { x } } } } }"),
    (ANY, "fn f(x) { -x + - 2 * 3 / x.y - 1.5 <= 2_u }"),
    (ANY, 'fn f(x) { g("a {x} b {"deep {x}"}") }'),
    (ANY, "fn f(x) { x\n.y\n.give\n g\n(x) }"),
    (ANY, "fn f(x) { x += 1\n x.y -= x }"),
    (LATE, "let x = 1 let atomic y: Pair = x = 2\nx.share x\nclass Pair()"),
    (LATE, "fn f(a: my P, b: shared{a, a.b} P) -> leased{a} P { return a\n }"),
    (LATE, "fn f[T, my S](a: P) -> { loop { break 1\n break\n continue }\n return\n }"),
    (LATE, "let x = return break 1"),
    (
        ("d2", "d3"),
        "class P(x: our, y: any)\nclass Q(\n  x: our\n  y: leased\n  our z\n)\nlet p: my = p.shlease\n...\nlet q = p",
    ),
    (("d3",), "let l: mutable = p.ref\nlet m: mutable P = p.mut"),
    (
        EARLY,
        "class P(var x, shared y, atomic z)\nfn f(var x) { var a := x\n var b = a\n shared c = b\n var d\n a := b\n }",
    ),
    (EARLY, "fn f(x) { do { x } // said\n }"),
    (("d1", "v2"), "fn f(x) { y = x\n y.z := 2 }"),
    (
        ("v2",),
        "class P(our x, shleased atomic y, z)\nfn f(any x) -> { my a = x\n leased b = a.shlease\n atomic c = a\n"
        " my atomic d = c\n d.x := 2\n return d }",
    ),
    (("v2",), "my let = 1\nany break = let"),
    (("d1-2021",), "fn f(x) { var y\n y = x.z = 2 }"),
]

BAD = [
    (ANY, "fn f() { 1 2 }"),
    (ANY, "fn f() { 1\n, 2 }"),
    (ANY, "fn f() { g(1 2) }"),
    (ANY, "fn f() { x=-1 }"),
    (ANY, "fn f() { a.-b }"),
    (ANY, "fn f() { 1..2 }"),
    (ANY, "fn f() { 1.give }"),
    (ANY, "fn f() { 1 .5 }"),
    (ANY, 'fn f() { g(r"x") }'),
    (ANY, 'fn f() { g("{}") }'),
    (ANY, 'fn f() { g("{1 2}") }'),
    (ANY, "fn f() { a; b }"),
    (ANY, "fn f() { a + }"),
    (ANY, "fn f() { if a }"),
    (ANY, "fn f() { class A() }"),
    (ANY, "fn f()"),
    (ANY, "fn f {}"),
    (ANY, "fn (a) {}"),
    (ANY, "class A"),
    (ANY, "class A(a:)"),
    (ANY, "fn f() { a.if }"),
    (ANY, "fn f() { % }"),
    (ANY, "fn f() { (1 }"),
    (LATE, "fn f() { 1 + let x = 2 }"),
    (LATE, "fn f() { break * 3 }"),
    (LATE, "let = 1"),
    (LATE, "let x"),
    (LATE, "fn f() { x := 1 }"),
    (("v3",), "let p: my = 1"),
    (("v3",), "class P(our x)"),
    (EARLY, "fn f() -> { }"),
    (EARLY, "fn f() { let x = 1 }"),
    (("d1", "v2"), "fn f(x) { x.y = 1 }"),
    (("v2",), "fn f() { let x = 1 }"),
    (("v2",), "my x := 1"),
    (("v2",), "my x"),
    (("v2",), "fn f() { my }"),
    (("v2",), "fn f() { g(my x) }"),
]


def _each(samples: list[tuple[tuple[str, ...], str]]) -> list[tuple[str, str]]:
    return [(dialect, text) for dialects, text in samples for dialect in dialects]


def _parses(text: str, dialect: str) -> bool:
    file, _ = reading(text, dialect)
    found = {found.code for placed in file.items for found in placed.diagnostics}
    return not found - _BEYOND_SYNTAX


@pytest.mark.parametrize(("dialect", "text"), _each(GOOD))
def test_both_accept(dialect: str, text: str) -> None:
    assert _parses(text, dialect)
    assert published.accepts(text, DIALECTS[dialect])


@pytest.mark.parametrize(("dialect", "text"), _each(BAD))
def test_both_reject(dialect: str, text: str) -> None:
    assert not _parses(text, dialect)
    assert not published.accepts(text, DIALECTS[dialect])
