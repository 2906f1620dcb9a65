"""Laws of reading that hold for every text, also for nonsense."""

from __future__ import annotations

import pytest
from dada.marked import reading
from hypothesis import given, settings
from hypothesis import strategies as st

from leaselens.dada import budgets, tree
from leaselens.dada.checks import all_diagnostics
from leaselens.dada.detect import detect
from leaselens.dada.dialects import DIALECTS
from leaselens.dada.names import resolve
from leaselens.dada.reading import read
from leaselens.dada.tokens import scan
from leaselens.text import Source, Span

PROGRAM = """\
# A point, and what happens to it.
class Point(x: our, var y, shared z)

async fn main() {
    let p: my = Point(x: 22, y: 44.5)
    var q := p.lease
    q.x += -1 * (2_u - p.y) / 3
    while q.x <= 3 { loop { break q } }
    if true { atomic { p.share } } else if p == q { return } else { {} }
    print("the point: {p.x}, {"{q}"}\\n").await
}

fn give(a: shared{b} Point, b: leased Point) -> my Point {
    a.give
}
let last = (1, give(main, 2), ())
"""

PIECES = [
    *"(){}[]\"\\#\n\r,.:;=+-*/<>&|'% é\x00\ud800x1_",
    "fn ",
    "class ",
    "async ",
    "\nfn f() {",
    "let ",
    "if ",
    "else ",
]
PIECES += ["{x}", ":=", "->", "...", "//", "var ", "return ", ".give", ".await", "a(", "\r\n", "\t", "\u2028"]

anything = st.text(st.characters(exclude_categories=[]), max_size=200)
nonsense = st.lists(st.sampled_from(PIECES), max_size=80).map("".join)
places = st.integers(0, len(PROGRAM))
mutated = st.builds(
    lambda start, length, piece: PROGRAM[:start] + piece + PROGRAM[start + length :],
    places,
    st.integers(0, 30),
    nonsense | st.sampled_from(PIECES),
)
texts = anything | nonsense | mutated
dialects = st.sampled_from(list(DIALECTS))

law = settings(deadline=None)
"""How long an example takes depends on what else the machine does."""


@law
@given(text=texts, dialect=dialects)
def test_joined_tokens_are_the_text(text: str, dialect: str) -> None:
    assert "".join(token.text for token in scan(text, DIALECTS[dialect])) == text
    tokens = reading(text, dialect)[0].tokens
    assert "".join(token.text for token in tokens) == text
    ends = [token.end for token in tokens]
    assert [token.start for token in tokens] == [0, *ends][: len(tokens)]


@law
@given(text=texts, dialect=dialects)
def test_reading_never_fails_and_everything_stands_in_the_text(text: str, dialect: str) -> None:
    file = read(Source("x", text), DIALECTS[dialect])
    whole = Span(0, len(text))
    for placed in file.items:
        assert placed.item.span.start == 0
        for node in _every(placed.item):
            _assert_inside(file.absolute(placed.key, node.span), whole)
    for found in all_diagnostics(file, resolve(file)):
        _assert_inside(found.span, whole)
        for step in found.related:
            _assert_inside(step.span, whole)


def _every(root: tree.Node) -> list[tree.Node]:
    nodes = [root]
    for node in nodes:
        nodes.extend(node.children())
    return nodes


def _assert_inside(span: Span, whole: Span) -> None:
    assert whole.start <= span.start <= span.end <= whole.end, span


@law
@given(text=texts, dialect=dialects)
def test_items_stand_behind_one_another(text: str, dialect: str) -> None:
    file, _ = reading(text, dialect)
    end = 0
    for placed in file.items:
        assert placed.start >= end
        assert placed.item.span.end > 0
        end = placed.start + placed.item.span.end
    assert len(file.by_key) == len(file.items)


@law
@given(text=texts)
def test_detecting_never_fails_and_its_evidence_stands_in_the_text(text: str) -> None:
    found = detect(text)
    assert found.dialect.name in DIALECTS
    if found.span is not None:
        _assert_inside(found.span, Span(0, len(text)))


@law
@given(before=mutated, after=mutated, dialect=dialects)
def test_what_was_read_before_does_not_matter(before: str, after: str, dialect: str) -> None:
    """Chunks of a living file are shared: the result is the same as without it."""
    living = read(Source("x", before), DIALECTS[dialect])
    shared = read(Source("x", after), DIALECTS[dialect])
    assert living.items is not shared.items
    held = [shared.items]
    del living, shared
    assert held == [read(Source("x", after), DIALECTS[dialect]).items]


@law
@given(middle=nonsense.filter(lambda text: "fn " not in text and "class " not in text))
def test_nonsense_in_a_body_leaves_the_functions_around_alone(middle: str) -> None:
    """As long as it has no item of its own, and no bracket or quote too many: then it may reach further (§A.1)."""
    text = "class A(a)\nfn before(a) {{ a }}\nfn middle() {{\n{}\n}}\nfn after(b) {{ b }}\n"
    whole, _ = reading(text.format(""))
    broken, _ = reading(text.format(middle))
    if _is_closed(middle):
        for key in ("class A", "fn before", "fn after"):
            assert broken.by_key[key].item == whole.by_key[key].item


def _is_closed(text: str) -> bool:
    return not set(text) & set('"(){}[]#/')


# ---------------------------------------------------------------- too much of it

DEEP = [
    "(" * 10_000,
    "fn main() { " + "(" * 10_000 + ")" * 10_000 + " }",
    "[{(" * 3_000,
    "(\n" * 5_000,
    "let x = " + "1 + " * 10_000 + "1",
    "x" + ".a" * 10_000,
    "x" + "()" * 10_000,
    "- " * 10_000 + "1",
    "if a {} " + "else if b {} " * 5_000,
    "let x = " * 5_000,
    '"{' * 5_000,
    '"{' * 2_000 + "1" + '}"' * 2_000,
    "fn f(a: shared{" * 2_000,
    "fn f[" * 5_000,
]


@pytest.mark.parametrize("text", DEEP, ids=[text[:12] for text in DEEP])
def test_deep_texts_are_read_within_the_budget(text: str) -> None:
    file, names = reading(text)
    found = all_diagnostics(file, names)
    assert found, "too much nesting is said"
    assert len(found) <= (budgets.DIAGNOSTICS + 2) * len(file.items)
    assert all(_height(placed.item) <= budgets.HEIGHT + 2 for placed in file.items)


def _height(root: tree.Node) -> int:
    height, level = 0, [root]
    while level:
        height, level = height + 1, [child for node in level for child in node.children()]
    return height


LONG = [
    "x" * (budgets.CHARACTERS + 1),
    '"' * 20_001,
    '"{' * 50_000,
    "fn a() {\n" * 5_000,
    'fn a() {"\n' * 5_000,
    "\ud800\x00" * 100_000,
    "%$é" * 100_000,
    "async\n" * 5_000,
    "\r" * 50_000,
]


@pytest.mark.parametrize("text", LONG, ids=[repr(text[:12]) for text in LONG])
def test_long_texts_are_read_in_time(text: str) -> None:
    """Each in a second or so; what is quadratic would take minutes, and is seen by who runs the tests."""
    file, names = reading(text)
    assert sum(len(token.text) for token in file.tokens) == len(text)
    all_diagnostics(file, names)
    detect(text)


def test_a_function_among_many_broken_ones_is_still_read() -> None:
    text = "fn a() {\n" * 300 + "fn good(p) { p }\n" + 'fn b() { "\n' * 300
    file, _ = reading(text)
    assert isinstance(file.by_key["fn good"].item, tree.Function)
    assert file.by_key["fn good"].diagnostics == ()
