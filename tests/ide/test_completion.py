"""Completion: what may be typed at a cursor, with what the recorded runs say of it."""

from __future__ import annotations

import pytest
from ide.conftest import CURSOR, analysed, at_cursor

from leaselens.ide import completion
from leaselens.model.completion import Candidate, CandidateKind
from leaselens.text import Source

PAIR = "class Pair(a, b)\n"
HELD = (CandidateKind.FIELD, CandidateKind.VARIABLE)


def candidates(marked: str, dialect: str | None = None, known: str | None = None) -> tuple[Candidate, ...]:
    """What is offered at the cursor; ``known`` is the text that was analysed, if it is an earlier one."""
    analysis, offset = at_cursor(marked, dialect)
    source = analysis.source
    if known is not None:
        analysis = analysed(known, dialect)
    found = completion.completions(analysis, source, offset)
    return found.candidates if found is not None else ()


def told(marked: str, *kinds: CandidateKind, dialect: str | None = None, known: str | None = None) -> list[str]:
    """Each candidate (of some kinds) with its summary, as they stand in a list."""
    found = [candidate for candidate in candidates(marked, dialect, known) if not kinds or candidate.kind in kinds]
    return [f"{candidate.name}: {completion.summary(candidate)}".removesuffix(": ") for candidate in found]


def named(marked: str, *kinds: CandidateKind, dialect: str | None = None) -> list[str]:
    return [line.partition(":")[0] for line in told(marked, *kinds, dialect=dialect)]


def test_members_are_the_fields_of_the_object_and_the_operations_on_its_place() -> None:
    assert told(PAIR + "let p = Pair(1, Pair(2, 3))\nlet q = p.lease\np.▲\n") == [
        "a: our",
        "b: my",
        "give: → my; gives it away",
        "share: → shared from p",
        "lease: → leased from p",
    ]


@pytest.mark.parametrize(
    ("before", "fields"),
    [
        ("let p = Pair(1, Pair(2, 3))\np.▲", ["a: our", "b: my"]),
        ("let p = Pair(1, Pair(2, 3))\nlet q = p.lease\nq.▲", ["a: our", "b: leased"]),
        ("let p = Pair(1, Pair(2, 3))\nlet q = p.share\nq.▲", ["a: our", "b: shared"]),
        ("let p = Pair(1, Pair(2, 3)).share\np.▲", ["a: our", "b: our"]),
        ("let p = Pair(1, Pair(2, 3))\np.b.▲", ["a: our", "b: our"]),
        ("let p = Pair(1, Pair(2, 3))\nlet q = p.b.give\np.▲", ["a: our", "b: given away"]),
        ("let p = Pair(1, Pair(2, 3))\nlet q = p.b.lease\np.b = q\np.▲", ["a: our", "b: lease ended"]),
        ("let p = (1, Pair(2, 3))\np.▲", ["0: our", "1: my"]),
    ],
)
def test_a_field_has_the_permission_that_the_path_gives(before: str, fields: list[str]) -> None:
    assert told(PAIR + before + "\n", CandidateKind.FIELD) == fields


def test_the_moment_is_the_one_before_the_cursor() -> None:
    program = PAIR + "let p = Pair(Pair(1, 2), 3)\n▼let r = p.a.give\n"
    assert told(program.replace("▼", "let q = p.▲\n"), CandidateKind.FIELD)[0] == "a: my"
    assert told(program.replace("▼", "") + "p.▲\n", CandidateKind.FIELD)[0] == "a: given away"


@pytest.mark.parametrize(
    "broken",
    [
        "p.▲",
        "p.▲\nprint(p).await",
        "let q = p.▲",
        "print(p.▲",
        "print(p.▲).await",
        'print("{p.▲}").await',
        'print("{p.▲',
        "if p.▲",
        "if true {\n    p.▲\n}",
        "Pair(p.▲, 2)",
        "Pair(a: p.▲",
        "p.a = p.▲",
        "p.x▲y",
        "while p.▲ { }",
    ],
)
def test_members_are_there_however_broken_the_text_is(broken: str) -> None:
    assert named(PAIR + f"let p = Pair(1, 2)\n{broken}\n", CandidateKind.FIELD) == ["a", "b"]
    function = f"{PAIR}async fn main() {{\n    let p = Pair(1, 2)\n    {broken}\n}}\n"
    assert named(function, CandidateKind.FIELD) == ["a", "b"]


