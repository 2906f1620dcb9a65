"""What the ``.vsix`` of a platform carries, and how the extension installs what the universal one does without."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from idol import project

from .raw import Raw

ROOT = Path(__file__).parents[2]
TARGETS = {("Linux", "x86_64"): "linux-x64", ("Linux", "aarch64"): "linux-arm64", ("Darwin", "arm64"): "darwin-arm64"}
TARGET = TARGETS.get((platform.system(), platform.machine()))
BARE = (sys.executable, "-I", "-S", "-X", "utf8")
"""A Python that sees nothing that is installed: only what is carried counts."""


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked ``.vsix`` for this machine."""
    if TARGET is None or shutil.which("npm") is None:
        pytest.skip("no .vsix is made on this platform, or npm is missing")
    subprocess.run([ROOT / "scripts/vsix", "--target", TARGET], check=True, stdin=subprocess.DEVNULL)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    folder = tmp_path_factory.mktemp("vsix")
    with ZipFile(ROOT / "dist" / f"leaselens-{TARGET}-{version}.vsix") as packed:
        packed.extractall(folder)
    return folder


def test_it_is_for_one_platform(carried: Path) -> None:
    manifest = (carried / "extension.vsixmanifest").read_text(encoding="utf-8")
    assert f'TargetPlatform="{TARGET}"' in manifest


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_it_carries_what_reads_rust_for_each_python(carried: Path, minor: int) -> None:
    folder = carried / "extension/bundled/compiled" / f"cpython-3{minor}"
    compiled = {path.relative_to(folder).as_posix() for path in folder.rglob("*.so")}
    assert any(re.fullmatch(rf"tree_sitter/_binding\.cpython-3{minor}-.*\.so", path) for path in compiled)
    assert any(re.fullmatch(r"tree_sitter_rust/_binding\.abi3\.so", path) for path in compiled)


def test_its_server_finds_an_implementation(carried: Path, tmp_path: Path) -> None:
    interface = project.make(tmp_path)
    uri = interface.as_uri()
    with Raw(*BARE, str(carried / "extension/bundled/run.py"), "--stdio", cwd=tmp_path) as client:
        client.initialize()
        item = {"uri": uri, "languageId": "idol", "version": 1, "text": interface.read_text("utf-8")}
        client.notify("textDocument/didOpen", {"textDocument": item})
        asked = {"textDocument": {"uri": uri}, "position": {"line": 3, "character": 10}}
        (found,) = client.result("textDocument/implementation", asked)
    assert found["uri"] == (tmp_path / "lamp-server/src/main.rs").as_uri()


MISTAKE = """\
class Box(content)

let box = Box("a letter")
let guest = box.lease
print(box.content).await
guest.content = "a parcel"
"""


def test_its_server_reports_a_mistake(carried: Path) -> None:
    with Raw(*BARE, str(carried / "extension/bundled/run.py"), "--stdio", cwd=carried) as client:
        client.initialize()
        client.open(MISTAKE)
        published = client.until(lambda message: message.get("method") == "textDocument/publishDiagnostics")
        assert [found["code"] for found in published["params"]["diagnostics"]] == ["DADA-R2"]
        assert client.leave() == 0


def test_every_module_of_its_server_finds_what_it_imports(carried: Path) -> None:
    """Also those that are imported only when they are needed."""
    code = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import leaselens_server
for module in pkgutil.walk_packages(leaselens_server.__path__, "leaselens_server."):
    importlib.import_module(module.name)
"""
    command = [*BARE, "-c", code, str(carried / "extension/bundled/libs")]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# ---------------------------------------------------------------- installing


def launcher(folder: Path) -> Path:
    """The launcher, bundled with nothing but the list of what it may install."""
    shutil.copy(ROOT / "vscode-extension/launch.py", folder / "run.py")
    (folder / "rust.txt").write_text("tree-sitter\ntree-sitter-rust\n", encoding="utf-8")
    return folder / "run.py"


def wheel(folder: Path, name: str) -> None:
    """A wheel of one empty module."""
    info = f"{name}-1.0.dist-info"
    with ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as packed:
        packed.writestr(f"{name}/__init__.py", "")
        packed.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        packed.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        packed.writestr(f"{info}/RECORD", "")


def install(folder: Path, wheels: Path) -> subprocess.CompletedProcess[str]:
    """Install without a network: pip knows nothing but a folder of wheels."""
    offline = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull}
    command = [sys.executable, "-I", str(launcher(folder)), "--compiled", str(folder / "compiled"), "--install"]
    return subprocess.run(command, env=offline, capture_output=True, text=True, check=False)


def test_what_is_installed_lies_in_a_folder_for_this_python(tmp_path: Path) -> None:
    for name in ("tree_sitter", "tree_sitter_rust"):
        wheel(tmp_path, name)
    done = install(tmp_path, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    (folder,) = (tmp_path / "compiled").iterdir()
    assert folder.name.startswith(f"cpython-3{sys.version_info.minor}")
    assert (folder / "tree_sitter_rust/__init__.py").exists()


def test_without_a_network_it_says_what_pip_said_and_leaves_what_there_was(tmp_path: Path) -> None:
    there = tmp_path / "compiled" / (sys.implementation.cache_tag or "") / "kept"
    there.mkdir(parents=True)
    done = install(tmp_path, tmp_path)
    assert done.returncode == 4
    assert done.stderr.splitlines()[-1].startswith(f"pip could not install it for {sys.executable}: ERROR: No matching")
    assert there.exists()


def test_a_python_without_pip_says_so(tmp_path: Path) -> None:
    venv.create(tmp_path / "bare")
    python = tmp_path / "bare/bin/python"
    command = [str(python), "-I", str(launcher(tmp_path)), "--compiled", str(tmp_path / "compiled"), "--install"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert done.stderr.endswith("No module named pip\n")
