"""What is folded: each fold is shown by the numbers of its first and last line, counted from 1."""

from __future__ import annotations

from dada.layouts import reading
from dada.test_reading_laws import dialects, texts
from dada.told import analyse
from hypothesis import given

from leaselens.dada.folding import folds_of
from leaselens.model.analysis import FoldKind


def folded(text: str, kind: FoldKind = FoldKind.CODE, dialect: str = "v3") -> list[tuple[int, int]]:
    lines = analyse(text, dialect).source.lines
    folds = [fold for fold in analyse(text, dialect).folds if fold.kind is kind]
    return [(lines.position(fold.span.start).line + 1, lines.position(fold.span.end).line + 1) for fold in folds]


PROGRAM = """\
class P(
    x
    y
)
fn f(
    a
) -> {
    if a {
        b(
            1,
            2)
    } else { c
        d
    }
}
fn g() { 1 }
let s = "
    text
"
"""


def test_blocks_and_lists_fold_without_the_line_that_closes_them() -> None:
    assert folded(PROGRAM) == [(1, 3), (5, 6), (7, 14), (8, 11), (9, 11), (12, 13), (17, 18)]


def test_of_brackets_that_open_on_one_line_the_outermost_folds() -> None:
    assert folded("f(g(\n1\n)\n, {\n2\n})\n") == [(1, 5), (4, 5)]


def test_what_is_not_closed_does_not_fold() -> None:
    assert folded("fn f() {\n  g(\n    1\n") == []
    assert folded("fn f() {\n  g(\n    1\n  )\n") == [(2, 3)]


COMMENTS = """\
# one
# two
let x = 1 # behind
# three

# four
    # five
fn f() {
    # six
    # seven
}
"""


def test_comments_fold_together_where_nothing_stands_between() -> None:
    assert folded(COMMENTS, FoldKind.COMMENT) == [(1, 2), (6, 7), (9, 10)]
    assert folded("// a\n// b\nlet x: my = 1\n", FoldKind.COMMENT, "d2") == [(1, 2)]


def test_regions() -> None:
    text = "# region one\nx\n# a\n#region\ny\n# endregion\n# b\n#endregion one\n# endregion\n# region open\n"
    assert folded(text, FoldKind.REGION) == [(1, 8), (4, 6)]
    assert folded(text, FoldKind.COMMENT) == []


@given(text=texts, dialect=dialects)
def test_every_fold_has_lines_to_hide(text: str, dialect: str) -> None:
    file = reading(text, dialect)
    lines = file.source.lines
    found = [(lines.position(fold.span.start).line, lines.position(fold.span.end).line) for fold in folds_of(file)]
    assert all(first < last for first, last in found)
    assert len({first for first, _ in found}) == len(found)
