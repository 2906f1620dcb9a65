"""Walking, storing, scopes and control: reference §D.2, §D.5, §D.6, §D.10, §D.12, and the thirty points of §H."""

from __future__ import annotations

import pytest
from dada.told import after, analyse, check, held, printed, row

HEAD = "class D(x)\nclass P(a, b)\nclass A(atomic x)\n"


def told(program: str) -> list[str]:
    """A program of one line, its statements parted by ``;``, gets the marks of its last statement and no others."""
    lines, _, mark = program.partition("#!")
    text = HEAD + "\n".join(statement.strip() for statement in lines.split(";"))
    analysis = check(f"{text}  #!{mark}" if mark else text)
    return [diagnostic.message for diagnostic in analysis.diagnostics]


# ---------------------------------------------------------------- what a walk can come upon


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("let x = x  #! R-3 `x`", "accessing uninitialized memory"),
        ("let d = D(1); d.y  #! R-5 `d.y`", "the class `D` has no field named `y`"),
        ("let d = D(1); d.y = 2  #! R-5 `d.y`", "the class `D` has no field named `y`"),
        ("let d = D(D(1)); d.x.y.z  #! R-5 `d.x.y`", "the class `D` has no field named `y`"),
        ("let t = (1, 2); t.2  #! R-6 `t.2`", "no field named `2`"),
        ("let t = (1, 2); t.01  #! R-6 `t.01`", "no field named `01`"),
        ("let t = (1, 2); t.1_  #! R-6 `t.1_`", "no field named `1_`"),
        ("let t = (1, 2); t.x  #! R-6 `t.x`", "no field named `x`"),
        ("let n = 22; n.x  #! R-7 `n.x`", "expected something with fields, found an integer"),
        ("let n = 22; n.x = 1  #! R-7 `n.x`", "expected something with fields, found an integer"),
        ("D.x  #! R-7 `D.x`", "expected something with fields, found a class"),
        ("let t = print(1); t.x  #! R-7 `t.x`", "expected something with fields, found a thunk"),
        ("if 1 {}  #! R-8 `1`", "expected a boolean, found an integer"),
        ("while D(1) {}  #! R-8 `D(1)`", "expected a boolean, found an instance of `D`"),
        ("let d = D(1); let s = d; s.x = 2  #! R-9 `2`", "cannot write to shared fields"),
        ("let d = D(1); let s = d; s.x += 2  #! R-9 `s.x += 2`", "cannot write to shared fields"),
        ("let d = A(1); let s = d; s.x = 2  #! R-10 `2`", "atomic writes not implemented yet"),
        ("let d = A(1); let s = d; atomic { s.x = 2 }  #! R-10 `2`", "atomic writes not implemented yet"),
        ("let d = A(1); d.x = 2", None),
        ("let t = (D(1), 2); t.0.x = 3; t.1 = 4", None),
    ],
)
def test_what_a_walk_comes_upon(program: str, message: str | None) -> None:
    assert told(program) == ([message] if message is not None else [])


def test_a_missing_field_names_its_class() -> None:
    check("class D(x)\nlet d = D(1)\nd.y  #! R-5 `d.y`; declared `D`\n")


# ---------------------------------------------------------------- §H, point by point


