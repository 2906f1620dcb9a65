"""The programs of the commissioning documents: their verdicts, and the pictures that the documents show of them."""

import pytest
from render.seed_drawings import collapsed, collapsed_lines_of_002, drawings

from e2e import seeds
from leaselens.languages import analyse
from leaselens.model.analysis import Analysis
from leaselens.render import pictures
from leaselens.text import Source

pytestmark = pytest.mark.skipif(not seeds.is_present(), reason="the seeds are not here")

_NUMBERS = {"001": "d1-2021", "002": "d2", "004": "d3"}


def _analyses(number: str) -> list[Analysis]:
    return [analyse(Source("seed.dada", program)) for program in seeds.programs(number)] if seeds.is_present() else []


def _after(analysis: Analysis, statement: str) -> str:
    """The picture after the first execution of a statement."""
    (span,) = [s for s in analysis.statements if analysis.source.text[s.start : s.end] == statement]
    after = analysis.visits_of(span)[0].after
    assert after is not None
    return pictures.text(after)


@pytest.mark.parametrize(("number", "dialect"), _NUMBERS.items())
def test_every_program_is_read_in_its_dialect_and_right(number: str, dialect: str) -> None:
    analyses = _analyses(number)
    assert len(analyses) == {"001": 4, "002": 3, "004": 3}[number]
    for analysis in analyses:
        assert list(analysis.diagnostics) == []
    # The last program of 002 has no word in it that tells d2 from d3.
    assert {a.dialect for a in analyses if "any" not in a.source.text} == {dialect}


def test_the_pictures_of_001() -> None:
    lease, sublease, again, given = _analyses("001")
    end = 'print("The point is ({p.x}, {p.y})").await'
    assert drawings("001") == [
        _after(lease, "var q := p.lease"),
        _after(lease, "q.x += 1"),
        _after(sublease, "var r := q.lease"),
        _after(again, end),
        _after(given, "var r := q.give"),
    ]


def test_the_pictures_of_002() -> None:
    lease, again, _ = _analyses("002")
    lent, ended = _after(lease, "let l: leased = p"), _after(again, "print(p.x).await")
    assert set(collapsed(lent) + collapsed(ended, "# ")) <= set(collapsed_lines_of_002())


def test_the_pictures_of_004() -> None:
    lease, again, _ = _analyses("004")
    assert drawings("004") == [_after(lease, "let l: mutable = p"), _after(again, "print(p.x).await")]
