"""The harness itself: what a mark means, when observed and expected correspond, what bless rewrites."""

from pathlib import Path

import pytest

from harness.bless import blessed, main
from harness.case import BadCase, read_cases
from harness.marks import differences, read_marks
from leaselens.diagnostics import Diagnostic, Severity
from leaselens.text import Source, Span

_PATH = Path("cases.md")


def _marks_of(*lines: str) -> list[tuple[int, str, Span | None]]:
    marks = read_marks(Source("case.dada", "\n".join(lines)))
    return [(e.line, str(e), e.span) for e in marks.expectations]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["f(x) #! ERROR no x"], [(0, "ERROR /no x/", None)]),
        (["f(x)", "#! RUN ERROR gone"], [(0, "RUN ERROR /gone/", None)]),
        (["f(x)", "#! HINT a", "#! WARNING b"], [(0, "HINT /a/", None), (0, "WARNING /b/", None)]),
        (["f(x)", "#!^ ERROR x"], [(0, "ERROR /x/", Span(2, 3))]),
        (["ab", "f(xyz)", "#!^^^ ERROR"], [(1, "ERROR //", Span(5, 8))]),
        (["f(x)", "# a comment", "#! INFO x"], [(1, "INFORMATION /x/", None)]),
        (["#! ERROR at the top", "f(x)"], [(0, "ERROR /at the top/", None)]),
        (["f(x) #! ERROR a", "#! ERROR b"], [(0, "ERROR /a/", None), (0, "ERROR /b/", None)]),
    ],
)
def test_what_a_mark_is_about(lines: list[str], expected: list[tuple[int, str, Span | None]]) -> None:
    assert _marks_of(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "offset"),
    [
        (["f(x)", "#?^ here"], 2),
        (["f(x)", "# comment", "#?^ here"], 2),
        (["f(x)", "#?       ^ here"], 4),
        (["ab", "f(x) #! ERROR", "#?^ here"], 5),
    ],
)
def test_what_a_point_is(lines: list[str], offset: int) -> None:
    assert read_marks(Source("case.dada", "\n".join(lines))).points == {"here": offset}


@pytest.mark.parametrize("line", ["#! EROR x", "#! error x", "#?", "#? here", "f(x) #! ", "#! OUTPUT 1"])
def test_what_is_no_mark_is_told(line: str) -> None:
    with pytest.raises(BadCase, match=r"case\.dada:1"):
        read_marks(Source("case.dada", line))


def test_two_points_of_one_name() -> None:
    with pytest.raises(BadCase, match="second point `a`"):
        read_marks(Source("case.dada", "xyz\n#?^ a\n#? ^ a"))


_GONE = Diagnostic("DADA-R2", "lease-ended", Severity.ERROR, "your lease is gone", Span(2, 3))
_TEXT = "f(x)"
_EXTRA = "line 1: found, not expected: ERROR DADA-R2: your lease is gone, at 3-3"


@pytest.mark.parametrize(
    ("marks", "found", "wrong"),
    [
        (["#! RUN ERROR lease"], [_GONE], []),
        (["#! RUN ERROR DADA-R2"], [_GONE], []),
        (["#!^ RUN ERROR gone"], [_GONE], []),
        ([], [], []),
        (["#! RUN ERROR lease"], [], ["line 1: expected, not found: RUN ERROR /lease/"]),
        ([], [_GONE], [_EXTRA]),
        (["#! RUN ERROR gone"], [_GONE, _GONE], [_EXTRA]),
        (["#! RUN ERROR gone", "#! RUN ERROR gone"], [_GONE], ["line 1: expected, not found: RUN ERROR /gone/"]),
        # The narrower expectation is served first.
        (["#! RUN ERROR", "#!^ RUN ERROR"], [_GONE, _GONE], []),
    ],
)  # fmt: skip
def test_marks_and_diagnostics_correspond_one_to_one(
    marks: list[str], found: list[Diagnostic], wrong: list[str]
) -> None:
    source = Source("case.dada", "\n".join([_TEXT, *marks]))
    assert differences(read_marks(source).expectations, found, source) == wrong


@pytest.mark.parametrize(
    "mark",
    ["#! ERROR gone", "#! RUN WARNING gone", "#! RUN ERROR lost", "#! ^ RUN ERROR", "#!^^ RUN ERROR"],
    ids=["not run", "severity", "message", "column", "end"],
)
def test_a_mark_that_is_nearly_right_is_wrong(mark: str) -> None:
    source = Source("case.dada", f"{_TEXT}\n{mark}")
    assert len(differences(read_marks(source).expectations, [_GONE], source)) == 2


def test_a_mark_on_another_line_is_wrong() -> None:
    source = Source("case.dada", f"{_TEXT}\ng() #! RUN ERROR gone")
    assert [d[:6] for d in differences(read_marks(source).expectations, [_GONE], source)] == ["line 1", "line 2"]


_CASES = """# Title

## One

Prose.

```dada dialect=d2
let x = 1
#?        ^ after
```

```diagram after
stale
```

## Two

```text
a block of no case
```
"""


def test_reading_cases() -> None:
    (case,) = read_cases(_PATH, _CASES.split("## Two")[0])
    assert (case.name, case.language, case.dialect) == ("One", "dada", "d2")
    assert case.source.text == "let x = 1\n#?        ^ after"
    assert [(block.words, block.text) for block in case.shown] == [(("diagram", "after"), "stale")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (_CASES, "without a source under the heading `Two`"),
        ("```dada\n```\n```dada\n```", "a second source"),
        ("```dada\nlet x = 1", "a block without an end"),
    ],
)
def test_a_bad_file_of_cases(text: str, why: str) -> None:
    with pytest.raises(BadCase, match=rf"cases\.md:\d+: .*{why}"):
        read_cases(_PATH, text)


@pytest.mark.parametrize(
    ("block", "why"),
    [
        ("```diagram nowhere\n```", "no point `nowhere`"),
        ("```diagram after sideways\n```", "no such word: sideways"),
        ("```painting\n```", "no such block: painting"),
        ("```hover name\n```", "needs longer fences"),
    ],
)
def test_a_bad_block(block: str, why: str) -> None:
    text = f"```dada\nlet x = 1\n#?  ^ name\n#?        ^ after\n```\n{block}"
    with pytest.raises(BadCase, match=why):
        blessed(_PATH, text)


def test_an_unknown_option() -> None:
    with pytest.raises(BadCase, match="no such option: dialekt"):
        blessed(_PATH, "```dada dialekt=d1\nlet x = 1\n```\n```diagnostics\n```")


def test_bless_rewrites_what_is_stale_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.md"
    file.write_text(_CASES.split("## Two")[0], "utf-8")
    assert main([str(tmp_path)]) == 0
    new = file.read_text("utf-8")
    assert "│ x: 1 │" in new
    assert new.split("```diagram after")[0] == _CASES.split("```diagram after")[0]
    assert capsys.readouterr().out == f"blessed {file}\n"
    assert main([str(file)]) == 0
    assert capsys.readouterr().out == ""


def test_bless_never_touches_a_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.md"
    text = "# A wrong mark\n\n```dada\nlet x = 1  #! ERROR bad\n```\n"
    file.write_text(text, "utf-8")
    assert main([str(file)]) == 1
    assert file.read_text("utf-8") == text
    assert "A wrong mark: line 1: expected, not found: ERROR /bad/" in capsys.readouterr().err


def test_bless_tells_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.md")]) == 1
    assert "none.md" in capsys.readouterr().err
