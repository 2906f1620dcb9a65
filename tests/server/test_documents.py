"""Laws of the document store: whatever is edited, it agrees with a naive model; conversions go there and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaselens.text import LineIndex, Span
from leaselens_server import lines
from leaselens_server.documents import Document, Place, content, whole_characters
from leaselens_server.lines import split_lines
from leaselens_server.positions import Positions

from .naive import Naive

LAW = settings(max_examples=150, deadline=None)
ENCODINGS = ("utf-8", "utf-16", "utf-32")

# Every character that somebody takes for the end of a line, halves of characters, and characters of each width.
TEXTS = st.text(st.sampled_from("a b\n\r\f\v\x1c\x85\u2028\u2029\té€\U0001f600\ud83d\ude00\0"), max_size=30)
NUMBERS = st.one_of(st.integers(0, 12), st.sampled_from([-1, 10**6, 2**31 - 1, 2**40]))


def document(text: str) -> Document:
    return Document("file:///a.dada", "dada", 1, text, 1)


EDITS = st.lists(st.tuples(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS), TEXTS), max_size=8)


@pytest.fixture(autouse=True, scope="module")
def small_blocks() -> Iterator[None]:
    """Short texts have borders between blocks too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", 2)
        yield


@pytest.mark.parametrize("encoding", ENCODINGS)
@LAW
@given(TEXTS, EDITS)
def test_edits_agree_with_a_naive_document(encoding: str, text: str, edits: list[Any]) -> None:
    naive, real, positions = Naive(whole_characters(text), encoding), document(text), Positions(encoding)
    for number, (start, end, inserted) in enumerate(edits, 2):
        naive.apply(start, end, inserted)
        edges = [{"line": line, "character": units} for line, units in (start, end)]
        positions.apply(real, {"range": {"start": edges[0], "end": edges[1]}, "text": inserted}, number)
        assert "".join(real.lines) == naive.text
        assert list(real.lines) == split_lines(naive.text)


@LAW
@given(TEXTS)
def test_lines_are_those_of_the_analysis(text: str) -> None:
    text = whole_characters(text)
    snapshot = document(text).snapshot()
    index = LineIndex(text)
    assert [snapshot.lines.start(line) for line in range(index.count)] == index.starts
    assert [content(line) for line in snapshot.lines] == [text[slice(*index.content(n))] for n in range(index.count)]
    for offset in range(len(text) + 1):
        assert snapshot.lines.place(offset) == index.position(offset)


@pytest.mark.parametrize("encoding", ENCODINGS)
@LAW
@given(TEXTS)
def test_every_offset_outside_a_line_end_comes_back(encoding: str, text: str) -> None:
    positions, snapshot = Positions(encoding), document(text).snapshot()
    text = snapshot.source.text
    for offset in range(len(text) + 1):
        inside_crlf = text[offset - 1 : offset + 1] == "\r\n" if offset else False
        position = positions.position(snapshot, offset)
        assert positions.offset(snapshot, position) == (offset - 1 if inside_crlf else offset)


@pytest.mark.parametrize("encoding", ENCODINGS)
@LAW
@given(TEXTS, NUMBERS, NUMBERS)
def test_any_position_means_what_the_naive_document_says(encoding: str, text: str, line: int, units: int) -> None:
    positions, snapshot = Positions(encoding), document(text).snapshot()
    line, units = max(0, min(line, 2**31 - 1)), max(0, min(units, 2**31 - 1))
    position = positions.range(snapshot, Span(0, 0)).start
    position.line, position.character = line, units
    assert positions.offset(snapshot, position) == Naive(snapshot.source.text, encoding).offset(line, units)


@LAW
@given(TEXTS, EDITS)
def test_drift_names_only_lines_that_are_the_same(text: str, edits: list[Any]) -> None:
    positions, real = Positions("utf-32"), document(text)
    states = [list(real.lines)]
    for number, (start, end, inserted) in enumerate(edits, 2):
        edges = [{"line": line, "character": units} for line, units in (start, end)]
        positions.apply(real, {"range": {"start": edges[0], "end": edges[1]}, "text": inserted}, number)
        states.append(list(real.lines))
    for old, before in enumerate(states, 1):
        for new, after in enumerate(states[old - 1 :], old):
            drift = real.drift(old, new)
            assert drift is not None
            for line, what in enumerate(before):
                if (moved := drift.to_new(line)) is not None:
                    assert after[moved] == what
                    assert drift.to_old(moved) == line


def test_drift_follows_a_line_past_an_insertion_above_it() -> None:
    real = document("one\ntwo\nthree\n")
    real.replace(Place(0, 0), Place(0, 0), "zero\n", 2)
    drift = real.drift(1, 2)
    assert drift is not None
    assert drift.to_new(1) == 2
    assert drift.to_new(0) is None, "the line of the edit itself is not trusted"


def test_drift_forgets_in_the_end() -> None:
    real = document("one\n")
    for revision in range(2, 1200):
        real.replace(Place(0, 0), Place(0, 0), "x", revision)
    assert real.drift(1, 1199) is None
    assert real.drift(1198, 1199) is not None


def test_an_edit_of_a_long_line_of_wide_characters_is_quick_enough() -> None:
    """Positions at the end of a 5 MB line are converted by slices, not character by character."""
    line = "\U0001f600" * 1_250_000
    assert Positions("utf-16").column(line, 2_499_999) == 1_249_999
    assert Positions("utf-8").column(line, 4_999_999) == 1_249_999
