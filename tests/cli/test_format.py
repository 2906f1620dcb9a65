"""``leaselens format``: what is written, what is printed, and the exit codes."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cli.conftest import FINE, Run

from leaselens.cli import opened
from leaselens.model.analysis import Analysis

ROUGH = "let  x=1\nprint( x ).await\n"
SMOOTH = "let x = 1\nprint(x).await\n"


def test_files_are_written(run: Run, files: Path) -> None:
    (files / "rough.dada").write_text(ROUGH)
    (files / "fine.dada").write_text(FINE)
    (files / "notes.txt").write_text(ROUGH)
    outcome = run("format", ".")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "formatted ./rough.dada\n1 file formatted, 1 left as it was\n"
    assert (files / "rough.dada").read_text() == SMOOTH
    assert (files / "notes.txt").read_text() == ROUGH
    again = run("format", ".")
    assert (again.code, again.out) == (0, "0 files formatted, 2 left as they were\n")


def test_what_only_ends_like_a_known_file_is_passed_over(run: Run, files: Path) -> None:
    (files / "build.rs").write_text("fn  main() {}\n")
    outcome = run("format", ".")
    assert (outcome.code, outcome.out, outcome.err) == (0, "0 files formatted, 0 left as they were\n", "")


def test_every_language_has_its_layout(run: Run) -> None:
    text = b'Interface(  name: "X"\n)\n'
    assert run("format", "--language", "idol", "-", stdin=text).out == 'Interface(\n    name: "X",\n)\n'


@pytest.mark.parametrize("options", [["--check"], ["--diff"], ["--check", "--diff"]])
def test_nothing_is_written_where_only_asked(run: Run, files: Path, options: list[str]) -> None:
    (files / "rough.dada").write_text(ROUGH)
    assert run("format", *options, "rough.dada").code == 1
    assert (files / "rough.dada").read_text() == ROUGH
    (files / "rough.dada").write_text(SMOOTH)
    assert run("format", *options, "rough.dada").code == 0


def test_check_names_what_would_change(run: Run, files: Path) -> None:
    (files / "rough.dada").write_text(ROUGH)
    assert (
        run("format", "--check", ".").out
        == "would format ./rough.dada\n1 file would be formatted, 0 left as they were\n"
    )


@pytest.mark.skipif(not shutil.which("patch"), reason="patch is not installed")
@pytest.mark.parametrize("text", [ROUGH, "x  .y", "a\r\n b \r\n", "a\n b\n\n\n\n", "a  \f\u2028 \nb\f.c\n"])
def test_the_difference_is_one_that_patch_takes(run: Run, files: Path, text: str) -> None:
    (files / "rough.dada").write_bytes(text.encode())
    difference = run("format", "--diff", "rough.dada").out
    run("format", "rough.dada")
    wanted = (files / "rough.dada").read_bytes()
    (files / "rough.dada").write_bytes(text.encode())
    subprocess.run(["patch", "--binary", "-s", "rough.dada"], input=difference.encode(), cwd=files, check=True)
    assert (files / "rough.dada").read_bytes() == wanted


def test_standard_input_is_printed(run: Run) -> None:
    outcome = run("format", "-", stdin=ROUGH.replace("\n", "\r\n").encode())
    assert (outcome.code, outcome.out, outcome.err) == (0, SMOOTH.replace("\n", "\r\n"), "")
    assert run("format", "--check", "-", stdin=ROUGH.encode()).code == 1
    assert run("format", "--stdin-filename", "x.txt", "-", stdin=b"x").code == 2


def test_bytes_that_are_no_text_stay(run: Run, files: Path) -> None:
    (files / "marked.dada").write_bytes(b"\xef\xbb\xbfx  .y\r\n")
    assert run("format", "marked.dada").code == 0
    assert (files / "marked.dada").read_bytes() == b"\xef\xbb\xbfx.y\r\n"


def test_the_dialect_is_the_one_asked_for(run: Run) -> None:
    """`//` is no comment in v3: there this can't be read, and is left alone."""
    text = b"f( x ) // why\n"
    assert run("format", "--dialect", "d2", "-", stdin=text).out == "f(x) // why\n"
    assert run("format", "--dialect", "v3", "-", stdin=text).out == text.decode()


def test_what_can_not_be_formatted_is_said_and_the_rest_goes_on(run: Run, files: Path) -> None:
    (files / "rough.dada").write_text(ROUGH)
    (files / "latin.dada").write_bytes(b"# caf\xe9\n")
    (files / "notes.txt").write_text(ROUGH)
    outcome = run("format", "missing.dada", "latin.dada", "notes.txt", "rough.dada")
    assert outcome.code == 2
    assert outcome.err.splitlines() == [
        "leaselens: missing.dada: there is no such file or folder",
        "leaselens: latin.dada: this file is not UTF-8",
        "leaselens: notes.txt: no language is known for this name; say which with --language",
    ]
    assert (files / "rough.dada").read_text() == SMOOTH


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_can_not_be_written(run: Run, files: Path) -> None:
    (files / "rough.dada").write_text(ROUGH)
    (files / "rough.dada").chmod(0o444)
    outcome = run("format", "rough.dada")
    assert outcome.code == 2
    assert outcome.err == "leaselens: rough.dada: this file can't be written: permission denied\n"


def test_a_file_that_changes_meanwhile_is_left_alone(run: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (files / "rough.dada").write_text(ROUGH)
    analysed = opened.analysed

    def disturbed(path: str, arguments: argparse.Namespace) -> Analysis:
        analysis = analysed(path, arguments)
        (files / "rough.dada").write_text("other\n")
        return analysis

    monkeypatch.setattr(opened, "analysed", disturbed)
    outcome = run("format", "rough.dada")
    assert (outcome.code, (files / "rough.dada").read_text()) == (2, "other\n")
    assert outcome.err == "leaselens: rough.dada: this file was changed meanwhile, and is left alone\n"
