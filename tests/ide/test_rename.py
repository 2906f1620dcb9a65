"""Rename: every place of a name at once, or a refusal that says why."""

from __future__ import annotations

import pytest
from ide.conftest import at_cursor

from leaselens.diagnostics import edited
from leaselens.ide.rename import Refusal, prepare, rename

CLASSES = "class Point(x, y)\nclass Line(x)\n"


def renamed(marked: str, text: str, dialect: str | None = None) -> str:
    """The program after the rename, or the reason why there is none."""
    analysis, offset = at_cursor(marked, dialect)
    found = rename(analysis, offset, text, dialect)
    return found.reason if isinstance(found, Refusal) else edited(analysis.source.text, found)


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("fn f(▲p) { p }", "point", "fn f(point) { point }"),
        ("fn f(p) { p }\nf(▲p: 1)", "point", "fn f(point) { point }\nf(point: 1)"),
        ("fn ▲f(p) { p }\nf(f(1))", "g", "fn g(p) { p }\ng(g(1))"),
        ("class ▲A(x)\nfn f(a: my A) -> my A { A(1) }", "B", "class B(x)\nfn f(a: my B) -> my B { B(1) }"),
        ("class A(x)\nlet a = A(x: 1)\na.▲x += a.x", "y", "class A(y)\nlet a = A(y: 1)\na.y += a.y"),
        ('let a▲ = 1\nprint("{a}\\n  {a + a}").await', "bc", 'let bc = 1\nprint("{bc}\\n  {bc + bc}").await'),
        ("fn f(a, b: leased{▲a}) { b }", "c", "fn f(c, b: leased{c}) { b }"),
        ("let x = 1\nlet ▲x = x\nx", "y", "let x = 1\nlet y = y\ny"),
        ("let x = ▲undeclared", "y", "what is here was not declared in this file"),
        ("let ▲x = 1", "x", "let x = 1"),
    ],
)
def test_all_places_at_once(before: str, text: str, after: str) -> None:
    assert renamed(before, text) == after


def test_labels_and_fields_go_with_the_field_of_their_class() -> None:
    program = CLASSES + "let p = Point(x: 1, y: 2)\nlet l = Line(▲x: p.x)\nprint(l.x).await\n"
    assert renamed(program, "length") == (
        "class Point(x, y)\nclass Line(length)\n"
        "let p = Point(x: 1, y: 2)\nlet l = Line(length: p.x)\nprint(l.length).await\n"
    )


@pytest.mark.parametrize(
    ("program", "text", "reason"),
    [
        ("let ▲x = 1", "let", "`let` is a word of the language"),
        ("let ▲x = 1", "lease", "`lease` is a word of the language"),
        ("let ▲x = 1", "print", "`print` is built in"),
        ("let ▲x = 1", "", "`` is not a name"),
        ("let ▲x = 1", "a b", "`a b` is not a name"),
        ("let ▲x = 1", "7", "`7` is not a name"),
        ("print(▲print).await", "write", "what is here was not declared in this file"),
        ("let ▲a = 1\nlet b = 2\na + b", "b", "`b` in line 3 would mean another"),
        ("let a = 1\nif true {\n  let ▲b = 2\n  a + b\n}", "a", "`a` in line 4 would mean another"),
        ("fn ▲f() { 1 }\nfn g() { f() }", "g", "line 2 would have a new problem: already have a function named `g`"),
        ("let ▲a = b", "b", "`b` in line 1 would mean another"),
        ("class A(▲x, y)\nlet a = A(1, 2)\na.x + a.y", "y", "`y` in line 3 would mean another"),
        ("class A(▲x)\nclass B(y)\nfn f(p) { p.y }", "y", "`y` in line 3 would mean another"),
        (CLASSES + "fn f(p) { p.x }\nclass Other(▲y)", "x", "`x` in line 3 would mean another"),
        (CLASSES + "fn f(p) { p.▲x }", "z", "`x` may mean that of `Point` or that of `Line` here"),
        (CLASSES.replace("Line(x", "Line(▲x") + "fn f(p) { p.x }", "z", "it is not known what `x` in line 3 means"),
        (
            CLASSES.replace("Line(x", "Line(▲x") + "fn f(p) { p.x }\nf(Line(1))\nf(Point(1, 2))",
            "z",
            "`x` in line 3 may mean that of `Line` or that of `Point`",
        ),
        ("fn ▲f() { 1 }\nfn g( { f() }", "h", "it is not known what `f` in line 2 means"),
    ],
)
def test_refusals_say_why(program: str, text: str, reason: str) -> None:
    assert renamed(program, text) == reason


def test_a_word_of_one_dialect_is_a_name_in_another() -> None:
    assert renamed("class A(x)\nasync fn main() {\n  ▲a = A(1)\n  a.x := 2\n}", "let", "v2").startswith("class A(x)")
    assert renamed("class A(x)\nlet ▲a: my = A(1)\na.x", "mutable", "d3") == "`mutable` is a word of the language"


def test_a_program_with_mistakes_keeps_them() -> None:
    program = "class A(x)\nlet a = A(1)\nlet ▲b = a.lease\na.x = 2\nprint(b).await\nnobody\n"
    assert renamed(program, "guest") == program.replace("▲", "").replace("b =", "guest =").replace("(b)", "(guest)")


def test_what_can_be_renamed_is_the_word() -> None:
    analysis, offset = at_cursor("let word = 1\nwo▲rd")
    found = prepare(analysis, offset)
    assert not isinstance(found, Refusal)
    assert (analysis.source.text[slice(*found.word)], found.word.start) == ("word", 13)
