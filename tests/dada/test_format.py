"""The standard layout: what becomes of texts."""

from __future__ import annotations

import pytest
from dada.layouts import formatted, reading
from dada.told import analyse

from leaselens.dada.dialects import DIALECTS
from leaselens.dada.format import formatting
from leaselens.text import Span


@pytest.mark.parametrize(
    ("written", "laid_out"),
    [
        ("let  x=1", "let x = 1"),
        ("f( a,b , c )", "f(a, b, c)"),
        ("f (a)  .x . y", "f(a).x.y"),
        ("p . give", "p.give"),
        ("f(x:1,y :2)", "f(x: 1, y: 2)"),
        ("x+y*z-1", "x + y * z - 1"),
        ("a<b", "a < b"),
        ("p.x+=1", "p.x += 1"),
        ("let x = - 1", "let x = -1"),
        ("- -1", "- -1"),
        ("f(- x, 2 - - 1)", "f(-x, 2 - -1)"),
        ("return -1", "return -1"),
        ("if(a) {b}else{ c }", "if (a) { b } else { c }"),
        ("while x<1{ }", "while x < 1 {}"),
        ("{1}", "{ 1 }"),
        ("()", "()"),
        ("( 1,2 )", "(1, 2)"),
        ("x.await (1)", "x.await(1)"),
        ("f ( ( 1 ) )", "f((1))"),
        ("(f) (1)", "(f)(1)"),
        ("1u+2i", "1u + 2i"),
        ("1.5+t.0 .1", "1.5 + t.0.1"),
        ("let x:my P=y", "let x: my P = y"),
        ("let atomic  x = 1", "let atomic x = 1"),
        ('f( "a  b" )', 'f("a  b")'),
        ('"{ x+1 }"', '"{ x+1 }"'),
        ("let x = 1 let y = 2", "let x = 1 let y = 2"),
        ("1 x", "1 x"),
        ("x {}", "x {}"),
        ('print("a")"b"', 'print("a") "b"'),
        ("class P( x,y:our )", "class P(x, y: our)"),
        ("fn f [my A,B] (a)->shared { a,b } P{a}", "fn f[my A, B](a) -> shared{a, b} P { a }"),
        ("fn f[shared { a } P]() { }", "fn f[shared{a} P]() {}"),
        ("async  fn f(){}", "async fn f() {}"),
        ("fn f() -> { 1 }(2)", "fn f() -> { 1 } (2)"),
    ],
)
def test_spaces_between_tokens(written: str, laid_out: str) -> None:
    dialect = "d2" if "y:our" in written else "v3"
    assert formatted(written + "\n", dialect) == laid_out + "\n"


@pytest.mark.parametrize(
    ("dialect", "written", "laid_out"),
    [
        (
            "d1-2021",
            "class P(var x)\n\nasync fn f() {\n  do{ var q:=P( 1 ) }\n}\n",
            "class P(var x)\n\nasync fn f() {\n    do { var q := P(1) }\n}\n",
        ),
        (
            "d1",
            "fn f() {\n  if my{ shared  p=1 }\n  p:=2 // two\n}\n",
            "fn f() {\n    if my { shared p = 1 }\n    p := 2 // two\n}\n",
        ),
        (
            "v2",
            "class P(our x,any y)\nmy  p=P( 1,2 )\np.x:= - 3\n",
            "class P(our x, any y)\nmy p = P(1, 2)\np.x := -3\n",
        ),
        (
            "d2",
            "fn f(a:my,b:shleased) {\n...\n let l:leased=a\n}\n",
            "fn f(a: my, b: shleased) {\n    ...\n    let l: leased = a\n}\n",
        ),
        ("d3", "let l:mutable=p\nl.ref .mut\n", "let l: mutable = p\nl.ref.mut\n"),
    ],
)
def test_every_dialect(dialect: str, written: str, laid_out: str) -> None:
    assert formatted(written, dialect) == laid_out


INDENTED = {
    "a body": """\
fn f() {
    if a {
        b
    } else if c {
        d
    }
    else {
        loop {
            e
        }
    }
}
""",
    "one level for brackets that open together": """\
f(g(
    1,
    P(
        2
    )
), {
    3
})
""",
    "what goes on with an expression is indented": """\
let x = a
    + b
    .c(
        d
    ).e
let y =
    f
return
    y
""",
    "a body stands as deep as its construct": """\
fn f(
    a: my P
    b
) -> my P
{
    let x = if a
        == b {
        1
    } else {
        2
    }
    while
        x {
        x
    }
}
""",
    "a comment stands where the next line does": """\
fn f() {
    # one
    a
        # two
        + b
    # three
}
# four
""",
    "a newline does not end an expression": """\
let x = 1
    - 2
f
    (3)
""",
    "parameters and generics": """\
class P(
    atomic x
    y: our P,
    z
)
fn f[
    A
    my B
](
    a: shared{
        b
        c
    } P
) {}
""",
}


