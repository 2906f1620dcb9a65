"""Laws of formatting that hold for every text."""

from __future__ import annotations

import random

import pytest
from dada.layouts import formatted, ink, reading, told, unchecked
from dada.test_broken_programs import PROGRAMS, broken
from dada.test_reading_laws import dialects, texts
from dada.told import analyse
from hypothesis import given
from hypothesis import strategies as st
from oracle.programs import seeded

from leaselens.dada.dialects import DIALECTS
from leaselens.dada.same import same_trees
from leaselens.dada.tokens import scan


@given(text=texts, dialect=dialects)
def test_only_white_space_changes(text: str, dialect: str) -> None:
    assert ink(formatted(text, dialect)) == ink(text)


@given(text=texts, dialect=dialects)
def test_nothing_has_to_be_refused(text: str, dialect: str) -> None:
    """What comes out means the same and is laid out, also where nobody makes sure of it."""
    after = unchecked(text, dialect)
    assert same_trees(reading(text, dialect), reading(after, dialect))
    assert unchecked(after, dialect) == after


@given(program=broken())
def test_broken_programs_keep_their_mistakes(program: tuple[str, str]) -> None:
    dialect, text = program
    after = formatted(text, dialect)
    assert [told(after, d) for d in analyse(after, dialect).diagnostics] == [
        told(text, d) for d in analyse(text, dialect).diagnostics
    ]


def spaced_otherwise(text: str, dialect: str, choose: random.Random) -> str:
    """The same lines, with other white space at their edges and between their tokens."""
    pieces: list[str] = []
    for token in scan(text, DIALECTS[dialect]):
        blank = choose.choice([" ", "  ", "\t", "\v "])
        at_edge = not pieces or pieces[-1].endswith("\n")
        if token.kind == "SPACE":
            pieces.append(blank)
        elif token.kind == "NEWLINE" or at_edge:
            pieces.append(choose.choice(["", blank]) + token.text)
        else:
            pieces.append(token.text)
    return "".join(pieces)


@given(seed=st.integers(0, 2**32), dialect=st.sampled_from(sorted(PROGRAMS)))
def test_the_layout_depends_on_tokens_and_lines_alone(seed: int, dialect: str) -> None:
    choose = random.Random(seed)
    for text in (PROGRAMS[dialect], seeded(seed, "v3").text):
        read_as = dialect if text == PROGRAMS[dialect] else "v3"
        assert formatted(spaced_otherwise(text, read_as, choose), read_as) == formatted(text, read_as)


@pytest.mark.parametrize("seed", range(12))
def test_what_runs_runs_as_before(seed: int) -> None:
    """The same diagnostics at the same places, whatever the program does."""
    text = seeded(seed, "v3", conditions=seed % 3).text
    moved = spaced_otherwise(text, "v3", random.Random(seed))
    after = formatted(moved)
    assert [told(after, d) for d in analyse(after).diagnostics] == [told(moved, d) for d in analyse(moved).diagnostics]
