"""Two states of one text: where a place of the newer one was in the older one."""

from __future__ import annotations

from functools import cached_property

from leaselens.text import shared_head


class Alignment:
    """``new`` is what ``old`` became by editing; they share their beginnings and their ends."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    def to_old(self, offset: int) -> int:
        """Where an offset of the new text was; what was changed stands where the texts begin to differ."""
        if offset <= self._head:
            return offset
        return max(self._head, offset - len(self.new) + len(self.old)) if self._is_behind(offset) else self._head

    def is_old(self, offset: int) -> bool:
        """Whether the character at the offset stands in a part that both texts have."""
        return offset < self._head or self._is_behind(offset)

    def _is_behind(self, offset: int) -> bool:
        """Whether everything from the offset on is unchanged."""
        return self.old.endswith(self.new[offset:])

    @cached_property
    def _head(self) -> int:
        """How many characters both begin with."""
        return shared_head(self.old, self.new)
