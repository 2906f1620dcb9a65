"""Quick fixes: what one that is offered does, whatever the program; that each maker mends something; their bounds.

What each fix looks like stands in ``tests/cases/dada/fixes.md``.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle.programs import Program, seeded
from oracle.spelling import SPELLINGS

from harness.bless import CASES
from harness.case import read_cases
from harness.observed import analysed
from leaselens import dada
from leaselens.dada import budgets
from leaselens.dada.analysis import DadaAnalysis
from leaselens.dada.catalogue import RULES
from leaselens.dada.dialects import DIALECTS
from leaselens.dada.fixes import MAKERS
from leaselens.dada.fixes.edits import Drift
from leaselens.dada.fixes.spelling import is_one_edit_away
from leaselens.dada.tokens import scan
from leaselens.diagnostics import Diagnostic, Edit, Fix, Severity, edited
from leaselens.text import Source, Span

# ---------------------------------------------------------------- programs with mistakes

SLIPS = {
    ".lease": (".give", ".share", ".shlease", ".mut", ""),
    ".give": ("", ".lease", ".ref"),
    ".share": ("", ".give", ".lease"),
    ".await": ("",),
    "async": ("",),
    "->": ("",),
    ",": ("", ";"),
    "=": (":=", "=-", "=="),
    ":=": ("=",),
    "let": ("var", ""),
    "var": ("let", ""),
    "my": ("our", "leased"),
    "leased": ("my", "mutable"),
}
"""What somebody may write for something by mistake."""


def with_slips(program: Program, seed: int) -> str:
    """The program with one or two mistakes in it."""
    choose = random.Random(seed)
    text = program.text
    for _ in range(choose.randint(1, 2)):
        words = list(re.finditer(r"\.\w+|\w+|:=|->|[^\s\w]|\n", text))
        word = choose.choice([m for m in words if m[0] in SLIPS] if choose.random() < 0.6 else words)
        other = choose.choice(SLIPS.get(word[0], ("", word[0][1:], word[0] + word[0][-1], f"{word[0]} {word[0]}")))
        text = text[: word.start()] + other + text[word.end() :]
    return text


def with_swapped_lines(program: Program, seed: int) -> str:
    """The program with two neighbouring lines swapped: a use before or after its time."""
    choose = random.Random(seed)
    lines = program.text.split("\n")
    inner = [i for i in range(len(lines) - 1) if lines[i].startswith("  ") and lines[i + 1].startswith("  ")]
    for number in choose.sample(inner, min(2, len(inner))):
        lines[number : number + 2] = reversed(lines[number : number + 2])
    return "\n".join(lines)


def dressed(text: str, dialect: str, seed: int) -> str:
    """The same with comments, and with line ends of another kind."""
    choose = random.Random(seed)
    mark = "# über 😀"
    lines = [
        f"{line}  {mark}{i}" if line and choose.random() < 0.2 else line for i, line in enumerate(text.split("\n"))
    ]
    end = choose.choice(["\n", "\r\n", "\r"])
    joined = end.join(lines)
    return joined.rstrip("\r\n") if choose.random() < 0.3 else joined


@st.composite
def mistaken(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the dialect in which it was written before somebody made a mistake."""
    dialect = draw(st.sampled_from(sorted(SPELLINGS)))
    program = seeded(draw(st.integers(0, 2**32)), dialect)
    seed = draw(st.integers(0, 2**32))
    spoilt = draw(st.sampled_from([with_slips, with_swapped_lines]))(program, seed)
    return dressed(spoilt, dialect, seed), dialect


def analyse(text: str, dialect: str = "v3") -> DadaAnalysis:
    return dada.analyse(Source("test.dada", text), dialect)


# ---------------------------------------------------------------- the law


def told(diagnostics: Sequence[Diagnostic]) -> Counter[tuple[str, Severity, str]]:
    """What the diagnostics say, wherever they stand."""
    return Counter((d.code, d.severity, d.message) for d in diagnostics)


def comments(text: str, dialect: str) -> list[str]:
    tokens = scan(text, DIALECTS[dialect])
    return sorted(token.text for token in tokens if token.kind in ("COMMENT", "SLASH_COMMENT"))


def line_ends(text: str) -> set[str]:
    return set(re.findall(r"\r\n|\r|\n", text))


