"""``scripts/screenshots``: the pictures of VS Code in the documentation, taken of the editor as the tests drive it.

Each is taken in a light and in a dark theme, as ``docs/images/vscode-NAME-light.png`` and ``-dark.png``.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

import pytest

from e2e.vscode.conftest import ROOT, OpenWindow
from e2e.vscode.window import Window

IMAGES = ROOT / "docs/images"
LARGEST = 150_000
"""Bytes: what a reader's browser should have to load for one picture."""
SETTINGS = {
    "breadcrumbs.enabled": False,
    "editor.hover.above": False,
    "editor.hover.delay": 1000,
    "editor.lightbulb.enabled": "off",
    "editor.overviewRulerBorder": False,
    "editor.scrollbar.horizontal": "hidden",
    "editor.scrollbar.vertical": "hidden",
    "workbench.editor.editorActionsLocation": "hidden",
    "workbench.statusBar.visible": False,
}
THEMES = {"light": "Default Light Modern", "dark": "Default Dark Modern"}

Studio = Callable[..., Window]
Keep = Callable[..., None]


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def studio(open_window: OpenWindow, address: str, theme: str) -> Studio:
    """Opens an example in a window of that size with nothing beside the editors."""

    def studio(name: str, width: int, height: int, **settings: Any) -> Window:
        program = (ROOT / "examples" / name).read_text(encoding="utf-8")
        look = {"size": {"width": width, "height": height}, "scale": 1.5}
        settings = {**SETTINGS, "workbench.colorTheme": THEMES[theme], **settings}
        window = open_window(address, {name: program}, settings, **look)
        window.open(name)
        window.keys("Control+b")
        return window

    return studio


@pytest.fixture
def keep(theme: str) -> Keep:
    """Keeps what a window shows as the picture of that name, down to a height."""

    def keep(window: Window, name: str, height: float = inf) -> None:
        path: Path = IMAGES / f"vscode-{name}-{theme}.png"
        window.picture_of_editors(path, height)
        assert path.stat().st_size <= LARGEST, f"{path} is too large: make its window smaller"

    return keep


def test_the_story_of_a_mistake(studio: Studio, keep: Keep) -> None:
    """A hover is as high as a quarter of the editor; in a high one, all of this one is seen."""
    window = studio("lease-ends.dada", 900, 1500)
    window.squiggles()
    window.hover("+= 5", "teller", until="DADA-R2")
    keep(window, "story", height=640)


def test_the_diagram_beside_the_code(studio: Studio, keep: Keep) -> None:
    window = studio("lease-ends.dada", 1000, 520)
    window.squiggles()
    window.put_cursor("let teller", "teller")
    window.run("Leaselens: Show Diagram")
    window.diagram().wait_for("Line 9")
    window.wait_for_marks("solid box", "solid line")
    keep(window, "diagram")


def test_what_only_may_be(studio: Studio, keep: Keep) -> None:
    window = studio("borrowed-in-a-branch.dada", 980, 340)
    window.squiggles("warning")
    window.put_cursor("courier.weight", "courier")
    window.wait_for_marks("dashed line", "solid box", "solid line")
    keep(window, "maybe")


def test_the_diagram_beside_the_line(studio: Studio, keep: Keep) -> None:
    window = studio("lease-ends.dada", 980, 420, **{"leaselens.diagrams.floating": True})
    window.squiggles()
    window.put_cursor("+= 20", "teller")
    window.wait_for_floating("├─leased──")
    keep(window, "floating")


def test_the_course_of_a_call(studio: Studio, keep: Keep) -> None:
    window = studio("vault.idol", 1200, 600)
    window.squiggles()
    window.put_cursor('"nonce"', "nonce")
    window.run("Leaselens: Show Diagram")
    window.diagram().wait_for("seal #1")
    keep(window, "idol")
