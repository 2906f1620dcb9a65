"""Semantic highlighting: each word with what it is and what it holds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from ide.conftest import analysed

from leaselens import languages
from leaselens.ide.semantic import passages
from leaselens.model.analysis import Analysis
from leaselens.model.semantic import Modifier, Passage
from leaselens.text import Source, Span

PAIR = "class Pair(a, b)\n"


def words(analysis: Analysis, within: Span | None = None) -> list[tuple[str, str]]:
    """Each word with its type and modifiers (``variable.declaration.my``)."""
    found = []
    for start, passage in passages(analysis, within):
        for span, kind, modifiers in passage.tokens:
            word = analysis.source.text[slice(*span.shifted(start))]
            found.append((word, ".".join([kind.value, *(m.value for m in Modifier if m in modifiers)])))
    return found


def told(text: str, name: str, dialect: str | None = None) -> list[str]:
    """What is told of a word, wherever it stands, without its type."""
    found = (kind for word, kind in words(analysed(text, dialect)) if word == name)
    return [kind.partition(".")[2] for kind in found]


def test_all_words_of_a_program() -> None:
    program = (
        PAIR + "async fn show(p: my Pair) {\n    print(p.a).await\n}\nlet q = Pair(a: 1, b: 2)\nshow(q.give).await\n"
    )
    assert words(analysed(program)) == [
        ("class", "keyword"),
        ("Pair", "class.declaration"),
        ("a", "property.declaration"),
        ("b", "property.declaration"),
        ("async", "keyword"),
        ("fn", "keyword"),
        ("show", "function.declaration.async"),
        ("p", "parameter.declaration.my"),
        ("my", "keyword"),
        ("Pair", "class"),
        ("print", "function.async.defaultLibrary"),
        ("p", "parameter.my"),
        ("a", "property.our"),
        ("await", "keyword"),
        ("let", "keyword"),
        ("q", "variable.declaration.my"),
        ("Pair", "class"),
        ("a", "parameter"),
        ("b", "parameter"),
        ("show", "function.async"),
        ("q", "variable.my"),
        ("give", "keyword"),
        ("await", "keyword"),
    ]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("let p = Pair(1, 2)\nlet q = p.lease\nq.a = 1\np.a = 2\nq", ["declaration.leased", "leased", "expired"]),
        ("let q = Pair(1, 2)\nq.give\nq", ["declaration.my", "my", "given"]),
        ("let p = Pair(1, 2)\nlet q = p\nq", ["declaration.shared", "shared"]),
        ("let q = Pair(1, 2).share\nq", ["declaration.our", "our"]),
        ("let q = 1\nq", ["declaration.our", "our"]),
        ("fn f(q) { q }", ["declaration", ""]),
        ("fn f(q: my Pair) { q }", ["declaration.my", "my"]),
        ("fn f(c) {\nlet q = Pair(1, 2)\nif c { q.give }\nq\n}", ["declaration.my", "my", "given.maybe"]),
        ("fn f(c) {\nlet p = Pair(1, 2)\nlet q = if c { p.give } else { p.lease }\nq\n}", ["declaration", ""]),
        ("if false { let q = 1 }", ["declaration"]),
    ],
)
def test_a_variable_has_the_permission_that_it_holds_before_the_expression(program: str, expected: list[str]) -> None:
    assert told(PAIR + program + "\n", "q") == expected


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("p.b", "my"),
        ("p.lease.b", ""),
        ("let q = p.lease\nq.b", "leased"),
        ("let q = p.share\nq.b", "shared"),
        ("let z = (p).b", "my"),
        ("p.b.give\np.b", "given"),
        ("mk().b", ""),
        ("p.missing.b", ""),
    ],
)
def test_a_field_has_the_permission_that_the_path_gives(use: str, expected: str) -> None:
    program = f"{PAIR}fn mk() -> my Pair {{ Pair(1, 2) }}\nlet p = Pair(1, Pair(1, 2))\n{use}\n"
    assert told(program, "b")[-1] == expected


def test_words_in_strings_are_words_too() -> None:
    assert told(PAIR + 'let p = Pair(1, 2)\nprint("p: {p.a}")\n', "p") == ["declaration.my", "my"]


@pytest.mark.parametrize(
    ("dialect", "program", "word"),
    [
        ("d3", "class P(a)\nlet p: mutable = P(1)\n", "mutable"),
        ("d3", "class P(a)\nlet p = P(1)\np.ref\n", "ref"),
        ("v2", "class P(my a)\n", "my"),
        ("d1", "class P(var a)\n", "var"),
    ],
)
def test_words_of_the_dialect_are_keywords(dialect: str, program: str, word: str) -> None:
    assert (word, "keyword") in words(analysed(program, dialect))


def test_only_what_a_range_touches() -> None:
    program = "fn one() { 1 }\nfn two() { 2 }\nfn three() { 3 }\n"
    start = program.index("two")
    assert [word for word, _ in words(analysed(program), Span(start, start + 1)) if word != "fn"] == ["two"]


def test_what_did_not_change_is_not_made_again() -> None:
    program = PAIR + "fn one() { 1 }\nfn two() { let p = Pair(1, 2)\n p.give }\nasync fn main() { one()\n two() }\n"
    before = analysed(program)
    made = kept(before)
    text = program.replace("{ 1 }", "{\n    # more\n    1\n}")
    after = languages.analyse(Source("test.dada", text), previous=before)
    assert [old is new for old, new in zip(made, kept(after), strict=True)] == [True, False, True, False]
    assert words(after) == words(analysed(text))


def kept(analysis: Analysis) -> list[Passage]:
    return [placed.passage for placed in passages(analysis)]


@pytest.mark.parametrize("dialect", ["d1", "v2", "d3", "v3"])
def test_no_text_raises(dialect: str) -> None:
    program = (
        PAIR + 'async fn f(p: leased Pair, q) -> leased{p} Pair {\n  let r = (p.a).lease\n  print("{r.b}").await\n}\n'
    )
    for end in range(len(program)):
        analysis = analysed(program[:end], dialect)
        for start, passage in passages(analysis):
            spans = [token.span.shifted(start) for token in passage.tokens]
            assert spans == sorted(set(spans))
            assert all(first.end <= second.start for first, second in pairwise(spans))
            assert not spans or spans[-1].end <= end
