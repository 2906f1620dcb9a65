"""Calls, thunks and returns: reference §D.8, and the types that they check, §D.11."""

from __future__ import annotations

import pytest
from dada.tables import table
from dada.told import check, messages, printed

# ---------------------------------------------------------------- parameters

# The columns are the permission of the argument; "ok", or the message that refuses it.
PARAMETERS = """
declared     | my     | our   | leased | shared
D            | ok     | ok    | ok     | ok
given D      | ok     | ok    | ok     | ok
my D         | ok     | given | my     | given
our D        | joint  | ok    | joint  | our
shared D     | shared | ok    | shared | ok
leased D     | leased | leased | ok    | leased
"""
SAYS = {
    "given": "expected a `given` value, got a `{W}` value",
    "my": "expected a `my` value, got a `{W}` value",
    "joint": "expected a shared value, got a `{W}` value",
    "our": "expected a `our` value, got a `{W}` value",
    "shared": "expected a `shared` value, but got a `{W}` value",
    "leased": "expected a `leased` value, but got a `{W}` value",
}
ARGUMENTS = {"my": "D(1)", "our": "D(1).share", "leased": "o.lease", "shared": "o"}


@pytest.mark.parametrize(("declared", "permission", "cell"), [(*key, cell) for key, cell in table(PARAMETERS).items()])
@pytest.mark.parametrize("kind", ["function", "async", "class"])
def test_the_type_of_a_parameter(declared: str, permission: str, cell: str, kind: str) -> None:
    """Functions check when they are called, also those that only run when they are awaited."""
    item = {
        "function": f"fn f(v: {declared}) {{}}",
        "async": f"async fn f(v: {declared}) {{}}",
        "class": f"class f(v: {declared})",
    }[kind]
    call = f"f({ARGUMENTS[permission]})"
    expected = "" if cell == "ok" else f"  #! R-16 `{call}`; declared `{declared}`"
    analysis = check(f"class D(x)\n{item}\nlet o = D(1)\n{call}{expected}\n")
    wanted = [] if cell == "ok" else [SAYS[cell].format(W=permission)]
    assert messages(analysis) == wanted


@pytest.mark.parametrize(
    ("argument", "actual"),
    [
        ("E(1)", "an instance of `E`"),
        ("22", "an integer"),
        ('"text"', "a string"),
        ("(1, 2)", "a tuple"),
        ("f", "a function"),
        ("E", "a class"),
        ("g()", "a suspended call to `g`"),
        ("()", "nothing"),
    ],
)
def test_the_class_of_a_parameter(argument: str, actual: str) -> None:
    text = f"class D(x)\nclass E(x)\nasync fn g() {{}}\nfn f(v: D) {{}}\nf({argument})  #! R-16 `f({argument})`\n"
    assert messages(check(text)) == [f"expected an instance of `D`, but got {actual}"]


def test_the_permission_is_checked_before_the_class() -> None:
    analysis = check("class D(x)\nfn f(v: my D) {}\nf(22)  #! R-16 `f(22)`\n")
    assert messages(analysis) == ["expected a `given` value, got a `our` value"]


def test_permissions_without_paths_are_checked_before_all_others() -> None:
    analysis = check("class D(x)\nfn f(a: my D, b: leased D) {}\nf(22, 44)  #! R-16 `f(22, 44)`\n")
    assert messages(analysis) == ["expected a `leased` value, but got a `our` value"]


# ---------------------------------------------------------------- types that name other parameters


