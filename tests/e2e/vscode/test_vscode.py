"""What a person sees in VS Code."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e import seeds
from e2e.vscode.window import Window

EXAMPLES = Path(__file__).parents[3] / "examples"


def example(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def test_a_lease_that_ended(window: Window) -> None:
    window.open("lease-ends.dada", example("lease-ends.dada"))
    assert window.squiggles() >= 1
    hover = window.hover("let teller", "teller", until="┌")
    assert "leased" in hover
    assert "►" in hover
    window.picture("hover")
    window.put_cursor("let teller", "teller")
    window.wait_for_hint("let teller: leased = account", "►")
    window.run("Leaselens: Show Diagram")
    assert "╌my╌" in window.wait_for_panel("├─leased")
    window.put_cursor("at the end", "print")
    assert "├─my─" in window.wait_for_panel("├─my─")
    window.run("Leaselens: Restart Language Server")
    window.put_cursor("let account", "account")
    window.wait_for_panel("100")


def test_a_text_that_is_not_saved(window: Window) -> None:
    window.run("Create: New File...")


def test_the_version_of_the_server_is_told(window: Window) -> None:
    window.open("some.dada", example("subleases.dada"))
    window.run("Leaselens: Show Server Version")
    window.wait_for_notice("leaselens")


@pytest.mark.parametrize("number", ["001", "002", "004"])
@pytest.mark.skipif(not seeds.is_present(), reason="the seeds are not on this machine")
def test_programs_of_the_seeds(window: Window, number: str) -> None:
    for index, program in enumerate(seeds.programs(number)):
        window.open(f"seed-{number}-{index}.dada", program)
