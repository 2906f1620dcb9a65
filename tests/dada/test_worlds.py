"""Surely and maybe, forks and joins, loops, calls, budgets (design, "How Dada is analysed: worlds").

Every program says in its comments what must be told. What is expected is derived from the design and the reference.
"""

from __future__ import annotations

import pytest
from dada.told import after, analyse, check, held, printed, row

from leaselens.diagnostics import Role

# ---------------------------------------------------------------- surely and maybe


def test_a_branch_on_something_unknown_makes_a_finding_maybe() -> None:
    check(
        """
class D(x)
fn f(d: my D, c) {
    let l = d.lease
    if c {
        d.x = 2
    }
    l.x = 3  #! maybe R-2 `l`; ended `2`; if `c`
}
"""
    )


def test_a_finding_that_every_way_leads_to_is_sure() -> None:
    check(
        """
class D(x)
fn f(d: my D, c) {
    let l = d.lease
    if c {
        d.x = 2
    } else {
        d.x = 4
    }
    l.x = 3  #! R-2 `l`; issued `d`; ended `2`; ended `4`
}
"""
    )


def test_what_fails_whenever_it_is_reached_is_sure() -> None:
    check(
        """
class D(x)
fn f(d: my D, c) {
    let e = d.give
    if c {
        d.x = 2  #! R-2 `d`; ended `d`
    }
}
"""
    )


def test_a_branch_on_known_data_is_no_choice() -> None:
    check(
        """
class D(x)
let d = D(1)
let l = d.lease
if d.x == 1 {}
l.x = 2  #! R-2 `l`
if 1 == 2 {
    d.y
}
"""
    )


def test_the_same_question_has_the_same_answer() -> None:
    """There are two ways through this, not four."""
    check(
        """
class D(x)
fn f(d: my D, c) {
    let l = d.lease
    if c {
        d.x = 1
    }
    if c {
    } else {
        l.x = 2
    }
}
fn g(d: my D, c) {
    if c {
        let e = d.give
    }
    if c {
        d.x = 1  #! R-2 `d`
    }
}
"""
    )


@pytest.mark.parametrize("question", ["c == 1", "1 < c", "c + 1 == 2", "c"])
def test_questions_about_an_input_are_remembered(question: str) -> None:
    text = f"""
class D(x)
fn f(d: my D, c) {{
    if {question} {{
        let e = d.give
    }}
    if {question} {{
    }} else {{
        d.x = 1
    }}
}}
"""
    check(text)


def test_questions_that_may_contradict_each_other_find_nothing() -> None:
    """Nobody knows here that `c == 1` and `c == 2` exclude each other: no finding on a way that may be impossible."""
    check(
        """
class D(x)
fn f(d: my D, c) {
    if c == 1 {
        let e = d.give
    }
    if c == 2 {
        d.x = 1
    }
}
"""
    )


def test_independent_questions_have_all_combinations() -> None:
    check(
        """
class D(x)
fn f(d: my D, b, c) {
    if b {
        let e = d.give
    }
    if c {
        d.x = 1  #! maybe R-2 `d`; if `b`; if `c`
    }
}
"""
    )


def test_a_choice_that_does_not_matter_is_not_named() -> None:
    check(
        """
class D(x)
fn f(d: my D, a, b, c) {
    if a { 1 } else { 2 }
    if b {
        let e = d.give
    }
    if c { 1 } else { 2 }
    d.x = 1  #! maybe R-2 `d`; if `b`
}
"""
    )


def test_nested_choices_are_all_named() -> None:
    check(
        """
class D(x)
fn f(d: my D, a, b) {
    if a {
        if b {
            let e = d.give
        }
    }
    d.x = 1  #! maybe R-2 `d`; if `a`; if `b`
}
"""
    )


def test_the_way_not_taken_can_lead_to_a_finding() -> None:
    analysis = check(
        """
class D(x)
fn f(d: my D, c) {
    if c {
    } else {
        let e = d.give
    }
    d.x = 1  #! maybe R-2 `d`; if `c`
}
"""
    )
    branches = [r.message for d in analysis.diagnostics for r in d.related if r.role is Role.BRANCH]
    assert branches == ["if this does not hold"]


