"""Tables and rows of slots that are never changed: a new one shares all but one page with the old.

Worlds are kept for every step of a run, and a run may hold thousands of variables: copying them whole at each step
costs seconds and gigabytes. In two levels of small dictionaries and tuples a change costs 0.5 to 1.5 microseconds with
10 to 6,000 entries; pyrsistent's maps were measured with 2 to 6 beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

_BITS: Final = 5
_PAGE: Final = 1 << _BITS
_MASK: Final = _PAGE - 1


class Table(Mapping[int, T]):
    """An immutable map from numbers to values, in pages of neighbouring numbers."""

    __slots__ = ("_pages",)

    def __init__(self, pages: Mapping[int, Mapping[int, T]]) -> None:
        self._pages = pages

    def __getitem__(self, number: int) -> T:
        return self._pages[number >> _BITS][number]

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and number in self._pages.get(number >> _BITS, ())

    def get(self, number: int, default: Any = None) -> Any:
        page = self._pages.get(number >> _BITS)
        return default if page is None else page.get(number, default)

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self._pages.values())

    def __len__(self) -> int:
        return sum(map(len, self._pages.values()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self._pages == other._pages

    __hash__ = None  # type: ignore[assignment]  # as of every mapping

    def last(self) -> int:
        """The greatest number; -1 if there is none."""
        return max(self._pages[max(self._pages)]) if self._pages else -1

    def with_item(self, number: int, value: T) -> Table[T]:
        """The same table with one entry set."""
        page = number >> _BITS
        return Table({**self._pages, page: {**self._pages.get(page, {}), number: value}})

    def without(self, number: int) -> Table[T]:
        """The same table without one entry."""
        place = number >> _BITS
        page = {key: value for key, value in self._pages.get(place, {}).items() if key != number}
        pages = {key: value for key, value in self._pages.items() if key != place}
        return Table({**pages, place: page} if page else pages)


def entries(tables: Iterable[Table[T]]) -> Iterator[tuple[int, T]]:
    """The entries of many tables; what stands in a page that several of them share comes once."""
    seen: dict[int, Mapping[int, T]] = {}
    for one in tables:
        for page in one._pages.values():
            if id(page) not in seen:
                seen[id(page)] = page
                yield from page.items()


def table(entries: Mapping[int, T]) -> Table[T]:
    """A table with these entries."""
    pages: dict[int, dict[int, T]] = {}
    for number, value in entries.items():
        pages.setdefault(number >> _BITS, {})[number] = value
    return Table(pages)


class Slots(Generic[T]):
    """An immutable row of a fixed number of slots, in pages."""

    __slots__ = ("_pages",)

    def __init__(self, pages: tuple[tuple[T, ...], ...]) -> None:
        self._pages = pages

    def __getitem__(self, number: int) -> T:
        return self._pages[number >> _BITS][number & _MASK]

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._pages)

    def __len__(self) -> int:
        return sum(map(len, self._pages))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slots) and self._pages == other._pages

    def __hash__(self) -> int:
        return hash(self._pages)

    def with_item(self, number: int, value: T) -> Slots[T]:
        """The same row with one slot set."""
        place, inner = number >> _BITS, number & _MASK
        page = self._pages[place]
        page = (*page[:inner], value, *page[inner + 1 :])
        return Slots((*self._pages[:place], page, *self._pages[place + 1 :]))


def slots(values: Iterable[T]) -> Slots[T]:
    """A row of slots with these values."""
    row = tuple(values)
    return Slots(tuple(row[start : start + _PAGE] for start in range(0, len(row), _PAGE)))
