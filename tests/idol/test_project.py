"""An interface among the files of its project: who makes clients of it, who implements it, who calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from idol import project

from leaselens import disk, languages
from leaselens.diagnostics import Severity
from leaselens.ide import elsewhere
from leaselens.model.analysis import Analysis
from leaselens.rust import syntax
from leaselens.text import Source


def analysed(path: Path, root: disk.Folder) -> Analysis:
    return languages.analyse(Source(str(path), path.read_text("utf-8")), files=root)


def told(path: Path, root: disk.Folder) -> list[tuple[str, Severity, bool]]:
    return [(found.code, found.severity, found.optional) for found in analysed(path, root).diagnostics]


def test_without_a_client_a_silent_death_is_advice(tmp_path: Path) -> None:
    interface = project.make(tmp_path)
    assert told(interface, disk.Folder(str(tmp_path))) == [("HUB107", Severity.HINT, True)]


def test_with_a_client_it_is_an_error_that_names_the_build_script(tmp_path: Path) -> None:
    interface = project.make(tmp_path, **{"lamp-api/build.rs": project.CLIENT})
    root = disk.Folder(str(tmp_path))
    assert told(interface, root) == [("HUB107", Severity.ERROR, False)]
    (found,) = analysed(interface, root).diagnostics
    (step,) = found.related
    assert step.path == f"{tmp_path}/lamp-api/build.rs"
    assert project.CLIENT[slice(*step.span)] == "../idl/lamp.idol"


@pytest.mark.parametrize(("version", "codes"), [("0.5.1", ["HUB105"]), ("0.6.0", [])])
def test_what_the_runtime_can_not_do_depends_on_its_version(tmp_path: Path, version: str, codes: list[str]) -> None:
    both = project.INTERFACE.replace("read: true", "read: true, write: true").replace(
        'reply: Simple("()")', 'reply: Simple("()"), idempotent: true'
    )
    lock = f'[[package]]\nname = "idol-runtime"\nversion = "{version}"\n'
    interface = project.make(tmp_path, **{"idl/lamp.idol": both, "Cargo.lock": lock})
    assert [code for code, _, _ in told(interface, disk.Folder(str(tmp_path)))] == codes


def test_which_idl_files_are_interfaces(tmp_path: Path) -> None:
    project.make(tmp_path, **{"odd/build.rs": 'fn main() { idol::build_x("../idl/window.idl"); }'})
    root = disk.Folder(str(tmp_path))
    known = {
        name: languages.language_of(path, root.text(path), root) for path in root.ending(".idl") for name in [path]
    }
    assert {Path(path).name: language for path, language in known.items()} == {
        "other.idl": "idol",
        "window.idl": "idol",
    }
    assert languages.language_of(f"{tmp_path}/idl/window.idl", root.text(f"{tmp_path}/idl/window.idl")) is None


def places(tmp_path: Path, name: str) -> list[tuple[str, str, int]]:
    """The places elsewhere: the relation, the file, the 1-based line."""
    interface = project.make(tmp_path, **{"lamp-api/build.rs": project.CLIENT})
    root = disk.Folder(str(tmp_path))
    analysis = analysed(interface, root)
    found = elsewhere.references(analysis, project.INTERFACE.index(name) + 1, root)
    return [
        (
            place.relation.value,
            Path(place.source.name).relative_to(tmp_path).as_posix(),
            place.source.lines.position(place.word.start).line + 1,
        )
        for place in found
    ]


@pytest.mark.skipif(not syntax.available(), reason="tree-sitter is not installed")
def test_where_an_operation_lives(tmp_path: Path) -> None:
    assert places(tmp_path, '"set"') == [
        ("implementation", "lamp-server/src/main.rs", 3),
        ("script", "lamp-api/build.rs", 2),
        ("script", "lamp-server/build.rs", 3),
        ("call", "room/src/main.rs", 3),
    ]


@pytest.mark.skipif(not syntax.available(), reason="tree-sitter is not installed")
def test_implementations_in_the_branches_of_a_macro(tmp_path: Path) -> None:
    assert [place for place in places(tmp_path, '"pattern"') if place[0] == "implementation"] == [
        ("implementation", "lamp-server/src/main.rs", 6),
        ("implementation", "lamp-server/src/main.rs", 8),
    ]


def test_without_tree_sitter_the_rest_works_and_it_is_said(tmp_path: Path) -> None:
    with project.without_rust():
        relations = [relation for relation, _, _ in places(tmp_path, '"set"')]
        analysis = languages.analyse(Source("a.idol", project.INTERFACE))
        assert relations == ["script", "script"]
        assert elsewhere.lacking(analysis) == syntax.MISSING


def test_the_interface_s_hover_names_the_crates(tmp_path: Path) -> None:
    interface = project.make(tmp_path, **{"lamp-api/build.rs": project.CLIENT})
    note = analysed(interface, disk.Folder(str(tmp_path))).note_at(project.INTERFACE.index("Lamp"))
    assert note is not None
    assert note.paragraphs == (
        "interface `Lamp` · 2 operations",
        "A server implements the trait `InOrderLampImpl`.",
        "Servers are generated in `lamp-server`.",
        "Clients are generated in `lamp-api`.",
    )


def test_an_operation_s_hover_names_the_crates_that_implement_it(tmp_path: Path) -> None:
    interface = project.make(tmp_path)
    note = analysed(interface, disk.Folder(str(tmp_path))).note_at(project.INTERFACE.index("pattern"))
    assert note is not None
    assert "It is implemented in `lamp-server`." in note.paragraphs
