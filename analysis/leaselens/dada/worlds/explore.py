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
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from leaselens.dada import budgets, ir
from leaselens.dada.machine.calls import Returned, call_unknown, hand_over
from leaselens.dada.machine.data import Known, Unknown
from leaselens.dada.machine.faults import Fault, Undecided
from leaselens.dada.machine.opened import decide
from leaselens.dada.machine.slots import store
from leaselens.dada.machine.state import MYSTERY, SILENT, Frame, World
from leaselens.dada.machine.step import Fork, step
from leaselens.dada.machine.walk import Rules
from leaselens.dada.worlds import canonical
from leaselens.dada.worlds.forget import forget, forget_answers, forget_depths
from leaselens.dada.worlds.inputs import OUR
from leaselens.dada.worlds.resume import Recorded
from leaselens.dada.worlds.trace import Chapter, Node, Trace, Turn
from leaselens.dada.worlds.witness import Answer, Term, has_witness, related


def explore(
    root: str,
    beginning: World,
    rules: Rules,
    cancelled: Callable[[], bool] = lambda: False,
    before: Recorded | None = None,
) -> Trace:
    """Step every world from ``beginning``, a world whose newest frame is the body ``root``. Chapters that ``before``
    has recorded are not stepped again."""
    chapters: list[Chapter] = []
    limit = budgets.OPEN_STEPS if rules.program.codes[root].parameters > 0 else budgets.STEPS
    world: World | None = beginning
    while world is not None:
        taken = before.chapters(world, limit) if before is not None else ()
        if before is not None and taken:
            world = before.after(taken[-1])
        else:
            explorer = _Explorer(root, rules, limit)
            world = explorer.explore(world, cancelled)
            taken = (explorer.chapter,)
        chapters += taken
        limit -= sum(chapter.spent for chapter in taken)
    return before.trace if before is not None and before.is_all(chapters) else Trace(root, chapters)


