"""Laws of reading an interface: nothing raises, nothing is lost, nothing takes long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from idol.test_editing import STORE

from leaselens.idol import Facts, analyse
from leaselens.idol.quotes import scan_by_line
from leaselens.idol.tokens import scan
from leaselens.languages import language_of
from leaselens.text import Source

_PIECES = [
    "(",
    ")",
    "{",
    "}",
    "[",
    '"',
    ":",
    ",",
    "r#",
    "//",
    "/*",
    "*/",
    "#![",
    "\\",
    "\n",
    " ",
    "a",
    "true",
    "Some",
    "1",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    assert "".join(token.text for token in scan(text)) == text
    assert "".join(token.text for token in scan_by_line(text)) == text
    analysis = analyse(Source("a.idol", text), Facts())
    for offset in range(len(text) + 1):
        analysis.completions(analysis.source, offset)
        analysis.note_at(offset)
        analysis.selections_at(offset)
    assert all(0 <= d.span.start <= d.span.end <= len(text) for d in analysis.diagnostics)
    assert (analysis.outline, analysis.folds, analysis.annotations, analysis.formatting()) is not None


@given(st.integers(0, len(STORE)), st.integers(0, 12), st.sampled_from(["", *_PIECES]))
def test_a_broken_interface_is_read(at: int, length: int, text: str) -> None:
    broken = STORE[:at] + text + STORE[at + length :]
    analysis = analyse(Source("a.idol", broken), Facts())
    assert "".join(token.text for token in analysis.file.tokens) == broken
    for diagnostic in analysis.diagnostics:
        analysis.fixes(diagnostic)


@pytest.mark.parametrize("text", ["(" * 50_000, '("' * 20_000, "{a:" * 20_000, '"' * 20_000, "/*" * 50_000])
def test_deep_and_broken_texts_are_read_soon(text: str) -> None:
    assert analyse(Source("a.idol", text), Facts()).diagnostics


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("a.idol", "", "idol"),
        ("a.idl", "// ours\nInterface(name: \"A\", ops: {})", "idol"),
        ("a.idl", "interface Window { attribute long x; };", None),
        ("file:///a/b.IDOL", None, "idol"),
    ],
)  # fmt: skip
def test_which_files_are_interfaces(name: str, text: str | None, language: str | None) -> None:
    assert language_of(name, text) == language


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("e", "expected `:` and a value after field `e`"),
        ("encoding", "expected `:` and a value after field `encoding`"),
        ("encoding:", "expected a value after field `encoding`"),
        ("encoding: H", "expected `,` after this"),
        ('doc: "', 'expected `"` at the end of this string'),
        ('doc: "It puts', 'expected `"` at the end of this string'),
        ('doc: "It puts"', "expected `,` after this"),
    ],
)
def test_what_is_typed_before_a_field_leaves_that_field_as_it_is(typed: str, message: str) -> None:
    text = STORE.replace("            reply: Result", f"            {typed}\n            reply: Result", 1)
    analysis = analyse(Source("a.idol", text), Facts())
    told = [found.message for found in analysis.diagnostics if found.code == "HUB101"]
    assert told == [message]
    assert analysis.operations[0].reply is not None
