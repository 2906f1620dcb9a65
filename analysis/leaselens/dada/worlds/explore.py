"""Stepping all worlds from a beginning, and recording the steps.

The record is a graph: a node is a world at a point, its successors are what one step makes of it. A branch on
something unknown forks, worlds that meet at a join and are one by ``canonical.key`` become one node. Worlds are taken
up in the order of their program points, so that a join sees all that arrives before it goes on.

Budgets keep every run finite: where a loop head keeps producing worlds, data is forgotten; where that does not help,
exploring stops and the trace says so.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace

from leaselens.dada import budgets, ir
from leaselens.dada.ir import Site
from leaselens.dada.machine.calls import Returned, call_unknown, hand_over
from leaselens.dada.machine.data import Unknown
from leaselens.dada.machine.faults import Fault, Finding, Undecided
from leaselens.dada.machine.opened import decide
from leaselens.dada.machine.slots import store
from leaselens.dada.machine.state import MYSTERY, SILENT, World
from leaselens.dada.machine.step import Fork, step
from leaselens.dada.machine.walk import Rules
from leaselens.dada.worlds import canonical
from leaselens.dada.worlds.forget import forget, forget_answers, forget_depths
from leaselens.dada.worlds.witness import Term, has_witness, related


@dataclass(frozen=True, slots=True)
class Turn:
    """Which way a world went at a branch on something unknown."""

    site: Site
    taken: bool


@dataclass(slots=True)
class Node:
    """A world at a point. ``parents`` are the nodes that lead here, the first one first; ``turn`` is the fork that was
    taken to get here; ``finding`` is what the step from here noticed; ``output`` what it printed. ``blind``: the step
    from here branches on something of which nothing is known, so that maybe only one of the ways is possible."""

    world: World
    parents: list[int]
    turn: Turn | None = None
    successors: list[int] = field(default_factory=list)
    finding: Finding | None = None
    output: tuple[Site, str] | None = None
    blind: bool = False


@dataclass(slots=True)
class Trace:
    """All recorded steps from one beginning, which is node 0. ``stopped`` is where a budget cut it off; ``widened`` the
    first loop in which data was forgotten. ``stepped`` are the bodies that it went through, ``entered`` those that it
    entered without doubt."""

    root: str
    nodes: list[Node] = field(default_factory=list)
    stopped: Site | None = None
    widened: Site | None = None
    entered: set[str] = field(default_factory=set)
    stepped: set[str] = field(default_factory=set)


def explore(root: str, beginning: World, rules: Rules, cancelled: Callable[[], bool] = lambda: False) -> Trace:
    """Step every world from ``beginning``, a world whose newest frame is the body ``root``."""
    explorer = _Explorer(rules, Trace(root))
    explorer.arrive(beginning, None, None)
    while explorer.queue and not cancelled():
        if explorer.spent > (budgets.OPEN_STEPS if explorer.is_open else budgets.STEPS):
            explorer.stop()
            break
        explorer.expand(heapq.heappop(explorer.queue)[-1])
    return explorer.trace


class _Explorer:
    def __init__(self, rules: Rules, trace: Trace) -> None:
        self.rules = rules
        self.trace = trace
        self.queue: list[tuple[tuple[int, ...], int, int]] = []
        self.met: dict[Hashable, int] = {}
        self.arrivals: dict[tuple[object, ...], list[int]] = {}
        self.widenings: Counter[tuple[object, ...]] = Counter()
        self.spent = 0
        self.is_open = rules.program.codes[trace.root].parameters > 0

    def operation(self, world: World) -> ir.Operation:
        frame = world.frame
        return self.rules.program.codes[frame.code].operations[frame.pc]

    # ------------------------------------------------------------ one step

    def expand(self, number: int) -> None:
        """Take the step from a node."""
        node = self.trace.nodes[number]
        world = node.world
        if not world.frames:
            return
        op = self.operation(world)
        try:
            effect = step(world, op, self.rules)
        except Fork as fork:
            self._fork(number, op, fork)
        except Undecided as question:
            self._decide(number, question.permission)
        except Fault as fault:
            self._fault(number, op, fault)
        else:
            if effect.output is not None:
                node.output = (op.site, effect.output)
            self.arrive(effect.world if self._follows(effect.world) else self._passed_over(world, op), number, None)

    def _follows(self, world: World) -> bool:
        """Whether the newest frame is not one too many. Where something is not known of the parameters, nobody knows
        how deep a recursion goes: a few rounds show what it does."""
        if len(world.frames) > budgets.CALL_DEPTH:
            return False
        if not world.frames or world.frame.pc != 0:
            return True
        if not self.is_open and not any(isinstance(value.content, Unknown) for value in world.frame.slots if value):
            return True
        return sum(frame.code == world.frame.code for frame in world.frames) <= budgets.RECURSION

    def _passed_over(self, world: World, op: ir.Operation) -> World:
        """A call that is not followed: nothing is known of its result, nor of what it did."""
        if len(world.frames) >= budgets.CALL_DEPTH and self.trace.stopped is None:
            self.trace.stopped = op.site
        if isinstance(op, ir.Call):
            return call_unknown(world, op, self.rules)
        assert isinstance(op, ir.Await)
        world = hand_over(world, world.slot(op.source))
        return store(world, op.target, MYSTERY, op.site, self.rules).advanced()

    def _fork(self, number: int, op: ir.Operation, fork: Fork) -> None:
        """Both ways of a branch on something unknown, unless this world has learned the answer."""
        known = next((answer for term, answer in fork.holds.learned if term == fork.term), None)
        self.trace.nodes[number].blind = fork.term is None
        for taken, world in ((True, fork.holds), (False, fork.fails)):
            if known is None or known == taken:
                turn = Turn(op.site, taken) if known is None else None
                self.arrive(_learn(world, fork.term, taken), number, turn)

    def _decide(self, number: int, permission: int) -> None:
        """One world for each permission that one left open can turn out to be."""
        world = self.trace.nodes[number].world
        record = world.permissions[permission]
        name = f"{permission}"
        if len(world.chosen) >= budgets.OPEN_PERMISSIONS:
            self.arrive(world.amend(permission, options=(), silent=True), number, None)
            return
        for joint, leased in record.options:
            decided = decide(world, permission, joint, leased)
            self.arrive(decided._replace(chosen=(*decided.chosen, (name, joint, leased))), number, None)

    def _fault(self, number: int, op: ir.Operation, fault: Fault) -> None:
        """Note the finding; the failing operation yields a mystery, and the run goes on."""
        node = self.trace.nodes[number]
        world = node.world
        if not world.doubtful:
            calls = world.where(op.site).calls
            if isinstance(fault, Returned):
                calls = calls[:-1]
            node.finding = replace(fault.finding, calls=calls)
        if isinstance(fault, Returned):
            self.arrive(fault.world, number, None)
            return
        node.blind = isinstance(op, ir.Branch)
        for after in _recovered(_silenced(world, fault.finding.lease), op, self.rules):
            self.arrive(after, number, None)

    # ------------------------------------------------------------ arriving

    def arrive(self, world: World, parent: int | None, turn: Turn | None) -> None:
        """A step leads to ``world``: to a node that is there already, or to a new one."""
        self.spent += 1 + len(world.frames) // budgets.FRAMES_PER_STEP
        if not world.frames:
            self._add(world, parent, turn)
            return
        frame = world.frame
        code = self.rules.program.codes[frame.code]
        if frame.pc == 0:
            self.trace.stepped.add(frame.code)
            if not world.doubtful:
                self.trace.entered.add(frame.code)
        if frame.pc in code.heads or (frame.pc in code.joins and self.queue):
            world = self._widened(forget_answers(world, code.live[frame.pc]))
            self.spent += len(world.objects) // budgets.OBJECTS_PER_STEP
            key = canonical.key(world)
            if key in self.met:
                self._meet(self.met[key], world, parent)
                return
            self.met[key] = len(self.trace.nodes)
        self._queue(self._add(world, parent, turn))

    def _add(self, world: World, parent: int | None, turn: Turn | None) -> int:
        number = len(self.trace.nodes)
        self.trace.nodes.append(Node(world, [] if parent is None else [parent], turn))
        if parent is not None:
            self.trace.nodes[parent].successors.append(number)
        return number

    def _queue(self, number: int) -> None:
        order = tuple(frame.pc for frame in self.trace.nodes[number].world.frames)
        heapq.heappush(self.queue, (order, number, number))

    def _meet(self, number: int, world: World, parent: int | None) -> None:
        """Two worlds are one: their histories merge, and if that says anything new, it is stepped on."""
        node = self.trace.nodes[number]
        if parent is not None:
            node.parents.append(parent)
            self.trace.nodes[parent].successors.append(number)
        merged = canonical.merged(node.world, world)
        if merged is not node.world:
            node.world = merged
            node.successors = []
            node.finding = None
            node.blind = False
            self._queue(number)

    # ------------------------------------------------------------ widening

    def _widened(self, world: World) -> World:
        """Past the bound for a point, what differs from the last world there is forgotten: data first, then objects."""
        is_head = world.frame.pc in self.rules.program.codes[world.frame.code].heads
        known = world.learned if is_head else ()  # one endless way through a loop must not blur the others
        point = (tuple((frame.code, frame.pc) for frame in world.frames), known)
        before = self.arrivals.setdefault(point, [])
        before.append(len(self.trace.nodes))
        bound = budgets.ROUNDS if is_head else budgets.WORLDS
        if len(before) * (1 + self._growth(before[0], world)) <= bound:
            return world
        if is_head and self.trace.widened is None:
            self.trace.widened = self.operation(world).site
        last = self.trace.nodes[before[-2]].world if before[-2] < len(self.trace.nodes) else world
        world = forget(world, last)
        self.widenings[point] += 1
        return forget_depths(world) if self.widenings[point] > budgets.DATA_ROUNDS else world

    def _growth(self, first: int, world: World) -> int:
        """How much larger the world is than the first one that came here: growing worlds are dear to compare."""
        if first >= len(self.trace.nodes):
            return 0
        grown = len(world.objects) - len(self.trace.nodes[first].world.objects)
        return max(grown, 0) // budgets.OBJECTS_PER_ROUND

    def stop(self) -> None:
        """The budget of steps is used up."""
        self.stop_at(self.trace.nodes[self.queue[0][-1]].world if self.queue else self.trace.nodes[-1].world)

    def stop_at(self, world: World) -> None:
        if self.trace.stopped is None:
            self.trace.stopped = self.operation(world).site
        self.queue.clear()


def _learn(world: World, term: Term | None, taken: bool) -> World:
    """The branch teaches its world. A question that has to do with others may contradict their answers: no finding is
    made behind it unless there are values that give all these answers."""
    if term is None or any(other == term for other, _ in world.learned):
        return world
    answer = (term, taken)
    others = related(world.learned, term)
    is_possible = not others or (len(others) < budgets.ANSWERS and has_witness((*others, answer)))
    return world._replace(learned=(*world.learned, answer), doubtful=world.doubtful or not is_possible)


def _silenced(world: World, lease: int | None) -> World:
    """Nothing more is said about a lease that was reported on."""
    if lease is None or lease <= SILENT or lease not in world.permissions:
        return world
    return world.amend(lease, silent=True, options=())


def _recovered(world: World, op: ir.Operation, rules: Rules) -> list[World]:
    """What goes on after a fault: the operation yields a mystery and makes no access (design, "After a finding")."""
    if isinstance(op, ir.Return):
        return [world.put(op.source, MYSTERY)]
    if isinstance(op, ir.Branch):
        return [world.advanced(), world.jumped(op.otherwise)]
    target = getattr(op, "target", None)
    if target is None:
        return [world.advanced()]
    return [store(world, target, MYSTERY, op.site, rules).advanced()]
