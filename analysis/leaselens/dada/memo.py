"""Remembering what was found out about a piece of text: after an edit all pieces but one are what they were."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Memo(Generic[T]):
    """A pure function of a text, remembered for the texts asked about last; together they have at most ``characters``.

    For small results only: what is large is better remembered by who holds it.
    """

    def __init__(self, compute: Callable[[str], T], characters: int) -> None:
        self._compute = compute
        self._left = characters
        self._known: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def __call__(self, text: str) -> T:
        with self._lock:
            if text in self._known:
                self._known.move_to_end(text)
                return self._known[text]
        result = self._compute(text)
        with self._lock:
            if text not in self._known:
                self._known[text] = result
                self._left -= len(text)
            while self._left < 0:
                self._left += len(self._known.popitem(last=False)[0])
        return result