def test_a_branch_that_returns_takes_its_worlds_along() -> None:
    check(
        """
class D(x)
fn f(d: my D, c) {
    if c {
        let e = d.give
        return
    }
    d.x = 1
}
fn g(d: my D, c) {
    if c { return }
    let e = d.give
    d.x = 1  #! R-2 `d`
}
"""
    )


def test_a_maybe_and_a_surely_do_not_look_the_same() -> None:
    analysis = analyse(
        """
class D(x)
fn f(d: my D, c) {
    if c { let e = d.give }
    d.x = 1
}
fn g(d: my D) {
    let e = d.give
    d.x = 1
}
"""
    )
    maybe, surely = analysis.diagnostics
    assert (maybe.severity, surely.severity) == ("warning", "error")
    assert (maybe.certainty, surely.certainty) == ("maybe", "surely")
    assert maybe.message != surely.message


# ---------------------------------------------------------------- after a finding


def test_nothing_more_is_told_about_the_same_lease() -> None:
    check(
        """
class D(x)
let d = D(1)
let l = d.lease
d.x = 2
l.x = 3  #! R-2 `l`
l.x = 4
print(l).await
let m = l.lease
m.x = 5
"""
    )


def test_nothing_more_is_told_about_the_same_value() -> None:
    check(
        """
class D(x)
let d = D(1)
let n = d.x + ()  #! R-19 `d.x + ()`
n.y = 1
if n { n() }
n.await
"""
    )


def test_a_second_mistake_is_found() -> None:
    check(
        """
class D(x)
let d = D(1)
let e = D(1)
let l = d.lease
let m = e.lease
d.x = 2
l.x = 3  #! R-2 `l`
e.x = 2
m.x = 3  #! R-2 `m`
d.y  #! R-5 `d.y`
1 / 0  #! R-21 `1 / 0`
"""
    )


def test_a_failing_operation_makes_no_access() -> None:
    """Giving `o` would have ended `t`."""
    check(
        """
class D(x)
let d = D(1)
let o: leased = d
let t: leased = o
let m: my = o  #! R-17 `o`
t.x = 1
""",
        "d2",
    )


def test_both_places_of_one_cause_are_found() -> None:
    """`d` was given away; each of the two leases on it is a mistake of its own."""
    check(
        """
class D(x)
let d = D(1)
let l = d.lease
let m = l.lease
let e = d.give
m.x = 1  #! R-2 `m`
l.x = 1  #! R-2 `l`
d.x = 1  #! R-2 `d`
"""
    )


def test_a_compile_error_is_an_unknown_value() -> None:
    check(
        """
class D(x)
let d = D(1)
let l = d.lease
let n = nothing  #! C32 `nothing`
n.x = 1
if n { d.x = 2 }
l.x = 3
"""
    )


# ---------------------------------------------------------------- functions that nothing calls


@pytest.mark.parametrize(
    ("declared", "mark"),
    [
        ("my D", ""),
        ("leased D", ""),
        ("our D", "#! R-9 `1`"),
        ("shared D", "#! R-9 `1`"),
        ("D", ""),
        ("given D", ""),
    ],
)
def test_a_finding_counts_only_if_it_holds_for_every_permission(declared: str, mark: str) -> None:
    check(f"class D(x)\nfn f(d: {declared}) {{\n    d.x = 1  {mark}\n}}\n")


def test_without_any_type_too() -> None:
    check(
        """
class D(x)
fn f(d) {
    d.x = 1
}
fn g(d) {
    let e = d.give
    d.x = 1
}
fn h(d) {
    let s = d
    s.x = 1  #! R-9 `1`
}
"""
    )


def test_what_holds_for_all_permissions_is_told() -> None:
    """Whatever `d` is, the function's own pair is given away."""
    check(
        """
class P(a, b)
fn f(d) {
    let p = P(d, 1)
    let q = p.give
    print(p)  #! R-2 `p`
    d.x = 1
}
"""
    )


def test_different_findings_for_different_permissions_are_none() -> None:
    """`my`: the lease ends; `our`: it is a copy, but can't be written."""
    check(
        """
class D(x)
fn f(d) {
    let l = d.lease
    print(d)
    print(l)
}
"""
    )


