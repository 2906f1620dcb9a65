"""Helix, configured as ``docs/editors/helix.md`` says, in a terminal."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from e2e.editors.pages import LAID_OUT, LETTER, ROOT, configuration, environment, missing
from e2e.editors.terminal import Terminal

HX = ROOT / ".cache/helix/bin/hx"


def test_a_mistake_is_told_and_the_file_is_formatted(tmp_path: Path) -> None:
    if not HX.exists():
        missing("HELIX")
    settings = tmp_path / ".config/helix/languages.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(configuration("helix.md", "toml"))
    program = tmp_path / "letter.dada"
    program.write_text(LETTER)
    with closing(Terminal([str(HX), "letter.dada:6:1"], environment(tmp_path), str(tmp_path))) as helix:
        helix.until("your lease to this object was cancelled")
        helix.keys(":format\r")
        helix.until("[+]")  # changed, and not yet written
        helix.keys(":write-quit\r")
        helix.until_ended()
    assert program.read_text() == LAID_OUT
