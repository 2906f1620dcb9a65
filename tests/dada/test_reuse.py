"""What is taken over from the answer about the last version of a text makes no difference to the answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leaselens import dada
from leaselens.dada.analysis import DadaAnalysis
from leaselens.text import Source

PROGRAM = """\
class Point(x, y)
class Pair(a, b: my Point)

fn move(p: leased Point, by) {
    p.x += by
}

async fn show(p) {
    print("{p.x} and {p.y}").await
}

fn unused(p: my Point, c) -> {
    let q = p.lease
    if c { move(p, 1) }
    q.x
}

async fn main() {
    let p = Point(1, 2)
    let l = p.lease
    move(l, 3)
    show(p).await
    l.x = 4
}
"""

PIECES = (
    "let z = p\n",
    "p.x = 2\n",
    ".give",
    ".lease",
    "}",
    "{",
    "fn g() { }\n",
    "class C(x)\n",
    "Pair(1, p)",
    "\n",
    "# é\n",
)


def facts(analysis: DadaAnalysis) -> tuple[object, ...]:
    """All that a reader can see of an answer, but for the numbers of objects and permissions."""
    drawn = [str(row.word) + str(row.state) for binding in analysis.bindings for row in binding.rows]
    visits = [len(analysis.visits_of(span)) for span in analysis.statements]
    return analysis.diagnostics, analysis.outline, analysis.statements, drawn, visits, analysis.outputs


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=5))
def test_an_edited_text_has_the_facts_of_a_fresh_one(edits: list[tuple[float, int, str]]) -> None:
    text = PROGRAM
    answer = dada.analyse(Source("p.dada", text))
    for where, removed, inserted in edits:
        start = int(where * len(text))
        text = text[:start] + inserted + text[start + removed :]
        answer = dada.analyse(Source("p.dada", text), previous=answer)
        assert facts(answer) == facts(dada.analyse(Source("p.dada", text), answer.dialect))


def test_a_body_that_has_not_changed_is_not_run_again() -> None:
    before = dada.analyse(Source("p.dada", PROGRAM))
    text = "# a line above\n" + PROGRAM.replace("let q = p.lease", "let q = p.share")
    after = dada.analyse(Source("p.dada", text), previous=before)
    kept = {id(trace) for trace in before.traces}
    assert [trace.root for trace in after.traces if id(trace) not in kept] == ["fn unused"]


def test_a_class_that_has_changed_changes_what_uses_it() -> None:
    before = dada.analyse(Source("p.dada", PROGRAM))
    after = dada.analyse(Source("p.dada", PROGRAM.replace("Point(x, y)", "Point(x, z)")), previous=before)
    assert not set(map(id, after.traces)) & set(map(id, before.traces))
