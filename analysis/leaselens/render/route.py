"""Ways for arrows that do not lead straight to the right: through blank cells, seldom across another line.

A search for the cheapest way on the grid (Dijkstra's), in which a bend costs more than a step. The grid is small: a
picture has a few thousand cells, and few arrows need a way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise

Cell = tuple[int, int]
"""A column and a line."""
Rectangle = tuple[int, int, int, int]
"""Left column, top line, right column, bottom line: all of them inside."""

MAX_BENDS = 5
"""An arrow with more bends is harder to follow than a name."""
MAX_CELLS = 60_000
"""The largest picture in which ways are sought."""
MAX_CROSSINGS = 2
MAX_COST = 300
"""How far an arrow may go, in cells, a bend counting as several: further away a name is easier to find."""
_BEND = 8
_CROSSING = 40
_CROWDED = 2
_MARGIN = 6
_STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))
_State = tuple[Cell, Cell]


class Obstacles:
    """The cells that are taken."""

    def __init__(self) -> None:
        self._taken: set[Cell] = set()
        self._crossable: set[Cell] = set()
        self._right = 0
        self._bottom = 0

    def add(self, cells: Iterable[Cell]) -> None:
        """Take some cells."""
        for cell in cells:
            self._taken.add(cell)
            self._right = max(self._right, cell[0])
            self._bottom = max(self._bottom, cell[1])

    def add_rectangle(self, left: int, top: int, right: int, bottom: int) -> None:
        """Take all cells of a box."""
        self.add((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))

    def add_crossable(self, cells: Sequence[Cell]) -> None:
        """Say that a vertical line may cross these cells of a line where they run straight on to the right or left."""
        for before, cell, after in zip(cells, cells[1:], cells[2:], strict=False):
            if before[1] == cell[1] == after[1]:
                self._crossable.add(cell)

    def is_crossable(self, cell: Cell) -> bool:
        """Whether a vertical line may cross another one here."""
        return cell in self._crossable

    def is_free(self, cell: Cell) -> bool:
        """Whether a cell is blank and inside the picture (with some margin at the right and below)."""
        x, y = cell
        return 0 <= x <= self._right + _MARGIN and 0 <= y <= self._bottom + 2 and cell not in self._taken

    def is_clear(self, cell: Cell, own: Cell) -> bool:
        """Whether a line may pass here: the cell and its neighbours to the left and right are blank (or ``own``)."""
        x, y = cell
        beside = ((x - 1, y), (x + 1, y))
        return self.is_free(cell) and all(c == own or c not in self._taken for c in beside)

    def is_crowded(self, cell: Cell, step: Cell) -> bool:
        """Whether something is close to a line: right above or below, or one cell apart at the left or right."""
        x, y = cell
        beside = ((x, y - 1), (x, y + 1)) if step[1] == 0 else ((x - 2, y), (x + 2, y))
        return any(c in self._taken and c not in self._crossable for c in beside)

    def is_too_large(self) -> bool:
        """Whether the picture is too large for a search."""
        return self._right * self._bottom > MAX_CELLS


def _entrances(target: Rectangle) -> Iterator[tuple[Cell, Cell]]:
    """The cells around a box from which an arrow can enter it, each with the direction of the last step."""
    left, top, right, bottom = target
    for y in range(top + 1, bottom):
        yield (left - 1, y), (1, 0)
        yield (right + 1, y), (-1, 0)
    for x in range(left + 1, right):
        yield (x, top - 1), (0, 1)
        yield (x, bottom + 1), (0, -1)


def find_way(obstacles: Obstacles, stub: tuple[Cell, ...], target: Rectangle) -> tuple[Cell, ...] | None:
    """The cells from behind ``stub`` (which leads to the right) up to the arrowhead at the border of ``target``."""
    if obstacles.is_too_large():
        return None
    entrances = {(cell, step) for cell, step in _entrances(target) if obstacles.is_free(cell)}
    start = stub[-1], (1, 0)
    came_from: dict[_State, _State] = {}
    best: dict[_State, int] = {start: 0}
    queue = [(0, start)]
    while queue:
        cost, state = heappop(queue)
        if state in entrances:
            return _checked(_cells(came_from, state), obstacles)
        if cost > best[state]:
            continue
        for price, following in _following(obstacles, state, stub[-1], entrances):
            if cost + price < best.get(following, MAX_COST):
                best[following] = cost + price
                came_from[following] = state
                heappush(queue, (cost + price, following))
    return None


def _following(
    obstacles: Obstacles, state: _State, own: Cell, entrances: set[tuple[Cell, Cell]]
) -> Iterator[tuple[int, _State]]:
    """The states one step further on and what they cost; no line turns back on itself."""
    (x, y), (dx, dy) = state
    for step in _STEPS:
        if step == (-dx, -dy) or (step != (dx, dy) and ((x, y) == own or obstacles.is_crossable((x, y)))):
            continue
        cell = (x + step[0], y + step[1])
        crosses = step[0] == 0 and obstacles.is_crossable(cell)
        if crosses or (cell, step) in entrances or obstacles.is_clear(cell, own):
            crowded = not crosses and obstacles.is_crowded(cell, step)
            yield 1 + _BEND * (step != (dx, dy)) + _CROWDED * crowded + _CROSSING * crosses, (cell, step)


def _cells(came_from: dict[_State, _State], end: _State) -> list[Cell]:
    cells = []
    state = end
    while state in came_from:
        cells.append(state[0])
        state = came_from[state]
    return cells[::-1]


def _checked(cells: list[Cell], obstacles: Obstacles) -> tuple[Cell, ...] | None:
    """The way, unless it winds too much."""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(cells)]
    bends = sum(a != b for a, b in pairwise(steps))
    crossings = sum(map(obstacles.is_crossable, cells))
    return tuple(cells) if bends <= MAX_BENDS and crossings <= MAX_CROSSINGS else None
