"""The command line as a whole: usage, versions, bugs, pipes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import FINE, LETTER, Run

import leaselens
from leaselens import languages
from leaselens.cli import bugs
from leaselens.text import Source

LEASELENS = [sys.executable, "-m", "leaselens.cli"]


def test_the_version(run: Run) -> None:
    outcome = run("--version")
    assert (outcome.code, outcome.out) == (0, f"leaselens {leaselens.__version__}\n")


@pytest.mark.parametrize("command", [[], ["check"], ["diagram"], ["explain"], ["view"], ["server"]])
def test_help(run: Run, command: list[str]) -> None:
    outcome = run(*command, "--help")
    assert outcome.code == 0
    assert outcome.out.startswith("usage: leaselens")
    assert outcome.err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["check"],
        ["check", "--no-such-option", "x.dada"],
        ["check", "--form", "json", "x.dada"],
        ["check", "no\nsuch\x1b[31mfile.dada"],
        ["diagram"],
        ["diagram", "x.dada"],
        ["diagram", "x.dada:0:1"],
        ["diagram", "x.dada:1:0"],
        ["diagram", ":1:1"],
        ["diagram", "x.dada:1:one"],
        ["diagram", "missing.dada:1:1"],
        ["diagram", "x.dada:1:1", "--visit", "0"],
        ["diagram", "x.dada:1:1", "--visit", "first"],
        ["diagram", "x.dada:1:1", "--visit", "7"],
        ["diagram", "x.dada:1:1", "--when", "later"],
        ["diagram", "broken.dada:1:1"],
        ["diagram", "folder.dada:1:1"],
        ["explain", "DADA-R999"],
        ["view", "tree"],
        ["view", "dreams", "x.dada"],
        ["view", "tree", "missing.dada"],
        ["server", "--tcp", "port"],
        ["server", "--tcp", "99999"],
        ["server", "--tcp", "1", "--stdio"],
    ],
)
def test_bad_usage_is_one_clear_line(run: Run, files: Path, arguments: list[str]) -> None:
    (files / "x.dada").write_text(FINE)
    (files / "broken.dada").write_bytes(b"\xff")
    (files / "folder.dada").mkdir()
    outcome = run(*arguments)
    assert outcome.code == 2
    assert re.fullmatch(r"leaselens: [^\n\x1b]+\n", outcome.err)


def test_a_bug_is_told_in_one_line_and_logged(
    run: Run, files: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Our own mistake: no traceback on the screen, the other files are checked, and the exit code says so."""
    (files / "a.dada").write_text(FINE)
    (files / "b.dada").write_text(LETTER)
    analyse = languages.analyse

    def stumble(source: Source, **options: Any) -> object:
        if source.name == "a.dada":
            raise KeyError("a slip")
        return analyse(source, **options)

    monkeypatch.setattr(languages, "analyse", stumble)
    monkeypatch.delenv(bugs.RAISE)
    logs = tmp_path_factory.mktemp("logs")
    monkeypatch.setattr("tempfile.tempdir", str(logs))
    outcome = run("check", "a.dada", "b.dada")
    assert outcome.code == 2
    assert "1 error in 1 file" in outcome.out
    assert outcome.err.startswith(
        "leaselens: this is a bug in leaselens (KeyError: 'a slip'): a.dada was not checked; "
    )
    assert "Traceback" not in outcome.out + outcome.err
    (log,) = logs.iterdir()
    assert str(log) in outcome.err
    assert "Traceback" in log.read_text()


def test_a_bug_raises_in_tests(run: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (files / "a.dada").write_text(FINE)
    monkeypatch.setattr(languages, "analyse", lambda source, **options: [][1])
    with pytest.raises(IndexError):
        run("check", "a.dada")


@pytest.mark.parametrize(
    "arguments", [["check", "x.dada"], ["check", "x.dada", "--format", "json"], ["explain", "DADA-R2"], ["explain"]]
)
def test_a_reader_that_goes_away_is_no_reason_to_complain(files: Path, arguments: list[str]) -> None:
    """The pipe has no reader from the start, so that the first write must fail."""
    (files / "x.dada").write_text(LETTER)
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run([*LEASELENS, *arguments], cwd=files, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (2, b"")


def test_a_closed_standard_input_is_a_file_that_can_not_be_read(files: Path) -> None:
    ran = subprocess.run(
        f"{sys.executable} -m leaselens.cli check --format json - <&-",
        shell=True,
        cwd=files,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "LEASELENS-F1" in ran.stdout


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_pipes_get_utf_8_in_every_locale(files: Path, locale: str) -> None:
    (files / "x.dada").write_text('let s = "é😀" nobody\n')
    environment = {"LC_ALL": locale, "PATH": "", "PYTHONIOENCODING": "latin-1"}
    ran = subprocess.run([*LEASELENS, "check", "x.dada"], cwd=files, env=environment, capture_output=True, check=False)
    assert ran.stderr == b""
    assert '"é😀" nobody' in ran.stdout.decode("utf-8")