@pytest.mark.parametrize(
    ("declared", "arguments", "message"),
    [
        # `given{a}` is joint iff `a` is, and leased only from `a`.
        ("given{a} D", "D(1), D(2)", None),
        ("given{a} D", "D(1), D(2).share", "expected a `given` value, got a `our` value"),
        ("given{a} D", "D(1), o", "expected a `given` value, got a `shared` value"),
        ("given{a} D", "D(1), o.lease", "expected a `my` value, got a `leased` value"),
        ("given{a} D", "D(1).share, D(2)", "expected a shared value, got a `my` value"),
        ("given{a} D", "D(1).share, D(2).share", None),
        ("given{a} D", "D(1).share, o", "expected a `our` value, got a `shared` value"),
        ("given{a} D", "o, o", "not shared from the right place"),
        ("given{a} D", "o, n", "not shared from the right place"),
        ("given{a} D", "s, s", None),
        ("given{a} D", "o, D(1).share", None),
        ("given{a} D", "o.lease, D(1)", "expected a `leased` value, but `my` value returned"),
        ("given{a} D", "o.lease, n.lease", "not leased from the right place"),
        # `shared{a}` is joint; leased only from `a`; what is `our` always is right.
        ("shared{a} D", "o.lease, D(1)", "expected a shared value, got a `my` value"),
        ("shared{a} D", "o.lease, n.lease", "expected a shared value, got a `leased` value"),
        ("shared{a} D", "D(1), o", "expected a `our` value, got a `shared` value"),
        ("shared{a} D", "D(1), D(1).share", None),
        ("shared{a} D", "o.lease, D(1).share", None),
        ("shared{a} D", "o.lease, n", "not shared from the right place"),
        ("shared{a} D", "s, s", None),
        ("shared{a} D", "s, n", "not shared from the right place"),
        # `leased{a}` is leased exclusively from `a`.
        ("leased{a} D", "o.lease, D(1)", "expected a `leased` value, but `my` value returned"),
        ("leased{a} D", "o.lease, D(1).share", "expected a `leased` value, got a `our` value"),
        ("leased{a} D", "o.lease, n", "expected a `leased` value, got a `shared` value"),
        ("leased{a} D", "o.lease, n.lease", "not leased from the right place"),
        ("leased{v} D", "D(1), n.lease", None),
    ],
)
def test_a_type_that_names_a_parameter(declared: str, arguments: str, message: str | None) -> None:
    call = f"f({arguments})"
    text = f"""
class D(x)
fn f(a: D, v: {declared}) {{}}
let o = D(1)
let n = D(2)
let s = o
{call}"""
    analysis = check(text + ("" if message is None else f"  #! R-16 `{call}`"))
    assert messages(analysis) == ([] if message is None else [message])


# ---------------------------------------------------------------- returns


# The body has `a` (as passed), `o` and what the columns' expressions make of them.
@pytest.mark.parametrize(
    ("declared", "argument", "body", "message"),
    [
        ("my D", "0", "D(1)", None),
        ("my D", "o", "a", "expected a `given` value, got a `shared` value"),
        ("my D", "o.lease", "a.lease", "expected a `my` value, got a `leased` value"),
        ("our D", "0", "D(1)", "expected a shared value, got a `my` value"),
        ("our D", "0", "D(1).share", None),
        ("our D", "o", "a", "expected a `our` value, got a `shared` value"),
        ("given{a} D", "D(1)", "a.give", None),
        ("given{a} D", "o.lease", "a.lease", None),
        ("given{a} D", "o.lease", "D(1)", "expected a `leased` value, but `my` value returned"),
        ("given{a} D", "o", "a", None),
        ("given{a} D", "o.lease", "a", "expected a `given` value, got a `shared` value"),
        ("shared{a} D", "o.lease", "a", None),
        ("shared{a} D", "o", "a", None),
        ("shared{a} D", "0", "D(1).share", None),
        ("shared{a} D", "0", "D(1)", "expected a shared value, got a `my` value"),
        ("leased{a} D", "o.lease", "a.lease", None),
        ("leased{a} D", "o.lease", "a.give", None),
        ("leased{a} D", "o.lease", "a", "expected a `leased` value, got a `shared` value"),
        ("leased{a} D", "0", "D(1)", "expected a `leased` value, but `my` value returned"),
        # What makes the reference panic is not checked.
        ("D", "0", "E(1)", None),
        ("shared D", "0", "D(1)", None),
        ("leased D", "0", "D(1)", None),
        ("given D", "o", "a", None),
        ("leased{a.x} D", "o", "a", None),
        ("given{a} D", "D(1)", "{ a.give, D(1).share }", None),
        # The class comes last.
        ("my D", "0", "E(1)", "expected an instance of `D`, but got an instance of `E`"),
        ("our D", "0", "22", "expected an instance of `D`, but got an integer"),
    ],
)
def test_the_type_of_what_is_returned(declared: str, argument: str, body: str, message: str | None) -> None:
    """It is told at the body, or at the `return`."""
    for written, span in ((body, body), (f"return {body}", f"return {body}")):
        mark = "" if message is None else f"  #! R-16 `{span}`"
        text = f"""
class D(x)
class E(x)
fn f(a) -> {declared} {{
    {written}{mark}
}}
let o = D(1)
let r = f({argument})
"""
        assert messages(check(text)) == ([] if message is None else [message])


