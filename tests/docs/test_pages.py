"""The explanation pages: one for every code, with programs that show what they say.

A page's programs stand in blocks of their language: those of "A program that shows it" have this diagnostic and no
other, each message that they make is quoted on the page; those of "How to mend it" have none. What can't be shown says
so.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from leaselens import pages
from leaselens.dada.catalogue import RULES as DADA
from leaselens.diagnostics import Diagnostic, Severity
from leaselens.disk import texts
from leaselens.idol.catalogue import RULES as IDOL
from leaselens.languages import LANGUAGES, analyse
from leaselens.text import Source

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "diagnostics"
SECTIONS = ["What happened", "Why", "A program that shows it", "How to mend it", "See also"]
NOT_SHOWN = "**Not shown here**"
"""How a page says that no program can show its diagnostic."""

_OF_FILES = {
    problem.code: problem.rule
    for problem in (texts.unreadable("a.dada", "").problem, texts.decode(b"\xff", "a.dada").problem)
    if problem
}
RULE_NAMES = {code: rule.name for code, rule in {**DADA, **IDOL}.items()} | _OF_FILES
CODES = sorted(RULE_NAMES)

_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```(?P<info>\w*)(?: dialect=(?P<dialect>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?P<target>[^)]+)\)")


class Program(NamedTuple):
    """A program of a page; ``page`` and ``number`` name it when it fails."""

    page: str
    section: str
    number: int
    language: str
    dialect: str | None
    text: str

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        name = f"{self.page}, {self.section}, program {self.number}"
        return tuple(analyse(Source(name, self.text), language=self.language, dialect=self.dialect).diagnostics)


@cache
def text(code: str) -> str:
    return (FOLDER / f"{code}.md").read_text(encoding="utf-8")


def sections(code: str) -> dict[str, str]:
    parts = _SECTION.split(text(code))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def programs(section: str) -> list[Program]:
    return [
        Program(code, section, number, block["info"], block["dialect"], block["text"])
        for code in pages.codes()
        for number, block in enumerate(_BLOCK.finditer(sections(code).get(section, "")), 1)
        if block["info"] in LANGUAGES
    ]


def named(program: Program) -> str:
    return f"{program.page}-{program.number}"


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_the_form_of_all_pages(code: str) -> None:
    lines = text(code).split("\n")
    assert re.fullmatch(rf"# {code}: \S.*[^.]", lines[0])
    assert lines[2] == f"Rule `{RULE_NAMES[code]}`."
    assert _SECTION.findall(text(code)) == SECTIONS


@pytest.mark.parametrize("program", programs("A program that shows it"), ids=named)
def test_the_first_programs_show_this_diagnostic_and_no_other(program: Program) -> None:
    found = program.diagnostics()
    assert {diagnostic.code for diagnostic in found} == {program.page}
    quoted = re.findall(r"^> (.*)$", text(program.page), re.MULTILINE)
    assert {diagnostic.message for diagnostic in found} <= set(quoted)


@pytest.mark.parametrize("program", programs("A program that shows it"), ids=named)
def test_every_diagnostic_of_a_page_says_what_to_do(program: Program) -> None:
    for diagnostic in program.diagnostics():
        assert diagnostic.help
        assert re.fullmatch(r"[A-Z`].*[.?!]", diagnostic.help), "a sentence, as all others"
        assert diagnostic.severity is Severity.HINT or diagnostic.label


@pytest.mark.parametrize("code", CODES)
def test_every_quoted_message_is_shown_by_a_program(code: str) -> None:
    quoted = set(re.findall(r"^> (.*)$", text(code), re.MULTILINE))
    shown = [program for program in programs("A program that shows it") if program.page == code]
    if NOT_SHOWN in text(code):
        assert not shown
    else:
        assert quoted == {diagnostic.message for program in shown for diagnostic in program.diagnostics()} != set()


@pytest.mark.parametrize("program", programs("How to mend it"), ids=named)
def test_the_mended_programs_have_no_diagnostic(program: Program) -> None:
    assert program.diagnostics() == ()


@pytest.mark.parametrize("code", CODES)
def test_a_page_shows_how_its_mistake_is_mended(code: str) -> None:
    assert NOT_SHOWN in text(code) or _BLOCK.search(sections(code)["How to mend it"])


@pytest.mark.parametrize("code", CODES)
def test_all_links_of_a_page_lead_somewhere(code: str) -> None:
    targets = [match["target"] for match in _LINK.finditer(_BLOCK.sub("", text(code)))]
    relative = [target for target in targets if not re.match(r"\w+:", target)]
    assert [target for target in relative if not (FOLDER / target.partition("#")[0]).is_file()] == []


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_one_sentence_per_line_and_no_link_to_itself(code: str) -> None:
    prose = _BLOCK.sub("", text(code))
    assert [line for line in prose.split("\n") if re.search(r"[^.][.!?] [A-Z]", line)] == []
    assert f"({code}.md" not in prose


@pytest.mark.parametrize("code", CODES)
def test_no_block_is_left_unread(code: str) -> None:
    """A block with a slip in its first line would be no program, and nobody would notice."""
    blocks = list(_BLOCK.finditer(text(code)))
    assert 2 * len(blocks) == len(re.findall(r"^```", text(code), re.MULTILINE))
    inside = "".join(sections(code)[name] for name in ("A program that shows it", "How to mend it"))
    assert {block["info"] for block in _BLOCK.finditer(inside)} <= {*LANGUAGES, "console"}
