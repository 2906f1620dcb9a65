"""What is shipped ready-made is what would be made of its sources now."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.generated import GENERATED


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_generated_files_are_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == GENERATED[path](), "stale: run scripts/bless"
