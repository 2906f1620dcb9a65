"""The VS Code extension's manifest and grammar, held against what they must agree with."""

from __future__ import annotations

import json
import re
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


def test_the_dialects_are_described_as_the_analysis_names_them() -> None:
    what = settings()["leaselens.dada.dialect"]
    described = dict(zip(what["enum"], what["enumDescriptions"], strict=True))
    assert {name: f"{dialect.title}." for name, dialect in DIALECTS.items()}.items() <= described.items()


def test_the_grammar_knows_every_word_of_every_dialect() -> None:
    """Also keywords that mean nothing yet (``any`` in V3) are coloured: they can't be names."""
    patterns = re.findall(r'"(?:match|begin)": "(.*)"', (EXTENSION / "syntaxes/dada.tmLanguage.json").read_text())
    coloured = set(re.findall(r"[a-z]{2,}", re.sub(r"\\\\[a-z]", " ", " ".join(patterns))))
    for dialect in DIALECTS.values():
        assert {*dialect.keywords, *dialect.access_words, *dialect.specifiers} <= coloured, dialect.name


def settings() -> dict[str, Any]:
    properties: dict[str, Any] = read("package.json")["contributes"]["configuration"]["properties"]
    return properties
