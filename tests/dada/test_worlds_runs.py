"""Calls, loops and budgets (design, "How Dada is analysed: worlds").

Every program says in its comments what must be told. What is expected is derived from the design and the reference.
"""

from __future__ import annotations

import pytest
from dada.told import after, analyse, check, held, printed, row

from leaselens.dada import budgets

# ---------------------------------------------------------------- calls


def test_one_mistake_met_from_many_calls_is_one_diagnostic() -> None:
    check(
        """
class D(x)
fn f(d) {
    let e = d.give
    d.x = 1  #! R-2 `d`; called `f(D(1))`; called `f(D(2))`; called `f(D(3))`
}
f(D(1))
f(D(2))
f(D(3))
"""
    )


def test_a_finding_tells_how_its_body_was_called() -> None:
    check(
        """
class D(x)
fn g(d) {
    d.x = 1  #! R-9 `1`; called `g(d)`; called `f(D(1))`
}
fn f(d) {
    g(d)
}
f(D(1))
"""
    )


def test_a_body_may_be_entered_well_and_badly() -> None:
    """The call with a share fails; the other does not, and that is what makes it a mistake of that call."""
    check(
        """
class D(x)
fn f(d) {
    d.x = 1  #! R-9 `1`; called `f(d)`
}
let d = D(1)
f(d.lease)
f(d)
"""
    )


def test_an_ending_inside_a_callee_tells_the_call() -> None:
    check(
        """
class D(x)
class H(l)
fn f(x) -> {
    let h = H(x)
    x.x = 2
    h.give
}
fn g(x) -> { f(x.lease) }
let d = D(1)
let r = f(d.lease)
print(r.l).await  #! R-2 `r.l`; issued `x`; called `f(d.lease)`; ended `2`
let q = g(d.lease)
print(q.l).await  #! R-2 `q.l`; ended `2`
"""
    )


def test_what_is_handed_over_is_ended_at_the_call() -> None:
    check(
        """
class D(x)
class P(a, b)
fn keep(p) {}
let p = P(D(1), 0)
let l = p.a.lease
keep(p.lease)
l.x = 3  #! R-2 `l`; issued `p.a`; ended `p`
let m = p.a.lease
keep(p)
m.x = 3  #! R-2 `m`; issued `p.a`; ended `p`
let s = p.a
keep(p)
print(s).await
keep(p.give)
print(s).await  #! R-2 `s`; issued `p.a`; ended `p`
"""
    )


def test_a_recursion_is_stepped() -> None:
    check(
        """
class D(x)
fn down(d, n) {
    if n == 0 {
        d.x = 1
    } else {
        down(d.lease, n - 1)
    }
}
let d = D(1)
let l = d.lease
down(d.lease, 3)
l.x = 2  #! R-2 `l`; ended `d`
"""
    )


def test_mutual_recursion_over_unknown_numbers() -> None:
    check(
        """
class D(x)
fn even(d: leased D, n) {
    if n == 0 { return }
    odd(d.lease, n - 1)
    d.x = 1
}
fn odd(d: leased D, n) {
    if n == 0 { return }
    let e = d.lease
    even(e.lease, n - 1)
    d.x = 2
    e.x = 3  #! R-2 `e`
}
"""
    )


# ---------------------------------------------------------------- loops


def test_a_loop_with_an_unknown_bound() -> None:
    check(
        """
class D(x)
async fn f(n) {
    let l = D(0)
    let i = 0
    while i < n {
        print(l).await  #! maybe R-2 `l`; issued `d`; ended `}`; if `i < n`
        let d = D(i)
        l = d.lease
        i += 1
    }
}
"""
    )


def test_a_loop_that_an_input_ends() -> None:
    """The first round is fine; a second one is not."""
    check(
        """
class D(x)
fn f(d: my D, c) {
    loop {
        let e = d.give  #! maybe R-2 `d`; ended `d`
        if c { break }
    }
}
"""
    )


def test_the_state_before_a_loop_is_a_way_too() -> None:
    check(
        """
class D(x)
fn f(d: my D, n) {
    let l = d.lease
    let i = 0
    while i < n {
        d.x = 1
        i += 1
    }
    l.x = 1  #! maybe R-2 `l`; if `i < n`
}
"""
    )


def test_a_loop_that_never_ends_once_it_is_entered() -> None:
    """Behind it `n` is not 0, and the body never ran."""
    check(
        """
class D(x)
fn f(d: my D, n) {
    let l = d.lease
    while n == 0 {
        d.x = 1
    }
    l.x = 1
}
"""
    )


def test_a_known_loop_fails_in_its_second_round_for_sure() -> None:
    check(
        """
class D(x)
let d = D(1)
let n = 0
while n < 3 {
    let e = d.give  #! R-2 `d`; ended `d`
    n += 1
}
"""
    )


def test_a_loop_that_always_ends_after_one_round_is_fine() -> None:
    check(
        """
class D(x)
fn f(d: my D, c) {
    loop {
        let e = d.give
        if c { break } else { return }
    }
}
"""
    )


