"""``.gitignore``: which paths git would leave out, read as git reads them."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

_FILE = ".gitignore"
LARGEST = 100_000
"""Bytes: each rule is looked at for each file, and nobody writes so many."""
_NO_PATTERN = (ValueError, re.error)
"""What pathspec raises for a line that is no pattern; the second where it trusts a line too far (``[z-a]``)."""


@dataclass(frozen=True)
class Ignores:
    """The ignore files that apply in a folder, outermost first: each with the folder that its patterns start from."""

    specs: tuple[tuple[Path, GitIgnoreSpec], ...] = ()

    def inside(self, folder: Path) -> Ignores:
        """The same, and the folder's own file if it has one."""
        spec = _read(folder / _FILE)
        return self if spec is None else Ignores((*self.specs, (folder, spec)))

    def has(self, path: Path, *, is_folder: bool) -> bool:
        """Whether git would leave the path out. The innermost file that has an opinion decides."""
        for folder, spec in reversed(self.specs):
            name = path.relative_to(folder).as_posix() + ("/" if is_folder else "")
            opinion = spec.check_file(name).include
            if opinion is not None:
                return opinion
        return False


def above(folder: Path) -> Ignores:
    """What the repository that an absolute ``folder`` lies in says outside of it.

    Nothing, when it lies in no repository, or when it would itself be left out: who names an ignored folder means it.
    """
    root = next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), None)
    if root is None or root == folder:
        return Ignores()
    ignores = Ignores()
    for parent in reversed([p for p in folder.parents if p.is_relative_to(root)]):
        ignores = ignores.inside(parent)
        step = parent / folder.relative_to(parent).parts[0]
        if ignores.has(step, is_folder=True):
            return Ignores()
    return ignores


def _read(path: Path) -> GitIgnoreSpec | None:
    """The rules in a file. A link is not followed; git does not either."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            return None
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return _parse(lines)


def _parse(lines: list[str]) -> GitIgnoreSpec:
    # A line that is no pattern is passed over, as git does; it must not cost the other lines.
    try:
        return GitIgnoreSpec.from_lines(lines)
    except _NO_PATTERN:
        return GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except _NO_PATTERN:
        return False
    return True
