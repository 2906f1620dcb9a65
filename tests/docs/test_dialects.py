"""The page about the dialects names them all, and its programs are what it says they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leaselens.dada import analyse
from leaselens.dada.dialects import DIALECTS
from leaselens.text import Source

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "dialects.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^## `(\S+)`\n\n```dada\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


def test_every_dialect_has_its_section() -> None:
    assert list(EXAMPLES) == list(DIALECTS)


@pytest.mark.parametrize("name", DIALECTS)
def test_an_example_is_detected_and_right(name: str) -> None:
    analysis = analyse(Source("example.dada", EXAMPLES[name]))
    assert analysis.dialect == name
    assert list(analysis.diagnostics) == []
    assert [output.text for output in analysis.outputs if output.text]
