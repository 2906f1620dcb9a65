"""``leaselens view``: a stage of the analysis as text. Its form is no contract; that it answers is."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.conftest import LETTER, Run

from leaselens.cli.view import STAGES


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("place", ["x.dada", "x.dada:4:20", "x.dada:1:1", "-", "-:4:20"])
def test_every_stage_answers(run: Run, files: Path, stage: str, place: str) -> None:
    (files / "x.dada").write_text(LETTER)
    outcome = run("view", stage, place, stdin=LETTER.encode())
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out


def test_a_file_that_is_named_like_a_place(run: Run, files: Path) -> None:
    (files / "x.dada:1:1").write_text(LETTER)
    assert run("view", "tree", "x.dada:1:1", "--language", "dada").code == 0


def test_what_is_viewed_can_not_paint(run: Run, files: Path) -> None:
    (files / "x.dada").write_text('let a = "\x1b[31m"\n')
    assert "\x1b" not in run("view", "tree", "x.dada").out
