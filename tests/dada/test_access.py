"""What ends what: reference §D.3, and drops, §D.7.

A lease ``t`` is taken from the pair ``p`` or from a part of it, then something is done to ``p``. The tables say whether
``t`` lives on (``lives``), or has ended (``ends``).
"""

from __future__ import annotations

import pytest
from dada.tables import table
from dada.told import after, analyse, row

TENANTS = {
    "lease": "let t = p.lease",
    "share": "let t = p",
    "share of lease": "let l = p.lease\nlet t = l",
    "lease of lease": "let l = p.lease\nlet t = l.lease",
    "lease of a": "let t = p.a.lease",
    "share of a": "let t = p.a",
}

# Reading ends the exclusive leases of everything on the way and of everything in the object, writing ends all of them.
# A field's leases are untouched by what is done to its sibling. The leases of `p.a` end when `p.a` is overwritten only
# because nobody owns what was in it any more.
ENDS = """
deed                 | lease | share | share of lease | lease of lease | lease of a | share of a
let z = p            | ends  | lives | ends           | ends           | ends       | lives
let z = p.a          | ends  | lives | ends           | ends           | ends       | lives
let z = p.b          | ends  | lives | ends           | ends           | lives      | lives
let z = p.a.x        | ends  | lives | ends           | ends           | ends       | lives
let z = p.b.x        | ends  | lives | ends           | ends           | lives      | lives
let z = "{p}"        | ends  | lives | ends           | ends           | ends       | lives
let z = (p.b, 1)     | ends  | lives | ends           | ends           | lives      | lives
let z = p.lease      | ends  | ends  | ends           | ends           | ends       | ends
let z = p.a.lease    | ends  | ends  | ends           | ends           | ends       | ends
let z = p.b.lease    | ends  | ends  | ends           | ends           | lives      | lives
let z = p.a.x.lease  | ends  | lives | ends           | ends           | ends       | lives
let z = p.give       | ends  | ends  | ends           | ends           | ends       | ends
let z = p.a.give     | ends  | ends  | ends           | ends           | ends       | ends
let z = p.b.give     | ends  | ends  | ends           | ends           | lives      | lives
let z = p.b.x.give   | ends  | lives | ends           | ends           | lives      | lives
p.a.x = 3            | ends  | ends  | ends           | ends           | ends       | ends
p.b.x = 3            | ends  | ends  | ends           | ends           | lives      | lives
p.a.x += 1           | ends  | ends  | ends           | ends           | ends       | ends
p.b.x += 1           | ends  | ends  | ends           | ends           | lives      | lives
p.a = D(3)           | ends  | ends  | ends           | ends           | ends       | ends
p.b = D(3)           | ends  | ends  | ends           | ends           | lives      | lives
p = P(D(3), D(4))    | ends  | ends  | ends           | ends           | ends       | ends
let p = P(D(3), 4)   | lives | lives | lives          | lives          | lives      | lives
if p.b.x == 2 {}     | ends  | lives | ends           | ends           | lives      | lives
"""
PAIR = "class D(x)\nclass P(a, b)\nlet p = P(D(1), D(2))\n"


def fates(text: str) -> list[tuple[str, str, str]]:
    return [(deed, tenant, fate) for (deed, tenant), fate in table(text).items()]


def fate(program: str, deed: str, dialect: str = "v3") -> str:
    picture = after(analyse(f"{program}\n{deed}\n", dialect), deed)
    return {"valid": "lives", "expired": "ends"}[row(picture, "t").state.value]


@pytest.mark.parametrize(("deed", "tenant", "expected"), fates(ENDS))
def test_what_is_done_to_an_owner(deed: str, tenant: str, expected: str) -> None:
    assert fate(PAIR + TENANTS[tenant], deed) == expected


def test_every_tenant_has_its_column() -> None:
    assert {tenant for _, tenant in table(ENDS)} == set(TENANTS)


# ---------------------------------------------------------------- easements: through a lease or a share of the pair

THROUGH = {
    "lease through lease": "let o = p.lease\nlet t = o.a.lease",
    "share through lease": "let o = p.lease\nlet t = o.a",
    "share through share": "let o = p\nlet t = o.a",
    "copy of our": "let o = p.lease\no.b = D(3).share\nlet t = o.b",
}
ENDS_THROUGH = """
deed               | lease through lease | share through lease | share through share | copy of our
let z = p          | ends                | ends                | lives               | lives
let z = p.a        | ends                | ends                | lives               | lives
let z = p.b        | ends                | ends                | lives               | lives
let z = o          | ends                | lives               | lives               | lives
let z = o.b        | lives               | lives               | lives               | lives
p.b = D(4)         | ends                | ends                | ends                | lives
p.a = D(4)         | ends                | ends                | ends                | lives
let z = p.give     | ends                | ends                | ends                | lives
o = P(D(4), D(5))  | lives               | lives               | lives               | lives
"""


