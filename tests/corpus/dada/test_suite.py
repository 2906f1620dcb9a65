"""The reference's own programs, where a machine has them (``LEASELENS_DADA``, ``LEASELENS_DADA_V2``)."""

from __future__ import annotations

import pytest
from corpus.dada.suite import CATEGORIES, SUITES, Suite

CASES = [
    (suite, category) for suite in SUITES for category in CATEGORIES if suite.is_detected or category != "detected"
]


@pytest.mark.parametrize(("suite", "category"), CASES, ids=lambda value: getattr(value, "dialect", value))
def test_every_program_of_the_reference_agrees(suite: Suite, category: str) -> None:
    if suite.folder is None:
        pytest.skip(f"{suite.variable} names no folder with the reference's test programs")
    programs = suite.programs()
    assert programs, "the folder holds no programs"
    assert {str(p.path): found for p in programs if (found := list(CATEGORIES[category](p)))} == {}
