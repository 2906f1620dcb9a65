"""Inlay hints: permissions of bindings, one-line pictures."""

from __future__ import annotations

import pytest
from ide.conftest import CURSOR, analysed

from leaselens.ide.hints import Hint, HintKind, Pictures, hints, tooltip
from leaselens.text import Span

LETTER = """\
class Box(content)

let box = Box("a letter")
let guest = box.lease
guest.content = "a note"
print(box.content).await
"""


def shown(text: str, *, dialect: str | None = None, **options: object) -> str:
    """The program with its hints in it, as an editor shows them."""
    found = hints(analysed(text, dialect), Span(0, len(text)), **options)  # type: ignore[arg-type]
    for hint in reversed(found):
        label = f"  {hint.label}" if hint.kind is HintKind.PICTURE else hint.label
        text = text[: hint.offset] + label + text[hint.offset :]
    return text


def test_all_hints() -> None:
    assert shown(LETTER) == (
        "class Box(content)\n"
        "\n"
        'let box: my = Box("a letter")  box ─my─► Box\n'
        "let guest: leased = box.lease  box ╌my╌► Box ◄─leased─ guest\n"
        'guest.content = "a note"  box ╌my╌► Box ◄─leased─ guest\n'
        "print(box.content).await  box ─my─► Box · guest expired\n"
    )


def test_permissions_alone() -> None:
    assert shown(LETTER, pictures=Pictures.OFF).count(": ") == 2


def test_pictures_alone() -> None:
    assert ": my" not in shown(LETTER, permissions=False)


@pytest.mark.parametrize(
    ("program", "declaration"),
    [
        ("class P(x: our)\nlet p: my = P(1)\nlet l: mutable = p\nlet m = p.lease\n", "let m: mutable = p.lease"),
        ("class P(x: our)\nlet p: my = P(1)\n", "let p: my = P(1)"),
        ("class P(x)\nlet p = P(1)\nlet q = p\n", "let q: shared = p"),
        ("class P(x)\nasync fn f(p: my P) { p.x }\n", "async fn f(p: my P) { p.x }"),
        ("fn f(p) { p }\n", "fn f(p) { p }"),
    ],
)
def test_permissions_are_told_where_the_source_does_not(program: str, declaration: str) -> None:
    assert declaration in shown(program, pictures=Pictures.OFF)


def test_several_answers_are_all_told() -> None:
    program = "class P(x)\nfn f(c) {\nlet p = P(1)\nlet q = if c { p.give } else { p.lease }\n}\n"
    assert "let q: my | leased = " in shown(program, pictures=Pictures.OFF)


def test_the_last_statement_of_a_block_has_its_own_picture() -> None:
    program = "class P(x)\nfn f() {\n    let p = P(1)\n    let q = p.lease\n}\n"
    assert "let q: leased = p.lease  p ╌my╌► P ◄─leased─ q\n" in shown(program)


def test_a_line_that_changes_nothing_has_no_picture() -> None:
    lines = shown("class P(x)\nlet p = P(1)\nlet q = p.lease\nlet n = 1\nlet m = n\n").splitlines()
    assert ["►" in line for line in lines] == [False, True, True, False, False]


@pytest.mark.parametrize("line", range(6))
def test_the_cursors_line_alone(line: int) -> None:
    analysis = analysed(LETTER)
    cursor = analysis.source.lines.offset(line, 2)
    found = pictures(hints(analysis, Span(0, len(LETTER)), pictures=Pictures.CURSOR_LINE, cursor=cursor))
    assert [analysis.source.lines.position(hint.offset).line for hint in found] == ([line] if line > 1 else [])


def test_without_a_cursor_there_is_no_cursor_line() -> None:
    assert not pictures(hints(analysed(LETTER), Span(0, len(LETTER)), pictures=Pictures.CURSOR_LINE))


def pictures(found: list[Hint]) -> list[Hint]:
    return [hint for hint in found if hint.kind is HintKind.PICTURE]


def test_only_what_is_asked_for() -> None:
    analysis = analysed(LETTER)
    third = analysis.source.lines.content(2)
    assert {analysis.source.lines.position(hint.offset).line for hint in hints(analysis, third)} == {2}


def test_tooltips() -> None:
    permission, picture = hints(analysed(LETTER), analysed(LETTER).source.lines.content(3))
    assert permission.tooltip is not None
    assert permission.tooltip.startswith("`leased` has it on lease")
    assert picture.statement is not None
    drawing = tooltip(analysed(LETTER), picture.statement)
    assert drawing is not None
    assert drawing.startswith("```text\n┌──")
    assert tooltip(analysed("if false {\n    1\n}\n"), Span(15, 16)) is None


def test_no_text_raises() -> None:
    for end in range(len(LETTER)):
        text = LETTER[:end]
        hints(analysed(text), Span(0, end))
    assert CURSOR not in LETTER
