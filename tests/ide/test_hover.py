"""Hovers: the permission, what becomes of it, its story, its picture."""

from __future__ import annotations

import re

import pytest
from ide.conftest import at_cursor

from leaselens.ide import wording
from leaselens.ide.hover import hover


def hovered(marked: str, style: str = "unicode") -> tuple[str, list[str]]:
    """The source that the hover is about, and its paragraphs; the drawing is the last one."""
    analysis, offset = at_cursor(marked)
    found = hover(analysis, offset, style)
    assert found is not None
    return analysis.source.text[slice(*found.span)], found.markdown.split("\n\n")


POINT = "class Point(x, y)\n"


def test_the_whole_hover() -> None:
    about, paragraphs = hovered(POINT + "let p = Point(22, 44)\nlet q = p.lease\n▲q.x += 1\nprint(p.x).await\n")
    assert about == "q"
    assert "\n\n".join(paragraphs) == (
        "`q`: `leased` from `p`\n"
        "\n"
        f"{paragraphs[1]}\n"
        "\n"
        "```text\n"
        "┌───┐\n"
        "│   │                  ┌───────┐\n"
        "│ p ├╌my╌╌╌╌╌╌╌╌╌╌╌╌╌╌►│ Point │\n"
        "│   │                  │ ───── │\n"
        "│ q ├─leased──────────►│ x: 23 │\n"
        "│   │                  │ y: 44 │\n"
        "└───┘                  └───────┘\n"
        "```"
    )
    assert paragraphs[1].startswith("leased on line 3: `p")


@pytest.mark.parametrize(
    ("program", "first"),
    [
        ("let p = Point(1, 2)\n▲p", "`p`: `my`"),
        ("let p = Point(1, 2)\nlet q = ▲p.give", "`p`: `my` → given away"),
        ("let p = Point(1, 2)\nlet q = p.give\n▲p", "`p`: given away"),
        ("let p = Point(1, 2)\nlet q = p.lease\np.x = 3\n▲q", "`q`: lease ended"),
        ("let p = Point(1, 2)\nlet q = p\n▲q", "`q`: `shared` from `p`"),
        ("let p = Point(1, 2).share\n▲p", "`p`: `our`"),
        ("let p = Point(1, 2)\nlet q = p.lease\nlet r = q.lease\n▲r", "`r`: `leased` from `q`"),
        ("let ▲p = Point(1, 2)", "`p`: `my`"),
        ("let p = Point(Point(1, 2), 3)\nlet q = p.▲x.lease", "`p.x`: `my`"),
        ("fn f(▲p: my Point) { p.x }", "`p`: `my`"),
        ("fn f(p) { ▲p }", "`p`: any permission"),
    ],
)
def test_the_first_line(program: str, first: str) -> None:
    _, paragraphs = hovered(POINT + program + "\n")
    assert paragraphs[0] == first


def test_a_change_on_some_runs_says_so() -> None:
    program = "fn f(c) {\nlet p = Point(1, 2)\nlet n = 0\nwhile n < 2 {\nif c { p.give }\nn += 1\n▲p\n}\n}\n"
    _, paragraphs = hovered(POINT + program)
    assert paragraphs[0] in ("`p`: `my` or given away", "`p`: given away or `my`")
    assert any(re.fullmatch(r"\*\d+ (visits|possible worlds).*, first shown\*", p) for p in paragraphs)


def test_the_story_of_an_ended_lease() -> None:
    _, paragraphs = hovered(POINT + "let p = Point(1, 2)\nlet q = p.lease\nprint(p.x).await\n▲q.x = 3\n")
    began, ended = paragraphs[1].split("  \n")
    assert began.startswith("leased on line 3: `p")
    assert ended == "ended on line 4: `p.x` used the lessor again"


def test_the_story_of_a_gift() -> None:
    _, paragraphs = hovered(POINT + "let p = Point(1, 2)\nlet q = p.give\n▲p.x = 3\n")
    held, given = paragraphs[1].split("  \n")
    assert held == "held since line 2: `Point(1, 2)`"
    assert given.startswith("given away on line 3: `p")


def test_a_declaration_shows_what_it_made() -> None:
    """Not the moment before its value: there the name holds nothing yet."""
    _, paragraphs = hovered(POINT + "let ▲p = Point(1, 2)\n")
    assert "├─my─" in paragraphs[-1]


