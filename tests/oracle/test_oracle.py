"""The oracle by itself: small programs whose outcome the reference states (§D.4, §D.9, §G.2, §H)."""

from __future__ import annotations

import pytest
from oracle.programs import seeded
from oracle.run import absolute, run_file
from oracle.spelling import SPELLINGS

from leaselens.dada.dialects import DIALECTS
from leaselens.dada.names import resolve
from leaselens.dada.reading import read
from leaselens.text import Source

CLASSES = "class D(x)\nclass P(a, b)\n"
D1_CLASSES = "class D(var x)\nclass P(var a, var b)\nasync fn main() {\n"
D2_CLASSES = "class D(x: our)\nclass P(a: any, b: any)\n"


def outcome(dialect: str, program: str) -> str:
    """What a program prints, on one line, and its error: ``R-2 at p.a``. A semicolon is a new line."""
    text = {"d1": D1_CLASSES, "d2": D2_CLASSES, "v2": V2_CLASSES}.get(dialect, CLASSES) + program.replace("; ", "\n")
    text += "\n}\n" if dialect == "d1" else "\n"
    file = read(Source("program.dada", text), DIALECTS[dialect])
    assert [found.message for placed in file.items for found in placed.diagnostics] == []
    seen = run_file(file, resolve(file))
    printed = " ".join(seen.text.split("\n")).strip()
    if seen.error is None:
        return printed
    span = absolute(file, seen.error.at)
    return f"{printed} {seen.error.number} at {text[span.start : span.end]}".strip()


V3 = {
    # a bare use is a shared lease: neither a copy nor a move
    "let p = D(1); let s = p; p.x = 2; print(s).await": "R-2 at s",
    "let p = D(1); let s = p; print(p).await; print(s).await": "D(1) D(1)",
    "let p = D(1); let l = p.lease; print(p).await; l.x = 2": "D(1) R-2 at l",
    "let p = D(1); let s = p; s.x = 2": "R-9 at 2",
    # siblings
    "let p = P(D(1), D(2)); let l = p.a.lease; let y = p.b; p.b = D(3); print(l).await": "D(1)",
    "let p = P(D(1), D(2)); let l = p.a.lease; let y = p; print(l).await": "R-2 at l",
    "let p = P(D(1), 2); let o = p.lease; let l = o.a.lease; let z = p.b; print(l).await": "R-2 at l",
    # the order of evaluation
    "fn f(a, b) { }; let p = D(1); f(p.lease, p)": "R-2 at p.lease",
    "let p = D(1); let l = p.lease; p.x += l.x": "R-2 at l",
    "let p = D(1); let l = p.lease; l.x += p.x": "R-2 at l",
    # overwriting and dropping
    "let p = D(1); let l = p.lease; p = D(2); print(l).await": "R-2 at l",
    "let p = D(1).share; let l = p.lease; p = D(2); print(l).await": "D(1)",
    "let p = D(1); let l = p.lease; let p = D(2); print(l).await": "D(1)",
    "let p = D(0); let q = P(p.lease, 0); let l = q.a.lease; q.a = D(9); print(l).await": "D(0)",
    # temporaries and scopes
    "let l = D(1).lease; print(l).await": "D(1)",
    "let l = D(0); if true { l = D(1).lease }; print(l).await": "R-2 at l",
    "let l = D(0); { let d = D(1), l = d.lease }; print(l).await": "D(1)",
    "let r = loop { let d = D(1), break d }; print(r).await": "R-2 at r",
    "let r = loop { let d = D(1), break d.give }; print(r).await": "D(1)",
    # calls
    "fn f() -> { let d = D(1), d }; let r = f()": "R-2 at f()",
    "fn f(d) -> { d }; let p = D(1); print(f(p)).await": "D(1)",
    "fn f(d) -> { d }; f(D(1))": "R-2 at f(D(1))",
    "fn f() { 22 }; print(f()).await": "()",
    "fn f(d: my D) { }; let p = D(1); f(p)": "R-16 at f(p)",
    "fn f(d: my D) { }; let p = D(1); f(p.give)": "",
    "fn f(d) -> leased{d} D { d.lease }; let p = D(1); f(p.lease).x = 2; print(p).await": "D(2)",
    # thunks
    "let p = D(1); let t = print(p); p.x = 2; t.await": "(expired)",
    "let t = print(1); t.await; t.await": "1 R-2 at t",
    "let t = print(1); let u = t; u.await": "R-15 at u.await",
    "async fn f(p) { print(p.x).await }; let d = D(1); let t = f(d); d.x = 2; t.await": "R-2 at p",
    # depth
    "let p = P(D(1), 0).share; let l = p.a.lease; l.x = 3": "R-9 at 3",
    "let d = D(1); let p = P(d.lease, 0); print(d).await; print(p).await": "D(1) P((expired), 0)",
    "let d = D(1); let p = P(d.lease, 0); print(d).await; print(p.a).await": "D(1) R-2 at p.a",
    "let p = P(D(1), 0); let q = p.lease; let d = q.a.give; d.x = 9; print(p).await; d.x": "P(D(9), 0) R-2 at d",
    # loops
    "let n = 5; while n < 2 { n += 1, print(n).await }": "6",
    "let l = D(7); let n = 0; while n < 2 { print(l).await, let d = D(n), l = d.lease, n += 1 }": "D(7) R-2 at l",
    "let x = x": "R-3 at x",
    "let t = (D(1), 2); print(t.0.x).await; print(t.2).await": "1 R-6 at t.2",
    "D(1).y": "R-5 at D(1).y",
    "1 + \"a\"": "R-19 at 1 + \"a\"",
    "if 1 { }": "R-8 at 1",
    "D(y: 1)": "R-13 at y",
    "D(1, 2)": "R-12 at D(1, 2)",
}  # fmt: skip

