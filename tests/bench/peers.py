"""The servers that are measured, and how the others are had: installed into ``.cache/bench``, which git ignores."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import programs
from bench.programs import Program

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "bench"
BIN = CACHE / "bin"


@dataclass(frozen=True)
class Peer:
    """A server: what it is called, how it is started, and the language that it is given."""

    name: str
    command: list[str]
    language: str = "python"
    is_ours: bool = False
    """Whether the goals are about it: then everything is measured, however long it takes."""

    @property
    def program(self) -> Callable[[int], Program]:
        """What makes its programs."""
        return programs.dada if self.language == "dada" else programs.python


OURS = Peer(
    "leaselens", [sys.executable, "-I", "-X", "utf8", "-m", "leaselens_server", "--stdio"], "dada", is_ours=True
)
FLOOR = Peer("floor", [sys.executable, "-I", str(Path(__file__).with_name("floor.py"))], "dada")
"""A pygls server that keeps the text and reports nothing: what the library costs."""

OTHERS = (
    Peer("ruff", [str(BIN / "ruff"), "server"]),
    Peer("ty", [str(BIN / "ty"), "server"]),
    Peer("pyrefly", [str(BIN / "pyrefly"), "lsp"]),
    Peer("pyright", [str(BIN / "pyright-langserver"), "--stdio"]),
    Peer("jedi-language-server", [str(BIN / "jedi-language-server")]),
)


def install() -> None:
    """Install the other servers, if they are not there yet."""
    if not all(Path(peer.command[0]).exists() for peer in OTHERS):
        venv.create(CACHE, with_pip=True, clear=True)
        packages = ["jedi-language-server", "pyrefly", "pyright[nodejs]", "ruff", "ty"]
        subprocess.run([BIN / "python", "-m", "pip", "install", "--quiet", *packages], check=True)
        # What the package brings is only what fetches pyright when it is first started.
        subprocess.run([BIN / "pyright", "--version"], check=True, capture_output=True)


def version_of(package: str) -> str:
    """The version of an installed server."""
    show = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run([BIN / "python", "-c", show], capture_output=True, text=True, check=True).stdout.strip()
