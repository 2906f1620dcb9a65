"""What a person sees in VS Code."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e import seeds
from e2e.vscode.conftest import OpenWindow, Serve, Show

EXAMPLES = Path(__file__).parents[3] / "examples"


def example(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def test_a_lease_that_ended(show: Show) -> None:
    """Squiggle, hover, hint and diagram, and all of it again after a restart of the server."""
    window = show(lease=example("lease-ends.dada"))
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
    assert "╌my╌" in window.wait_for_panel("├─leased")
    window.put_cursor("at the end", "print")
    window.wait_for_panel("├─my─")
    window.picture("diagram")
    window.run("Leaselens: Restart Language Server")
    window.put_cursor("let teller", "teller")
    window.wait_for_panel("├─leased")


def test_the_story_of_a_squiggle(show: Show) -> None:
    """Pointing at the squiggle tells where the lease began and what ended it."""
    window = show(lease=example("lease-ends.dada"))
    window.open("lease.dada")
    assert "lease.dada" in window.hover("+= 5", "teller", until="DADA-R")


def test_a_warning_names_the_branch(show: Show) -> None:
    window = show(branch=example("borrowed-in-a-branch.dada"))
    window.open("branch.dada")
    assert window.squiggles("warning") == 1


def test_a_program_without_mistakes(show: Show) -> None:
    window = show(subleases=example("subleases.dada"))
    window.open("subleases.dada")
    window.hover("let assistant", "assistant", until="┌")
    assert window.problems() == 0


def test_a_text_that_was_never_saved(show: Show) -> None:
    window = show()
    window.open_untitled(example("lease-ends.dada"))
    assert window.squiggles() >= 1


def test_the_version_of_the_server_is_told(show: Show) -> None:
    window = show(some=example("subleases.dada"))
    window.open("some.dada")
    window.hover("let cook", "cook", until="┌")
    window.run("Leaselens: Show Server Version")
    window.wait_for_notice("leaselens")


def test_an_untrusted_folder_does_not_choose_the_server(serve: Serve, open_window: OpenWindow, tmp_path: Path) -> None:
    """In Restricted Mode the server runs, and not the program that the folder's settings name."""
    bait, evidence = tmp_path / "bait", tmp_path / "evidence"
    bait.write_text(f"#!/bin/sh\ntouch '{evidence}'\n")
    bait.chmod(0o755)
    baited = {"leaselens.server.path": str(bait), "leaselens.server.pythonPath": str(bait)}
    with serve() as address:
        window = open_window(address, {"lease.dada": example("lease-ends.dada")}, baited)
        window.wait_for_text("Restricted Mode")
        window.open("lease.dada")
        assert window.squiggles() >= 1
        assert not evidence.exists()


def test_a_machine_without_python(serve: Serve, open_window: OpenWindow) -> None:
    """One message that says what is missing, with a button that leads to the setting."""
    with serve({"leaselens.server.path": ""}, "--disable-workspace-trust", path="/nowhere") as address:
        window = open_window(address, {"lease.dada": example("lease-ends.dada")})
        window.open("lease.dada")
        window.wait_for_notice("Leaselens needs Python 3.11 or newer")
        window.picture("message")
        window.press("Set Python Path")
        window.wait_for_text("Python Path")


@pytest.mark.skipif(not seeds.is_present(), reason="the seeds are not on this machine")
@pytest.mark.parametrize("number", ["001", "002", "004"])
def test_programs_of_the_commission(show: Show, number: str) -> None:
    programs = {f"seed-{number}-{index}": program for index, program in enumerate(seeds.programs(number))}
    window = show(**programs)
    for name in programs:
        window.open(f"{name}.dada")
