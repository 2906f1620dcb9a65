"""``leaselens check``: exit codes, streams, names, and what is in the JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.conftest import DOUBTFUL, FINE, LETTER, Outcome, Run, conforms

from leaselens.cli import check
from leaselens.cli.check import MOST_WITH_FIXES


def checked(run: Run, *arguments: str, stdin: bytes = b"") -> Outcome:
    """A run with ``--format json``, its output held against the schema."""
    outcome = run("check", "--format", "json", *arguments, stdin=stdin)
    conforms(outcome.json, "check")
    return outcome


def codes(outcome: Outcome) -> list[str]:
    return [diagnostic["code"] for file in outcome.json["files"] for diagnostic in file["diagnostics"]]


# ---------------------------------------------------------------- exit codes


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["fine.dada"], 0),
        (["letter.dada"], 1),
        (["doubtful.dada"], 0),
        (["doubtful.dada", "--warnings-as-errors"], 1),
        (["fine.dada", "--warnings-as-errors"], 0),
        (["fine.dada", "letter.dada"], 1),
        (["."], 1),
        (["missing.dada"], 2),
        (["missing.dada", "letter.dada"], 2),
        (["letter.dada", "missing.dada", "fine.dada"], 2),
        (["notes.txt"], 2),
        (["notes.txt", "--language", "dada"], 0),
        (["fine.dada", "--dialect", "klingon"], 2),
        (["fine.dada", "--language", "klingon"], 2),
        (["fine.dada", "--format", "xml"], 2),
        ([], 2),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_exit_codes(run: Run, files: Path, form: str, arguments: list[str], code: int) -> None:
    (files / "fine.dada").write_text(FINE)
    (files / "letter.dada").write_text(LETTER)
    (files / "doubtful.dada").write_text(DOUBTFUL)
    (files / "notes.txt").write_text(FINE)
    formatted = ["check", *arguments] if "--format" in arguments else ["check", "--format", form, *arguments]
    outcome = run(*formatted)
    assert outcome.code == code
    assert outcome.err.count("\n") == (1 if code == 2 else 0), "one clear line for what could not run, else silence"


def test_warnings_as_errors_keeps_severities(run: Run, files: Path) -> None:
    (files / "doubtful.dada").write_text(DOUBTFUL)
    outcome = checked(run, "doubtful.dada", "--warnings-as-errors")
    assert outcome.code == 1
    (diagnostic,) = outcome.json["files"][0]["diagnostics"]
    assert (diagnostic["severity"], diagnostic["certainty"]) == ("warning", "maybe")


def test_a_missing_path_does_not_stop_the_others(run: Run, files: Path) -> None:
    (files / "a.dada").write_text(LETTER)
    (files / "b.dada").write_text(FINE)
    outcome = checked(run, "a.dada", "nowhere", "b.dada")
    assert [file["path"] for file in outcome.json["files"]] == ["a.dada", "b.dada"]
    assert outcome.err == "leaselens: nowhere: there is no such file or folder\n"


# ---------------------------------------------------------------- what is told


def test_a_diagnostic_tells_the_whole_story(run: Run, files: Path) -> None:
    (files / "letter.dada").write_text(LETTER)
    file = checked(run, "letter.dada").json["files"][0]
    assert (file["path"], file["language"], file["dialect"]) == ("letter.dada", "dada", "v3")
    (diagnostic,) = file["diagnostics"]
    assert diagnostic["code"] == "DADA-R2"
    assert diagnostic["severity"] == "error"
    assert diagnostic["certainty"] == "surely"
    assert diagnostic["range"] == {"start": {"line": 6, "column": 1}, "end": {"line": 6, "column": 6}}
    assert [(step["role"], step["range"]["start"]["line"], step["path"]) for step in diagnostic["related"]] == [
        ("issued", 4, "letter.dada"),
        ("ended", 5, "letter.dada"),
    ]
    assert diagnostic["url"].startswith("file://")
    assert diagnostic["url"].endswith("/DADA-R2.md")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("nobody", 1, 1),
        ("let a = 1\nnobody", 2, 1),
        ("let a = 1\r\nnobody", 2, 1),
        ("let a = 1\rnobody", 2, 1),
        ("let a = 1\u2028nobody", 1, 11),
        ("let a = 1\x0cnobody", 1, 11),
        ('let s = "😀é界"  let b = nobody', 1, 24),
        ("\tnobody", 1, 2),
        ("\ufeffnobody", 1, 1),
    ],
)
def test_positions(run: Run, files: Path, text: str, line: int, column: int) -> None:
    """1-based, in Unicode characters; lines end at three places and nowhere else; a byte order mark does not count."""
    (files / "x.dada").write_bytes(text.encode())
    found = checked(run, "x.dada").json["files"][0]["diagnostics"]
    (unknown,) = [diagnostic for diagnostic in found if diagnostic["code"] == "DADA-C32"]
    assert unknown["range"] == {"start": {"line": line, "column": column}, "end": {"line": line, "column": column + 6}}


# ---------------------------------------------------------------- standard input, language, dialect


def test_standard_input_is_called_what_it_is_said_to_be(run: Run) -> None:
    outcome = checked(run, "-", "--stdin-filename", "letters/l.dada", stdin=LETTER.encode())
    (file,) = outcome.json["files"]
    assert file["path"] == file["diagnostics"][0]["related"][0]["path"] == "letters/l.dada"
    assert outcome.code == 1


def test_standard_input_without_a_name(run: Run) -> None:
    (file,) = checked(run, "-", stdin=FINE.encode()).json["files"]
    assert (file["path"], file["language"]) == ("-", "dada")


def test_standard_input_of_an_unknown_kind(run: Run) -> None:
    outcome = run("check", "-", "--stdin-filename", "notes.txt", stdin=b"")
    assert outcome.code == 2
    assert "notes.txt" in outcome.err


def test_the_dialect_is_detected_and_can_be_chosen(run: Run, files: Path) -> None:
    (files / "x.dada").write_text("class P(x: our)\nlet p: my = P(1)\nlet l: mutable = p\nl.x += 1\n")
    assert checked(run, "x.dada").json["files"][0]["dialect"] == "d3"
    assert checked(run, "x.dada", "--dialect", "d2").json["files"][0]["dialect"] == "d2"


# ---------------------------------------------------------------- what can't be read


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"let a = 1\n\xc3\xa9\x80", 2, 2),
        (b"\xef\xbb\xbfab\xe2\x82", 1, 3),
        ("let a = 1".encode("utf-16"), 1, 1),
    ],
)
def test_a_file_that_is_not_utf_8(run: Run, files: Path, data: bytes, line: int, column: int) -> None:
    (files / "x.dada").write_bytes(data)
    outcome = checked(run, "x.dada")
    (file,) = outcome.json["files"]
    (diagnostic,) = file["diagnostics"]
    assert (diagnostic["code"], diagnostic["rule"]) == ("LEASELENS-F2", "not-utf-8")
    assert diagnostic["range"]["start"] == {"line": line, "column": column}
    assert (outcome.code, file["language"], file["dialect"]) == (1, "dada", None)


def test_standard_input_that_is_not_utf_8(run: Run) -> None:
    assert codes(checked(run, "-", stdin=b"\xfe")) == ["LEASELENS-F2"]


def test_a_byte_order_mark_is_no_part_of_the_text(run: Run, files: Path) -> None:
    (files / "x.dada").write_bytes(b"\xef\xbb\xbf" + FINE.encode())
    assert codes(checked(run, "x.dada")) == []


# ---------------------------------------------------------------- fixes


def test_the_json_has_fixes(run: Run, files: Path) -> None:
    """Their ranges are those of the file as it is, and of every edit."""
    (files / "a.dada").write_bytes(b"let cat = 1\r\nprint(cta).await\r\n")
    found = {d["code"]: d["fixes"] for d in checked(run, "a.dada").json["files"][0]["diagnostics"]}
    (write,) = found["DADA-C32"]
    where = {"start": {"line": 2, "column": 7}, "end": {"line": 2, "column": 10}}
    assert write == {"title": "Write `cat`", "edits": [{"range": where, "text": "cat"}]}


def test_fixes_are_looked_for_up_to_a_bound(run: Run, files: Path) -> None:
    (files / "a.dada").write_text("let half = 0. 5\n" * (MOST_WITH_FIXES + 5))
    found = checked(run, "a.dada").json["files"][0]["diagnostics"]
    assert [bool(d["fixes"]) for d in found] == [True] * MOST_WITH_FIXES + [False] * 5


@pytest.mark.parametrize("form", ["text", "sarif", "github"])
def test_only_the_json_waits_for_fixes(run: Run, files: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (files / "letter.dada").write_text(LETTER)
    monkeypatch.setattr(check, "with_fixes", None)
    assert run("check", "--format", form, "letter.dada").code == 1


# ---------------------------------------------------------------- what programs print


PRINTING = """\
class Box(content)