@pytest.mark.parametrize(
    "program",
    [
        # A local that dies with the function: only what is given survives the return.
        "fn f() -> {\n  let d = D(1)\n  d\n}\nf()  #! R-2 `f()`",
        "fn f() -> {\n  let d = D(1)\n  return d\n}\nf()  #! R-2 `f()`; ended `return d`",
        "fn f() -> {\n  D(1).lease\n}\nf()  #! R-2 `f()`; ended `D(1).lease`",
        "fn f() -> {\n  let d = D(1)\n  d.give\n}\nprint(f()).await",
        "fn f() -> {\n  let d = D(1).share\n  d\n}\nprint(f()).await",
        "fn f() -> { D(1) }\nprint(f()).await",
        # The caller's own value lives on; a temporary that was passed does not.
        "fn f(d) -> { d }\nf(D(1))  #! R-2 `f(D(1))`; ended `d`",
        "fn f(d) -> { d }\nlet a = D(1)\nprint(f(a)).await",
        "fn f(d) -> { d.lease }\nlet a = D(1)\nlet l = f(a.lease)\nl.x = 2",
        "fn f(d) -> { d.give }\nprint(f(D(1))).await",
        # Through two calls: it dies at the first return.
        "fn g() -> {\n  let d = D(1)\n  d\n}\nfn f() -> { g() }  #! R-2 `g()`; called `f()`\nf()",
        # Awaiting is calling.
        "async fn f() -> {\n  let d = D(1)\n  d\n}\nf().await  #! R-2 `f().await`",
    ],
)
def test_what_a_function_owned_dies_with_it(program: str) -> None:
    check(f"class D(x)\n{program}\n")


def test_after_a_dangling_return_the_run_goes_on() -> None:
    text = """
class D(x)
fn f() -> {
    let d = D(1)
    d
}
let r = f()  #! R-2 `f()`
r.x = 1
print(r).await
let d = D(2)
let l = d.lease
d.x = 1
print(l).await  #! R-2 `l`
"""
    assert printed(check(text)).startswith("?\n")


# ---------------------------------------------------------------- no arrow, no value


@pytest.mark.parametrize(
    ("program", "output"),
    [
        ("fn f() { 22 }\nprint(f()).await", "()\n"),
        ("fn f() -> { 22 }\nprint(f()).await", "22\n"),
        ("fn f() {}\nprint(f()).await", "()\n"),
        ("fn f() -> { if true { return 1 }\n 2 }\nprint(f()).await", "1\n"),
        ("fn f(n) -> { if n == 0 { 0 } else { n + f(n - 1) } }\nprint(f(4)).await", "10\n"),
        ("async fn f(n) -> { n + 1 }\nprint(f(1).await).await", "2\n"),
        ("fn main() {}", ""),
        ("fn main() -> { 22 }", "22\n"),
        ("async fn main() { print(1).await }", "1\n"),
        ("22", ""),
        ("fn main() -> { 1 }\nprint(2).await", "2\n"),
    ],
)
def test_what_a_function_returns(program: str, output: str) -> None:
    assert printed(check(program)) == output


# ---------------------------------------------------------------- callees, labels, numbers of arguments


@pytest.mark.parametrize(
    ("call", "mark", "message"),
    [
        ("22()", "R-11 `22`", "expected something callable, found an integer"),
        ("D(1)()", "R-11 `D(1)`", "expected something callable, found an instance of `D`"),
        ("f(1)(2)", "R-11 `f(1)`", "expected something callable, found nothing"),
        ("D()", "R-12 `D()`", "expected to find 1 arguments, but found 0"),
        ("f(1, 2)", "R-12 `f(1, 2)`", "expected to find 1 arguments, but found 2"),
        ("print()", "R-12 `print()`", "expected to find 1 arguments, but found 0"),
        ("f(b: 1)", "R-13 `b`", "expected to find an argument named `a`, but found the name `b`"),
        ("f(b: 1, c: 2)", "R-13 `b`", "expected to find an argument named `a`, but found the name `b`"),
        ("D(y: 1)", "R-13 `y`", "expected to find an argument named `x`, but found the name `y`"),
        ("print(text: 1)", "R-13 `text`", "expected to find an argument named `message`, but found the name `text`"),
        ("f(a: 1)", None, None),
        ("print(message: 1)", None, None),
    ],
)
def test_how_a_callee_is_called(call: str, mark: str | None, message: str | None) -> None:
    marked = f"  #! {mark}" if mark else ""
    analysis = check(f"class D(x)\nfn f(a) {{}}\n{call}{marked}\n")
    assert messages(analysis) == ([message] if message else [])


