"""When two worlds are one, and that no step changes a world: laws over all worlds that programs reach."""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest
from dada.told import analyse
from hypothesis import given
from hypothesis import strategies as st

from leaselens.dada.ir import Site
from leaselens.dada.machine import persistent
from leaselens.dada.machine.faults import Fault, Undecided
from leaselens.dada.machine.state import SILENT, Cause, Ending, Frame, Object, Permission, Thunk, Value, Where, World
from leaselens.dada.machine.step import Fork, step
from leaselens.dada.machine.typing import Promised
from leaselens.dada.machine.walk import Rules
from leaselens.dada.worlds import canonical
from leaselens.text import Span

PROGRAMS = (
    """
class D(x)
class P(a, b)
async fn show(x) { print("{x}").await }
fn pick(p: P) -> leased{p} D { p.a.lease }
let p = P(D(1), D(2))
let l = pick(p.lease)
l.x = 2
let s = p
let t = show(s)
let both = (s, p.b)
t.await
let q = p.give
let h = q.a.give
q.a = h.give
let n = 0
while n < 3 {
    let d = D(n)
    let o = P(d.lease, d)
    print(o).await
    n += 1
}
let our = D(3).share
let copies = P(our, our)
copies.a = 1
print(l).await
""",
    """
class D(x)
class P(a: my D, b)
async fn f(p: my P, d, c, n) {
    let l = p.a.lease
    if c { p.b = d } else { l.x = n }
    let s = if n == 2 { d } else { p.a }
    let i = 0
    while i < n {
        print(s).await
        let e = D(i)
        s = e.lease
        i += 1
    }
    g(p.give)
    p.a = 2
}
fn g(p: P) -> { p.a }
""",
)


@cache
def reached() -> tuple[tuple[Rules, World], ...]:
    """Every world that the programs reach, with the rules of its program."""
    analyses = [analyse(program) for program in PROGRAMS]
    return tuple((a.rules, node.world) for a in analyses for trace in a.traces for node in trace.nodes)


worlds = st.builds(lambda index: reached()[index % len(reached())], st.integers(0, 10**6))


# ---------------------------------------------------------------- another world that is the same


def renumbered(world: World, seed: int) -> World:
    """The same world with other numbers for its objects and permissions, in another order of its tables."""
    fixed = {0: 0, SILENT: SILENT}
    numbers = [n for n in {*world.objects, *world.permissions, *_mentioned(world)} if n not in fixed]
    fresh = [n + world.fresh for n in range(len(numbers))]
    random.Random(seed).shuffle(fresh)
    new = {**fixed, **dict(zip(numbers, fresh, strict=True))}

    def value(old: Value | None) -> Value | None:
        if old is None:
            return None
        content = new[old.content] if isinstance(old.content, int) else old.content
        return Value(content, new[old.permission])

    def promises(old: Promised) -> Promised:
        return tuple((name, value(argument) or argument) for name, argument in old)

    def thing(old: Object) -> Object:
        moved = replace(old, values=tuple(map(value, old.values)))
        if isinstance(moved, Thunk):
            return replace(moved, promised=promises(moved.promised))
        return moved

    def record(old: Permission) -> Permission:
        return old._replace(
            tenants=tuple(new[n] for n in old.tenants),
            easements=tuple(new[n] for n in old.easements),
            through=tuple(new[n] for n in old.through),
            lessor=None if old.lessor is None else new[old.lessor],
        )

    def frame(old: Frame) -> Frame:
        slots = persistent.slots(tuple(map(value, old.slots)))
        return old._replace(slots=slots, promised=promises(old.promised))

    return world._replace(
        frames=tuple(map(frame, world.frames)),
        objects=persistent.table({new[n]: thing(world.objects[n]) for n in reversed(list(world.objects))}),
        permissions=persistent.table({new[n]: record(world.permissions[n]) for n in reversed(list(world.permissions))}),
        fresh=2 * world.fresh + len(numbers),
    )


def _mentioned(world: World) -> set[int]:
    """Numbers that are still mentioned, though what they stood for is gone."""
    found = {v.permission for v in world.values()} | {v.content for v in world.values() if isinstance(v.content, int)}
    for record in world.permissions.values():
        found |= {*record.tenants, *record.easements, *record.through, *([record.lessor] if record.lessor else [])}
    for thing in world.objects.values():
        found |= {argument.permission for _, argument in thing.promised} if isinstance(thing, Thunk) else set()
    return found


