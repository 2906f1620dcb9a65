"""Every compile-time diagnostic: where it stands, what it says (reference §C), one table for all.

The primary span of each is marked by « ».
"""

from __future__ import annotations

import pytest
from dada.marked import diagnostics, shown, unmarked

from leaselens.dada import budgets
from leaselens.dada.catalogue import RULES
from leaselens.diagnostics import Diagnostic, Role, Severity
from leaselens.text import Span

CASES = [
    ("C1", 'let a = "x «{a»', "format string missing closing brace in code section"),
    ("C2", "let a = (1«\n»", "expected `)`"),
    ("C2", "fn f() { if true { 1 }«\n»", "expected `}`"),
    ("C3", "let a = «1» ) let b = 2", "unexpected token"),
    ("C3", "«)»", "unexpected token"),
    ("C4", "class «(»)", "expected a class name"),
    ("C4", "class A\n«fn» f() {}", "expected class parameters"),
    ("C4", "class A«\n»", "expected class parameters"),
    ("C5", "fn «(»a) {}", "expected function name"),
    ("C5", "fn f «{»}", "expected function parameters"),
    ("C5", "fn f()\n«class» A()", "expected function body"),
    ("C6", "fn f() { 1 «2» }", "extra tokens after end of expression"),
    ("C6", "let a = (1, 2 «3»)", "extra tokens after end of expression"),
    ("C6", 'let a = 1\nlet b = "{a «a»}"', "extra tokens after end of expression"),
    ("C6", "fn f() { 1\n«,» 2 }", "extra tokens after end of expression"),
    ("C6", "fn f() { let a = 1 «=»- 2 }", "extra tokens after end of expression"),
    ("C7", "print(1 «2»)", "extra tokens after end of arguments"),
    ("C8", "fn f(a «b») {}", "extra tokens after parameters"),
    ("C9", "fn f[a «b»]() {}", "extra tokens after generic parameters"),
    ("C9", "fn f[«my»]() {}", "expected name after permission"),
    ("C10", "fn f(a: shared{a «b»} A) {}\nclass A()", "extra tokens after paths"),
    ("C10", "fn f(a: shared{a«.»} A) {}\nclass A()", "expected a name after a `.` to make a path"),
    ("C11", "print(message«:»)", "expected expression"),
    ("C12", "fn f() { 1 +« »}", "expected expression after +"),
    ("C12", "print(1 * «,» 2)", "expected expression after *"),
    ("C13", "let a = 1\nprint(a.«,» 2)", "expected identifier or tuple index after `.`"),
    ("C13", "let a = 1\na.«class» A()", "expected identifier or tuple index after `.`"),
    ("C14", "let a = «1 . 5»", "whitespace is not allowed in float literals"),
    ("C15", "let a = 1«.»\na", "expected digits after `.`"),
    ("C16", "if «{» }", "expected `if` condition"),
    ("C16", "while «{» }", "expected `while` condition"),
    ("C17", "fn f() { if «true»}", "expected block after `if`"),
    ("C17", "fn f() { loop« »}", "expected block after `loop`"),
    ("C17", "if true { } else «1»", "expected block after `else`"),
    ("C18", "let «=» 1", "expected name for local variable"),
    ("C18", "let atomic «:» A = 1", "expected name for local variable"),
    ("C19", "fn f() { let a« »}", "expected value for local variable"),
    ("C19", "let a «let» b = 1", "expected value for local variable"),
    ("C20", "class A(a:«,» b)", "expected type after `:`"),
    ("C20", "class A(\n    a:  # nothing«\n»)", "expected type after `:`"),
    ("C21", "fn f(«atomic») {}", "expected parameter name after `atomic`"),
    ("C22", "class A(a: my«{a}» A)", "no paths are needed after the `my` permission"),
    ("C23", "class A(a: «shared{a}»)", "expected a path to follow this permission"),
    ("C24", "fn f(a: my «B») {}", "expected the name of a class"),
    ("C24", "fn f() -> «f» { 1 }", "expected the name of a class"),
    ("C25", "class A(a: A.«b».c)", "dotted type names not yet supported"),
    ("C26", "fn f(a) -> shared{a, «b».c} A { a }\nclass A()", "permission path should be a local variable"),
    ("C27", "class A(a: «leased{}» A)", "leased permissions need at least one path"),
    ("C28", 'let a = "x{«»}"', "expected expression here"),
    ("C28", 'let a = "{« class »}"', "expected expression here"),
    ("C29", 'let a = «"a\\qb"»', "unrecognized escape `\\q`"),
    ("C30", "let a = «1_x»", "`x` is not a valid integer suffxi"),
    (
        "C31",
        "let a = «18_446_744_073_709_551_616»",
        "`18446744073709551616` is not a valid integer: number too large to fit in target type",
    ),
    (
        "C31",
        "let a = «9223372036854775808i»",
        "`9223372036854775808` is not a valid integer: number too large to fit in target type",
    ),
    ("C32", "let a = 1\nprint(«b»).await", "can't find anything named `b`"),
    ("C32", "«b» = 1", "can't find anything named `b`"),
    ("C33", "fn f() {}\n«f» = 1", "you can only assign to local variables or fields, not functions like `f`"),
    ("C33", "class A()\n(«A») += 1", "you can only assign to local variables or fields, not classes like `A`"),
    ("C33", "«print» = 1", "you can only assign to local variables or fields, not functions like `print`"),
    ("C34", "let a = 1\n«a.give» = 2", "you can only assign to local variables and fields, not arbitrary expressions"),
    (
        "C34",
        "let a = 1\nlet b = 1\n«a = b» = 2",
        "you can only assign to local variables and fields, not arbitrary expressions",
    ),
    ("C35", "class A(a, b)\nA(a: 1, «2»)", "parameter name required"),
    ("C36", "fn f() { print(1).«await» }", "await is not permitted outside of async functions"),
    ("C37", "fn f() { atomic { print(1).«await» } }", "await is not permitted inside atomic sections"),
    ("C38", "if true { «break 1» }", "cannot `break` outside of a loop"),
    ("C38", "fn f() { while true { }\n «continue» }", "cannot `continue` outside of a loop"),
    ("C39", "fn f() -> { «return» }", "return requires an expression"),
    ("C40", "fn f() { return «1 + 2» }", "cannot return a value in this function"),
    ("C40", "return\n«print»", "cannot return a value in this function"),
    ("C41", "class A()\nfn f() «-> my A» { }", "function body cannot be empty"),
    ("C42", "class A()\nfn «A»() {}", "already have a class named `A`"),
    ("C42", "fn f() {}\nclass «f»()", "already have a function named `f`"),
    ("B1", "(" * 48 + "«(»" + "(" * 99 + ")" * 148, "this is nested too deeply to be read"),
    ("B2", 'let a = «"»abc\nlet b = 1', "this string has no closing quote"),
    ("B3", "# leaselens: dialect = «d9»", "there is no dialect `d9`"),
    (
        "B4",
        f"«x»{'x' * budgets.CHARACTERS}",
        f"these {budgets.CHARACTERS + 1} characters are not read: more than {budgets.PIECE} in one piece are too many",
    ),
]


