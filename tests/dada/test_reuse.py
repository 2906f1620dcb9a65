"""What is taken over from the answer about the last version of a text makes no difference to the answer."""

from __future__ import annotations

from dada.told import diagram
from hypothesis import given
from hypothesis import strategies as st

from leaselens import dada
from leaselens.dada.analysis import DadaAnalysis
from leaselens.dada.dialects import DIALECTS
from leaselens.dada.reading import read, reread
from leaselens.dada.worlds.trace import Chapter
from leaselens.model.analysis import Visit
from leaselens.render.line import line
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
    if c { move(p.lease, 1) }
    q.x
}

async fn main() {
    let p = Point(1, 2)
    let l = p.lease
    l.x = 4
    move(l.give, 3)
    show(p).await
    let i = 0
    while i < 2 {
        i += 1
        move(p.lease, i)
    }
    let made = make(p.x)
    show(made).await
    if made.y == 0 { move(made.lease, 1) }
    bump(made.lease)
    show(made).await
    show(p).await
}

fn make(x) -> {
    let first = Point(x, 0)
    let second = Point(first.x, 0)
    second.give
}

fn bump(p: leased Point) {
    p.y += 1
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
    "async ",
    "\nasync # for\n\nfn bump() {}\n",
    "\nfn ",
    '"',
    "\n",
    "# é\n",
)


def facts(analysis: DadaAnalysis) -> tuple[object, ...]:
    """All that a reader can see of an answer, but for the numbers of objects and permissions."""
    told = [str(row.word) + str(row.state) for binding in analysis.bindings for row in binding.rows]
    visits = [[drawn(visit) for visit in analysis.visits_of(span)] for span in analysis.statements]
    return analysis.diagnostics, analysis.outline, analysis.statements, told, visits, analysis.outputs


def drawn(visit: Visit) -> tuple[object, ...]:
    """An execution as a reader sees it."""
    pictures = [line(diagram(moment), limit=10_000) if moment else None for moment in (visit.before, visit.after)]
    return *pictures, visit.number, visit.world, visit.worlds, visit.path, visit.calls


def chapters(analysis: DadaAnalysis) -> list[Chapter]:
    """What was stepped in one go, from the program's entry."""
    return [chapter for trace in analysis.traces if trace.root == "fn main" for chapter in trace.chapters]


def stepped_again(old: str, new: str) -> list[set[str]]:
    """The bodies that an edit of ``PROGRAM`` has stepped again, for each call from ``main`` on the way."""
    before = dada.analyse(Source("p.dada", PROGRAM))
    after = dada.analyse(Source("p.dada", PROGRAM.replace(old, new)), previous=before)
    kept = set(map(id, chapters(before)))
    return [chapter.stepped for chapter in chapters(after) if id(chapter) not in kept]


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=5))
def test_an_edited_text_has_the_facts_of_a_fresh_one(edits: list[tuple[float, int, str]]) -> None:
    text = PROGRAM
    answer = dada.analyse(Source("p.dada", text))
    for where, removed, inserted in edits:
        start = int(where * len(text))
        text = text[:start] + inserted + text[start + removed :]
        answer = dada.analyse(Source("p.dada", text), previous=answer)
        assert facts(answer) == facts(dada.analyse(Source("p.dada", text), answer.dialect))


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES)), min_size=1, max_size=9))
def test_an_edited_text_is_read_as_if_it_were_new(edits: list[tuple[float, int, str]]) -> None:
    dialect = DIALECTS["v3"]
    file = read(Source("p.dada", PROGRAM), dialect)
    for where, removed, inserted in edits:
        text, start = file.source.text, int(where * len(file.source.text))
        source = Source("p.dada", text[:start] + inserted + text[start + removed :])
        after, kept = reread(source, file)
        assert after == read(source, dialect)
        back = len(file.items) - kept.back
        stayed = zip(file.items[back:], after.items[len(after.items) - kept.back :], strict=True)
        for old, new in (*zip(file.items[: kept.front], after.items, strict=False), *stayed):
            assert (old.key, old.diagnostics) == (new.key, new.diagnostics)
            assert old.item is new.item
        file = after


def test_an_edit_inside_a_function_reads_that_function_alone() -> None:
    before = read(Source("p.dada", PROGRAM), DIALECTS["v3"])
    after, kept = reread(Source("p.dada", PROGRAM.replace("l.x = 4", "l.x = 45")), before)
    assert [placed.key for placed in after.items[kept.front : len(after.items) - kept.back]] == ["fn main"]


def test_a_body_that_has_not_changed_is_not_run_again() -> None:
    before = dada.analyse(Source("p.dada", PROGRAM))
    text = "# a line above\n" + PROGRAM.replace("let q = p.lease", "let q = p.share")
    after = dada.analyse(Source("p.dada", text), previous=before)
    kept = {id(trace) for trace in before.traces}
    assert [trace.root for trace in after.traces if id(trace) not in kept] == ["fn unused"]


def test_an_edit_without_effect_costs_the_calls_that_go_through_it() -> None:
    assert stepped_again("    p.y += 1", "    p.y += 1  # one more") == [{"fn main", "fn bump"}]


def test_an_edit_with_an_effect_costs_what_comes_after_until_nothing_is_left_of_it() -> None:
    again = stepped_again("y += 1", "y += 2")
    assert again[0] == {"fn main", "fn bump"}
    assert {"fn main", "fn make"} not in again


def test_an_edit_of_an_object_s_creation_costs_all_that_comes_while_it_lives() -> None:
    again = stepped_again("let second", "\n    let second")
    assert again[0] >= {"fn main", "fn make"}
    assert {"fn main", "fn bump"} in again


def test_a_class_that_has_changed_changes_what_uses_it() -> None:
    before = dada.analyse(Source("p.dada", PROGRAM))
    after = dada.analyse(Source("p.dada", PROGRAM.replace("Point(x, y)", "Point(x, z)")), previous=before)
    assert not set(map(id, after.traces)) & set(map(id, before.traces))