@pytest.mark.parametrize(
    "program",
    [
        # 1
        "let a = D(1); let b = a; print(a).await; a.x = 2; print(b).await  #! R-2 `b`; issued `a`; ended `2`",
        # 2
        "let a = D(1); let l = a.lease; print(a).await; l.x = 2  #! R-2 `l`; issued `a`; ended `a`",
        "let a = D(1); let l = a; print(a).await; print(l).await",
        "let a = D(1); let l = a; print(a).await; l.x = 2  #! R-9 `2`; issued `a`",
        # 3
        "let p = D(1); let q = p.lease; let s = q; let u = p; print(s).await  #! R-2 `s`; issued `q`; ended `p`",
        "let p = D(1); let q = p.lease; let s = p; let u = p; print(s).await",
        # 4
        "let p = P(D(1), D(2)); let l = p.a.lease; let y = p.b; p.b = D(3); print(l).await",
        "let p = P(D(1), D(2)); let l = p.a.lease; let y = p; print(l).await  #! R-2 `l`; ended `p`",
        "let p = P(D(1), D(2)); let l = p.lease; p.b = D(3); print(l).await  #! R-2 `l`; ended `D(3)`",
        # 5
        "let k = P(D(1), 2); let o = k.lease; let l = o.a.lease; let z = k.b; print(l).await  #! R-2 `l`; ended `k.b`",
        # 6, 7, 8: test_calls.py
        # 9
        "let p = D(1); let l = p.lease; p = D(2); print(l).await  #! R-2 `l`; issued `p`; ended `D(2)`",
        "let p = D(1).share; let l = p.lease; p = D(2); print(l).await",
        # 10
        "let p1 = D(1); let p2 = P(p1.lease, 0); let l = p2.a.lease; p2.a = D(9); print(l).await",
        "let d = D(1); let p = P(d.lease, 0); let l = p.a.lease; p.a = D(9); let r = d; print(l).await  #! R-2 `l`",
        # 11
        "let l = D(1).lease; print(l).await",
        "let l = 0; if true { l = D(1).lease }; print(l).await  #! R-2 `l`; ended `}`",
        "let l = 0; loop { l = D(1).lease, break }; print(l).await  #! R-2 `l`",
        "let l = 0; atomic { l = D(1).lease }; print(l).await  #! R-2 `l`; ended `}`",
        "let l = 0; { let d = D(1), l = d.lease }; print(l).await; print(d).await",
        # 12
        "let d = D(1); let l = d.lease; let d = D(2); print(l).await",
        # 16
        "fn f() { 22 }; let n = f(); n + 1  #! R-19 `n + 1`",
        # 21
        "let n = 1; let b = n.give; print(n).await",
        # 23
        "let p = P(D(1), 0).share; let l = p.a.lease; l.x = 3  #! R-9 `3`",
        "let d = D(1); let p = P(d.lease, 0).share; p.a.x = 3  #! R-9 `3`",
        # 24
        "let p = P(D(1), 0); let q = p.lease; let d = q.a.give; d.x = 9; print(p).await; print(d).await  #! R-2 `d`",
        # 25
        "let r = loop { let d = D(1), break d }; print(r).await  #! R-2 `r`; issued `d`",
        "let r = loop { let d = D(1), break d.give }; print(r).await",
        # 26: test_data.py
        # 27
        "let c = P(D(1), 0); let m = c.a.give; print(c.a.x).await  #! R-2 `c.a`; ended `c.a`",
        # 28
        "let v: Nope = 3",
        "fn want(x: my D) {}; let x = D(1); want(x)  #! R-16 `want(x)`",
        # 29: test_calls.py
        # 30
        "let x = -1",
    ],
)
def test_where_a_naive_analyser_goes_wrong(program: str) -> None:
    told(program)


def test_a_newline_does_not_end_an_expression() -> None:
    """Point 18."""
    check("let x = 1  #! R-20 `1`\n-2\n")


def test_loops_need_two_rounds() -> None:
    """Point 13."""
    text = """
class D(x)
let n = 0
let l = D(0)
while n < 2 {
    print(l).await  #! R-2 `l`; issued `d`; ended `}`
    let d = D(n)
    l = d.lease
    n += 1
}
"""
    assert printed(check(text)).startswith("D(0)\n")


def test_while_tests_after_the_body() -> None:
    """Point 14."""
    assert printed(check("let n = 5\nwhile n < 2 { n += 1, print(n).await }\n")) == "6\n"
    assert printed(check("while false { print(1).await }\n")) == "1\n"


def test_continue_skips_the_test() -> None:
    text = """
let n = 0
while n < 2 {
    n += 1
    if n < 5 { continue }
}
print(n).await
"""
    assert printed(check(text)) == "5\n"


def test_a_newline_does_not_stop_return() -> None:
    """Point 17."""
    text = """
async fn f() {
    return
    print("x").await  #! C40 `print("x").await`
}
f().await
"""
    assert printed(check(text)) == "x\n"


def test_what_is_shared_from_literals_is_a_copy() -> None:
    """Point 21."""
    assert printed(check("let n = 1\nlet c = n.lease\nn = 5\nprint(c).await\n")) == "1\n"


def test_who_holds_a_lease_does_not_own() -> None:
    """Point 22."""
    text = """
class D(x)
class P(a, b)
let d = D(1)
let p = P(d.lease, 0)
p.a.x = 4
print(d).await
print(p).await
print(p.a).await  #! R-2 `p.a`; issued `d.lease`; ended `d`
"""
    assert printed(check(text)).startswith("D(4)\nP((expired), 0)\n")


