"""Texts that nobody writes, in interfaces and in what lies around them: each gets an answer soon, and no exception."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from idol import project
from idol.everything import answer_everything, read
from idol.test_editing import STORE

from leaselens import disk
from leaselens.hubris import wiring
from leaselens.hubris.operations import implementations
from leaselens.rust import outline, syntax

SECONDS = 20.0
"""Of the processor, for any of them; what is quadratic in a megabyte takes hours."""
SEPARATORS = ("\r", "\r\n", "\n\r", "\f", "\v", "\x1c", "\x85", "\u2028", "\u2029", "\ufeff", "\u200b", "\u202e")


def with_field(field: str) -> str:
    """An interface of one operation that has this field."""
    return f'Interface(name: "A", ops: {{"a": (idempotent: true, reply: Simple("()"), {field})}})'


def with_type(type: str) -> str:
    return with_field(f'leases: {{"a": (read: true, max_len: Some(1), type: "{type}")}}')


def with_limit(limit: str) -> str:
    return with_field(f'leases: {{"a": (read: true, max_len: Some({limit}), type: "[u8]")}}')


SMALL = {
    "nothing": "",
    "NUL bytes": STORE.replace(" ", "\0"),
    "lone surrogates": STORE.replace("put", "\ud83d").replace("Store", "\ude00"),
    "surrogates in escapes": STORE.replace("put", "\\u{D83D}"),
    "code points that are none": STORE.replace("put", "\\u{110000}"),
    **{f"lines that end with {separator!r}": STORE.replace("\n", separator) for separator in SEPARATORS},
    "slices of slices": with_type("[" * 900 + "u8" + "]" * 900),
    "references of references": with_type("&" * 1900),
    "generics in generics": with_type("A<" * 500 + "u8" + ">" * 500),
    "tuples of tuples": with_type("(" * 900 + ")" * 900),
}
LARGE = {
    **{f"{bracket} 20,000 deep": bracket * 20_000 for bracket in "([{"},
    "brackets of all kinds": "({[" * 3_000 + ")}]" * 3_000,
    "closing brackets of the wrong kind": with_field("[1,2},\n" * 5_000),
    "a type 100,000 deep": with_type("[" * 100_000 + "]" * 100_000),
    "a path of 100,000 names": with_type("a::" * 100_000 + "b"),
    "a megabyte of digits": with_limit("9" * 1_000_000),
    "a megabyte of other digits": with_limit("0x" + "9" * 1_000_000),
    "a megabyte in one name": with_field('args: {"' + "x" * 1_000_000 + '": "u8"}'),
    "300,000 characters on one line": with_field("args: {" + '"a": "u8", ' * 27_000 + "}"),
    "a megabyte of quotes": '"' * 1_000_000,
    "lines that each lack a quote": '"a" : "b\n' * 10_000,
    "escapes that are none": with_field('doc: "' + "\\q" * 10_000 + '"'),
    "comments in comments": "/*" * 500_000,
    "raw strings": 'r#"' * 200_000,
    "fields that are none": with_field("idempotent: true, " * 5_000),
    "5,000 operations": STORE.replace('"drop"', '"again": (reply: Simple("u8")), ' * 5_000 + '"drop"'),
    "two megabytes": "// padding\n" * 200_000,
}


@contextmanager
def soon() -> Iterator[None]:
    """What is done here takes no longer than anything may."""
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("name", SMALL)
def test_a_hostile_text_gets_every_answer(name: str) -> None:
    with soon():
        answer_everything(SMALL[name], 1 + len(SMALL[name]) // 50)


@pytest.mark.parametrize("name", LARGE)
def test_a_large_hostile_text_is_read(name: str) -> None:
    with soon():
        analysis = read(LARGE[name])
        assert "".join(token.text for token in analysis.file.tokens) == LARGE[name]
        assert (analysis.diagnostics, analysis.outline, analysis.folds, analysis.formatting()) is not None


@given(text=st.text(st.characters() | st.sampled_from('(){}[]":,/*\\r#\n'), max_size=60))
def test_any_characters_get_every_answer(text: str) -> None:
    answer_everything(text, 3)


@given(at=st.integers(0, len(STORE)), text=st.text(max_size=8), length=st.integers(0, 30))
def test_an_interface_with_anything_in_it_gets_every_answer(at: int, text: str, length: int) -> None:
    answer_everything(STORE[:at] + text + STORE[at + length :], 40)


# ---------------------------------------------------------------- what lies around it

SCRIPTS = {
    "comments without an end": "/*" * 500_000,
    "a string without an end": 'build_x("' + "x" * 1_000_000,
    "calls without an end": 'build_x("a' * 100_000,
    "blanks": "build_x(" + " " * 1_000_000,
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_hostile_build_script_is_passed_over(tmp_path: Path, name: str) -> None:
    project.make(tmp_path, **{"lamp-api/build.rs": SCRIPTS[name]})
    with soon():
        (wires,) = wiring.wiring(disk.Folder(str(tmp_path))).values()
    assert [Path(wire.script).parent.name for wire in wires] == ["lamp-server"]


def test_quotes_in_a_build_script_hide_nothing(tmp_path: Path) -> None:
    """A quote as a character, in a raw string and in a comment: what follows is read all the same."""
    script = 'const Q: char = \'"\'; const R: &str = r#"a" /* "#; // don\'t "\n' + project.CLIENT
    project.make(tmp_path, **{"lamp-api/build.rs": script})
    (wires,) = wiring.wiring(disk.Folder(str(tmp_path))).values()
    assert [wire.side.value for wire in wires] == ["client", "server"]


IMPL = "impl InOrderLampImpl for S { fn set(&mut self) {} }\n"
RUST = {
    "macros in macros": IMPL + "m! { impl fn " * 400 + "}" * 400,
    "20,000 macros": IMPL + "m! { fn f() {} }\n" * 20_000,
    "text that is no English": IMPL + "// Grüße\nfn f() { a.b(/* ä */ 1); }\n" * 10_000,
    "NUL bytes": IMPL + "\0" * 100_000,
    "lone surrogates": IMPL + "\ud83d" * 1000,
}


@pytest.mark.skipif(not syntax.available(), reason="tree-sitter is not installed")
@pytest.mark.parametrize("name", RUST)
def test_hostile_rust_is_read(name: str) -> None:
    with soon():
        found = [function.name for impl in outline.implementations(RUST[name]) for function in impl.functions]
        assert len(outline.calls(RUST[name])) == (10_000 if name == "text that is no English" else 0)
    assert "set" in found


@pytest.mark.skipif(not syntax.available(), reason="tree-sitter is not installed")
def test_rust_that_is_too_deep_is_passed_over() -> None:
    with soon():
        assert outline.implementations("{" * 100_000 + IMPL) == ()


@pytest.mark.skipif(not syntax.available(), reason="tree-sitter is not installed")
def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    project.make(inside)
    outside.mkdir()
    (outside / "lib.rs").write_text(IMPL, encoding="utf-8")
    (inside / "lamp-server/src/file.rs").symlink_to(outside / "lib.rs")
    (inside / "lamp-server/src/folder").symlink_to(outside)
    (inside / "lamp-server/src/own.rs").symlink_to(inside / "lamp-server/src/main.rs")
    found = implementations(disk.Folder(str(inside)), str(inside / "lamp-server"), "Lamp", "set")
    assert sorted(Path(place.source.name).name for place in found) == ["main.rs", "own.rs"]
