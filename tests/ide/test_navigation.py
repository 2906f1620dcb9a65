"""Definition, type definition, references and call hierarchy: what a word means, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from ide.conftest import CURSOR, analysed, at_cursor

from leaselens.ide.calls import Calls, incoming, outgoing, parties_at
from leaselens.ide.definition import definition, references, type_definition
from leaselens.model.analysis import Analysis
from leaselens.text import Span

CLASSES = "class Point(x, y)\nclass Line(x)\n"


def marked(analysis: Analysis, spans: Iterable[Span]) -> list[str]:
    """The lines in which the spans are, each with its word in brackets."""
    lines, text = analysis.source.lines, analysis.source.text
    shown = []
    for start, end in spans:
        line = lines.content(lines.position(start).line)
        shown.append(f"{text[line.start : start]}[{text[start:end]}]{text[end : line.end]}".strip())
    return shown


def defined(program: str, dialect: str | None = None) -> list[str]:
    analysis, offset = at_cursor(program, dialect)
    return marked(analysis, [name.declaration for name in definition(analysis, offset).targets])


def typed(program: str, dialect: str | None = None) -> list[str]:
    analysis, offset = at_cursor(program, dialect)
    return marked(analysis, [name.declaration for name in type_definition(analysis, offset).targets])


def referred(program: str, dialect: str | None = None, *, with_declaration: bool = True) -> list[str]:
    analysis, offset = at_cursor(program, dialect)
    return marked(analysis, references(analysis, offset, with_declaration=with_declaration))


# ---------------------------------------------------------------- definition


@pytest.mark.parametrize(
    ("program", "declaration"),
    [
        ("fn f(p) { ▲p }", "fn f([p]) { p }"),
        ("fn f(p) { p▲ }", "fn f([p]) { p }"),
        ("fn f(p) { p }\n▲f(1)", "fn [f](p) { p }"),
        ("class A(x)\nlet a = ▲A(1)", "class [A](x)"),
        ("class A(x)\nlet a = A(▲x: 1)", "class A([x])"),
        ("class A(x)\nlet a = A(1)\nprint(a.▲x).await", "class A([x])"),
        ('class A(x)\nlet a = A(1)\nprint("{▲a.x}").await', "let [a] = A(1)"),
        ('class A(x)\nlet a = A(1)\nprint("so\n   {a.▲x}").await', "class A([x])"),
        ("fn f(size) { size }\nf(▲size: 1)", "fn f([size]) { size }"),
        ("class A(x)\nfn f(a: my ▲A) { a }", "class [A](x)"),
        ("class A(x)\nfn f(a: my A, b: leased{▲a} A) { b }", "fn f([a]: my A, b: leased{a} A) { b }"),
        ("let x = 1\nlet x = ▲x", "let [x] = x"),
        ("let x = 1\nif true {\n  let x = 2\n  ▲x\n}", "let [x] = 2"),
        ("let x = 1\nif true {\n  let x = 2\n}\n▲x", "let [x] = 1"),
    ],
)
def test_a_word_leads_to_its_declaration(program: str, declaration: str) -> None:
    assert defined(program) == [declaration]


@pytest.mark.parametrize(
    ("program", "dialect", "declaration"),
    [
        ("class A(var x)\nasync fn main() {\n  var a := A(1)\n  ▲a.x := 2\n}", "d1-2021", "var [a] := A(1)"),
        ("class A(x)\nasync fn main() {\n  a = A(1)\n  ▲a.x := 2\n}", "v2", "[a] = A(1)"),
    ],
)
def test_in_every_dialect(program: str, dialect: str, declaration: str) -> None:
    assert defined(program, dialect) == [declaration]


@pytest.mark.parametrize("program", ["▲print(1).await", "nobody▲", "1 + ▲1", "▲", "# wo▲rds", "class A(x)\nA(1).▲y"])
def test_what_is_not_declared_leads_nowhere(program: str) -> None:
    assert defined(program) == []


def test_a_field_is_the_one_of_the_class_that_ran() -> None:
    program = CLASSES + "fn f(p) { p.▲x }\nf(Line(1))\n"
    assert defined(program) == ["class Line([x])"]


def test_a_field_of_several_classes_leads_to_each() -> None:
    program = CLASSES + "fn f(p) { p.▲x }\nf(Line(1))\nf(Point(1, 2))\n"
    assert defined(program) == ["class Point([x], y)", "class Line([x])"]


def test_where_the_runs_do_not_tell_every_field_of_the_name_is_possible() -> None:
    assert defined(CLASSES + "fn f(p) { p.▲x }\n") == ["class Point([x], y)", "class Line([x])"]
    assert defined(CLASSES + "fn f(p) { p.▲y }\n") == ["class Point(x, [y])"]


def test_a_declared_type_tells_too() -> None:
    assert defined(CLASSES + "fn f(p: my Line) { p.▲x }\n") == ["class Line([x])"]


def test_a_label_of_a_class_in_a_variable() -> None:
    assert defined(CLASSES + "let c = Line\nlet l = c(▲x: 1)\n") == ["class Line([x])"]


# ---------------------------------------------------------------- type definition


@pytest.mark.parametrize(
    ("program", "classes"),
    [
        ("let ▲p = Point(1, 2)", ["class [Point](x, y)"]),
        ("let p = Point(1, 2)\nlet q = ▲p.lease", ["class [Point](x, y)"]),
        ("let p = Point(Line(1), 2)\np.▲x", ["class [Line](x)"]),
        ("let p = Point(1, 2)\n▲p = Line(1)", ["class [Line](x)"]),
        ("let p = Point(1, 2)\np.▲x = Line(1)", ["class [Line](x)"]),
        ("fn f(▲p: my Line) { p }", ["class [Line](x)"]),
        ("fn f(p) { ▲p }\nf(Line(1))\nf(Point(1, 2))", ["class [Point](x, y)", "class [Line](x)"]),
        ("fn f(p: my Line) {\n  if false { ▲p.x }\n}", ["class [Line](x)"]),
        ("▲Point(1, 2)", ["class [Point](x, y)"]),
        ("let ▲p = 1", []),
        ("let p = ▲", []),
    ],
)
def test_the_class_of_what_a_place_holds(program: str, classes: list[str]) -> None:
    assert typed(CLASSES + program) == classes


# ---------------------------------------------------------------- references


def test_references_of_a_field() -> None:
    program = CLASSES + "let p = Point(x: 1, y: 2)\nlet l = Line(x: 3)\np.▲x += l.x\nprint(p.x).await\n"
    assert referred(program) == [
        "class Point([x], y)",
        "let p = Point([x]: 1, y: 2)",
        "p.[x] += l.x",
        "print(p.[x]).await",
    ]
    assert referred(program, with_declaration=False)[0] == "let p = Point([x]: 1, y: 2)"


def test_references_are_only_what_is_sure() -> None:
    program = CLASSES + "fn nobody_calls_it(p) { p.x }\nlet p = Point(1, 2)\nprint(p.▲x).await\n"
    assert referred(program) == ["class Point([x], y)", "print(p.[x]).await"]


def test_references_from_the_declaration() -> None:
    assert referred("class ▲A(x)\nfn f(a: my A) { A(a.x) }") == [
        "class [A](x)",
        "fn f(a: my [A]) { A(a.x) }",
        "fn f(a: my A) { [A](a.x) }",
    ]


def test_references_of_nothing() -> None:
    assert referred("1 +▲ 1") == []


def test_module_code_is_one_body() -> None:
    assert referred("let ▲a = 1\nfn f() { 1 }\na + a") == ["let [a] = 1", "[a] + a", "a + [a]"]


# ---------------------------------------------------------------- calls

CHAIN = """\
class Box(content)
fn ▲inner(b) { b.content }
fn outer(b) {
    inner(b)
    inner(b)
}
outer(Box(1))
inner(Box(2))
"""


def told(analysis: Analysis, calls: Iterable[Calls]) -> list[tuple[str, list[str]]]:
    return [(call.party.text, marked(analysis, call.places)) for call in calls]


def test_who_calls() -> None:
    analysis, offset = at_cursor(CHAIN)
    (inner,) = parties_at(analysis, offset)
    assert told(analysis, incoming(analysis, inner)) == [
        ("outer", ["[inner](b)", "[inner](b)"]),
        ("test.dada", ["[inner](Box(2))"]),
    ]
    module = incoming(analysis, inner)[1].party
    assert [call.party.text for call in outgoing(analysis, module)] == ["outer", "Box", "inner"]
    assert incoming(analysis, module) == []


def test_whom_it_calls() -> None:
    analysis, _ = at_cursor(CHAIN)
    (outer,) = parties_at(analysis, analysis.source.text.index("outer(Box"))
    assert told(analysis, outgoing(analysis, outer)) == [("inner", ["[inner](b)", "[inner](b)"])]


def test_a_variable_is_no_party() -> None:
    assert parties_at(*at_cursor("let ▲a = 1")) == []


def test_no_text_raises() -> None:
    program = CHAIN.replace(CURSOR, "") + "outer(b: Box(content: 1)).content = 1\n"
    for end in range(len(program)):
        analysis = analysed(program[:end])
        for offset in (0, end // 2, end, end + 7, -1):
            definition(analysis, offset)
            type_definition(analysis, offset)
            references(analysis, offset, with_declaration=True)
            for party in parties_at(analysis, offset):
                incoming(analysis, party)
                outgoing(analysis, party)
