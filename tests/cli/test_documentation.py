"""``docs/cli.md`` is true: it names every option and nothing else, and its examples are what is printed.

``LEASELENS_BLESS=1 pytest tests/cli/test_documentation.py`` writes the examples anew.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

import pytest
from cli.conftest import LETTER, Run

from leaselens.cli import parser

PAGE = Path(__file__).parents[2] / "docs/cli.md"
_EXAMPLE = re.compile(r"<!-- run: (.*?) -->\n```(\w+)\n(.*?)```\n", re.DOTALL)
_FOLDER = re.compile(r'"file://[^"]*/')


def text() -> str:
    return PAGE.read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command; ``""`` is the whole."""
    whole = parser.build()
    (action,) = (a for a in whole._actions if isinstance(a, argparse._SubParsersAction))
    return {"": whole, **action.choices}


def section(command: str) -> str:
    """What the page says about a command; ``""``: what stands before the first one."""
    before, *sections = re.split(r"^## `leaselens (\w+)`$", text(), flags=re.MULTILINE)
    return {"": before, **dict(zip(sections[::2], sections[1::2], strict=True))}[command]


@pytest.mark.parametrize("command", commands())
def test_every_option_is_documented_and_nothing_else(command: str) -> None:
    actions = [action for action in commands()[command]._actions if action.option_strings]
    known = {option for action in actions for option in action.option_strings} - (
        {"-h", "--help"} if command else set()
    )
    documented = set(re.findall(r"`(--?[a-z][a-z-]*)`(?=[^|\n]*\|)", section(command)))
    assert documented == known
    if command:
        assert set(re.findall(r"--[a-z-]+", section(command).split("```")[1])) == known


@pytest.mark.parametrize("command", commands())
def test_every_choice_is_documented(command: str) -> None:
    for action in commands()[command]._actions:
        if action.choices and not isinstance(action, argparse._SubParsersAction):
            missing = [str(choice) for choice in action.choices if str(choice) not in section(command)]
            in_check = action.dest in ("language", "dialect") and command != "check"
            assert not missing or in_check


def test_the_commands_are_listed() -> None:
    assert re.findall(r"^\| \[`(\w+)`\]", text(), re.MULTILINE) == [name for name in commands() if name]


@pytest.mark.parametrize("example", range(len(_EXAMPLE.findall(text()))))
def test_examples_are_what_is_printed(run: Run, files: Path, example: int) -> None:
    found = list(_EXAMPLE.finditer(text()))[example]
    (files / "letter.dada").write_text(LETTER)
    printed = _FOLDER.sub('"file:///…/', run(*found[1].split()).out)
    if os.environ.get("LEASELENS_BLESS"):
        PAGE.write_text(text()[: found.start(3)] + printed + text()[found.end(3) :], encoding="utf-8")
    assert found[3] == printed or os.environ.get("LEASELENS_BLESS")


def test_the_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text()):
        assert (PAGE.parent / target).exists(), target
