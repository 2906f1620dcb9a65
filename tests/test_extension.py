"""The VS Code extension's manifest and grammar, held against what they must agree with."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import leaselens
from leaselens.dada.dialects import DIALECTS

ROOT = Path(__file__).parents[1]
EXTENSION = ROOT / "vscode-extension"


def read(name: str) -> Any:
    return json.loads((EXTENSION / name).read_text(encoding="utf-8"))


def test_there_is_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {
        leaselens.__version__,
        project["version"],
        read("package.json")["version"],
    } == {leaselens.__version__}


def test_every_command_is_implemented_and_listed() -> None:
    contributes = read("package.json")["contributes"]
    declared = {command["command"] for command in contributes["commands"]}
    source = (EXTENSION / "src/extension.ts").read_text(encoding="utf-8")
    assert declared == set(re.findall(r'registerCommand\("([\w.]+)"', source))
    assert declared == {entry["command"] for entry in contributes["menus"]["commandPalette"]}


def test_a_folder_cannot_choose_a_program() -> None:
    """Every setting that names a program is restricted, and is a setting of the machine."""
    manifest = read("package.json")
    programs = {name: what for name, what in settings().items() if name.startswith("leaselens.server.")}
    assert set(manifest["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]) == set(programs)
    assert {what["scope"] for what in programs.values()} == {"machine-overridable"}


def test_every_setting_and_every_value_is_described() -> None:
    for name, what in settings().items():
        assert what["markdownDescription"].endswith("."), name
        assert len(what.get("enumDescriptions", [])) == len(what.get("enum", [])), name


def test_the_page_names_every_command_and_setting() -> None:
    page = (EXTENSION / "README.md").read_text(encoding="utf-8")
    contributes = read("package.json")["contributes"]
    hidden = {entry["command"] for entry in contributes["menus"]["commandPalette"] if entry.get("when") == "false"}
    titles = {command["title"] for command in contributes["commands"] if command["command"] not in hidden}
    assert not {title for title in titles if title not in page}
    told = dict(re.findall(r"^\| `(leaselens\.[\w.]+)` \| (?:`(\w+)` )?\|", page, re.MULTILINE))
    assert told == {name: json.dumps(what["default"]).strip('"') for name, what in settings().items()}


def test_the_dialects_are_described_as_the_analysis_names_them() -> None:
    what = settings()["leaselens.dada.dialect"]
    described = dict(zip(what["enum"], what["enumDescriptions"], strict=True))
    assert {name: f"{dialect.title}." for name, dialect in DIALECTS.items()}.items() <= described.items()


def launch(setup: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher of the bundled server, in a Python where ``setup`` was executed before."""
    code = f"import sys, runpy; {setup}; runpy.run_path(sys.argv[0], run_name='__main__')"
    code = code.replace("sys.argv[0]", repr(str(EXTENSION / "launch.py")))
    return subprocess.run([sys.executable, "-I", "-c", code, *arguments], capture_output=True, text=True, check=False)


def test_a_python_is_asked_whether_it_will_do() -> None:
    done = launch("pass", "--probe")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("3.")


def test_an_old_python_says_that_it_is_too_old() -> None:
    done = launch("sys.version_info = (3, 9, 2, 'final', 0)", "--probe")
    assert (done.returncode, done.stdout) == (3, "")
    assert "Leaselens needs Python 3.11 or newer" in done.stderr
    assert "is Python 3.9.2" in done.stderr


def test_any_python_can_read_the_launcher() -> None:
    """Nothing in it is newer than Python 2.7, as far as a tree shows that."""
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef, ast.Nonlocal, ast.Starred)
    tree = ast.parse((EXTENSION / "launch.py").read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    signatures = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [node for node in signatures if node.returns or any(argument.annotation for argument in node.args.args)]


def test_the_grammar_knows_every_word_of_every_dialect() -> None:
    """Also keywords that mean nothing yet (``any`` in V3) are coloured: they can't be names."""
    patterns = re.findall(r'"(?:match|begin)": "(.*)"', (EXTENSION / "syntaxes/dada.tmLanguage.json").read_text())
    coloured = set(re.findall(r"[a-z]{2,}", re.sub(r"\\\\[a-z]", " ", " ".join(patterns))))
    for dialect in DIALECTS.values():
        assert {*dialect.keywords, *dialect.access_words, *dialect.specifiers} <= coloured, dialect.name


def settings() -> dict[str, Any]:
    properties: dict[str, Any] = read("package.json")["contributes"]["configuration"]["properties"]
    return properties
