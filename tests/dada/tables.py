"""Tables of expectations, as they would be drawn: columns parted by ``|``, the first line and column are heads."""

from __future__ import annotations


def table(text: str) -> dict[tuple[str, str], str]:
    """The cells by (row, column). Every row has a cell for every column, else ``ValueError``."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    return {(line[0], column): cell for line in lines for column, cell in zip(head[1:], line[1:], strict=True)}
