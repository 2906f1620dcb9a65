"""Give, share and lease of every kind of place: reference §D.2 and §D.4, cell for cell.

Each cell is a program: it makes a place ``x`` (a variable, or a field of an owner) with the permissions asked for,
applies the operation, and looks at the picture afterwards.
"""

from __future__ import annotations

from itertools import product

import pytest
from dada.tables import table
from dada.told import after, analyse, check, held, row

PERMISSIONS = ("my", "our", "leased", "shared")
PAIRS = list(product(PERMISSIONS, PERMISSIONS))

# The operation's result for a place; "T": a tenant of the place, "same": the place's own permission, "fresh": another
# one. Behind the arrow what is left in the place; "hole": a field without a value.
TABLE = """
place            | give               | share             | lease
var my           | my -> given        | shared T -> my    | leased T -> my
var our          | our same           | our same          | our same
var leased       | leased T           | shared T          | leased T
var shared       | shared same        | shared same       | shared same
my of my         | my -> given        | shared T -> my    | leased T -> my
leased of my     | leased T           | shared T          | leased T
my of our        | our fresh -> my    | our fresh -> my   | our fresh -> my
leased of our    | shared T           | shared T          | shared T
my of leased     | leased T -> my     | shared T -> my    | leased T -> my
leased of leased | leased T           | shared T          | leased T
my of shared     | shared T -> my     | shared T -> my    | shared T -> my
leased of shared | shared T           | shared T          | shared T
our of my        | our same           | our same          | our same
our of our       | our same           | our same          | our same
our of leased    | our same           | our same          | our same
our of shared    | our same           | our same          | our same
shared of my     | shared same        | shared same       | shared same
shared of our    | shared same        | shared same       | shared same
shared of leased | shared same        | shared same       | shared same
shared of shared | shared same        | shared same       | shared same
"""
PLACES = (*(f"var {p}" for p in PERMISSIONS), *(f"{f} of {o}" for f, o in product(PERMISSIONS, PERMISSIONS)))
SPELLINGS = {"give": ".give", "share": ".share", "bare": "", "lease": ".lease"}
"""A bare place shares: it has the column of ``share``."""


CELLS = table(TABLE)


def making(name: str, permission: str, value: str, source: str) -> str:
    """Statements that make ``name`` hold ``value`` with a permission; what it is leased from is ``source``."""
    return {
        "my": f"let {name} = {value}\n",
        "our": f"let {name} = {value}.share\n",
        "leased": f"let {source} = {value}\nlet {name} = {source}.lease\n",
        "shared": f"let {source} = {value}\nlet {name} = {source}\n",
    }[permission]


def program(place: str) -> tuple[str, str]:
    """A program that makes a place, and the place."""
    kind, _, owner = place.partition(" of ")
    head = "class D(x)\nclass P(f, g)\n"
    if not owner:
        return head + making("x", kind.removeprefix("var "), "D(1)", "source"), "x"
    filling = {"my": "D(1)", "our": "D(1).share", "leased": "d.lease", "shared": "d"}[kind]
    return head + "let d = D(1)\n" + making("o", owner, f"P({filling}, 0)", "source"), "o.f"


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("place", PLACES)
def test_the_result_and_what_is_left_in_the_place(place: str, spelling: str) -> None:
    cell = CELLS[place, "share" if spelling == "bare" else spelling]
    text, x = program(place)
    statement = f"let r = {x}{SPELLINGS[spelling]}"
    picture = after(check(text + statement), statement)
    result, source = row(picture, "r"), row(picture, x)
    word, _, left = cell.partition(" -> ")
    permission, _, relation = word.partition(" ")
    before = place.removeprefix("var ").split(" of ")[0]
    assert held(result) == permission
    assert held(source) == (left or before)
    assert (result.lease == source.lease) is (relation == "same")
    assert source.leased_out is (relation == "T")
    lessors = [row(picture, lessor.place).lease for lessor in result.lessors]
    if relation == "T":
        assert lessors[0] == source.lease
    elif relation == "same":
        assert result.lessors == source.lessors
    else:
        assert lessors == []


def test_the_table_has_all_cells() -> None:
    assert set(CELLS) == set(product(PLACES, ("give", "share", "lease")))


# ---------------------------------------------------------------- §D.2: what a path adds up to

# The columns are what the field holds, the rows the path to its owner.
ADDS_UP = """
       | my     | our | leased | shared
my     | my     | our | leased | shared
our    | our    | our | shared | shared
leased | leased | our | leased | shared
shared | shared | our | shared | shared
"""


SUMS = table(ADDS_UP)


@pytest.mark.parametrize(("owner", "field"), PAIRS)
def test_a_field_is_given_with_what_the_path_adds_up_to(owner: str, field: str) -> None:
    text, x = program(f"{field} of {owner}")
    assert held(row(after(analyse(text + f"let r = {x}.give"), f"let r = {x}.give"), "r")) == SUMS[owner, field]


@pytest.mark.parametrize(("owner", "field"), PAIRS)
def test_what_is_reached_jointly_is_not_written(owner: str, field: str) -> None:
    text, x = program(f"{field} of {owner}")
    joint = SUMS[owner, field] in ("our", "shared")
    check(text + f"{x}.x = 22" + ("  #! R-9 `22`" if joint else ""))


@pytest.mark.parametrize(("owner", "field"), PAIRS)
def test_a_field_of_what_is_reached_jointly_is_not_replaced(owner: str, field: str) -> None:
    text, x = program(f"{field} of {owner}")
    joint = owner in ("our", "shared")
    check(text + f"{x} = D(2)" + ("  #! R-9 `D(2)`" if joint else ""))


# ---------------------------------------------------------------- easements

ENDING_THE_OWNER = {"my": "let z = o.give", "leased": "let z = source", "shared": "source.g = 5"}
"""How the permission in ``o`` is ended."""


@pytest.mark.parametrize("operation", ["give", "share", "lease"])
@pytest.mark.parametrize(("owner", "field"), list(product(ENDING_THE_OWNER, PERMISSIONS)))
def test_a_lease_taken_through_an_owner_ends_with_it(owner: str, field: str, operation: str) -> None:
    text, x = program(f"{field} of {owner}")
    end = ENDING_THE_OWNER[owner]
    picture = after(analyse(f"{text}let r = {x}.{operation}\n{end}"), end)
    cell = CELLS[f"{field} of {owner}", operation]
    assert held(row(picture, "r")) == ("expired" if " T" in cell else cell.split(" ")[0])


def test_an_ended_owner_can_be_told_for_every_permission_but_our() -> None:
    """An ``our`` permission is held as often as it is copied, and no operation ends it."""
    assert set(ENDING_THE_OWNER) == set(PERMISSIONS) - {"our"}