def hold_to_the_law(text: str, dialect: str) -> int:
    """Every fix that is offered mends its diagnostic and nothing is worse; how many were offered."""
    before, offered = analyse(text, dialect), 0
    for diagnostic in before.diagnostics:
        fixes = before.fixes(diagnostic)
        after = [edited(text, fix.edits) for fix in fixes]
        assert len({*after, text}) == len(fixes) + 1, "each is another text"
        for fix, mended in zip(fixes, after, strict=True):
            hold_to_the_promises(before, diagnostic, fix, analyse(mended, dialect))
            assert line_ends(mended) <= line_ends(text) or line_ends(text) == set()
            is_commenting = "#" in "".join(edit.text for edit in fix.edits) and "//" in fix.title
            assert is_commenting or comments(mended, dialect) == comments(text, dialect)
        offered += len(fixes)
    return offered


def hold_to_the_promises(before: DadaAnalysis, diagnostic: Diagnostic, fix: Fix, after: DadaAnalysis) -> None:
    spans = sorted(edit.span for edit in fix.edits)
    assert all(one.end <= other.start for one, other in pairwise(spans)), "edits don't overlap"
    assert spans[-1].end <= len(before.source.text)
    was, becomes = told(before.diagnostics), told(after.diagnostics)
    assert becomes < was, "nothing new, and less than before"
    said = next(iter(told([diagnostic])))
    assert becomes[said] < was[said]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mistaken())
def test_every_fix_that_is_offered_mends_its_diagnostic(program: tuple[str, str]) -> None:
    hold_to_the_law(*program)


def test_the_law_is_about_something() -> None:
    """Enough of the programs with mistakes are offered a fix."""
    programs = [seeded(number, "v3") for number in range(40)]
    offered = [hold_to_the_law(with_slips(program, number), "v3") for number, program in enumerate(programs)]
    assert sum(count > 0 for count in offered) > 10


# ---------------------------------------------------------------- the makers


def test_every_maker_mends_something_in_a_case() -> None:
    """Of each code that has makers, some diagnostic in the literate cases is offered a fix."""
    path = CASES / "dada" / "fixes.md"
    mended = {
        diagnostic.code
        for case in read_cases(path, path.read_text(encoding="utf-8"))
        for diagnostic in analysed(case).diagnostics
        if analysed(case).fixes(diagnostic)
    }
    assert {f"DADA-{short}" for short in MAKERS} - mended == {"DADA-C9", "DADA-C10", "DADA-C12", "DADA-C19", "DADA-R8"}
    assert {f"DADA-{short}" for short in MAKERS} <= RULES.keys()


@pytest.mark.parametrize(
    ("text", "code", "mended"),
    [
        ("fn f[T my P](a) {}", "C9", "fn f[T, my P](a) {}"),
        ("class A(x)\nfn f(a, b, c: shared{a b} A) {}", "C10", "class A(x)\nfn f(a, b, c: shared{a, b} A) {}"),
        ("let y = 1 +\n// one\n2", "C12", "let y = 1 +\n# one\n2"),
        ("let x=-1", "C19", "let x = -1"),
        ("async fn ready() -> { true }\nif ready() {}", "R8", "async fn ready() -> { true }\nif ready().await {}"),
    ],
)
def test_rarer_codes(text: str, code: str, mended: str) -> None:
    analysis = analyse(text)
    found = [fix for d in analysis.diagnostics if d.code == f"DADA-{code}" for fix in analysis.fixes(d)]
    assert [edited(text, fix.edits) for fix in found] == [mended]


BOX = 'class Box(content)\n\nlet box = Box("a letter")\nlet guest = box.lease\n'


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (
            f"{BOX}# used\nprint(box).await\n\n# lent\nguest.content = 1 # too late\n",
            f"{BOX}# lent\nguest.content = 1 # too late\n# used\nprint(box).await\n\n",
        ),
        (f"{BOX}print(box).await\nguest.content = 1", f"{BOX}guest.content = 1\nprint(box).await"),
        (
            f"{BOX}print(box).await\nguest.content = 1".replace("\n", "\r\n"),
            f"{BOX}guest.content = 1\nprint(box).await".replace("\n", "\r\n"),
        ),
        (
            f"{BOX}print(box).await\n{{\n\tguest.content = 1\n}}\n",
            f"{BOX}{{\n\tguest.content = 1\n}}\nprint(box).await\n",
        ),
    ],
)
def test_a_statement_moves_with_its_lines_and_comments(text: str, mended: str) -> None:
    analysis = analyse(text)
    (diagnostic,) = analysis.diagnostics
    assert mended in [edited(text, fix.edits) for fix in analysis.fixes(diagnostic)]