# ---------------------------------------------------------------- §D.5, §D.6: values, scopes, temporaries


@pytest.mark.parametrize(
    ("program", "output"),
    [
        ("let t = if true { 1 } else { 2 }; print(t).await", "1\n"),
        ("let t = if false { 1 }; print(t).await", "()\n"),
        ("let t = {}; print(t).await", "()\n"),
        ("let t = { 1, 2 }; print(t).await", "2\n"),
        ("let t = { let u = 1 }; print(t).await", "()\n"),
        ("let t = loop { break }; print(t).await", "()\n"),
        ("let t = loop { break 3 }; print(t).await", "3\n"),
        ("let t = while false {}; print(t).await", "()\n"),
        ("let t = atomic { 4 }; print(t).await", "4\n"),
        ("let x = 1; let t = (x = 2); print(t).await; print(x).await", "()\n2\n"),
        ("let x = 1; let x = x + 1; print(x).await", None),
        ("let d = D(1); let d2 = ((d)).give; print(d2).await", "D(1)\n"),
        ("let d = D(1); d = D(d.x + 1); print(d).await", "D(2)\n"),
        ("let d = D(1); let n = 0; n = (d).x + 1; print(n).await", "2\n"),
        ("let p = P(D(1), D(2)); p.a.x += p.b.x; print(p).await", "P(D(3), D(2))\n"),
        ("let p = P(D(1), 2); let a = p.a.give; print(p).await; p.a = 3; print(p).await", "P((expired), 2)\nP(3, 2)\n"),
        ('print("{1}{2}").await', "12\n"),
        ('let d = D(1); print("d is {d}, or {d.x}").await', "d is D(1), or 1\n"),
        ("let n = 0; loop { n += 1, if n == 3 { break } }; print(n).await", "3\n"),
        ("let n = 0; loop { n += 1, if n < 3 { continue }, break }; print(n).await", "3\n"),
    ],
)
def test_what_expressions_come_to(program: str, output: str | None) -> None:
    text = HEAD + program.replace("; ", "\n")
    if output is None:  # a variable is in scope in its own initialiser
        check(text.replace("x + 1", "x + 1  #! R-3 `x`"))
    else:
        assert printed(check(text)) == output


@pytest.mark.parametrize(
    ("inner", "outlives"),
    [
        ("if true { SET }", False),
        ("if false {} else { SET }", False),
        ("loop { SET, break }", False),
        ("while false { SET }", False),
        ("atomic { SET }", False),
        ("{ SET }", True),
        ("let unused = { SET }", True),
        ("f()", None),
    ],
)
def test_which_blocks_are_scopes(inner: str, outlives: bool | None) -> None:
    if outlives is None:
        check("class D(x)\nfn f() -> { let d = D(1), d.lease }\nf()  #! R-2 `f()`\n")
        return
    text = f"class D(x)\nlet l = 0\n{inner.replace('SET', 'let d = D(1), l = d.lease')}\nlet last = 0\n"
    assert held(row(after(analyse(text), "let last = 0"), "l")) == ("leased" if outlives else "expired")


def test_variables_of_a_scope_go_newest_first() -> None:
    """`l` leases from `d`, and is dropped before it: nothing is wrong with that."""
    check("class D(x)\nif true {\n    let d = D(1)\n    let l = d.lease\n    l.x = 2\n}\n")


def test_break_and_continue_leave_their_scopes() -> None:
    check(
        """
class D(x)
let l = D(0)
let n = 0
loop {
    print(l).await  #! R-2 `l`; issued `d`; ended `continue`
    if n < 1 {
        let d = D(1)
        l = d.lease
        n += 1
        continue
    }
    break
}
"""
    )


def test_a_function_drops_its_variables_at_once() -> None:
    check("class D(x)\nfn f() {\n    let d = D(1)\n    let l = d.lease\n}\nf()\n")


def test_a_hole_can_be_filled_again() -> None:
    check(
        """
class D(x)
class P(a, b)
let p = P(D(1), D(2))
let a = p.a.give
let q = p.give
q.b.x = 3
q.a = a.give
print(q.a).await
let b = q.b.give
print(q.b).await  #! R-2 `q.b`; issued `D(2)`; ended `q.b`
"""
    )
