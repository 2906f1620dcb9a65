"""Whatever the text, the analysis answers: programs with tokens deleted, doubled, swapped and replaced."""

from __future__ import annotations

import re
import time

import pytest
from dada.everything import answer_everything
from dada.told import analyse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
PROGRAMS = {
    "v3": """
class D(x)
class P(a: my D, b)
async fn show(x) { print("it is {x.a}").await }
fn pick(p: leased P) -> leased{p} D { p.a.lease }
fn loops(n, d) -> {
    let i = 0
    let l = d.lease
    while i < n {
        let e = D(i)
        l = e.lease
        if i == 3 { break } else { continue }
    }
    loop { break l }
}
let p = P(D(1), (1, 2).0)
let l = pick(p.lease)
l.x += p.b * 2 - 1
let t = show(p)
atomic { p.a = D(3) }
t.await
return loops(3, p.give)
""",
    "d2": """
class Cell(value: our)
class Pair(a: my, b: shleased)
fn take(p: my, c: leased) { c.value = 3 }
let c: my = Cell(22)
let l: leased = c
let s: shleased = l
let o: our = Pair(Cell(1), s)
take(o, l.lease)
print(c.value).await
""",
    "d1": """
class Cell(var value)
async fn main() {
    var c = Cell(22)
    var l = c.lease
    s = l.share
    l.value := 3
    print("{c} {s}").await
    d = c
    d.value := 4
}
""",
}
WORDS = ["give", "share", "lease", "my", "our", "let", "if", "while", "loop", "break", "await", "(", ")", "{", "}", ".",
         "=", ",", "->", "p", "l", "D", "x", "1", '"', "\n", ":", "fn", "class", "return", "async"]  # fmt: skip


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, str]:
    """A dialect, and a program of it with some tokens changed."""
    dialect = draw(st.sampled_from(sorted(PROGRAMS)))
    tokens = TOKENS.findall(PROGRAMS[dialect])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(tokens) - 1))
        match draw(st.sampled_from(["delete", "double", "swap", "replace", "insert"])):
            case "delete":
                tokens[at] = ""
            case "double":
                tokens[at] *= 2
            case "swap":
                other = draw(st.integers(0, len(tokens) - 1))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case "replace":
                tokens[at] = draw(st.sampled_from(WORDS))
            case "insert":
                tokens[at] += draw(st.sampled_from(WORDS))
    return dialect, "".join(tokens)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(broken())
def test_a_broken_program_gets_an_answer(program: tuple[str, str]) -> None:
    dialect, text = program
    answer_everything(analyse(text, dialect))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(broken())
def test_the_answer_is_always_the_same(program: tuple[str, str]) -> None:
    dialect, text = program
    assert analyse(text, dialect).diagnostics == analyse(text, dialect).diagnostics


@pytest.mark.parametrize("dialect", PROGRAMS)
def test_a_program_that_is_being_typed_gets_an_answer(dialect: str) -> None:
    text = PROGRAMS[dialect]
    for end in range(0, len(text), 7):
        answer_everything(analyse(text[:end], dialect))


def test_a_budget_is_kept() -> None:
    """Loops in loops with unknown ends over growing data: the analysis comes to an end by itself."""
    text = """
class N(value, next)
fn f(a, b, c) {
    let l = N(0, 0)
    loop {
        if a == l.value { l = N(1, l.give) } else { l = N(2, l.give) }
        loop {
            if b == l.value { l = N(3, l.give) } else { break }
            loop {
                if c == l.value { l = N(4, l.give) } else { break }
            }
        }
    }
}
"""
    start = time.process_time()
    analysis = analyse(text)
    assert time.process_time() - start < 20
    assert {diagnostic.code for diagnostic in analysis.diagnostics} <= {"DADA-B5"}
