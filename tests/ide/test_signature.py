"""Signature help: the call that is being typed, and the parameter that the cursor is at."""

from __future__ import annotations

import pytest
from ide.conftest import analysed, at_cursor

from leaselens.ide.signature import signature

DECLARED = (
    "# Sends it.\nfn send(letter: my Letter, to, cc: our) -> our Receipt { 1 }\nclass Letter(text, sender: our)\n"
)


def shown(marked: str, known: str | None = None) -> str | None:
    """The signature, with the active parameter in brackets."""
    analysis, offset = at_cursor(marked)
    found = signature(analysed(known) if known is not None else analysis, analysis.source, offset)
    if found is None:
        return None
    if found.active is None:
        return found.label
    start, end = found.parameters[found.active]
    return f"{found.label[:start]}[{found.label[start:end]}]{found.label[end:]}"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("send(▲", "send([letter: my Letter], to, cc: our) -> our Receipt"),
        ("send(▲)", "send([letter: my Letter], to, cc: our) -> our Receipt"),
        ("send(x▲)", "send([letter: my Letter], to, cc: our) -> our Receipt"),
        ("send(1, ▲", "send(letter: my Letter, [to], cc: our) -> our Receipt"),
        ("send(1, 2, ▲", "send(letter: my Letter, to, [cc: our]) -> our Receipt"),
        ("send(1, 2, 3, ▲", "send(letter: my Letter, to, cc: our) -> our Receipt"),
        ("send(\n1\n▲\n)", "send(letter: my Letter, [to], cc: our) -> our Receipt"),
        ("send(\n1,\n▲\n)", "send(letter: my Letter, [to], cc: our) -> our Receipt"),
        ("send(1 +\n▲", "send([letter: my Letter], to, cc: our) -> our Receipt"),
        ("send(1, cc: ▲", "send(letter: my Letter, to, [cc: our]) -> our Receipt"),
        ("send(1, nobody: ▲", "send(letter: my Letter, to, cc: our) -> our Receipt"),
        ("send((1, 2), ▲", "send(letter: my Letter, [to], cc: our) -> our Receipt"),
        ("send(Letter(1, ▲", "Letter(text, [sender: our])"),
        ("send(Letter(1, 2), ▲", "send(letter: my Letter, [to], cc: our) -> our Receipt"),
        ("let l = Letter(▲", "Letter([text], sender: our)"),
        ("print(▲).await", "print([message])"),
        ('print("some ▲text").await', "print([message])"),
        ('print("{send(1, ▲)}")', "send(letter: my Letter, [to], cc: our) -> our Receipt"),
        ('print("{1 + ▲}")', "print([message])"),
        ("let f = send\nf(1, ▲", "send(letter: my Letter, [to], cc: our) -> our Receipt"),
        ("send▲(1)", None),
        ("send(1)▲", None),
        ("(1, ▲", None),
        ("unknown(▲", None),
        ("if true { ▲ }", None),
        ("send(1, { ▲ })", None),
    ],
)
def test_the_call_around_the_cursor(call: str, expected: str | None) -> None:
    assert shown(f"{DECLARED}{call}\n") == expected
    assert shown(f"{DECLARED}async fn main() {{\n    {call}\n}}\n") == expected


@pytest.mark.parametrize("declaration", ["fn f(▲)", "class C(a, ▲)", "async fn main(▲) { }"])
def test_a_declaration_is_no_call(declaration: str) -> None:
    assert shown(declaration) is None


def test_comments_are_the_documentation() -> None:
    analysis, offset = at_cursor(DECLARED + "send(▲")
    found = signature(analysis, analysis.source, offset)
    assert found is not None
    assert found.documentation == "Sends it."


def test_facts_of_the_text_before_do() -> None:
    assert shown(DECLARED + "send(1, ▲", known=DECLARED) == "send(letter: my Letter, [to], cc: our) -> our Receipt"


def test_a_variable_that_shadows_a_function_is_what_it_holds() -> None:
    assert shown(DECLARED + "let send = Letter\nsend(▲") == "Letter([text], sender: our)"
    assert shown(DECLARED + "let send = 1\nsend(▲") is None
