"""A law: while a valid program is typed, letter by letter, no rule of the machine is reported.

But what is typed last is judged as it stands: ``p.na`` is an access to a field ``na``, and ``1 / 0`` a division by zero
until it has become ``1 / 0.5``.
"""

from __future__ import annotations

import re

import pytest
from dada.told import analyse

PROGRAMS = {
    "leases and loops": (
        "v3",
        """
class Point(x, y)
class Line(from: my Point, to)

fn longer(l: leased Line, by) {
    if by > 0 { l.to = by }
}

async fn main() {
    let line = Line(Point(1, 2), 7)
    let from = line.from.lease
    from.x = 3
    from.y += from.x * 2
    print("from {from.x}, {line.to}").await
    let again = line.lease
    again.from.x = 5
    loop {
        let taken = line.give
        print(taken).await
        break
    }
    let other = Point(x: 1, y: 2).share
    if other.x == 1 {
        print(other).await
    } else {
        other.x
    }
    let n = 10
    while n > 3 {
        n = n / 3
        if n == 3 { break }
    }
    print((n, other).1).await
}
""",
    ),
    "functions": (
        "v3",
        """
class List(head, tail)

fn cons(head, tail) -> given{head, tail} List { List(head, tail.give) }
fn second(list: shared List) -> shared{list} List { list.tail }
async fn show(list: shared List) -> {
    let text = "first: {list.head}"
    print(text).await
    list.head + 1
}
fn apply(f, x) -> { f(x) }
let end = List(1, ())
let two = List(2, end.give)
let n = show(two).await
let tail = second(two)
let thunk = print("{tail.head} and {n}")
thunk.await
two.head = n
atomic { two.head = 4 }
print(apply(show, two).await).await
""",
    ),
    "words of d3": (
        "d3",
        """
class Cell(value: our)
class Pair(a: my, b: shleased)
let c: my = Cell(22)
let l: mutable = c
l.value += 1
let s: shleased = c
print(s.value).await
let o: our = Cell(1)
let pair: my = Pair(Cell(2), o)
pair.a.value = 3
""",
    ),
    "reservations": (
        "v2",
        """
class Cell(any value)
class Pair(my a, our b)
fn set(leased cell, any to) { cell.value := to }
async fn main() {
    my c = Cell(22)
    leased l = c.lease
    l.value := 23
    set(c.lease, 24)
    shleased s = c.shlease
    print("{s.value}").await
    my p = Pair(c, Cell(3).share)
    p.a.value := 4
    my d = p.a
    print(d).await
}
""",
    ),
    "the first dialect": (
        "d1",
        """
class Cell(var value)
async fn main() {
    var c = Cell(22)
    var l = c.lease
    l.value := 3
    s = l.share
    print("{c} {s}").await
    d = c.give
    var n = 0
    while n < 3 { n += 1 }
    print(d).await
}
""",
    ),
}
CASES = [pytest.param(*PROGRAMS[name], id=name) for name in PROGRAMS]


def run_time(text: str, dialect: str) -> list[str]:
    """What is reported by running, apart from what is about the word or line that is typed last."""
    last = len(text.rstrip())
    found = [d for d in analyse(text, dialect).diagnostics if re.match("DADA-R", d.code) and d.span.end < last]
    return [f"{d.code} at {text[slice(*d.span)]!r}: {d.message}" for d in found]


@pytest.mark.parametrize(("dialect", "program"), CASES)
def test_the_programs_are_valid(dialect: str, program: str) -> None:
    assert [d.message for d in analyse(program, dialect).diagnostics] == []


@pytest.mark.parametrize(("dialect", "program"), CASES)
def test_no_prefix_is_judged_by_what_is_not_typed_yet(dialect: str, program: str) -> None:
    wrong = {program[:end]: found for end in range(len(program)) if (found := run_time(program[:end], dialect))}
    assert wrong == {}


@pytest.mark.parametrize(("dialect", "program"), CASES)
def test_no_line_that_is_typed_in_between_changes_what_is_said_of_others(dialect: str, program: str) -> None:
    """Of each line half is there; what stands below is not judged by what could be missing."""
    wrong: dict[str, list[str]] = {}
    lines = program.split("\n")
    for number, line in enumerate(lines):
        half = line[: len(line) // 2]
        text = "\n".join([*lines[:number], half, *lines[number + 1 :]])
        if found := elsewhere(text, dialect, number):
            wrong[half] = found
    assert wrong == {}


def elsewhere(text: str, dialect: str, number: int) -> list[str]:
    """What is reported by running on other lines, if the line ``number`` can't be read."""
    analysis = analyse(text, dialect)
    line_of = analysis.source.lines.position
    if not any(re.match("DADA-[BC]", d.code) for d in analysis.diagnostics):
        return []  # the half is whole in itself: it says something else
    found = [d for d in analysis.diagnostics if re.match("DADA-R", d.code)]
    return [f"{d.code} at {text[slice(*d.span)]!r}: {d.message}" for d in found if line_of(d.span.start).line != number]