def test_fields_of_parameters_are_unknown_too() -> None:
    check(
        """
class D(x)
class P(a: my D, b: shared D)
fn f(p: my P) {
    p.a.x = 1
    p.b.x = 1  #! R-9 `1`
    let l = p.a.lease
    let m = p.give
    l.x = 2  #! R-2 `l`
}
fn g(p: my P) {
    p.c  #! R-5 `p.c`
}
"""
    )


def test_unknown_data_never_raises() -> None:
    check(
        """
fn f(n) {
    n + 1
    n / 0
    - n
    if n { 1 }
    n.a.b
    n()
    n(1, 2)
    n.await
    "{n}" + 1  #! C36 `await`
}
""".replace('    n.await\n    "{n}" + 1  #! C36 `await`\n', "")
    )


def test_what_comes_from_an_unknown_callee_is_not_spoken_of() -> None:
    """`r` may be a lease of `l`, or not."""
    check(
        """
class D(x)
fn apply(f, d: my D) {
    let l = d.lease
    let r = f(l.lease)
    r.x = 1
    l.x = 2
    r.x = 3
    d.x = 3
    l.x = 4  #! R-2 `l`
}
"""
    )


def test_what_an_unknown_callee_was_not_handed_is_spoken_of() -> None:
    check(
        """
class D(x)
fn apply(f, d: my D, e: my D) {
    let l = d.lease
    f(e.lease)
    d.x = 3
    l.x = 4  #! R-2 `l`
}
"""
    )


def test_an_unknown_callee_may_write() -> None:
    """`d.x` may be anything after the call: nobody knows whether `e` is given away."""
    check(
        """
class D(x)
fn apply(f, e: my D) {
    let d = D(1)
    f(d.lease)
    if d.x == 1 {
        let k = e.give
    }
    e.x = 1
    let m = d.give
    d.x = 1  #! R-2 `d`
}
"""
    )


def test_an_unknown_callee_does_not_write_what_is_shared() -> None:
    check(
        """
class D(x)
fn apply(f, e: my D, o: our D) {
    let d = D(1)
    let l = d.lease
    f(d)
    l.x = 2  #! R-2 `l`
    if d.x == 1 {
        let k = e.give
    }
    e.x = 1  #! R-2 `e`
    f(o)
    o.x = 2  #! R-9 `2`
}
"""
    )


def test_a_method_that_is_cut_off_by_an_error_is_analysed_alone() -> None:
    check(
        """
class D(x)
fn g(d: my D) {
    d.give
    d.x = 1  #! R-2 `d`
}
fn f() {
    nothing(g)  #! C32 `nothing`
}
f()
"""
    )


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


# ---------------------------------------------------------------- fields of what is not known


def test_a_field_of_something_unknown_is_an_input() -> None:
    check(
        """
class D(x)
fn f(p, d: my D) {
    if p.ready {
        let k = d.give
    }
    if p.ready {
        d.x = 1  #! R-2 `d`; ended `d`
    }
    if p.other {
        d.x = 2
    }
}
fn g(p, d: my D) {
    if p.ready {
        let k = d.give
    }
    if p.other {
        d.x = 2  #! maybe R-2 `d`; if `p.ready`; if `p.other`
    }
}
"""
    )


def test_a_field_that_was_written_is_known() -> None:
    check(
        """
fn f(p: leased, d: my) {
    p.n = 1
    if p.n == 1 {
        let k = d.give
    }
    d.x = 1  #! R-2 `d`
}
""",
        "d2",
    )


def test_a_field_of_a_field_is_not_followed() -> None:
    """What is two fields away may have been changed on another way: nothing is found that needs to know it."""
    check(
        """
class D(x)
fn f(p, d: my D, e: my D) {
    if p.next.ready {
        let k = d.give
    }
    d.x = 1
    let k = e.give
    e.x = 1  #! R-2 `e`
}
"""
    )


# ---------------------------------------------------------------- blind branches


def test_a_finding_behind_a_branch_on_nothing_known_must_be_on_both_ways() -> None:
    check(
        """
class D(x)
fn f(g, d: my D, e: my D) {
    if g() {
        let k = d.give
    }
    d.x = 1
    let k = e.give
    e.x = 1  #! R-2 `e`
}
"""
    )


def test_a_blind_loop_may_end() -> None:
    check(
        """
class D(x)
fn f(g, d: my D) {
    while g() {
        d.x = 1
    }
    let k = d.give
    d.x = 1  #! R-2 `d`
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
