"""The explanation pages of the diagnostics: one Markdown file for each code, shipped with the package.

In a checkout they lie in ``docs/diagnostics``, in an installed wheel beside this module in ``pages`` (package data, the
one kind of file that the analysis may read).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_CODE = re.compile(r"[A-Z]+(?:-[A-Z]+)?[0-9]+")


@cache
def _folder() -> Path | None:
    here = Path(__file__).resolve().parent
    candidates = (here / "pages", here.parent.parent / "docs" / "diagnostics")
    return next((folder for folder in candidates if folder.is_dir()), None)


def _path(code: str) -> Path | None:
    # The shape is checked first: a code that came from outside must never lead to another file.
    folder = _folder()
    if folder is None or not _CODE.fullmatch(code):
        return None
    path = folder / f"{code}.md"
    return path if path.is_file() else None


@cache
def page(code: str) -> str | None:
    """The page of a code (``DADA-R2``) as Markdown, or ``None`` where there is none."""
    path = _path(code)
    return path.read_text(encoding="utf-8") if path else None


@cache
def url(code: str) -> str | None:
    """A ``file:`` URI of the page, which works without a network; ``None`` where there is none."""
    path = _path(code)
    return path.as_uri() if path else None


@cache
def codes() -> tuple[str, ...]:
    """Every code that has a page, in the order of their letters and then their numbers."""
    folder = _folder()
    names = [path.stem for path in folder.glob("*.md") if _CODE.fullmatch(path.stem)] if folder else []
    return tuple(sorted(names, key=_order))


def title(code: str) -> str:
    """What the page's first heading says about the code, or ``""``."""
    first = (page(code) or "").partition("\n")[0]
    return first.removeprefix("#").strip().removeprefix(code).lstrip(": ")


def _order(code: str) -> tuple[str, int]:
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :])