def test_nested_loops() -> None:
    check(
        """
class D(x)
async fn f(n, m) {
    let l = D(0)
    let i = 0
    while i < n {
        let j = 0
        while j < m {
            let d = D(1)
            l = d.lease
            j += 1
        }
        print(l).await  #! maybe R-2 `l`; issued `d`; ended `}`; if `i < n`; if `j < m`
        i += 1
    }
}
"""
    )


def test_a_loop_with_a_dead_tenant_every_round_comes_to_an_end() -> None:
    """Unheld leases pile up; the worlds at the head are one all the same."""
    check(
        """
class D(x)
let p = D(1)
loop { print(p).await }
"""
    )


# ---------------------------------------------------------------- budgets

BEFORE = """
class D(x)
class N(value, next)
let d = D(1)
let l = d.lease
d.x = 2
print(l).await  #! R-2 `l`
"""
ENDLESS = {
    "nothing": "loop {}",
    "a number": "let n = 0\nloop { n += 1 }",
    "a list": "let n = N(0, 0)\nloop { n = N(1, n.give) }",
    "a shared list": "let n = N(0, 0).share\nloop { n = N(1, n).share }",
    "leases of leases": "let n = d.lease\nloop { n = n.lease }",
    "a text": 'let t = ""\nloop { t = "{t}x" }',
    "a counter in an object": "let c = D(0)\nloop { c.x += 1 }",
    "recursion": "fn f(n) { f(n) }\nf(1)",
    "counting recursion": "fn f(n) -> { f(n + 1) }\nf(1)",
    "mutual recursion": "fn f(n) { g(n) }\nfn g(n) { f(n) }\nf(1)",
    "recursion with leases": "fn f(d) { f(d.lease) }\nf(d.lease)",
    "awaiting": "async fn f() { f().await }\nf().await",
    "two numbers": "let n = 0\nlet m = 1\nloop { n += 1, m = n - m + 1 }",
    "a loop in a loop": "let n = 0\nloop { let m = 0, while m < 1000 { m += 1 }, n += 1 }",
}
WITHOUT_HINT = {"nothing", "leases of leases"}
"""These come back to a world that was there before: all is known of them."""


@pytest.mark.parametrize("program", ENDLESS)
def test_what_never_ends_is_told_and_keeps_the_facts_before_it(program: str) -> None:
    analysis = check(BEFORE + ENDLESS[program], hints=True)
    hints = [d.code for d in analysis.diagnostics if d.severity == "hint"]
    assert hints == ([] if program in WITHOUT_HINT else ["DADA-B5"])
    assert held(row(after(analysis, "let l = d.lease"), "l")) == "leased"


def test_a_file_of_very_many_functions_is_run_up_to_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "FILE_STEPS", 20)
    mistake = "let d = D(1), let e = d.give, d.x = 1"
    analysis = analyse("class D(x)\n" + "".join(f"fn f{number}() {{ {mistake} }}\n" for number in range(4)))
    found = [(d.code, analysis.source.lines.position(d.span.start).line) for d in analysis.diagnostics]
    assert found == [("DADA-R2", 1), ("DADA-R2", 2), ("DADA-B5", 3)]
    assert analysis.diagnostics[-1].message.startswith("2 functions of this file are not run")


def test_a_truncated_result_is_marked() -> None:
    text = "class D(x)\nfn f(n) { f(n) }\nlet d = D(1)\nf(1)\n"
    analysis = analyse(text)
    visits = analysis.visits_of(next(s for s in analysis.statements if text[s.start : s.end] == "let d = D(1)"))
    assert [visit.complete for visit in visits] == [False]
    assert [visit.complete for visit in analyse("let d = 1").visits_at(9)] == [True]


def test_a_loop_of_known_length_runs_as_it_is() -> None:
    assert printed(check("let n = 0\nwhile n < 300 { n += 1 }\nprint(n).await")) == "300\n"


def test_what_comes_after_too_many_rounds_is_still_judged() -> None:
    check(
        """
class D(x)
let d = D(1)
let n = 0
while n < 100000 { n += 1 }
let e = d.give
d.x = 1  #! R-2 `d`
""",
        hints=True,
    )


def test_many_unknown_branches_in_a_row() -> None:
    """2^40 ways; what one of them does to `d` is found all the same."""
    branches = "\n".join(f"    if c{i} {{ x = {i} }}" for i in range(40))
    parameters = ", ".join(f"c{i}" for i in range(40))
    text = f"""
class D(x)
fn f(d: my D, {parameters}) {{
    let x = 0
{branches}
    let e = d.give
    d.x = 1  #! R-2 `d`
}}
"""
    check(text, hints=True)


def test_a_text_with_something_unknown_in_it_is_not_known() -> None:
    check(
        """
class D(x)
fn f(n, d: my D) {
    let e = D(n)
    if "{e}" == "D(1)" {
    } else {
        let k = d.give
    }
    d.x = 1
    let k = e.give
    e.x = 1  #! R-2 `e`
}
"""
    )
