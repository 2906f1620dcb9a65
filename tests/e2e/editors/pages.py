"""The configurations that ``docs/editors`` shows: the tests start the editors with exactly these."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

LETTER = """\
class Box(content)

let box = Box("a letter")
let guest = box.lease
print( box.content ).await
guest.content = "a parcel"
"""
"""A program with one mistake, and one line that is not laid out."""

LAID_OUT = LETTER.replace("( box.content )", "(box.content)")


def configuration(page: str, language: str) -> str:
    """The first block in a language on a page."""
    text = (ROOT / "docs/editors" / page).read_text(encoding="utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"{page} shows no {language}"
    return found[1]


def environment(home: Path) -> dict[str, str]:
    """What an editor starts with: none of its user's files, and ``leaselens`` on the PATH."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    command = Path(os.environ.get("LEASELENS_COMMAND") or ROOT / ".venv/bin/leaselens")
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8", "PATH": f"{command.parent}:{os.environ['PATH']}"}


def missing(editor: str) -> None:
    """Skip the test, or fail it where every editor must be there."""
    reason = f"{editor} IS NOT INSTALLED: run scripts/editors"
    if os.environ.get("REQUIRE_EDITORS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