def _only(text: str) -> Diagnostic:
    (found,) = diagnostics(text)
    return found


@pytest.mark.parametrize(
    ("code", "marked", "message"), CASES, ids=[f"{code}-{number}" for number, (code, _, _) in enumerate(CASES)]
)
def test_where_it_stands_and_what_it_says(code: str, marked: str, message: str) -> None:
    text, span = unmarked(marked)
    found = _only(text)
    assert (found.code, found.message, found.severity) == (f"DADA-{code}", message, Severity.ERROR)
    assert shown(text, found.span) == marked, str(span)
    assert found.rule == RULES[found.code].name


def test_every_row_of_the_catalogue_that_reading_reports_has_a_case() -> None:
    reported = {code for code in RULES if code.startswith("DADA-C")}
    assert len(reported) == 42
    assert {f"DADA-{code}" for code, _, _ in CASES} == reported | {"DADA-B1", "DADA-B2", "DADA-B3", "DADA-B4"}


LABELS = [
    ("class A(a:) ", "here", [(Role.NOTE, "`:` is here", ":")]),
    ("fn f(atomic) {}", "here", [(Role.NOTE, "`atomic` specified here", "atomic")]),
    ("let a = (1", "here", [(Role.NOTE, "the `(` is here", "(")]),
    ("let a = 1 %", "here", [(Role.NOTE, "this is not expected here", "%")]),
    ("class A(a, b)\nA(a: 1, 2)", "parameter name required here", []),
    ("fn f() { 1.5.await }", "await is here", [(Role.DECLARED, "fn not declared `async`", "fn")]),
    ("async fn f() { atomic { 1.5.await } }", "await is here", [(Role.NOTE, "atomic section entered here", "atomic")]),
    ("break", "`break` outside of a loop here", []),
    (
        "class A()\nfn f() -> A { return }",
        "cannot just have `return` without an expression afterwards",
        [(Role.DECLARED, "because the function returns a value", "-> A")],
    ),
    ("return 1", "can only write `return` (without a value) in this function", []),
    ("fn f() -> {}", "because function is supposed to return something", []),
    ("class A()\nfn A() {}", "ignoring this function for now", [(Role.DECLARED, "the class is here", "A")]),
    ("fn f() {}\nfn f() {}", "ignoring this function for now", [(Role.DECLARED, "the function is here", "f")]),
]


@pytest.mark.parametrize(("text", "label", "related"), LABELS, ids=[text for text, _, _ in LABELS])
def test_labels_and_what_they_point_at(text: str, label: str, related: list[tuple[Role, str, str]]) -> None:
    found = _only(text)
    assert found.label == label
    assert [(step.role, step.message, text[slice(*step.span)]) for step in found.related] == related


def test_a_duplicate_points_at_the_first_wherever_both_stand() -> None:
    text = "# far\nclass A()\n\n# further\nfn A() {}\n"
    (first,) = _only(text).related
    assert first.span == Span(text.index("A"), text.index("A") + 1)


def test_a_stray_name_is_told_a_similar_one() -> None:
    assert _only("let point = 1\nlet p = pont").help == "Did you mean `point`?"
    assert _only("if true { let x = 1 }\nlet y = x").help == (
        "A variable `x` is declared here, but not where this expression could see it."
    )


def test_a_return_on_the_line_before_takes_the_next_line() -> None:
    """§H.17: the diagnostic is far from what the reader takes for its cause, so the help names it."""
    assert "new line" in (_only("fn f() {\n    return\n    print(1)\n}").help or "")


def test_diagnostics_stand_in_the_order_of_the_text() -> None:
    text = "fn f() {\n    a\n    1 2\n}\nclass B(b: C)\nd\n"
    codes = [found.code for found in diagnostics(text)]
    assert codes == ["DADA-C32", "DADA-C6", "DADA-C24", "DADA-C32"]
