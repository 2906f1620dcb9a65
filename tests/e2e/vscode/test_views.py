"""The views that follow the cursor: the diagram, the marks of a lease's life, the diagram beside the line."""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path

import pytest

from e2e.vscode.conftest import ARTIFACTS, LOGGER, OpenWindow, Serve
from e2e.vscode.window import Window

EXAMPLES = Path(__file__).parents[3] / "examples"
LEASE = (EXAMPLES / "lease-ends.dada").read_text(encoding="utf-8")
BRANCH = (EXAMPLES / "borrowed-in-a-branch.dada").read_text(encoding="utf-8")
ROUNDS = """class Point(x: our)
let p: my = Point(1)
let n = 0
while n < 3 {
    let q: leased = p
    q.x += 1
    n += 1
}
"""
TELLER = "teller, leased Account, leased from account"


@pytest.fixture(scope="module")
def programs() -> dict[str, str]:
    """Files for the shared window."""
    return {"lease.dada": LEASE, "branch.dada": BRANCH, "rounds.dada": ROUNDS}


def test_stepping_through_the_rounds_of_a_loop(window: Window) -> None:
    """With the buttons, with the keys and with the commands; what the picture shows is that round's."""
    window.open("rounds.dada")
    window.put_cursor("q.x", "q")
    window.run("Leaselens: Show Diagram")
    diagram = window.diagram()
    diagram.wait_for("Line 6", "visit 1 of 3")
    diagram.wait_for_row("after", "x, our 2, changes here")
    diagram.press("Next visit")
    diagram.wait_for("visit 2 of 3")
    diagram.wait_for_row("after", "x, our 3, changes here")
    window.keys("ArrowRight")
    diagram.wait_for("visit 3 of 3")
    diagram.wait_for_row("after", "x, our 4, changes here")
    window.picture("third")
    window.run("Leaselens: Previous Visit in Diagram")
    diagram.wait_for("visit 2 of 3")


def test_stepping_through_the_worlds_of_a_branch(window: Window) -> None:
    """Each world tells by which way it came."""
    window.open("branch.dada")
    window.put_cursor("courier.weight", "courier")
    window.run("Leaselens: Show Diagram")
    diagram = window.diagram()
    first = diagram.wait_for("Line 12", "world 1 of 2", "In this world `urgent`")
    diagram.press("Next world")
    second = diagram.wait_for("world 2 of 2", "In this world `urgent`")
    assert {"`urgent` holds" in first, "`urgent` holds" in second} == {True, False}
    window.picture("second")


def test_a_pinned_place_stays_and_moves_with_its_line(open_window: OpenWindow, address: str) -> None:
    window = open_window(address, {"lease.dada": LEASE})
    window.open("lease.dada")
    window.put_cursor("let teller", "teller")
    window.run("Leaselens: Show Diagram")
    diagram = window.diagram()
    diagram.wait_for("Line 9")
    diagram.press("Pin")
    window.put_cursor("at the end", "account")
    diagram.wait_for_row("after", "account, my Account, leased out, changes here", ".lit")
    assert "Line 9" in diagram.wait_for("before")
    window.keys("Control+Home")
    window.type("\n")
    diagram.wait_for("Line 10", "let teller: leased = account")
    diagram.press("Pin")
    diagram.wait_for("Put the cursor on a statement that runs")


def test_a_picture_of_an_older_text_stays_and_says_so(open_window: OpenWindow, address: str) -> None:
    """The last picture stays until there is a new one."""
    window = open_window(address, {"lease.dada": LEASE})
    window.open("lease.dada")
    window.put_cursor("let teller", "teller")
    window.run("Leaselens: Show Diagram")
    diagram = window.diagram()
    row = diagram.wait_for_row("after", f"{TELLER}, changes here")
    window.put_cursor("+= 20", "balance")
    row = diagram.wait_for_row("after", f"{TELLER}, changes here")
    assert row.is_visible()
    window.keys("End", "0")
    diagram.wait_for_row("after", "balance, our 300, changes here")
    diagram.wait_until_fresh()


