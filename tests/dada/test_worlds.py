"""Surely and maybe, forks and joins, and what goes on after a finding (design, "How Dada is analysed: worlds").

Every program says in its comments what must be told. What is expected is derived from the design and the reference.
"""

from __future__ import annotations

import pytest
from dada.told import analyse, check

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
