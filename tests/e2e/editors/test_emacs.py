"""Emacs with Eglot, configured as ``docs/editors/emacs.md`` says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from e2e.editors.pages import LAID_OUT, LETTER, configuration, environment, missing

HAS_EGLOT = ["--eval", "(package-initialize)", "--eval", '(unless (locate-library "eglot") (kill-emacs 3))']


def test_a_mistake_is_told_and_the_file_is_formatted(tmp_path: Path) -> None:
    emacs = shutil.which("emacs")
    settings = environment(tmp_path)
    if emacs is None or subprocess.run([emacs, "--batch", *HAS_EGLOT], env=settings, capture_output=True).returncode:
        missing("EMACS WITH EGLOT")
    assert emacs is not None
    program = tmp_path / "letter.dada"
    program.write_text(LETTER)
    (tmp_path / "init.el").write_text(configuration("emacs.md", "elisp"))
    start = [emacs, "--batch", "--eval", "(package-initialize)", "-l", str(tmp_path / "init.el")]
    steps = ["-l", str(Path(__file__).with_name("emacs.el"))]
    done = subprocess.run(
        [*start, *steps], env={**settings, "PROGRAM": str(program)}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("6 `guest` leaselens [DADA-R2]: your lease to this object was cancelled\n")
    assert "line 5: lease was cancelled here: `box.content` is used" in done.stdout
    assert program.read_text() == LAID_OUT
