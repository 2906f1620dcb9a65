"""Which dialect a text is in: by what it shows, by what it says, and without flicker while it is typed."""

from __future__ import annotations

import pytest
from dada.marked import diagnostics, shown

from leaselens.dada.detect import choose, detect
from leaselens.dada.dialects import DIALECTS, Dialect

LOOKS = [
    ("v3", ""),
    ("v3", "print(1).await"),
    ("v3", "let x = 1"),
    ("v3", "class P(a: my P, b: shared{a} P)\nlet p = P(1, 2)"),
    ("v3", '# var x := 1\nlet x = "var y := 1, let q: my = x"'),
    ("v3", "class P(ref)\nlet p = P(1)\nprint(p.ref).await"),
    ("v3", "fn shlease(p) { p }\nlet q = p.shlease"),
    ("v3", "let mutable = 1\nf(x: mutable)"),
    ("v3", "fn f[shared P]() {}"),
    ("d1-2021", "fn main() { var p := 1 }"),
    ("d1-2021", "class P(var x)\nfn main() { var p := P(1)\n p.x := 2\n p = p }"),
    ("d1-2021", 'fn main() { var p := "half'),
    ("d1", "fn main() { var p = 1\n p := 2 }"),
    ("d1", "class P(var x, y)"),
    ("d1", "fn f(p) { p.x := 1 }"),
    ("v2", "my p = 1"),
    ("v2", "class P(our x, any y)"),
    ("v2", "class P(\n  our x\n  y\n)"),
    ("v2", "async fn main() { shleased q = p\n p.x := q\n r := q.shlease }"),
    ("v3", "class C[my P, our Q](x)\nfn f[any T, my U](x: my C, y: our C) -> my C { x }"),
    ("d2", "class P(our x, our y)\nlet p = P(1, 2)\nlet l: leased = p"),
    ("d2", "let l: leased = p"),
    ("d2", "let p: my = P(1)\nlet l: leased = p.shlease"),
    ("d3", "let l: mutable = p"),
    ("d3", "class P(x: our, y: our)"),
    ("d3", "let p: my = 1\nlet q = p.ref"),
    ("d3", "fn f(x: mutable P) { x }".replace("mutable P", "mutable,")),
]


@pytest.mark.parametrize(("name", "text"), LOOKS)
def test_what_a_text_looks_like(name: str, text: str) -> None:
    assert detect(text).dialect.name == name


def test_the_evidence_is_shown() -> None:
    text = "class P(x)\nlet p = P(1)\nlet l: leased = p\n"
    found = detect(text)
    assert found.span is not None
    assert shown(text, found.span) == "class P(x)\nlet p = P(1)\nlet l: «leased» = p\n"
    assert found.why == "`: leased` stands without a class"


TYPED = {
    "v3": [
        "class A(n)\n\nlet x = A(1)\nfn f(a: my A, b: shared{a} A) -> my A {\n    a.give\n}\nlet y: our A = x\n",
        "fn f(a: leased A) { }\nfn g(b: my A) { }\nclass A()\n",
    ],
    "d2": ["class P(x: our, y: our)\n\nlet p: my = P(1, 2)\nlet l: leased = p\nl.x += 1\nlet s = p.shlease\n"],
    "d3": ["class P(x: our, y: our)\n\nlet p: my = P(1, 2)\nlet l: mutable = p\nl.x += 1\nlet s = p.ref\n"],
    "d1": ["class P(var x, var y)\n\nfn main() {\n    var p = P(1, 2)\n    var q = p.lease\n    q.x := p.y\n}\n"],
    "v2": ["class P(our x, our y)\n\nasync fn main() {\n    my p = P(1, 2)\n    leased q = p\n    q.x := p.y\n}\n"],
    "d1-2021": ["class P(var x, var y)\n\nfn main() {\n    var p := P(1, 2)\n    var q := p.lease\n    q.x = 1\n}\n"],
}
"""Texts to be typed from an empty file, by their dialect."""


def _dialects_while_typing(text: str) -> list[str]:
    seen: list[str] = []
    dialect: Dialect | None = None
    for end in range(len(text) + 1):
        dialect = detect(text[:end], dialect).dialect
        if not seen or seen[-1] != dialect.name:
            seen.append(dialect.name)
    return seen


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in TYPED.items() for text in texts])
def test_typing_a_text_does_not_flicker(name: str, text: str) -> None:
    seen = _dialects_while_typing(text)
    assert seen[-1] == name
    assert len(seen) == len(set(seen)), "no dialect comes back"
    assert len(seen) <= (1 if name == "v3" else 3)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in TYPED.items() for text in texts])
def test_retyping_any_word_of_a_text_keeps_its_dialect(name: str, text: str) -> None:
    """From any position on, five characters are deleted and typed again."""
    for start in range(len(text) - 5):
        dialect: Dialect = DIALECTS[name]
        for typed in range(6):
            dialect = detect(text[:start] + text[start : start + typed] + text[start + 5 :], dialect).dialect
            assert dialect.name == name


def test_a_clearly_different_text_changes_the_dialect() -> None:
    assert detect("let p: my = 1\nlet q: mutable = p", DIALECTS["d1"]).dialect.name == "d3"
    assert detect("fn main() { var p := 1 }", DIALECTS["v3"]).dialect.name == "d1-2021"


def test_a_text_without_evidence_keeps_what_it_had() -> None:
    assert detect("print(1).await", DIALECTS["d2"]).dialect.name == "d2"


# ---------------------------------------------------------------- said


def test_a_comment_decides() -> None:
    text = "let x = 1\n  # leaselens: dialect = d2\nfn main() { var y := 1 }"
    found = choose(text, override="d1", previous=DIALECTS["v3"])
    assert found.dialect.name == "d2"
    assert found.why == "a comment in the file says so"
    assert found.span is not None
    assert text[slice(*found.span)] == "d2"


def test_an_override_counts_more_than_the_look() -> None:
    assert choose("let x = 1", override="d1").dialect.name == "d1"
    assert choose("var x := 1", override="auto").dialect.name == "d1-2021"
    assert choose("var x := 1").dialect.name == "d1-2021"


def test_a_comment_with_an_unknown_name_is_told_the_known_ones() -> None:
    text = "// leaselens: dialect=v4\nfn main() { var x := 1 }"
    assert choose(text).dialect.name == "d1-2021"
    (found,) = diagnostics(text, "d1-2021")
    assert found.code == "DADA-B3"
    assert text[slice(*found.span)] == "v4"
    assert all(f"`{name}`" in (found.help or "") for name in DIALECTS)


def test_a_comment_in_a_string_is_none() -> None:
    assert choose('let x = "# leaselens: dialect = d1"').dialect.name == "v3"
