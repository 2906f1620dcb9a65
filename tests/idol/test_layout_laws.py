"""Laws of the layout that hold for every interface, whole or broken."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from idol.everything import read
from idol.test_editing import STORE

from leaselens.diagnostics import edited
from leaselens.idol.layout import _Layout
from leaselens.idol.tokens import scan
from leaselens.idol.views import view_tree

TOKENS = [token.text for token in scan(STORE) if token.kind != "SPACE"]
GAPS = ["", " ", "\t  ", "\n", "\n\n\n", "\r\n", " // line\n", "/* block */", " /* two\nlines */ "]


def formatted(text: str) -> str:
    return edited(text, read(text).formatting())


def meaning(text: str) -> str:
    """The tree of an interface, whatever its places are."""
    return re.sub(r"\[\d+\.\.\d+\]|Span\([^)]*\)", "", view_tree(read(text).file))


def comments(text: str) -> list[str]:
    return [token.text for token in scan(text) if token.kind.endswith("COMMENT")]


@st.composite
def spaced(draw: st.DrawFn) -> str:
    """The same tokens with anything between them that means nothing, and with commas or none at the ends of groups."""
    pieces: list[str] = []
    for token, after in zip(TOKENS, [*TOKENS[1:], ""], strict=True):
        if token == "," and after in ")}" and draw(st.booleans()):
            continue
        gap = draw(st.sampled_from(GAPS))
        pieces += [token, "\n" if token.startswith("//") else "", gap]
    return "".join(pieces)


@given(text=spaced())
def test_a_layout_keeps_what_is_said_and_every_comment(text: str) -> None:
    after = formatted(text)
    assert meaning(after) == meaning(text) == meaning(STORE)
    assert comments(after) == comments(text)
    assert formatted(after) == after


@given(text=spaced())
def test_nothing_has_to_be_refused(text: str) -> None:
    analysis = read(text)
    unchecked = edited(text, tuple(_Layout(text, analysis.file.tokens, "    ").edits()))
    assert formatted(text) == unchecked


@given(at=st.integers(0, len(STORE)), piece=st.sampled_from(["", '"', ",", ":", "(", "}", "//", "x", "\r\n"]))
def test_a_broken_interface_keeps_its_mistakes(at: int, piece: str) -> None:
    text = STORE[:at] + piece + STORE[at + 1 :]
    after = formatted(text)
    assert [found.message for found in read(after).diagnostics] == [found.message for found in read(text).diagnostics]
    assert formatted(after) == after