@given(worlds, st.integers(0, 10**6))
def test_numbers_are_accidents(reached: tuple[Rules, World], seed: int) -> None:
    _, world = reached
    if not world.chosen:  # what was chosen is known by the numbers of the inputs, which the beginning gives
        assert canonical.key(renumbered(world, seed)) == canonical.key(world)


@given(worlds)
def test_leases_that_nobody_holds_are_accidents(reached: tuple[Rules, World]) -> None:
    """A dead share, and a dead lease with a dead lease below it."""
    _, world = reached
    held = [v.permission for v in world.values() if v.permission > SILENT and world.permissions[v.permission].valid]
    more = world
    for lessor in held:
        if not world.permissions[lessor].joint:
            more, _ = more.issue(Permission(joint=True, leased=True, lessor=lessor))
            more, lease = more.issue(Permission(leased=True, lessor=lessor))
            more, _ = more.issue(Permission(leased=True, lessor=lease))
    assert canonical.key(more) == canonical.key(world)


@given(worlds)
def test_history_is_no_identity(reached: tuple[Rules, World]) -> None:
    _, world = reached
    assert canonical.key(with_history(world, "other")) == canonical.key(world)


def test_different_worlds_have_different_keys() -> None:
    """The picture of a world is what the reader knows of it: where that differs in permissions, so does the key."""
    texts = [
        "let p = D(1)\nlet q = p",
        "let p = D(1)\nlet q = p.lease",
        "let p = D(1)\nlet q = p.give",
        "let p = D(1)\nlet q = D(1)",
        "let p = D(2)\nlet q = p",
        "let p = D(1)\nlet q = p.lease\np.x = 1",
        "let p = D(1).share\nlet q = p",
        "let p = D(1).share\nlet q = D(1).share",
    ]
    keys = set()
    for text in texts:
        trace = analyse(f"class D(x)\n{text}").traces[0]
        world = trace.nodes[-2].world  # the last one has no frame any more
        objects_and_slots = world._replace(frames=(world.frame._replace(pc=0),))
        keys.add(canonical.key(objects_and_slots))
    assert len(keys) == len(texts)


# ---------------------------------------------------------------- histories


def with_history(world: World, name: str) -> World:
    """Every permission has one more beginning, and one more ending if it has ended."""
    where = Where(Site(name, Span(0, 1)), ())
    table = world.permissions
    for number, record in world.permissions.items():
        ended = {Ending(Cause.REASSERTED, name, where)} if not record.valid else set()
        table = table.with_item(number, record._replace(issued=record.issued | {where}, endings=record.endings | ended))
    return world._replace(permissions=table)


def histories(world: World) -> list[object]:
    """The histories of all permissions that something holds, in canonical order."""
    canon = canonical._Canon(world)
    canon.key()
    return [(world.permissions[n].issued, world.permissions[n].endings) for n in canon.permissions]


@given(worlds)
def test_merging_with_itself_changes_nothing(reached: tuple[Rules, World]) -> None:
    _, world = reached
    assert canonical.merged(world, world) is world


@given(worlds, st.integers(0, 10**6))
def test_merging_is_the_same_either_way(reached: tuple[Rules, World], seed: int) -> None:
    _, world = reached
    if world.chosen:
        return
    other = renumbered(with_history(world, "other"), seed)
    one, two = canonical.merged(world, other), canonical.merged(other, world)
    assert histories(one) == histories(two)
    assert canonical.key(one) == canonical.key(world)
    assert histories(canonical.merged(one, other)) == histories(one)


# ---------------------------------------------------------------- invariant 4: a state is a value


def test_no_step_changes_the_world_that_it_is_taken_from() -> None:
    for rules, world in reached():
        if not world.frames:
            continue
        before = copied(world)
        operation = rules.program.codes[world.frame.code].operations[world.frame.pc]
        with suppress(Fault, Fork, Undecided):
            step(world, operation, rules)
        assert copied(world) == before


def copied(world: World) -> object:
    """All of a world, in structures of its own. The records in it are frozen."""

    def entries(table: Mapping[int, object]) -> dict[int, object]:
        return dict(table.items())

    frames = tuple((frame._replace(slots=persistent.slots(())), tuple(frame.slots)) for frame in world.frames)
    return frames, entries(world.objects), entries(world.permissions), world[3:]


@pytest.mark.parametrize("program", PROGRAMS)
def test_exploring_twice_comes_to_the_same(program: str) -> None:
    first, second = analyse(program), analyse(program)
    assert first.diagnostics == second.diagnostics
    assert [list(t.nodes) for t in first.traces] == [list(t.nodes) for t in second.traces]
