"""An interface of Hubris in VS Code: the same views, with the course of a call for the moments of a program."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.vscode.window import Window

INTERFACE = Path(__file__).parents[3] / "examples/vault.idol"


@pytest.fixture(scope="module")
def programs() -> dict[str, str]:
    """The file of the shared window."""
    return {"vault.idol": INTERFACE.read_text(encoding="utf-8")}


def test_a_lease_that_grants_nothing(window: Window) -> None:
    window.open("vault.idol")
    assert window.squiggles() == 1
    window.hover('"receipt"', "receipt", until="grants no access")
    window.put_cursor('"receipt"', "receipt")
    window.fix("Add `read: true`")
    window.wait_for_problems(0)


def test_the_story_of_a_lease(window: Window) -> None:
    window.open("vault.idol")
    assert "the client's task is suspended" in window.hover('"nonce"', "nonce", until="BORROW_READ")
    window.picture("hover")


def test_the_course_of_a_call(window: Window) -> None:
    window.open("vault.idol")
    window.put_cursor('"seal"', "seal")
    window.run("Leaselens: Show Diagram")
    diagram = window.diagram()
    shown = diagram.wait_for("seal #1", "suspended", "leases [0] and [1] revoked")
    assert "before" not in shown
    sent, read, written, replied = diagram.names("after")
    assert (sent, replied) == ("SEND 1 (slot) + 2 leases", "REPLY () | SealError")
    window.put_cursor('"nonce"', "nonce")
    diagram.wait_for_row("after", read, ".lit")
    window.picture("lit")
    window.put_cursor('"sealed"', "sealed")
    diagram.wait_for_row("after", written, ".lit")