def test_facts_of_the_text_before_do_while_the_line_is_typed() -> None:
    known = PAIR + "let p = Pair(1, Pair(2, 3))\nlet q = p.lease\nprint(q).await\n"
    typed = PAIR + "let p = Pair(1, Pair(2, 3))\nlet q = p.lease\nq.▲\nprint(q).await\n"
    assert told(typed, CandidateKind.FIELD, known=known) == ["a: our", "b: leased"]
    later = PAIR + "let p = Pair(1, Pair(2, 3))\n\n# a line more\nlet q = p.lease\nprint(q.▲).await\n"
    assert told(later, CandidateKind.FIELD, known=known) == ["a: our", "b: leased"]


def test_what_an_operation_would_do_is_told_in_full() -> None:
    analysis, offset = at_cursor(PAIR + "let p = Pair(1, 2)\nlet q = p.lease\nlet r = p.▲\n")
    found = completion.completions(analysis, analysis.source, offset)
    assert found is not None
    give = next(candidate for candidate in found.candidates if candidate.name == "give")
    assert completion.documentation(give, analysis.source) == (
        "Hands the value over: what is owned moves, what is leased is subleased, what is shared is copied.\n"
        "\n"
        "* here it yields `my`  \n"
        "* the place has nothing any more  \n"
        "* this ends what `q` has on lease"
    )


def test_an_operation_that_would_be_a_mistake_says_so() -> None:
    program = PAIR + "let p = Pair(1, 2)\nlet q = p.give\np.▲\n"
    assert told(program) == ["give: a mistake here", "share: a mistake here", "lease: a mistake here"]


def test_several_answers_are_all_told() -> None:
    program = PAIR + "fn f(c) {\n    let p = Pair(1, 2)\n    if c { p.give }\n    p.▲\n}\n"
    assert "lease: → leased from p; a mistake on some runs" in told(program)


@pytest.mark.parametrize(
    ("dialect", "words"),
    [
        ("d1", ["give", "share", "lease"]),
        ("v2", ["give", "share", "lease", "shlease"]),
        ("d2", ["give", "share", "lease", "shlease"]),
        ("d3", ["give", "share", "lease", "shlease", "ref", "mut"]),
        ("v3", ["give", "share", "lease"]),
    ],
)
def test_operations_are_the_dialects(dialect: str, words: list[str]) -> None:
    program = "class P(a)\nasync fn main() {\n    var p = P(1)\n    p.▲\n}\n"
    if dialect != "d1":
        program = program.replace("var p", "let p" if dialect != "v2" else "my p")
    assert named(program, CandidateKind.OPERATION, dialect=dialect) == words


@pytest.mark.parametrize(
    ("before", "operations"),
    [
        ("async fn g() { 1 }\nasync fn main() {\n    g().▲\n}", ["await"]),
        ("async fn g() { 1 }\nasync fn main() {\n    let t = g()\n    t.▲\n}", ["await", "give", "share", "lease"]),
        ("async fn g() { 1 }\nfn main() {\n    g().▲\n}", []),
        ("async fn g() { 1 }\nasync fn main() {\n    atomic {\n        g().▲\n    }\n}", []),
        ("print(1).▲", ["await"]),
    ],
)
def test_await_is_offered_where_something_waits_and_may_be_awaited(before: str, operations: list[str]) -> None:
    assert named(before + "\n", CandidateKind.OPERATION) == operations


@pytest.mark.parametrize(
    "value", ["Pair(1, 2).▲", "mk().▲", "let z = (Pair(1, 2)).▲", "Pair(1, 2).give.▲", "p.lease.▲", "slow().await.▲"]
)
def test_members_of_what_is_computed(value: str) -> None:
    functions = "fn mk() -> my Pair { Pair(1, 2) }\nasync fn slow() -> my Pair { Pair(1, 2) }\n"
    program = f"{PAIR}{functions}async fn main() {{\n    let p = Pair(1, 2)\n    {value}\n}}\n"
    assert named(program, CandidateKind.FIELD) == ["a", "b"]


