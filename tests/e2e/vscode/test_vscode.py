"""What a person sees in VS Code."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from e2e import seeds
from e2e.vscode.conftest import OpenWindow, Serve
from e2e.vscode.window import Window

EXAMPLES = Path(__file__).parents[3] / "examples"
LEASE = (EXAMPLES / "lease-ends.dada").read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", ["Default Dark Modern", "Default Light Modern"])
def test_a_lease_that_ended(open_window: OpenWindow, address: str, theme: str) -> None:
    """Squiggle, hover, hint and diagram, and all of it again after a restart of the server."""
    window = open_window(address, {"lease.dada": LEASE}, {"workbench.colorTheme": theme})
    window.open("lease.dada")
    assert window.squiggles() >= 1
    hover = window.hover("let teller", "teller", until="┌")
    assert "leased" in hover
    assert "►" in hover
    window.picture("hover")
    window.put_cursor("let teller", "teller")
    window.wait_for_hint("let teller: leased = account", "►")
    window.picture("hint")

    window.run("Leaselens: Show Diagram")
    diagram = window.diagram()
    diagram.wait_for("Line 9")
    diagram.wait_for_row("before", "account, my Account, changes here")
    diagram.wait_for_row("after", "teller, leased Account, leased from account, changes here")
    window.put_cursor("at the end", "await")
    diagram.wait_for("Line 12")
    diagram.wait_for_row("after", "teller, its lease has ended, changes here")
    window.picture("diagram")
    window.run("Leaselens: Restart Language Server")
    window.put_cursor("let teller", "teller")
    diagram.wait_for("Line 9")
    diagram.wait_for_row("after", "teller, leased Account, leased from account, changes here")


# Many small looks share one window.


@pytest.fixture(scope="module")
def programs() -> dict[str, str]:
    """Files for the shared window: some examples, the commission's programs, and these with a mistake put in. There are
    as many as the explorer shows without scrolling."""
    shown = ("lease-ends", "borrowed-in-a-branch", "subleases")
    found = {f"{name}.dada": (EXAMPLES / f"{name}.dada").read_text(encoding="utf-8") for name in shown}
    if seeds.is_present():
        for number, (_, _, _, mistake) in COMMISSION.items():
            texts = seeds.programs(number)
            found |= {f"seed-{number}-{index}.dada": text for index, text in enumerate(texts)}
            found[f"mistake-{number}.dada"] = mistake(texts[0])
    return found


def test_the_story_of_a_squiggle(window: Window) -> None:
    """Pointing at the squiggle tells where the lease began and what ended it."""
    window.open("lease-ends.dada")
    window.squiggles()
    story = window.hover("+= 5", "teller", until="DADA-R")
    assert "lease-ends.dada(9," in story
    assert "lease-ends.dada(12," in story


def test_a_quick_fix_and_the_page_of_the_code(window: Window) -> None:
    window.open("lease-ends.dada")
    window.squiggles()
    window.put_cursor("+= 5", "teller")
    window.fix("Explain DADA-R2")
    window.wait_for_text("You used a place whose permission has ended")
    window.open("lease-ends.dada")
    window.put_cursor("+= 5", "teller")
    window.fix("Use `teller` before `account.balance` is used")
    window.wait_for_problems(0)


def test_what_may_go_wrong_is_a_warning(window: Window) -> None:
    window.open("borrowed-in-a-branch.dada")
    assert window.squiggles("warning") == 1


def test_a_program_without_mistakes(window: Window) -> None:
    window.open("subleases.dada")
    window.hover("let assistant", "assistant", until="┌")
    window.wait_for_problems(0)


def test_the_dialect_is_told(window: Window) -> None:
    window.open("subleases.dada")
    window.wait_for_language_status("Dada, dialect d3")


def test_a_text_that_was_never_saved(window: Window) -> None:
    window.open_untitled(LEASE)
    assert window.squiggles() >= 1


def test_the_version_of_the_server_is_told(window: Window) -> None:
    window.run("Leaselens: Show Server Version")
    window.wait_for_notice("leaselens")


COMMISSION: dict[str, tuple[str, str, str, Callable[[str], str]]] = {
    "001": ("var q", "q", r"leased\(p\)", lambda text: text.rstrip().removesuffix("}") + "    q.x += 1\n}\n"),
    "002": ("let l", "l", "leased|mutable", lambda text: text + "l.x += 1\n"),
    "004": ("let l", "l", "leased|mutable", lambda text: text + "l.x += 1\n"),
}
"""Of each commissioning document: the lease in its programs, how it is drawn, and how to make the mistake that the
document invites its reader to try: to use the lease when its lessor has used the thing again. (The last program of 002
and of 004 is the same; its dialect, and so its word for a lease, can't be told.)"""


@pytest.mark.skipif(not seeds.is_present(), reason="the seeds are not on this machine")
@pytest.mark.parametrize("number", COMMISSION)
def test_programs_of_the_commission(window: Window, programs: dict[str, str], number: str) -> None:
    line, lessee, drawn, _ = COMMISSION[number]
    for name in (name for name in programs if name.startswith(f"seed-{number}")):
        window.open(name)
        assert re.search(f"├─({drawn})─", window.hover(line, lessee, until="┌"))
        window.wait_for_problems(0)
    window.open(f"mistake-{number}.dada")
    assert window.squiggles() == 1


# Machines and folders that are not as they should be.


def test_an_untrusted_folder_does_not_choose_the_server(serve: Serve, open_window: OpenWindow, tmp_path: Path) -> None:
    """In Restricted Mode the server runs, and not the program that the folder's settings name."""
    bait, evidence = tmp_path / "bait", tmp_path / "evidence"
    bait.write_text(f"#!/bin/sh\ntouch '{evidence}'\n")
    bait.chmod(0o755)
    baited = {"leaselens.server.path": str(bait), "leaselens.server.pythonPath": str(bait)}
    with serve() as address:
        window = open_window(address, {"lease.dada": LEASE}, baited)
        window.wait_for_text("Restricted Mode")
        window.open("lease.dada")
        assert window.squiggles() >= 1
        assert not evidence.exists()


def test_a_machine_without_python(serve: Serve, open_window: OpenWindow) -> None:
    """One message that says what is missing, with a button that leads to the setting."""
    with serve({"leaselens.server.path": ""}, "--disable-workspace-trust", path="/nowhere") as address:
        window = open_window(address, {"lease.dada": LEASE})
        window.open("lease.dada")
        window.wait_for_notice("Leaselens needs Python 3.11 or newer")
        window.picture("message")
        window.press("Set Python Path")
        window.wait_for_text("Python Path")
