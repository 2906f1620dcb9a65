"""The white space between two tokens of one line."""

from __future__ import annotations

from leaselens.dada.format_marks import Marks
from leaselens.text import Token

_VALUES = frozenset({"true", "false"})


class Spaces:
    """What stands between the tokens of a line. ``keywords`` are the words that the dialect reserves."""

    def __init__(self, marks: Marks, keywords: frozenset[str]) -> None:
        self._marks = marks
        self._words = keywords - _VALUES

    def between(self, before: Token, token: Token, gap: str, *, tight: bool, after_dot: bool) -> str:
        """The space between two neighbours between which ``gap`` stands now.

        ``tight``: they stand in a list of paths, or among generics. ``after_dot``: a dot stands before ``before``.
        """
        is_joined = self._is_joined(before, token, gap, tight) or self._is_called(before, token, after_dot)
        return "" if is_joined else " "

    def _is_joined(self, before: Token, token: Token, gap: str, tight: bool) -> bool:
        """Whether nothing stands between two tokens."""
        if before.text == "{" and token.text == "}":
            return True
        if before.text == "{" or token.text == "}":
            return tight
        if before.kind == "NUMBER" and token.kind == "WORD":
            return not gap  # the second is the suffix of the first, or a statement of its own
        if before.start in self._marks.signs:
            return token.kind != "OPERATOR"  # two operators that touch would be a third
        return (
            before.text in ("(", "[", ".")
            or token.text in (")", "]", ".", ":")
            or token.kind == "COMMA"
            or (token.text == "{" and (tight or before.start in self._marks.lenders))
        )

    def _is_called(self, before: Token, token: Token, after_dot: bool) -> bool:
        """Whether a bracket belongs to what stands before it: an argument list, parameters, generics."""
        if token.text not in ("(", "[") or token.start in self._marks.starts:
            return False
        if before.kind == "WORD":
            return after_dot or before.text not in self._words
        return before.kind in ("CLOSE", "STRING", "NUMBER")
