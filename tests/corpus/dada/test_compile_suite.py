"""The reference's own programs, where a machine has them (``LEASELENS_DADA``)."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus.dada import compile_suite

FOLDER = compile_suite.root()


@pytest.mark.skipif(FOLDER is None, reason="LEASELENS_DADA names no folder with the reference's test programs")
def test_every_program_of_the_reference_has_its_compile_diagnostics_and_no_others() -> None:
    assert FOLDER is not None
    paths: list[Path] = compile_suite.programs(FOLDER)
    assert paths, "the folder holds no programs"
    assert {path.name: found for path in paths if (found := compile_suite.complaints(path))} == {}