def test_choosing_a_lease_shows_its_life_in_the_text(window: Window) -> None:
    window.open("lease.dada")
    window.put_cursor("+= 20", "balance")
    window.run("Leaselens: Show Diagram")
    diagram = window.diagram()
    window.wait_for_marks()
    diagram.wait_for_row("after", f"{TELLER}, changes here").click()
    window.wait_for_marks("solid box", "solid line")
    window.picture("chosen")
    window.put_cursor("class", "class")
    window.wait_for_marks()
    # The same with the keyboard alone.
    window.put_cursor("+= 20", "balance")
    diagram.wait_for_row("after", f"{TELLER}, changes here").focus()
    window.keys("Enter")
    window.wait_for_marks("solid box", "solid line")


def test_the_drawing_can_be_heard(window: Window) -> None:
    """Every row and every object has a name; the arrows are told with their rows."""
    window.open("lease.dada")
    window.put_cursor("let teller", "teller")
    window.run("Leaselens: Show Diagram")
    diagram = window.diagram()
    diagram.wait_for("Line 9")
    assert diagram.names("after") == [
        "account, my Account, leased out, changes here",
        f"{TELLER}, changes here",
        "object Account",
        "owner, our Ada",
        "balance, our 100",
    ]


def test_what_only_may_be_is_dashed(window: Window) -> None:
    window.open("branch.dada")
    window.put_cursor("courier.weight", "courier")
    window.wait_for_marks("dashed line", "solid box", "solid line")
    window.picture("marks")
    window.run("Leaselens: Toggle Marks of the Lease under the Cursor")
    window.wait_for_marks()
    window.run("Leaselens: Toggle Marks of the Lease under the Cursor")
    window.wait_for_marks("dashed line", "solid box", "solid line")


def test_the_diagram_beside_the_line(window: Window) -> None:
    window.open("lease.dada")
    window.run("Leaselens: Toggle Floating Diagram")
    window.put_cursor("let teller", "teller")
    window.wait_for_floating("├─leased──")
    window.picture("floating")
    window.run("Leaselens: Toggle Floating Diagram")
    window.wait_for_no_floating()


def test_the_walkthrough(window: Window) -> None:
    """Its first step opens a program with a mistake in it, to be changed at will."""
    window.run("Leaselens: Open an Example Program")
    window.wait_for_text("Untitled-1")
    window.hover("+= 5", "teller", until="your lease to this object was cancelled")


@pytest.mark.skipif(not LOGGER.exists(), reason="VS Code's logger is not compiled: its output channels are empty")
def test_the_conversation_can_be_read(serve: Serve, open_window: OpenWindow) -> None:
    with serve({"leaselens.trace.server": "messages"}, "--disable-workspace-trust") as address:
        window = open_window(address, {"lease.dada": LEASE})
        window.open("lease.dada")
        window.squiggles()
        window.run("Leaselens: Show Output")
        window.wait_for_text("Received response 'textDocument/inlayHint")


def test_how_long_it_takes(open_window: OpenWindow, address: str) -> None:
    """Nothing is asserted of the figures, which are the machine's; they are kept with the pictures."""
    window = open_window(address, {f"{n}.dada": LEASE for n in range(5)})
    moving = []
    opening = [window.seconds_to_squiggle(f"{number}.dada") for number in range(5)]
    window.put_cursor("let teller", "teller")
    window.run("Leaselens: Show Diagram")
    diagram = window.diagram()
    diagram.wait_for("Line 9")
    for number in range(20):
        key, place = [("ArrowDown", "Line 10"), ("ArrowUp", "Line 9")][number % 2]
        begun = time.perf_counter()
        window.keys(key)
        diagram.wait_for_quickly(place)
        moving.append(time.perf_counter() - begun)
    figures = {"opening to squiggle": opening, "cursor to picture": moving}
    medians = {name: round(1000 * statistics.median(seconds)) for name, seconds in figures.items()}
    (ARTIFACTS / "figures.json").write_text(json.dumps(medians, indent=2))
    assert all(medians.values())