async fn show(n) {
    print("{n} of 2").await
}

print("a\\nb").await
show(1).await
show(2).await
let box = Box("a letter")
let guest = box.give
print(box.content).await
print("not reached").await
"""


def test_the_output_is_told_per_await_up_to_the_first_error(run: Run, files: Path) -> None:
    (files / "a.dada").write_text(PRINTING)
    (file,) = checked(run, "--output", "a.dada").json["files"]
    assert [(o["range"]["start"]["line"], o["range"]["end"]["column"], o["text"]) for o in file["output"]] == [
        (7, 20, "a\nb\n"),
        (4, 28, "1 of 2\n"),
        (4, 28, "2 of 2\n"),
    ]
    assert [diagnostic["code"] for diagnostic in file["diagnostics"]] == ["DADA-R2"]


def test_the_output_is_there_only_when_asked_for(run: Run, files: Path) -> None:
    (files / "a.dada").write_text(PRINTING)
    (files / "b.dada").write_bytes(b"\xff")
    assert all("output" not in file for file in checked(run, ".").json["files"])
    assert [len(file["output"]) for file in checked(run, "--output", ".").json["files"]] == [3, 0]


def test_what_depends_on_something_unknown_is_no_output(run: Run, files: Path) -> None:
    """A condition that nobody knows, after a loop that is too long to be followed."""
    text = "let n = 0\nprint(n).await\nwhile n < 100000000 {\n    n += 1\n}\nprint(n).await\n"
    (files / "a.dada").write_text(text)
    (file,) = checked(run, "--output", "a.dada").json["files"]
    assert [output["text"] for output in file["output"]] == ["0\n"]


def test_the_output_as_text(run: Run, files: Path) -> None:
    (files / "a.dada").write_text(PRINTING.replace("of 2", "\\r\\t"))
    (files / "b.dada").write_text("let n = 1\n")
    lines = run("check", "--output", ".").out.splitlines()
    assert lines[lines.index("output: what this program prints") :] == [
        "output: what this program prints",
        "   ╭─ ./a.dada",
        "   │",
        " 7 │ a",
        "   │ b",
        " 4 │ 1 ␍␉",
        " 4 │ 2 ␍␉",
        "",
        "1 error in 2 files, read as v3.",
    ]


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_forms_without_a_place_for_output_say_so(run: Run, files: Path, form: str) -> None:
    (files / "a.dada").write_text(PRINTING)
    outcome = run("check", "--output", "--format", form, "a.dada")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"leaselens: --output goes with --format text or json, not with {form}\n"
