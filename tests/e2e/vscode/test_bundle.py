"""The server in the .vsix, without an editor: all that it needs is in there, beside a Python with nothing installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from server.raw import Raw

PYTHON = (sys.executable, "-I", "-S", "-X", "utf8")
"""As the extension starts it, and without the packages of our own environment (-S)."""
MISTAKE = """\
class Box(content)

let box = Box("a letter")
let guest = box.lease
print(box.content).await
guest.content = "a parcel"
"""


@pytest.fixture(scope="module")
def bundled(vsix: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the server, out of the .vsix."""
    folder = tmp_path_factory.mktemp("extension")
    with ZipFile(vsix) as archive:
        archive.extractall(folder)
    return folder / "extension/bundled"


def test_it_reports_a_mistake_and_leaves(bundled: Path) -> None:
    with Raw(*PYTHON, str(bundled / "run.py"), "--stdio", cwd=bundled) as server:
        server.initialize()
        server.open(MISTAKE)
        published = server.until(lambda message: message.get("method") == "textDocument/publishDiagnostics")
        assert [found["code"] for found in published["params"]["diagnostics"]] == ["DADA-R2"]
        assert server.leave() == 0


def test_every_module_finds_what_it_imports(bundled: Path) -> None:
    """Also those that are imported only when they are needed."""
    code = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import leaselens_server
for module in pkgutil.walk_packages(leaselens_server.__path__, "leaselens_server."):
    importlib.import_module(module.name)
"""
    command = [*PYTHON, "-c", code, str(bundled / "libs")]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