D2 = {
    "let p: my = D(1); let q: my = p; print(p).await": "R-2 at p",
    "let p = D(1); let q: our = p; print(p).await": "R-2 at p",
    "let o: our = D(1); let m: my = o": "R-17 at o",
    "let p = D(1); let l: leased = p; l.x += 1; print(p.x).await": "2",
    "let p = D(1); let s: shleased = p; p.x = 2; print(s).await": "R-2 at s",
    "let p = D(1); let s = p.shlease; print(p).await; print(s).await": "D(1) D(1)",
    "let p = D(1); let s = p.share; print(p).await": "R-2 at p",
    "let p = D(1); let s: any = p; print(p).await": "R-2 at p",
    "let l: leased = D(1); l.x = 2; print(l).await": "D(2)",
    "fn f(d: leased) { d.x = 5 }; let p = D(1); f(p); print(p).await": "D(5)",
    "fn f(d: my) { }; let p = D(1); f(p); print(p).await": "R-2 at p",
    "let p = D(1); let l = p.lease; let q: our = l": "R-17 at l",
}

D1 = {
    "var p = D(1); var q = p; print(\"{p}\").await": "R-2 at p",
    "var p = D(1); q = p.share; print(\"{p} {q}\").await": "our D(1) our D(1)",
    "p = D(1); p.x := 2": "R-9 at 2",
    "var p = D(1); var l = p.lease; var s = l.share; print(\"{p.x}\").await; print(\"{s.x}\").await": "1 1",
    "var p = D(1); var l = p.lease; l.x := 3; print(\"{p.x}\").await": "3",
}  # fmt: skip

V2_CLASSES = "class D(any x)\nclass P(any a, any b)\n"

V2 = {
    "my p = D(1); my q = p; print(p).await": "R-2 at p",
    "p = D(1); p.x := 2": "R-9 at 2",
    "my p = D(1); leased l = p; l.x := 2; print(p).await": "my D(2)",
    'my p = D(1); l = p; print("{p} {l}").await': "shleased D(1) shleased D(1)",
    "our p = D(1); my q = p": "R-17 at p",
    "my p = D(1); my q = P(p, p.give)": "R-18 at p.give",
    "my p = D(1); my q = P(p, D(2)); print(q).await; print(p).await": "my P(my D(1), my D(2)) R-2 at p",
    "my p = D(1); leased l = p; our s = l.share": "R-17 at l.share",
    "my p = P(D(1), D(2)); leased l = p.a; p.b := D(3); print(l).await": "leased D(1)",
    "my p = P(D(1), D(2)); leased o = p; leased l = o.a; o.a := D(3); print(l).await": "R-2 at l",
    "my p = D(1); leased l = p; p.x += 1; print(l).await": "R-2 at l",
    "my l = P(D(1), 2); any t = (l.a, 3); print(t).await; print(l).await": "my(my D(1), 3) my P((expired), 2)",
    "my p = D(1); any q = p.share; print(p).await": "R-2 at p",
}

CASES = (
    [("v3", *case) for case in V3.items()]
    + [("d2", *case) for case in D2.items()]
    + [("d1", *case) for case in D1.items()]
    + [("v2", *case) for case in V2.items()]
)


@pytest.mark.parametrize(("dialect", "program", "expected"), CASES)
def test_what_the_reference_states(dialect: str, program: str, expected: str) -> None:
    assert outcome(dialect, program) == expected


@pytest.mark.parametrize("dialect", SPELLINGS)
def test_random_programs_are_well_formed_and_repeatable(dialect: str) -> None:
    for seed in range(40):
        program = seeded(seed, dialect)
        assert program == seeded(seed, dialect)
        file = read(Source("program.dada", program.text), DIALECTS[dialect])
        assert [found.message for placed in file.items for found in placed.diagnostics] == []
        assert resolve(file).items.get("main") is not None


def test_inputs_are_applied_by_calling_the_work() -> None:
    program = seeded(3, "v3", conditions=1, numbers=1, objects=1)
    assert list(program.inputs) == ["c0", "m0"]
    for choice in program.choices():
        file = read(Source("program.dada", program.applied(choice)), DIALECTS["v3"])
        assert "fn work" in run_file(file, resolve(file)).entered
