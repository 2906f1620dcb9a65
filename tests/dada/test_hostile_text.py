"""Texts that nobody writes: each gets an answer within the budgets, and no exception."""

from __future__ import annotations

import pytest
from dada.everything import answer_everything
from dada.told import analyse

PROGRAM = 'class Cup(full)\nlet cup = Cup(1)\nlet lease = cup.lease\nprint("{lease.full}").await\n'
SEPARATORS = ("\r", "\r\n", "\n\r", "\f", "\v", "\x1c", "\x85", "\u2028", "\u2029", "\ufeff", "\u200b", "\u202e")

TEXTS = {
    "nothing": "",
    "NUL bytes": PROGRAM.replace(" ", "\0"),
    "only NUL bytes": "\0" * 10_000,
    "lone surrogates": PROGRAM.replace("lease", "\ud83d").replace("cup", "\ude00"),
    "half an emoji in a string": PROGRAM.replace("{lease.full}", "\ud83d{lease.full}\ude00"),
    **{f"lines that end with {separator!r}": PROGRAM.replace("\n", separator) for separator in SEPARATORS},
    "carriage returns mixed with both": "\r".join(PROGRAM.split("\n")) + PROGRAM.replace("\n", "\r\n") + PROGRAM,
    **{f"{bracket} 20,000 deep": bracket * 20_000 for bracket in "([{"},
    "blocks 5,000 deep": "if true {" * 5000 + "}" * 5000,
    "strings in strings": '"{' * 3000,
    "calls 5,000 deep": "f(" * 5000 + ")" * 5000,
    "a chain of 20,000 leases": "let x = y" + ".lease" * 20_000,
    "an addition of 50,000 terms": "let x = " + "1 + " * 50_000 + "1",
    "a megabyte in one name": "let " + "x" * 1_000_000 + " = 1",
    "a megabyte in one string": 'print("' + "x" * 1_000_000 + '").await',
    "a megabyte of digits": "let x = " + "9" * 1_000_000,
    "a megabyte on one line": "let x = 1, " * 90_000,
    "a megabyte of line ends": "\n" * 1_000_000,
    "five megabytes": "# padding\n" * 500_000,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_gets_an_answer(name: str) -> None:
    analysis = analyse(TEXTS[name])
    if len(TEXTS[name]) < 100_000:
        answer_everything(analysis)
    assert len(analysis.diagnostics) < 10_000
