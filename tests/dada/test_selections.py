"""What a growing selection takes, from the smallest range on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from dada.layouts import reading
from dada.test_reading_laws import dialects, texts
from dada.told import analyse
from hypothesis import given
from hypothesis import strategies as st

from leaselens.dada.selections import selections_at


def grown(marked: str) -> list[str]:
    """What is selected, step by step, from the cursor ``|`` on; without the last step, the file."""
    before, after = marked.split("|")
    text = before + after
    *steps, whole = analyse(text).selections_at(len(before))
    assert text[slice(*whole)] == text
    return [text[slice(*span)] for span in steps]


@pytest.mark.parametrize(
    ("marked", "steps"),
    [
        ("let x = p.f|ield + 1\n", ["field", "p.field", "p.field + 1", "let x = p.field + 1"]),
        ("let x| = 1\n", ["x", "let x = 1"]),
        ("f(a, b| + c)\n", ["b", "b + c", "a, b + c", "(a, b + c)", "f(a, b + c)"]),
        ("f(x: a|)\n", ["a", "x: a", "(x: a)", "f(x: a)"]),
        ("f|(a)\n", ["f", "f(a)"]),
        ("f(g(a)|)\n", ["(g(a))", "f(g(a))"]),
        ("f(|)\n", ["()", "f()"]),
        ("(|(a))\n", ["(a)", "((a))"]),
        ("let x =  |  1\n", ["let x =    1"]),
        ("x\n\n|\n", []),
    ],
)
def test_expressions(marked: str, steps: list[str]) -> None:
    assert grown(marked) == steps


def test_statements_blocks_and_items() -> None:
    assert grown("class A()\nfn f() {\n  if x {\n    a\n    b|\n  }\n}\n") == [
        "b",
        "a\n    b",
        "{\n    a\n    b\n  }",
        "if x {\n    a\n    b\n  }",
        "{\n  if x {\n    a\n    b\n  }\n}",
        "fn f() {\n  if x {\n    a\n    b\n  }\n}",
    ]


@pytest.mark.parametrize(
    ("marked", "steps"),
    [
        ('f("one t|wo")\n', ["two", "one two", '"one two"', '("one two")', 'f("one two")']),
        ('"a {x.y| + 1}"\n', ["y", "x.y", "x.y + 1", "{x.y + 1}", "a {x.y + 1}", '"a {x.y + 1}"']),
        ('"{f("b| c")}"\n', ["b", "b c", '"b c"', '("b c")', 'f("b c")', '{f("b c")}', '"{f("b c")}"']),
        ('"|"\n', ['""']),
        ('"{|}"\n', ["{}", '"{}"']),
        ("# one t|wo\nx\n", ["two", "# one two"]),
        ('let x = "open| text\n', ["open", "open text", '"open text', 'let x = "open text']),
    ],
)
def test_strings_and_comments(marked: str, steps: list[str]) -> None:
    assert grown(marked) == steps


@given(text=texts, dialect=dialects, place=st.integers(0, 400))
def test_each_lies_in_the_next(text: str, dialect: str, place: int) -> None:
    spans = selections_at(reading(text, dialect), place)
    offset = min(place, len(text))
    assert not text or spans[-1] == (0, len(text))
    assert all(span.touches(offset) for span in spans)
    for inner, outer in pairwise(spans):
        assert outer.start <= inner.start < inner.end <= outer.end
        assert inner != outer
