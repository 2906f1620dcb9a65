"""Functions that nothing calls: parameters, fields and branches of which nothing is known (design, "worlds").

Every program says in its comments what must be told. What is expected is derived from the design and the reference.
"""

from __future__ import annotations

import pytest
from dada.told import check

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