def test_print_is_nobody_elses_name() -> None:
    assert printed(check("fn print(x) {}\nprint(1).await")) == "1\n"
    assert printed(check("async fn show(x) {}\nlet print = show\nprint(1).await")) == ""


# ---------------------------------------------------------------- arguments are evaluated eagerly, in order


@pytest.mark.parametrize(
    "program",
    [
        "f(d.lease, d)  #! R-2 `d.lease`; ended `d`",
        "f(d, d.lease)  #! R-2 `d`; ended `d`",
        "f(d, d)",
        "f(d.give, 1)",
        "f(d.give, d)  #! R-2 `d`",
        "let t = (d.lease, d)  #! R-2 `d.lease`",
        "d.x = d.x",
        "let q = d.lease\nd.x = q.x\nq.x = 1  #! R-2 `q`",
        "let l = d.lease\nd.x += l.x  #! R-2 `l`",
        "let l = d.lease\nl.x += d.x  #! R-2 `l`",
        "d = next(d.give)",
        "let c = D(D(1))\nc.x = next(c.give)  #! R-2 `c`; ended `c`",
    ],
)
def test_the_order_of_evaluation(program: str) -> None:
    check(f"class D(x)\nfn f(a, b) {{}}\nfn next(a) -> {{ a.give }}\nlet d = D(1)\n{program}\n")


# ---------------------------------------------------------------- thunks


@pytest.mark.parametrize(
    ("program", "output"),
    [
        # Nothing runs before the await, and no access is made.
        ("let a = D(1)\nlet t = print(a)\na.x = 2\nt.await", "(expired)\n"),
        ("let a = D(1)\nlet t = print(a)\na.x = 2\nprint(0).await", "0\n"),
        ("let t = show(1)\nlet u = t.give\nu.await", "1\n"),
        ("show(1)\nshow(2).await", "2\n"),
        ("let a = D(1)\nlet l = a.lease\nprint(a)\nprint(0).await", "0\n"),
    ],
)
def test_a_thunk_runs_when_it_is_awaited(program: str, output: str) -> None:
    assert printed(check(f"class D(x)\nasync fn show(x) {{ print(x).await }}\n{program}\n")) == output


@pytest.mark.parametrize(
    ("program", "only"),
    [
        ("let t = show(1)\nlet u = t\nu.await  #! R-15 `u.await`", "you only have a shared lease on the object"),
        ("let t = show(1)\nlet u = t.lease\nu.await  #! R-15 `u.await`", "you only have a lease on the object"),
        ("let t = show(1).share\nt.await  #! R-15 `t.await`", "you only have shared access to the object"),
        ("show(1).share.await  #! R-15 `show(1).share`", "you only have shared access to the object"),
        ("(22).await  #! R-15 `22`", "you only have shared access to the object"),
        ("let n = 22\nn.await  #! R-15 `n.await`", "you only have shared access to the object"),
    ],
)
def test_awaiting_requires_the_whole_thunk(program: str, only: str) -> None:
    analysis = check(f"class D(x)\nasync fn show(x) {{ print(x).await }}\n{program}\n")
    assert [d.label for d in analysis.diagnostics] == [only]


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("D(1).await  #! R-14 `D(1)`", "an instance of `D`"),
        ("(1, 2).await  #! R-14 `(1, 2)`", "a tuple"),
        ("let d = D(1)\nd.await  #! R-14 `d.await`", "an instance of `D`"),
    ],
)
def test_only_thunks_are_awaited(program: str, found: str) -> None:
    assert messages(check(f"class D(x)\n{program}\n")) == [f"expected a thunk, found {found}"]


def test_a_thunk_is_awaited_once() -> None:
    check("async fn f() {}\nlet t = f()\nt.await\nt.await  #! R-2 `t`; issued `f()`; ended `t`\n")


def test_what_a_thunk_holds_may_have_ended_when_it_runs() -> None:
    check(
        """
class D(x)
async fn show(x) {
    print("{x}").await  #! R-2 `x`; ended `2`; called `t.await`
}
let a = D(1)
let t = show(a)
a.x = 2
t.await
"""
    )
