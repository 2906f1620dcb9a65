"""Texts become trees: what the nodes are, where they stand, and that a broken function costs one function."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dada.marked import diagnostics, reading, shown, unmarked

from leaselens.dada import tree
from leaselens.dada.dialects import DIALECTS, Access, Specifier
from leaselens.dada.tokens import scan
from leaselens.text import Span


def statements(text: str, dialect: str = "v3") -> tuple[tree.Expr, ...]:
    """The expressions of a text that is nothing else."""
    (placed,) = reading(text, dialect)[0].items
    assert isinstance(placed.item, tree.Code)
    return placed.item.statements


def outline(node: tree.Node) -> str:
    """A tree in one line, for reading in tests: kinds, names, operators."""
    words = [str(getattr(node, field)) for field in ("text", "operator", "value", "access") if _is_plain(node, field)]
    inside = [outline(child) for child in node.children() if not isinstance(node, tree.Dot) or child is node.owner]
    if isinstance(node, tree.Dot):
        words.append(node.field.text)
    head = " ".join([type(node).__name__, *words])
    return f"{head}({', '.join(inside)})" if inside else head


def _is_plain(node: tree.Node, field: str) -> bool:
    return isinstance(getattr(node, field, None), str | int | float)


def every(node: tree.Node) -> Iterator[tree.Node]:
    yield node
    for child in node.children():
        yield from every(child)


# ---------------------------------------------------------------- expressions

SHAPES = [
    ("1 + 2 * 3 - 4", "Binary -(Binary +(Integer 1, Binary *(Integer 2, Integer 3)), Integer 4)"),
    ("1 < 2 + 3", "Binary <(Integer 1, Binary +(Integer 2, Integer 3))"),
    ("a = b = c", "Assign(Assign(Name a, Name b), Name c)"),
    ("a += - - b", "OpAssign +(Name a, Negation(Negation(Name b)))"),
    ("1\n-2", "Binary -(Integer 1, Integer 2)"),
    ("f\n(1)", "Call(Name f, Argument(Integer 1))"),
    ("f(a: 1, b)", "Call(Name f, Argument(Identifier a, Integer 1), Argument(Name b))"),
    ("a.b.0", "Dot 0(Dot b(Name a))"),
    ("a.give.lease", "Use lease(Use give(Name a, Identifier give), Identifier lease)"),
    ("f().await", "Await(Call(Name f), Identifier await)"),
    ("()", "Tuple"),
    ("(1,)", "Parens(Integer 1)"),
    ("(1, 2)", "Tuple(Integer 1, Integer 2)"),
    ("{ 1, 2 }", "Block(Integer 1, Integer 2)"),
    ("{ }", "Block"),
    ("1_0u", "Integer 10"),
    ("1_0.2_5", "Float 10.25"),
    ("true", "Boolean True"),
    ("if a { } else if b { } else { c }", "If(Name a, Block, If(Name b, Block, Block(Name c)))"),
    ("while a { loop { } }", "While(Name a, Block(Loop(Block)))"),
    ("atomic { a }", "Atomic(Block(Name a))"),
    ("return\na", "Return(Name a)"),
    ("loop { break continue }", "Loop(Block(Break(Continue)))"),
    ("let a: my B = 1", "Let(Binding(Identifier a, Type(TypePermission, Path(Identifier B))), Integer 1)"),
    ('"a{b}{1}c"', "String(Text a, Name b, Integer 1, Text c)"),
    ('""', "String"),
    ('"{"{a}"}"', "String(String(Name a))"),
    ("mutable.ref", "Dot ref(Name mutable)"),
]


@pytest.mark.parametrize(("text", "shape"), SHAPES, ids=[text for text, _ in SHAPES])
def test_what_an_expression_is(text: str, shape: str) -> None:
    (found,) = statements(text)
    assert outline(found) == shape


DIALECT_SHAPES = [
    ("d2", "let a: our = b.shlease", "Let(Binding(Identifier a, Type), Use shlease(Name b, Identifier shlease))"),
    ("d3", "a.ref.mut", "Use lease(Use share(Name a, Identifier ref), Identifier mut)"),
    ("d2", "a.ref", "Dot ref(Name a)"),
    ("d1", "a = b", "Let(Binding(Identifier a), Name b)"),
    ("d1", "a := b", "Assign(Name a, Name b)"),
    ("d1", "var a = b", "Let(Binding(Identifier a), Name b)"),
    ("d1", "return", "Name return"),
    ("v2", "my a = b", "Let(Binding(Identifier a), Name b)"),
    ("v2", "atomic a = b", "Let(Binding(Identifier a), Name b)"),
    ("v2", "a = b", "Let(Binding(Identifier a), Name b)"),
    ("v2", "a := b", "Assign(Name a, Name b)"),
    ("v2", "break", "Name break"),
    ("v2", "return a", "Return(Name a)"),
    ("d1-2021", "a = b", "Assign(Name a, Name b)"),
    ("d1-2021", "var a := b", "Let(Binding(Identifier a), Name b)"),
    ("d1-2021", "var a", "Let(Binding(Identifier a))"),
    ("d1-2021", "do { a }", "Block(Name a)"),
    ("d1", "atomic { a }", "Atomic(Block(Name a))"),
    ("v3", "do { a }", None),
]


@pytest.mark.parametrize(("dialect", "text", "shape"), DIALECT_SHAPES)
def test_what_an_expression_is_in_other_dialects(dialect: str, text: str, shape: str | None) -> None:
    found = [outline(statement) for statement in statements(text, dialect)]
    assert found == ([shape] if shape else ["Name do", "Block(Name a)"])


def test_storage_modes_of_d1_are_written_or_shared() -> None:
    (placed,) = reading("class P(var a, b, atomic c: P)", "d1")[0].items
    assert isinstance(placed.item, tree.Class)
    modes = [(field.storage, field.atomic) for field in placed.item.fields]
    assert modes == [(tree.Storage.VAR, False), (tree.Storage.SHARED, False), (tree.Storage.ATOMIC, True)]


def test_specifiers_are_told_from_permissions_by_what_follows_on_the_line() -> None:
    text = "class P(\n  a: my\n  b: mutable\n  c: my P\n  our d\n  e: mutable P\n  f: leased{a} P\n)"
    (placed,) = reading(text, "d3")[0].items
    assert isinstance(placed.item, tree.Class)
    fields = {field.name.text: field for field in placed.item.fields}
    specifiers = {name: field.specifier for name, field in fields.items()}
    assert specifiers == {
        "a": Specifier.MY,
        "b": Specifier.LEASED,
        "c": None,
        "d": Specifier.OUR,
        "e": None,
        "f": None,
    }
    written = fields["e"].type
    assert written is not None
    assert written.permission is not None
    assert written.permission.word == "leased"


def test_operations_know_how_they_were_spelled() -> None:
    (found,) = statements("a.ref", "d3")
    assert isinstance(found, tree.Use)
    assert (found.access, found.keyword.text) == (Access.SHARE, "ref")


def test_an_elision_is_passed_over() -> None:
    assert [outline(statement) for statement in statements("a\n...\nb\n... # more\n", "d2")] == ["Name a", "Name b"]


# ---------------------------------------------------------------- strings

VALUES = [
    (r'"a\n\"\\\{\}"', ['a\n"\\{}']),
    ('"a } b"', ["a } b"]),
    ('"\n    one\n      two\n    "', ["one\n  two"]),
    ('"\n    one {x}\n\n    two\n"', ["one ", None, "\n\ntwo"]),
    ('"\\n    one\n"', ["\n    one\n"]),
    ('"{x}\n    one"', [None, "\n    one"]),
    ('"\n   \n"', ["   "]),
    ('"  one  "', ["  one  "]),
]


def _parts(text: str, dialect: str) -> list[str | None]:
    (found,) = statements(text, dialect)
    assert isinstance(found, tree.String)
    return [part.value if isinstance(part, tree.Text) else None for part in found.parts]


@pytest.mark.parametrize(("text", "parts"), VALUES, ids=[text for text, _ in VALUES])
def test_what_a_string_says(text: str, parts: list[str | None]) -> None:
    assert _parts(text, "v3") == parts


def test_a_long_string_of_d1_is_always_trimmed() -> None:
    assert _parts('"one\n    two\n  "', "d1") == ["one\n    two"]
    assert _parts('"  one  "', "d1") == ["  one  "]


# ---------------------------------------------------------------- spans

SPANS = [
    (tree.Let, "«let a = 1»\nb"),
    (tree.Binding, "let «atomic a: B» = 1"),
    (tree.Dot, "(«a.b».c)"),
    (tree.Use, "«a.b.give»"),
    (tree.Await, "«f(1).await»"),
    (tree.Call, "a + «f(1, 2)»"),
    (tree.Binary, "«a + b»"),
    (tree.Negation, "«- a»"),
    (tree.OpAssign, "«a.b += c»"),
    (tree.If, "«if a { b } else { c }» # end"),
    (tree.Atomic, "«atomic { a }»"),
    (tree.Tuple, "let x = «()»"),
    (tree.Return, "«return a.b»"),
    (tree.String, 'f(«"a{b}c"»)'),
    (tree.Name, '"{ «b» }"'),
    (tree.Class, "«class A(a, b)»\n"),
    (tree.Function, "# f\n«async fn f() -> { 1 }»\n"),
    (tree.Arrow, "fn f() «-> my A» { }"),
    (tree.Type, "fn f(a: «shared{a} A») { }"),
]


@pytest.mark.parametrize(("kind", "marked"), SPANS, ids=[marked for _, marked in SPANS])
def test_where_a_node_stands(kind: type[tree.Node], marked: str) -> None:
    text, _ = unmarked(marked)
    file, _ = reading(text)
    nodes = [(placed.key, node) for placed in file.items for node in every(placed.item)]
    found = [file.absolute(key, node.span) for key, node in nodes if type(node) is kind]
    assert marked in [shown(text, span) for span in found]


@pytest.mark.parametrize("marked", ["fn f() {« 1 + 2» }", "fn f() {\n    # said\n   « a\n    b» }", "fn f() {«a» }"])
def test_a_body_begins_with_the_last_white_space_before_it(marked: str) -> None:
    """§B.2, "function body root"."""
    text, _ = unmarked(marked)
    (placed,) = reading(text)[0].items
    assert isinstance(placed.item, tree.Function)
    assert shown(text, placed.item.root) == marked


# ---------------------------------------------------------------- items


def test_items_have_stable_keys() -> None:
    text = "1\nclass A()\nfn f() {}\n2\n3\nfn f() {}\nclass ()\n4\nasync\nfn f() {}\n"
    keys = [placed.key for placed in reading(text)[0].items]
    assert keys == ["code 0", "class A", "fn f", "code 1", "fn f#2", "broken 0", "code 2", "fn f#3"]


def test_items_need_not_begin_a_line() -> None:
    text = "class A() let a = 1 fn f() { } fn g() { } 2"
    assert [placed.key for placed in reading(text)[0].items] == ["class A", "code 0", "fn f", "fn g", "code 1"]


def test_a_head_in_a_string_or_in_brackets_is_none() -> None:
    text = 'let a = "\nfn no() {}\nclass No()\n"\nfn yes() {}\n'
    assert [placed.key for placed in reading(text)[0].items] == ["code 0", "fn yes"]
    inner = "fn outer() {\nfn inner() {}\n}\n"
    assert [found.code for found in diagnostics(inner)] == ["DADA-C6"]


def test_an_item_that_moves_stays_what_it_is() -> None:
    """Spans are relative to the item, and a chunk that is alive is not read again."""
    text = "fn f() { 1 }\nfn g(a) { a.b }\n"
    before, _ = reading(text)
    after, _ = reading("# more\n\n" + text)
    assert after.by_key["fn g"].item is before.by_key["fn g"].item
    assert after.by_key["fn g"].start == before.by_key["fn g"].start + len("# more\n\n")


# ---------------------------------------------------------------- broken texts

AROUND = "class Point(x, y)\n\nasync fn first(p) {\n    print(p.x).await\n}\n\n@\n\nfn last(q) {\n    q.give\n}\n"
BROKEN = [
    "fn middle(p) {",
    "fn middle(p) {\n    if p.x {\n}",
    "fn middle(p) {\n    foo(p.x\n}",
    "fn middle(p) {\n    foo([(p.x\n    let a = 1\n}",
    'fn middle(p) {\n    print("no end)\n}',
    'fn middle(p) {\n    print("no {p.x end")\n}',
    'fn middle(p) {\n    print("no {p.x end)\n}',
    "fn middle(",
    "fn middle",
    "fn",
    "async fn",
    "class Middle(a: , b",
    "class Middle(a: shared{",
    "class",
    "fn middle(p) { p. }",
    "fn middle(p) { p.x += }",
    "fn middle(p) { \x00\ud800 % ` }",
    "fn middle(p) { ) ] } }",
]


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("dialect", list(DIALECTS))
def test_a_broken_function_costs_one_function(broken: str, dialect: str) -> None:
    whole, _ = reading(AROUND.replace("@", "fn middle(p) { p }"), dialect)
    file, _ = reading(AROUND.replace("@", broken), dialect)
    for key in ("class Point", "fn first", "fn last"):
        assert file.by_key[key].item == whole.by_key[key].item
        assert file.by_key[key].diagnostics == whole.by_key[key].diagnostics
    assert any(placed.diagnostics for placed in file.items)


HALF_TYPED = [
    ("fn f(p) {\n    g(p\n    let b = p.y\n    b\n}", {"p", "b"}),
    ("let p = 1\nprint(p\nlet q = p\n", {"p", "q"}),
    ('let p = 1\nprint("{p}).await\nlet q = p\n', {"p", "q"}),
    ("fn f(p) {\n    p.\n}\n", {"p"}),
    ("fn f(p) {\n    if p.x == {\n        let y = p\n    }\n}\n", {"p"}),
    ("fn f(p) {\n    let y = [p\n    let z = p\n}\n", {"p", "y", "z"}),
]


@pytest.mark.parametrize(("text", "known"), HALF_TYPED)
def test_what_is_half_typed_keeps_its_names(text: str, known: set[str]) -> None:
    _, names = reading(text)
    (body,) = names.bodies.values()
    assert {local.binding.name.text for local in body.locals} >= known
    assert body.uses


def test_an_unterminated_string_is_reported_where_it_begins_and_once() -> None:
    text = 'fn f() {\n    print("one).await\n    print("two").await\n}\nfn g() { print("x").await }\n'
    found = [one for one in diagnostics(text) if one.code == "DADA-B2"]
    assert [one.span for one in found] == [Span(text.index('"one'), text.index('"one') + 1)]


def test_a_text_of_the_reference_is_read_by_its_rules_whatever_it_looks_like() -> None:
    """§A.1: a wrong closer in a tree that is closed is an unknown token, not the end of what is around it."""
    assert [found.code for found in diagnostics("fn f() { (1 } ) }")] == ["DADA-C6"]


# ---------------------------------------------------------------- tokens


def test_tokens_of_a_line() -> None:
    text = 'let a=-1_u # said\n  r"x{"}"}"\r\n'
    kinds = [(token.kind, token.text) for token in scan(text, DIALECTS["v3"]) if token.kind != "SPACE"]
    assert kinds == [
        ("WORD", "let"),
        ("WORD", "a"),
        ("OPERATOR", "=-"),
        ("NUMBER", "1_"),
        ("WORD", "u"),
        ("COMMENT", "# said"),
        ("NEWLINE", "\n"),
        ("PREFIX", "r"),
        ("STRING", '"x{"}"}"'),
        ("NEWLINE", "\r\n"),
    ]


def test_slashes_begin_a_comment_only_where_the_dialect_has_them() -> None:
    assert [token.kind for token in scan("1+//2", DIALECTS["d2"])] == ["NUMBER", "OPERATOR", "SLASH_COMMENT"]
    assert [token.kind for token in scan("1//2", DIALECTS["v3"])] == ["NUMBER", "UNKNOWN", "OPERATOR", "NUMBER"]