@pytest.mark.parametrize("text", INDENTED.values(), ids=INDENTED)
def test_indentation(text: str) -> None:
    assert formatted(text) == text, "what is laid out stays"
    flat = "".join(line.lstrip() for line in text.splitlines(keepends=True))
    assert formatted(flat) == text
    assert formatted(text, indent="\t") == text.replace("    ", "\t")
    assert formatted(text.replace("\n", "\r\n")) == text.replace("\n", "\r\n")


def test_lines_stay_as_the_author_broke_them() -> None:
    """Long calls are not broken, and broken ones not joined."""
    long = f"f({', '.join(['argument'] * 40)})\n"
    assert formatted(long) == long
    broken = "f(\n    a,\n    b\n)\n"
    assert formatted(broken) == broken


@pytest.mark.parametrize(
    ("written", "laid_out"),
    [
        ("\n\n \na\n", "a\n"),
        ("a\n\n\n\nb\n", "a\n\nb\n"),
        ("a\n  \nb", "a\n\nb\n"),
        ("fn f() {\n\n    a\n\n}\n\n\n", "fn f() {\n    a\n}\n"),
        ("f(\n\n\n    # why\n\n    a\n\n)\n", "f(\n    # why\n\n    a\n)\n"),
        ("a \t\nb\f\n", "a\nb\n"),
        ("a\r\n\r\n\r\nb", "a\r\n\r\nb\r\n"),
        ("a\rb \r", "a\rb\r"),
        ("# only this", "# only this\n"),
        ("", ""),
        (" \n\n", " \n\n"),
    ],
)
def test_blank_lines_and_line_ends(written: str, laid_out: str) -> None:
    assert formatted(written) == laid_out


@pytest.mark.parametrize(
    ("written", "laid_out"),
    [
        ("x#why", "x #why\n"),
        ("x # why  ", "x # why\n"),
        ("x =1    # one\nyy = 2  # two", "x = 1   # one\nyy = 2  # two\n"),
        ("fn f() {\na   # one\nbcd # two\n}", "fn f() {\n    a   # one\n    bcd # two\n}\n"),
        ("x=1 # one", "x = 1 # one\n"),
        ("if a {# why\nb\n}", "if a { # why\n    b\n}\n"),
    ],
)
def test_comments_behind_code(written: str, laid_out: str) -> None:
    """They stay in their column where they can, so that what was aligned stays so."""
    assert formatted(written) == laid_out


def test_a_comment_that_points_up_goes_along() -> None:
    assert (
        formatted("fn f() {\n  let x = y\n#!        ^ here\n}\n") == "fn f() {\n    let x = y\n  #!        ^ here\n}\n"
    )
    marked = "fn f() {\n    let x = y\n#!          ^ here\n}\n"
    assert formatted(marked) == marked


def test_strings_are_kept_byte_for_byte() -> None:
    string = '"\n      one  \n\t two{ x+1 }\n\n\n   "'
    assert formatted(f"fn f() {{\nprint( {string} ,1)\n}}\n") == f"fn f() {{\n    print({string}, 1)\n}}\n"


@pytest.mark.parametrize(
    "broken",
    ["fn  f( {\n  x=-1\n }", "fn  f() {\n  x  =-1\n }", "class  fn", 'let  x = "\\q"', "let  x=1 )", 'f( "open'],
)
def test_what_can_not_be_read_is_left_alone(broken: str) -> None:
    written = f"class  P( x )\n\n\n\n{broken}\nclass  Q( x )\n"
    after = formatted(written)
    assert broken in after
    assert after.startswith("class P(x)\n")
    assert after.endswith("class Q(x)\n")


def test_a_range_is_whole_lines() -> None:
    text = "a  .b\nc  .d  \n\n\ne  .f\n"
    at = text.index("d")
    assert formatted(text, within=Span(at, at)) == "a  .b\nc.d\n\n\ne  .f\n"
    assert formatted(text, within=Span(0, at)) == "a.b\nc.d\n\n\ne  .f\n"
    assert formatted(text, within=Span(0, len(text))) == "a.b\nc.d\n\ne.f\n"


def test_only_what_changes_is_edited() -> None:
    text = "fn f() {\n   a\n    b\n}\n"
    assert [(edit.span, edit.text) for edit in formatting(reading(text), "    ")] == [(Span(9, 12), "    ")]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_analysis_answers(dialect: str) -> None:
    analysis = analyse("class  P(x)", dialect)
    assert [(edit.span, edit.text) for edit in analysis.formatting()] == [(Span(5, 7), " "), (Span(11, 11), "\n")]
    assert analysis.formatting(within=Span(0, 0)) == analysis.formatting()


def test_what_is_not_known_to_mean_the_same_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    from leaselens.dada import format

    file = reading("f( x )\n")
    assert format.formatting(file, "    ")
    with monkeypatch.context() as patched:
        patched.setattr(format, "same_trees", lambda one, other: False)
        assert not format.formatting(file, "    ")
    unstable = iter("ab" * 9)
    laid_out = format.laid_out
    with monkeypatch.context() as patched:
        patched.setattr(format, "laid_out", lambda f, i: [*laid_out(f, i), *laid_out(reading(f" {next(unstable)}"), i)])
        assert not format.formatting(file, "    ")
