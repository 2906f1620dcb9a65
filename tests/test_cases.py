"""The literate cases: every diagnostic is marked, every mark is met, every block shows what is seen."""

from collections.abc import Iterator

import pytest

from harness.bless import CASES, case_files
from harness.case import Block, Case, read_cases
from harness.coverage import CODES, hit_by_cases
from harness.marks import differences
from harness.observed import analysed, marks, observed


def _cases() -> Iterator[tuple[str, Case]]:
    for path in case_files([CASES]):
        for case in read_cases(path, path.read_text("utf-8")):
            yield f"{path.relative_to(CASES).with_suffix('')}: {case.name}", case


_CASES = [pytest.param(case, id=name) for name, case in _cases()]
_BLOCKS = [
    pytest.param(case, block, id=f"{name}: {' '.join(block.words)}") for name, case in _cases() for block in case.shown
]


@pytest.mark.parametrize("case", _CASES)
def test_diagnostics_and_marks_correspond(case: Case) -> None:
    analysis = analysed(case)
    wrong = differences(marks(case).expectations, analysis.diagnostics, analysis.source)
    assert not wrong, f"{case.path}, `{case.name}`:\n" + "\n".join(wrong)


@pytest.mark.parametrize(("case", "block"), _BLOCKS)
def test_block_is_fresh(case: Case, block: Block) -> None:
    assert block.text == observed(case, block), f"{case.path}:{block.first + 1}: scripts/bless rewrites this block"


def test_every_rule_has_a_case() -> None:
    """A rule that no case hits is a rule that nobody has seen at work (but a text that is too long is no case)."""
    assert sorted(set(CODES) - hit_by_cases().keys()) == ["DADA-B4"]
