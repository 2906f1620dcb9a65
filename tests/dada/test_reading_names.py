"""What names mean: scopes, shadowing, items, ``print`` (reference §B.1)."""

from __future__ import annotations

import pytest
from dada.marked import reading, unmarked

from leaselens.dada import tree
from leaselens.dada.names import Intrinsic, Local


def meaning(marked: str) -> str | None:
    """What the marked name means: ``local 0``, ``class A``, ``print``; nothing if it is unresolved."""
    text, span = unmarked(marked)
    file, names = reading(text)
    for body in names.bodies.values():
        for (key, use), found in body.uses.items():
            if file.absolute(key, use) == span:
                return _told(found)
    return None


def _told(found: object) -> str:
    match found:
        case Local():
            return f"local {found.index}"
        case tree.Class():
            return f"class {found.name.text}"
        case tree.Function():
            return f"fn {found.name.text}"
        case Intrinsic():
            return found.value
    raise AssertionError(found)


MEANINGS = [
    ("let a = 1\n«a»", "local 0"),
    ("let a = «a»", "local 0"),
    ("let a = 1\nlet a = «a»", "local 1"),
    ("«a»\nlet a = 1", None),
    ("let a = 1\nif a { let a = 2\n «a» }", "local 1"),
    ("let a = 1\nif a { let a = 2 }\n«a»", "local 0"),
    ("let a = 1\nif a { } else { let a = 2\n «a» }", "local 1"),
    ("while true { let a = 1 }\n«a»", None),
    ("loop { let a = 1 }\n«a»", None),
    ("atomic { let a = 1 }\n«a»", None),
    ("{ let a = 1 }\n«a»", "local 0"),
    ("if (let a = true) { «a» }", "local 0"),
    ('let a = "{let b = 1}"\n«b»', "local 1"),
    ("fn f(a, b) { «b» }", "local 1"),
    ("fn f(a) { let a = «a»\n a }", "local 1"),
    ("let a = 1\nfn f() { «a» }", None),
    ("«f»()\nfn f() {}", "fn f"),
    ("class A()\nfn f() { «A»() }", "class A"),
    ("fn A() {}\nclass A()\n«A»()", "fn A"),
    ("fn print() {}\n«print»(1)", "print"),
    ("let print = 1\n«print»", "local 0"),
    ("let a = 1\nfn f() {}\n«a»", "local 0"),
    ("let a = 1\na.«b»", None),
    ("f(«a»: 1)", None),
    ("let a = 1\na.x + % \n«a» = 2", "local 0"),
]


@pytest.mark.parametrize(("marked", "what"), MEANINGS, ids=[marked for marked, _ in MEANINGS])
def test_what_a_name_means(marked: str, what: str | None) -> None:
    assert meaning(marked) == what


def test_locals_are_numbered_in_the_order_of_declaration() -> None:
    _, names = reading("fn f(a, b) { let c = { let d = 1 }\n if c { let a = 2 } }")
    body = names.bodies["fn f"]
    assert [local.binding.name.text for local in body.locals] == ["a", "b", "c", "d", "a"]
    assert [local.is_parameter for local in body.locals] == [True, True, False, False, False]
    assert [local.index for local in body.locals] == [0, 1, 2, 3, 4]


def test_module_code_is_one_body_of_several_items() -> None:
    _, names = reading("let a = 1\nclass A()\nlet b = a\nfn f() {}\n")
    assert set(names.bodies) == {"main@module", "fn f"}
    body = names.bodies["main@module"]
    assert body.items == ("code 0", "code 1")
    assert {key for key, _ in body.uses} == {"code 1"}
    assert [local.item for local in body.locals] == ["code 0", "code 1"]


def test_a_file_without_module_code_has_no_such_body() -> None:
    assert set(reading("fn f() {}\n%%%")[1].bodies) == {"fn f"}


def test_every_let_knows_its_local() -> None:
    _, names = reading("let a = 1\nlet a = 2")
    body = names.bodies["main@module"]
    assert [local.index for local in body.lets.values()] == [0, 1]
