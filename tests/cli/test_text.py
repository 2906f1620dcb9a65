"""``check --format text``: the story as people read it, measured as a terminal shows it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from cli.conftest import DOUBTFUL, LETTER, Run
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from leaselens.cli import terminal
from leaselens.cli.excerpt import excerpts
from leaselens.cli.reports.page import Page
from leaselens.cli.result import Checked
from leaselens.diagnostics import Certainty, Diagnostic, Edit, Fix, Related, Role, Severity
from leaselens.text import Source, Span


def shown(text: str, diagnostic: Diagnostic, width: int | None = None) -> str:
    """One diagnostic of ``text`` as plain lines: as in a pipe, or as in a terminal ``width`` cells wide."""
    page = Page(Checked(Source("x.dada", text), "dada", "v3", (diagnostic,)), width or 120, width is not None)
    return "\n".join(line.plain for line in page.lines(diagnostic))


def about(text: str, marked: str, **more: object) -> Diagnostic:
    """An error without a page, about the first ``marked`` in ``text``."""
    start = text.index(marked)
    values = {"severity": Severity.ERROR, "message": "this is wrong", "label": "here", **more}
    return Diagnostic(code="TEST-T1", rule="wrong", span=Span(start, start + len(marked)), **values)  # type: ignore[arg-type]


# ---------------------------------------------------------------- whole pages


def test_the_story_of_a_lease(run: Run, files: Path) -> None:
    (files / "letter.dada").write_text(LETTER)
    outcome = run("check", "letter.dada")
    lines = outcome.out.splitlines()
    assert lines[:6] == [
        "error[DADA-R2]: your lease to this object was cancelled",
        "   ╭─ letter.dada:6:1",
        "   │",
        ' 6 │ guest.content = "a parcel"',
        "   │ ^^^^^ cancelled lease used here",
        "   │",
    ]
    assert lines[6] == " 4 │ let guest = box.lease"
    assert lines[7].endswith("1. `guest` was leased here")
    assert lines[9] == " 5 │ print(box.content).await"
    assert lines[-3:] == ["      more: leaselens explain DADA-R2", "", "1 error in 1 file, read as v3."]
    assert "\x1b" not in outcome.out


def test_maybe_and_surely_look_different(run: Run, files: Path) -> None:
    (files / "doubtful.dada").write_text(DOUBTFUL)
    first, *_, last = run("check", "doubtful.dada").out.splitlines()
    assert first.startswith("warning[DADA-R2]: ")
    assert "on some" in first
    assert last == "1 warning in 1 file, read as v3."


def test_the_summary_counts(run: Run, files: Path) -> None:
    (files / "a.dada").write_text(LETTER + "nobody\n")
    (files / "b.dada").write_text(DOUBTFUL)
    (files / "c.dada").write_text("var p := 1\n")
    summary = run("check", ".").out.splitlines()[-1]
    assert summary.startswith("2 errors and 1 warning in 3 files, read as v3 and d1")


def test_a_story_through_several_places_and_files(files: Path) -> None:
    (files / "other.dada").write_text("class Point(x, y)\n")
    text = "let a = b\nlet c = d\nlet e = f\n"
    diagnostic = about(
        text,
        "f",
        severity=Severity.WARNING,
        certainty=Certainty.MAYBE,
        related=(
            Related(Role.ISSUED, "it began here", Span(8, 9)),
            Related(Role.DECLARED, "this is declared here", Span(6, 11), "other.dada"),
            Related(Role.ENDED, "it ended here", Span(18, 19)),
            Related(Role.NOTE, "so did this", Span(14, 15)),
        ),
        help="Do something else.",
        fixes=(Fix("Write `g` instead", (Edit(Span(28, 29), "g"),)),),
    )
    assert shown(text, diagnostic) == (
        "warning[TEST-T1]: this is wrong\n"
        "   ╭─ x.dada:3:9\n"
        "   │\n"
        " 3 │ let e = f\n"
        "   │         ^ here\n"
        "   │\n"
        " 1 │ let a = b\n"
        "   │         ─ 1. it began here\n"
        "   │\n"
        "   ├─ other.dada:1:7\n"
        " 1 │ class Point(x, y)\n"
        "   │       ───── 2. this is declared here\n"
        "   │\n"
        "   ├─ x.dada:2:9\n"
        " 2 │ let c = d\n"
        "   │         ─ 3. it ended here\n"
        "   │     ─ 4. so did this\n"
        "   │\n"
        "   ╰─ help: Do something else.\n"
        "      possible fix: Write `g` instead"
    )


# ---------------------------------------------------------------- marks


@pytest.mark.parametrize(
    ("text", "marked", "line", "mark"),
    [
        ("\tlet a = b", "b", "    let a = b", "            ^"),
        ("a\tb\tc", "c", "a   b   c", "        ^"),
        ("a\tb", "\t", "a   b", " ^^^"),
        ('"界" x', "x", '"界" x', "     ^"),
        ('"界" x', "界", '"界" x', " ^^"),
        ('"😀" x', "x", '"😀" x', "     ^"),
        ("e\u0301 x", "x", "e\u0301 x", "  ^"),
        ('"👩\u200d🚀" x', "x", '"👩🚀" x', "       ^"),
        ("\x1b[31m x", "x", "␛[31m x", "      ^"),
        ("\u202e x", "x", "<U+202E> x", "         ^"),
        ("a\0b", "\0", "a␀b", " ^"),
    ],
)
def test_marks_stand_under_what_they_mean(text: str, marked: str, line: str, mark: str) -> None:
    assert shown(text, about(text, marked, label=None)).splitlines()[3:5] == [f" 1 │ {line}", f"   │ {mark}"]


def test_a_mark_at_the_end_of_a_line_or_text() -> None:
    assert shown("let a =\nb", Diagnostic("TEST-T1", "t", Severity.ERROR, "m", Span(7, 8))).splitlines()[3:] == [
        " 1 │ let a =",
        "   │        ^",
    ]
    assert shown("", Diagnostic("TEST-T1", "t", Severity.ERROR, "m", Span(0, 0))).splitlines()[3:] == [
        " 1 │ ",
        "   │ ^",
    ]


def test_a_mark_over_several_lines() -> None:
    text = "if a {\n    b\n    c\n}\n"
    assert shown(text, about(text, text.rstrip())).splitlines()[3:] == [
        " 1 │ if a {",
        "   │ ^^^^^^",
        " ⋮ │",
        " 4 │ }",
        "   │ ^ here",
    ]


def test_a_long_line_is_seen_through_a_window() -> None:
    text = "x + " * 1_000_000 + "HERE" + " + y" * 1_000_000
    line, mark = shown(text, about(text, "HERE"), width=60).splitlines()[3:5]
    assert cell_len(line) <= 60
    assert line.startswith(" 1 │ …")
    assert line.endswith("…")
    assert mark.index("^^^^") == line.index("HERE")


@given(
    text=st.text(st.sampled_from("ab \t界😀e\u0301\x1b\u200d\u202e"), max_size=200),
    start=st.integers(0, 200),
    length=st.integers(0, 40),
    room=st.integers(20, 90),
)
def test_law_of_excerpts(text: str, start: int, length: int, room: int) -> None:
    """What is shown fits, shows the mark's beginning, and the mark stands and ends under what it means."""
    start = min(start, len(text))
    span = Span(start, min(start + length, len(text)))
    (excerpt,) = excerpts(Source("x.dada", text), span, room)
    assert cell_len(excerpt.text) <= room
    assert excerpt.indent == cell_len(excerpt.text[: excerpt.marked.start])
    assert excerpt.width == max(1, cell_len(excerpt.text[slice(*excerpt.marked)]))
    assert excerpt.indent + excerpt.width <= room + 1
    assert terminal.visible(excerpt.text) == excerpt.text
    if "…" not in excerpt.text:
        assert len(excerpt.text) >= len(text.replace("\u200d", ""))