def test_words_are_the_dialects() -> None:
    _, paragraphs = hovered("class P(x: our)\nlet p: my = P(1)\nlet l: mutable = p\n▲l.x += 1\n")
    assert paragraphs[0] == "`l`: `mutable` from `p`"


def test_values_of_expressions() -> None:
    about, paragraphs = hovered(POINT + "let p = Point(1, 2▲)\n")
    assert (about, paragraphs[0]) == ("Point(1, 2)", "`Point(1, 2)`: `my`")


@pytest.mark.parametrize("marked", ["▲let p = Point(1, 2)", "let p ▲= Point(1, 2)", "let p = Point▲(1, 2)"])
def test_between_its_parts_a_statement_stands_for_itself(marked: str) -> None:
    about, paragraphs = hovered(POINT + marked + "\n")
    assert (about, paragraphs[0]) == ("let p = Point(1, 2)", "`let p = Point(1, 2)`")
    assert "├─my─" in paragraphs[-1]


def test_visits_are_counted() -> None:
    _, paragraphs = hovered("let n = 0\nwhile n < 3 {\nn ▲+= 1\n}\n")
    assert "*3 visits, first shown*" in paragraphs


def test_what_is_never_reached_says_so() -> None:
    _, paragraphs = hovered("if false {\nprint(▲22).await\n}\n")
    assert paragraphs == ["`22`: never reached"]


@pytest.mark.parametrize("program", ["class ▲Point(x)\n", "▲\n\nlet a = 1\n", "# a ▲note\nlet a = 1\n", "▲"])
def test_where_there_is_nothing_to_say(program: str) -> None:
    assert hover(*at_cursor(program)) is None


def test_the_style_is_obeyed() -> None:
    _, paragraphs = hovered(POINT + "let p = Point(1, 2)\n▲p\n", "ascii")
    assert paragraphs[-1].isascii()


@pytest.mark.parametrize("text", ["a", "`", "``", "`a`", " ", "a`b``c", "```"])
def test_law_of_code_spans(text: str) -> None:
    """Whatever stands in a program, Markdown shows it as it is: the fence is longer than any run inside."""
    found = re.fullmatch(r"(`+)( ?)(.*?)(\2)\1", wording.code(text), re.DOTALL)
    assert found is not None
    assert found[3] == text
    assert found[1] not in re.findall("`+", text)


def test_a_program_can_not_end_the_block_that_its_picture_stands_in() -> None:
    _, paragraphs = hovered('class A(x)\nlet a = A("```\\n[click](command:x)")\n▲a\n')
    fence = paragraphs[-1].split("text\n")[0]
    assert len(fence) > 3
    assert paragraphs[-1].endswith(f"\n{fence}")


SHOW = "async fn show(n) {\nprint(n).await\n}\n"


@pytest.mark.parametrize("marked", ["▲print(n).await", "print▲(n).await", "print(n).▲await"])
def test_an_await_that_prints_tells_its_texts(marked: str) -> None:
    program = SHOW.replace("print(n).await", marked) + "show(1).await\nshow(2).await\nshow(1).await\n"
    assert hovered(program)[1][1] == "prints `1` or `2`"


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("print(▲n).await\nlet n = 1", None),
        ("let t = ▲print(1)\nt.await", None),
        ("let t = print(1)\nt.▲await", "prints `1`"),
        ('▲print("").await', "prints `↵`"),
        ('▲print("a\\r\\n`b`").await', "prints `` a↵`b` ``"),
        (
            "fn f() {}\nlet n = 0\nwhile n < 9 {\n▲print(n).await\nn += 1\n}",
            "prints `0` or `1` or `2` or `3` or other texts",
        ),
        (f'▲print("{"long " * 20}").await', f"prints `{'long ' * 11}long …`"),
    ],
)
def test_what_is_printed_is_told_in_one_line(program: str, told: str | None) -> None:
    found = [paragraph for paragraph in hovered(program + "\n")[1] if paragraph.startswith("prints")]
    assert found == ([told] if told is not None else [])


def test_a_text_that_is_not_known_is_not_told() -> None:
    assert not any(paragraph.startswith("prints") for paragraph in hovered(SHOW.replace("(n).", "▲(n)."))[1])