class _Explorer:
    """Steps one chapter; ``limit`` is what it may cost."""

    def __init__(self, root: str, rules: Rules, limit: int) -> None:
        self.rules = rules
        self.limit = limit
        self.chapter = Chapter(stepped={root})
        self.nodes = self.chapter.nodes
        self.queue: list[tuple[tuple[int, ...], int, int]] = []
        self.met: dict[Hashable, int] = {}
        self.arrivals: dict[tuple[object, ...], list[int]] = {}
        self.widenings: Counter[tuple[object, ...]] = Counter()
        self.restepped = False
        self.outermost = 0
        """The number that was fresh when the root body was under way last: what it can see has lower ones."""
        self.root = rules.program.codes[root]
        self.is_open = self.root.parameters > 0

    def explore(self, beginning: World, cancelled: Callable[[], bool]) -> World | None:
        """Step to the end of the chapter. The world in which the next one begins; ``None`` if this is the last."""
        self.arrive(beginning, None, None)
        while self.queue and not cancelled():
            if self.chapter.spent > self.limit:
                self.stop()
            else:
                self.expand(heapq.heappop(self.queue)[-1])
                if self._may_end():
                    return self._end()
        self.chapter.is_whole = self.chapter.is_whole and not self.queue
        self._note_names()
        return None

    # ------------------------------------------------------------ chapters

    def _may_end(self) -> bool:
        """Whether a call from the root body has just returned, and only one world is under way, outside of loops."""
        if len(self.queue) != 1 or len(self.nodes[-1].world.frames) != 1 or self.queue[0][-1] != len(self.nodes) - 1:
            return False
        last = self.nodes[-1]
        return (
            last.turn is None
            and last.world.frame.pc not in self.root.looping
            and len(last.parents) == 1
            and len(self.nodes[last.parents[0]].world.frames) > 1
            and not (self.restepped and len(self.nodes) - 1 not in self.chapter.reached())
        )

    def _end(self) -> World:
        """The last node begins the next chapter. Numbers go on from the last one that is still there, so that it is
        all the same afterwards how many came and went in the call."""
        last = self.nodes.pop()
        self.chapter.ends = last.parents
        self._note_names()
        world = last.world
        return world._replace(fresh=1 + max(self.outermost - 1, world.objects.last(), world.permissions.last()))

    def _note_names(self) -> None:
        """Which classes and functions the operations name that were stepped."""
        codes = self.rules.program.codes
        places = (getattr(codes[code].operations[pc], "place", None) for code, pc in self.chapter.points)
        constants = (place.base for place in places if place is not None)
        self.chapter.named = {key for base in constants if (key := getattr(base, "key", None)) is not None}

    def operation(self, world: World) -> ir.Operation:
        frame = world.frame
        return self.rules.program.codes[frame.code].operations[frame.pc]

    # ------------------------------------------------------------ one step

    def expand(self, number: int) -> None:
        """Take the step from a node."""
        node = self.nodes[number]
        world = node.world
        if not world.frames:
            return
        if len(world.frames) == 1:
            self.outermost = max(self.outermost, world.fresh)
        try:
            self._step(number, self.operation(world))
        except Undecided as question:
            self._decide(number, question)

    def _step(self, number: int, op: ir.Operation) -> None:
        node = self.nodes[number]
        try:
            effect = step(node.world, op, self.rules)
        except Fork as fork:
            self._fork(number, op, fork)
        except Fault as fault:
            self._fault(number, op, fault)
        else:
            after = effect.world if self._follows(effect.world) else self._passed_over(node.world, op)
            if effect.output is not None:
                node.output = (op.site, effect.output)
            self.arrive(after, number, None)

    def _follows(self, world: World) -> bool:
        """Whether the newest frame is not one too many. Where something is not known of the parameters, nobody knows
        how deep a recursion goes: a few rounds show what it does. One that counts may take half of the budget."""
        if len(world.frames) > budgets.CALL_DEPTH:
            return False
        if not world.frames or world.frame.pc != 0:
            return True
        rounds = [frame for frame in world.frames if frame.code == world.frame.code]
        if len(rounds) <= budgets.RECURSION:
            return True
        if any(isinstance(value.content, Unknown) for value in world.frame.slots if value):
            return False
        return not self.is_open or (self._counts(*rounds[-2:]) and 2 * self.chapter.spent < self.limit)

    def _counts(self, caller: Frame, called: Frame) -> bool:
        """Whether a function calls itself with known data that it had not got itself: that may bring it to its end."""
        known = self.rules.program.codes[called.code].parameters
        pairs = list(zip(called.slots, caller.slots, strict=True))[:known]
        return any(new is not None and new != old and isinstance(new.content, Known) for new, old in pairs)

    def _passed_over(self, world: World, op: ir.Operation) -> World:
        """A call that is not followed: nothing is known of its result, nor of what it did."""
        if len(world.frames) >= budgets.CALL_DEPTH and self.chapter.stopped is None:
            self.chapter.stopped = op.site
        if isinstance(op, ir.Call):
            return call_unknown(world, op, self.rules)
        assert isinstance(op, ir.Await)
        world = hand_over(world, world.slot(op.source))
        return store(world, op.target, MYSTERY, op.site, self.rules).advanced()

    def _fork(self, number: int, op: ir.Operation, fork: Fork) -> None:
        """Both ways of a branch on something unknown, unless this world has learned the answer."""
        known = next((answer for term, answer in fork.holds.learned if term == fork.term), None)
        self.nodes[number].blind = fork.term is None
        for taken, world in ((True, fork.holds), (False, fork.fails)):
            if known is None or known == taken:
                turn = Turn(op.site, taken) if known is None else None
                self.arrive(_learn(world, fork.term, taken), number, turn)

    def _decide(self, number: int, question: Undecided) -> None:
        """One world for each permission that one left open can turn out to be."""
        world, permission = self.nodes[number].world, question.permission
        record = world.permissions[permission]
        if question.of_data and OUR in record.options:
            self.arrive(decide(world, permission, *OUR), number, None)
            return
        name = f"{permission}"
        if len(world.chosen) >= budgets.OPEN_PERMISSIONS:
            self.arrive(world.amend(permission, options=(), silent=True), number, None)
            return
        for joint, leased in record.options:
            decided = decide(world, permission, joint, leased)
            self.arrive(decided._replace(chosen=(*decided.chosen, (name, joint, leased))), number, None)

    def _fault(self, number: int, op: ir.Operation, fault: Fault) -> None:
        """Note the finding; the failing operation yields a mystery, and the run goes on."""
        node = self.nodes[number]
        world = node.world
        silenced = _silenced(world, fault.finding.lease)
        goes_on = [fault.world] if isinstance(fault, Returned) else _recovered(silenced, op, self.rules)
        if not world.doubtful:
            calls = world.where(op.site).calls
            if isinstance(fault, Returned):
                calls = calls[:-1]
            node.finding = replace(fault.finding, calls=calls)
        node.blind = isinstance(op, ir.Branch)
        for after in goes_on:
            self.arrive(after, number, None)

    # ------------------------------------------------------------ arriving

    def arrive(self, world: World, parent: int | None, turn: Turn | None) -> None:
        """A step leads to ``world``: to a node that is there already, or to a new one."""
        self.chapter.spent += 1 + len(world.frames) // budgets.FRAMES_PER_STEP
        if not world.frames:
            self._add(world, parent, turn)
            return
        frame = world.frame
        code = self.rules.program.codes[frame.code]
        if frame.pc == 0:
            self.chapter.stepped.add(frame.code)
            if not world.doubtful:
                self.chapter.entered.add(frame.code)
        if frame.pc in code.heads or (frame.pc in code.joins and self.queue):
            world = self._widened(forget_answers(world, code.live[frame.pc]))
            self.chapter.spent += len(world.objects) // budgets.OBJECTS_PER_STEP
            key = canonical.key(world)
            if key in self.met:
                self._meet(self.met[key], world, parent)
                return
            self.met[key] = len(self.nodes)
        self._queue(self._add(world, parent, turn))

    def _add(self, world: World, parent: int | None, turn: Turn | None) -> int:
        number = len(self.nodes)
        self.nodes.append(Node(world, [] if parent is None else [parent], turn))
        if parent is not None:
            self.nodes[parent].successors.append(number)
        return number

    def _queue(self, number: int) -> None:
        order = tuple(frame.pc for frame in self.nodes[number].world.frames)
        heapq.heappush(self.queue, (order, number, number))

    def _meet(self, number: int, world: World, parent: int | None) -> None:
        """Two worlds are one: their histories merge, and if that says anything new, it is stepped on."""
        node = self.nodes[number]
        if parent is not None:
            node.parents.append(parent)
            self.nodes[parent].successors.append(number)
        merged = canonical.merged(node.world, world)
        if merged is not node.world:
            self.restepped = True
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
        point = (tuple((frame.code, frame.pc) for frame in world.frames), known, world.chosen)
        before = self.arrivals.setdefault(point, [])
        before.append(len(self.nodes))
        bound = budgets.ROUNDS if is_head else budgets.WORLDS
        if len(before) * (1 + self._growth(before[0], world)) <= bound:
            return world
        if is_head and self.chapter.widened is None:
            self.chapter.widened = self.operation(world).site
        last = self.nodes[before[-2]].world if before[-2] < len(self.nodes) else world
        world = forget(world, last)
        self.widenings[point] += 1
        return forget_depths(world) if self.widenings[point] > budgets.DATA_ROUNDS else world

    def _growth(self, first: int, world: World) -> int:
        """How much larger the world is than the first one that came here: growing worlds are dear to compare."""
        if first >= len(self.nodes):
            return 0
        grown = len(world.objects) - len(self.nodes[first].world.objects)
        return max(grown, 0) // budgets.OBJECTS_PER_ROUND

    def stop(self) -> None:
        """The budget of steps is used up."""
        if self.chapter.stopped is None:
            self.chapter.stopped = self.operation(self.nodes[self.queue[0][-1]].world).site
        self.chapter.is_whole = False
        self.queue.clear()


def _learn(world: World, term: Term | None, taken: bool) -> World:
    """The branch teaches its world. A question that has to do with others may contradict their answers: no finding is
    made behind it unless there are values that give all these answers."""
    if term is None or any(other == term for other, _ in world.learned):
        return world
    learned = (*world.learned, (term, taken))
    return world._replace(learned=learned, doubtful=world.doubtful or not _is_possible(world.learned, (term, taken)))


def _is_possible(learned: Sequence[Answer], answer: Answer) -> bool:
    """Whether there are values that give an answer and those that it has to do with."""
    others = related(learned, answer[0])
    return not others or (len(others) < budgets.ANSWERS and has_witness((*others, answer)))


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