@pytest.mark.parametrize("last", ["print(box).await guest.content = 1", "{ print(box).await, guest.content = 1 }"])
def test_what_shares_its_line_stays_on_it(last: str) -> None:
    analysis = analyse(BOX + last)
    (diagnostic,) = analysis.diagnostics
    assert analysis.fixes(diagnostic) == ()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("print", "print", False),
        ("print", "prin", True),
        ("print", "rint", True),
        ("print", "pprint", True),
        ("print", "prnit", True),
        ("print", "priny", True),
        ("print", "prinyt", True),
        ("print", "prni", False),
        ("print", "pritn!", False),
        ("ab", "ba", False),
        ("ab", "abc", True),
        ("a", "b", False),
    ],
)
def test_one_edit_away(one: str, other: str, expected: bool) -> None:
    assert is_one_edit_away(one, other) is expected
    assert is_one_edit_away(other, one) is expected


# ---------------------------------------------------------------- where things are after an edit


@given(st.text("abcdef", min_size=1, max_size=20), st.data())
def test_what_no_edit_touches_is_found_where_it_is(text: str, data: st.DataObject) -> None:
    marks = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True)))
    edits = [
        Edit(Span(start, end), data.draw(st.text("XYZ", max_size=3)))
        for start, end in zip(marks[::2], marks[1::2], strict=False)
    ]
    after = edited(text, edits)
    drift = Drift(text, edits)
    for start in range(len(text)):
        if not any(edit.span.start <= start < edit.span.end for edit in edits):
            growth = sum(len(e.text) - (e.span.end - e.span.start) for e in edits if e.span.end <= start)
            assert after[start + growth] == text[start]
            assert drift.may_become(Span(start, start + 1), Span(start + growth, start + growth + 1))


def test_what_is_moved_is_found_where_it_came_to() -> None:
    text = "one\ntwo\nthree\n"
    edits = [Edit(Span(4, 4), "three\n"), Edit(Span(8, 14), "")]
    assert edited(text, edits) == "one\nthree\ntwo\n"
    drift = Drift(text, edits)
    assert drift.may_become(Span(9, 11), Span(5, 7))
    assert drift.may_become(Span(4, 7), Span(10, 13))
    assert not drift.may_become(Span(9, 11), Span(6, 8))
    assert not drift.may_become(Span(0, 3), Span(4, 7))


# ---------------------------------------------------------------- bounds


def the_one(analysis: DadaAnalysis) -> Diagnostic:
    (diagnostic,) = [d for d in analysis.diagnostics if d.severity is not Severity.HINT]
    return diagnostic


def test_nothing_is_tried_where_one_analysis_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{BOX}print(box).await\nprint(guest).await\n"
    all_fixes = analyse(text).fixes(the_one(analyse(text)))
    steps = sum(len(trace.nodes) for trace in analyse(text).traces) + len(text) // budgets.CHARACTERS_PER_STEP
    counts = []
    for times in (0, 1, 2, 20):
        monkeypatch.setattr(budgets, "FIX_STEPS", steps * times)
        analysis = analyse(text)
        counts.append(len(analysis.fixes(the_one(analysis))))
    assert counts[0] == 0
    assert counts == sorted(counts)
    assert counts[-1] == len(all_fixes) > 2


def test_a_search_that_was_given_up_is_not_remembered() -> None:
    analysis = analyse(f"{BOX}print(box).await\nprint(guest).await\n")
    assert analysis.fixes(the_one(analysis), lambda: True) == ()
    assert len(analysis.fixes(the_one(analysis))) > 2


def test_a_diagnostic_of_another_text_has_no_fix() -> None:
    theirs = analyse("let word = 1\nprint(wrod).await")
    assert theirs.fixes(the_one(theirs))
    assert analyse("let word = 1\nprint(word).await").fixes(the_one(theirs)) == ()


def test_a_fix_does_not_change_the_dialect() -> None:
    """`.shlease` would make a text look like another dialect: in `v3` a shared lease is spelled `.share`."""
    text = f"{BOX}print(box).await\nprint(guest).await\n"
    analysis = dada.analyse(Source("test.dada", text))
    for fix in analysis.fixes(the_one(analysis)):
        assert dada.analyse(Source("test.dada", edited(text, fix.edits))).dialect == "v3"
