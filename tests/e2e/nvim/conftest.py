"""Which Neovims there are, and how one is started."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest

from e2e.nvim.editor import ROOT, Editor

VERSIONS = ("0.10", "0.12")
REQUIRED = "0.10"
"""The one that must be there where the environment has REQUIRE_EDITORS=1; the other comes from a moving source."""


class Open(Protocol):
    """Starts Neovim on a text; ``options`` are added to ``vim.g.leaselens``."""

    def __call__(self, text: str, options: Mapping[str, Any] | None = None, name: str = "program.dada") -> Editor: ...


@pytest.fixture(scope="session", params=VERSIONS)
def program(request: pytest.FixtureRequest) -> Path:
    """A Neovim's program, one after the other of those that ``scripts/nvim`` installs."""
    version: str = request.param
    found = sorted((ROOT / ".cache").glob(f"nvim-{version}*/bin/nvim"))
    if not found:
        reason = f"NEOVIM {version} IS NOT INSTALLED: run scripts/nvim"
        if version == REQUIRED and os.environ.get("REQUIRE_EDITORS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found[-1]


def server_command() -> list[str]:
    """The server under test: of the program that LEASELENS_COMMAND names, or of the checkout."""
    return [os.environ.get("LEASELENS_COMMAND") or str(ROOT / ".venv/bin/leaselens"), "server"]


@pytest.fixture
def open_editor(program: Path, tmp_path: Path) -> Iterator[Open]:
    """Starts editors, and ends them with the test."""
    running: list[Editor] = []

    def start(text: str, options: Mapping[str, Any] | None = None, name: str = "program.dada") -> Editor:
        running.append(Editor(program, tmp_path, text, {"cmd": server_command(), **(options or {})}, name))
        return running[-1]

    yield start
    for editor in running:
        editor.close()