@pytest.mark.parametrize(("deed", "tenant", "expected"), fates(ENDS_THROUGH))
def test_what_is_leased_through_another_lease_depends_on_it(deed: str, tenant: str, expected: str) -> None:
    assert fate(PAIR + THROUGH[tenant], deed) == expected


# ---------------------------------------------------------------- drops

# `t` is made by the first column; the deed drops or overwrites what it was taken from.
DROPS = """
t                                              | deed                  | fate
let d = D(1);let t = d.lease                   | d = D(2)              | ends
let d = D(1);let t = d                         | d = D(2)              | ends
let d = D(1).share;let t = d                   | d = D(2)              | lives
let d = D(1).share;let t = d;let e = t         | d = D(2)              | lives
let d = 1;let t = d.lease                      | d = 5                 | lives
let t = D(1).lease                             | let z = 1             | lives
let p = P(D(1).lease, 0);let t = p.a.lease     | p.a = D(9)            | lives
let p = P(D(1).share, 0);let t = p.a           | p.a = D(9)            | lives
let p = P(D(1).share, 0);let t = p.a           | p = 0                 | lives
let p = P(D(1), 0).share;let t = p.a           | p = 0                 | lives
let p = P(D(1).lease, 0).share;let t = p.a     | p = 0                 | ends
let p = P(D(1), 0);let t = p.a                 | p = 0                 | ends
let d = D(1);let l = d.lease;let t = l.lease   | l = D(2)              | lives
let d = D(1);let l = d.lease;let t = l         | l = D(2)              | lives
let d = D(1);let p = P(d.lease, 0);let t = p.a | p = 0                 | ends
let d = D(1);let t = d;if true { let e = d }   | d                     | lives
let t = 0;if true { let d = D(1); t = d }      | let z = 1             | ends
let d = D(1);let t = d.lease;let e = d.give    | e = D(2)              | ends
let t = (D(1), 2).0                            | let z = 1             | lives
let q = (D(1), 2);let t = q.0                  | q = 0                 | ends
let a = print(D(1));let t = a                  | a = 0                 | ends
"""


def drops() -> list[tuple[str, str, str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in DROPS.strip().split("\n")[1:]]
    return [(first.replace(";", "\n"), deed, expected) for first, deed, expected in lines]


@pytest.mark.parametrize(("program", "deed", "expected"), drops())
def test_what_is_dropped_ends_its_leases(program: str, deed: str, expected: str) -> None:
    text = f"class D(x)\nclass P(a, b)\n{program}\n{deed}\nlet last = 0\n"
    picture = after(analyse(text), "let last = 0")
    assert {"valid": "lives", "expired": "ends"}[row(picture, "t").state.value] == expected


# ---------------------------------------------------------------- D1's parties

PARTY_TENANTS = {
    "lease": "var t = p.lease",
    "share of lease": "var l = p.lease\nvar t = l.share",
    "lease of lease": "var l = p.lease\nvar t = l.lease",
    "share of both": "var l = p.lease\nvar k = l.lease\nvar t = k.share",
    "lease of a": "var t = p.a.lease",
}

# §G.2 (iii): a read by the lessor spares leases that are joint or have a joint descendant.
PARTY = """
deed            | lease | share of lease | lease of lease | share of both | lease of a
var z = "{p}"   | ends  | lives          | ends           | lives         | ends
var z = p.a.x   | ends  | lives          | ends           | lives         | ends
var z = p.b.x   | ends  | lives          | ends           | lives         | lives
var z = p.lease | ends  | ends           | ends           | ends          | ends
var z = p.give  | ends  | ends           | ends           | ends          | ends
p.b.x := 3      | ends  | ends           | ends           | ends          | lives
"""


@pytest.mark.parametrize(("deed", "tenant", "expected"), fates(PARTY))
def test_a_party_in_the_first_dialect(deed: str, tenant: str, expected: str) -> None:
    head = "class D(var x)\nclass P(var a, var b)\nfn main() {\nvar p = P(D(1), D(2))\n"
    text = f"{head}{PARTY_TENANTS[tenant]}\n{deed}\nvar last = 0\n}}\n"
    picture = after(analyse(text, "d1"), deed)
    assert {"valid": "lives", "expired": "ends"}[row(picture, "t").state.value] == expected