@pytest.mark.parametrize(
    ("parameter", "fields"),
    [("p", ["a", "b", "c"]), ("p: Pair", ["a", "b"]), ("p: my Pair", ["a", "b"]), ("p: shared Three", ["c"])],
)
def test_what_nobody_calls_has_the_fields_that_it_may_have(parameter: str, fields: list[str]) -> None:
    program = f"{PAIR}class Three(c)\nfn f({parameter}) {{\n    p.▲\n}}\n"
    assert named(program, CandidateKind.FIELD) == fields


# ---------------------------------------------------------------- names


def test_variables_are_those_in_scope_the_nearest_first_and_the_spent_ones_last() -> None:
    program = (
        PAIR
        + "fn f(c, d: my Pair) {\n    let p = Pair(1, 2)\n    if c {\n        let hidden = 1\n    }\n"
        + "    let q = p.lease\n    let r = d.give\n    ▲\n    let later = 1\n}\n"
    )
    assert told(program, CandidateKind.VARIABLE) == [
        "r: my",
        "q: leased from p",
        "p: my",
        "c: any permission",
        "d: given away",
    ]
    assert named(program)[-1] == "d"


@pytest.mark.parametrize(
    ("program", "variables"),
    [
        ("let x = 1\nlet x = 2\n▲\n", ["x"]),
        ("let x = 1\nlet y = ▲\n", ["x"]),
        ("fn f() {\n    let x = 1\n}\nfn g() {\n    ▲\n}\n", []),
        ("let x = 1\nfn g() {\n    ▲\n}\n", []),
        ("let x = 1\nfn g() { 1 }\nlet y = 2\n▲\n", ["y", "x"]),
        ("fn f(a) {\n    loop {\n        let b = 1\n        ▲\n    }\n}\n", ["b", "a"]),
        ("fn f(a) {\n    if a {\n        let b = 1\n    } else {\n        ▲\n    }\n}\n", ["a"]),
        ("fn f(a) {\n    let b = 1\n    ▲", ["b", "a"]),
        ("fn f(a) {\n    if a {\n        let b = 1\n        ▲", ["b", "a"]),
        ('fn f(a) {\n    print("{▲}")\n}\n', ["a"]),
        ("fn f(a) {\n    { let b = 1 }\n    ▲\n}\n", ["b", "a"]),
    ],
)
def test_scopes(program: str, variables: list[str]) -> None:
    assert named(program, CandidateKind.VARIABLE) == variables


def test_classes_and_functions_have_their_signatures_and_comments() -> None:
    program = "# Two things.\n# In order.\nclass Pair(a, b: my Pair)\nfn swap(p: my Pair) -> my Pair { p.give }\n▲\n"
    assert told(program, CandidateKind.CLASS, CandidateKind.FUNCTION) == [
        "Pair: (a, b: my Pair)",
        "swap: (p: my Pair) -> my Pair",
        "print: (message)",
    ]
    (pair,) = (candidate for candidate in candidates(program) if candidate.name == "Pair")
    told_in_full = completion.documentation(pair, Source("", program))
    assert told_in_full == "```dada\nclass Pair(a, b: my Pair)\n```\n\nTwo things.\nIn order."


def test_the_story_of_a_variable_is_in_its_documentation() -> None:
    analysis, offset = at_cursor(PAIR + "let p = Pair(1, 2)\nlet q = p.lease\np.a = 3\n▲\n")
    found = completion.completions(analysis, analysis.source, offset)
    assert found is not None
    (q,) = (candidate for candidate in found.candidates if candidate.name == "q")
    assert completion.documentation(q, analysis.source).startswith("`q`: lease ended\n\nleased on line 3: `p")
    assert "ended on line 4" in completion.documentation(q, analysis.source)


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("program", "offered", "not_offered"),
    [
        ("▲\n", ["class", "fn", "async", "let", "if", "print"], ["return", "break", "else"]),
        ("fn f() {\n    ▲\n}\n", ["let", "if", "return", "loop"], ["class", "fn", "break", "else"]),
        ("fn f() {\n    loop {\n        ▲\n    }\n}\n", ["break", "continue"], ["class"]),
        ("fn f(c) {\n    if c { 1 } ▲\n}\n", ["else"], ["let", "if"]),
        ("fn f(c) {\n    if c { 1 }\n    ▲\n}\n", ["else", "let"], []),
        ("fn f(c) {\n    if c { 1 } else { 2 }\n    ▲\n}\n", ["let"], ["else"]),
        ("fn f(c) {\n    if c { 1 } else ▲\n}\n", ["if"], ["let", "else"]),
        ("async ▲\n", ["fn"], ["let", "class"]),
        ("let x = ▲\n", ["true", "if"], ["let", "class", "return"]),
        ("class P(▲)\n", ["atomic"], ["let", "print"]),
        ("class P(a)\nfn f(p: ▲)\n", ["my", "our", "shared", "P"], ["print", "let"]),
        ("class P(a)\nfn f(p) -> ▲\n", ["my", "P"], ["print"]),
        ("class P(a)\nfn f(p: my ▲)\n", ["P"], ["print"]),
    ],
)
def test_words_stand_in_their_places(program: str, offered: list[str], not_offered: list[str]) -> None:
    found = named(program)
    assert set(offered) <= set(found)
    assert not set(not_offered) & set(found)