# ---------------------------------------------------------------- the terminal


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_a_terminal_is_never_too_narrow(width: int) -> None:
    text = 'let some_name = "' + "words " * 30 + '"\nlet other = some_name\n'
    note = "this began with a rather long explanation of what a lease is and why it has to end at some time"
    diagnostic = about(
        text, "other", label=note, message=note, help=note, related=(Related(Role.NOTE, note, Span(4, 9)),)
    )
    for line in shown(text, diagnostic, width).splitlines():
        assert cell_len(line) <= max(width, 26)


def test_colour_is_for_terminals(run: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (files / "letter.dada").write_text(LETTER)
    plain = run("check", "letter.dada").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run("check", "letter.dada").out
    monkeypatch.setenv("NO_COLOR", "1")
    uncoloured = run("check", "letter.dada").out
    assert "\x1b[" not in plain
    assert "\x1b[1;31m" in coloured
    assert not any(f"\x1b[{bold}{colour}" in uncoloured for bold in ("", "1;") for colour in range(30, 38))


def test_what_is_in_a_file_does_not_paint_on_the_terminal(run: Run, files: Path) -> None:
    (files / "x.dada").write_text('"\x1b[2J\x1b]0;owned\x07" nobody\u202e\n')
    out = run("check", "x.dada").out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


def test_marks_hold_their_place_in_a_console() -> None:
    """Rich must not wrap, highlight or interpret a line."""
    stream = io.StringIO()
    console = Console(file=stream, width=30, highlight=False, markup=False, emoji=False)
    text = "let a = [b]:smile:" + " " * 40 + "c"
    for line in Page(Checked(Source("x.dada", text), "dada", "v3", ()), 120, False).lines(about(text, "c")):
        console.print(line, soft_wrap=True)
    assert text in stream.getvalue()
