"""The analysis and the oracle on random programs in all dialects.

``LEASELENS_ORACLE_PROGRAMS`` says how many (default 240), and ``LEASELENS_ORACLE_SEED`` the number of the first one
(default 0); ``scripts/test`` runs 2,000, other ones each time, and prints the seed. A failure names its program's
number: ``python -m oracle --seed NUMBER --programs 1 --show`` shows it again.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from oracle.agreement import compared
from oracle.programs import Program, numbered, programs

FIRST = int(os.environ.get("LEASELENS_ORACLE_SEED", "0"))
COUNT = int(os.environ.get("LEASELENS_ORACLE_PROGRAMS", "240"))
CHUNK = 50
"""How many programs one test runs, so that several can run at once (``tests/conftest.py`` deals them out)."""


@pytest.mark.parametrize("first", range(FIRST, FIRST + COUNT, CHUNK))
def test_analysis_and_oracle_agree(first: int) -> None:
    for number in range(first, min(first + CHUNK, FIRST + COUNT)):
        program = numbered(number)
        assert compared(program).differences == (), f"program {number}, dialect {program.dialect}:\n{program.text}"


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(programs())
def test_a_disagreement_would_be_shrunk(program: Program) -> None:
    assert compared(program).differences == (), program.text