@pytest.mark.parametrize(
    ("dialect", "program", "offered", "not_offered"),
    [
        ("d1", "fn f() {\n    ▲\n}\n", ["var", "shared"], ["let", "return", "my"]),
        ("v2", "fn f() {\n    ▲\n}\n", ["my", "our", "any"], ["let", "var"]),
        ("v2", "class P(▲)\n", ["my", "shleased"], ["let"]),
        ("d2", "class P(a)\nlet p: ▲\n", ["my", "shleased", "any", "P"], ["mutable"]),
        ("d3", "class P(a)\nlet p: ▲\n", ["mutable"], []),
        ("d1", "▲\n", ["class", "fn"], ["print", "if"]),
    ],
)
def test_words_are_the_dialects(dialect: str, program: str, offered: list[str], not_offered: list[str]) -> None:
    found = named(program, dialect=dialect)
    assert set(offered) <= set(found)
    assert not set(not_offered) & set(found)


def test_every_word_is_explained() -> None:
    for dialect in ("d1-2021", "d1", "v2", "d2", "d3", "v3"):
        for program in ("▲\n", "fn f() {\n    loop {\n        ▲\n    }\n}\n", "class P(▲)\n", "fn f(p: ▲)\n"):
            for candidate in candidates(program, dialect):
                if candidate.kind in (CandidateKind.KEYWORD, CandidateKind.PERMISSION, CandidateKind.SNIPPET):
                    assert completion.documentation(candidate, Source("", "")).endswith("."), candidate


@pytest.mark.parametrize(
    "marked",
    [
        "# a comment ▲\n",
        "# ▲",
        'print("some te▲xt").await\n',
        'print("a {1} te▲',
        "let ▲\n",
        "let na▲me = 1\n",
        "fn ▲\n",
        "class ▲\n",
        "let x = 12▲\n",
        "let x = 1.▲\n",
        "let x = 1 ▲\n",
        "print(1) ▲\n",
        "fn f[▲]()\n",
    ],
)
def test_nothing_in_comments_in_strings_and_for_new_names(marked: str) -> None:
    assert candidates(marked) == ()


@pytest.mark.parametrize(
    ("marked", "word"),
    [("prin▲t(1)\n", "print"), ("▲print(1)\n", "print"), ("let x = 1\nx.gi▲\n", "gi"), ("let x = ▲\n", "")],
)
def test_the_word_that_is_replaced(marked: str, word: str) -> None:
    analysis, offset = at_cursor(marked)
    found = completion.completions(analysis, analysis.source, offset)
    assert found is not None
    assert analysis.source.text[slice(*found.word)] == word


PROGRAM = """\
class Pair(a, b)

# Lends a part.
fn part(p: leased Pair) -> leased{p} Pair { p.a.lease }

async fn main() {
    let p = Pair(Pair(1, 2), "text {1 + 2} more")
    loop {
        let q = part(p: p.lease)
        if q.a == 1 { break } else { q.b = 3 }
    }
    print("{p.b}").await  # done
}
"""


@pytest.mark.parametrize("dialect", ["d1", "v2", "d3", "v3"])
def test_no_text_raises_wherever_the_cursor_is(dialect: str) -> None:
    whole = analysed(PROGRAM, dialect)
    for offset in range(0, len(PROGRAM) + 1, 3):
        text = PROGRAM[:offset]
        for analysis in (whole, analysed(text, dialect)):
            completion.completions(analysis, Source("", text), offset)
            analysis.call_at(Source("", text), offset)
    assert CURSOR not in PROGRAM
