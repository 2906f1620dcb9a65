"""The command line and Idol: the same commands as for programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.conftest import Run, conforms
from idol import project


def codes(run: Run, *arguments: str) -> list[str]:
    outcome = run("check", "--format", "json", *arguments)
    conforms(outcome.json, "check")
    return [found["code"] for file in outcome.json["files"] for found in file["diagnostics"]]


def test_a_folder_is_checked_and_what_only_ends_like_an_interface_is_left_out(run: Run, files: Path) -> None:
    project.make(files)
    assert run("check", "idl").out == "No problem in 2 files.\n"
    assert run("check", "idl/window.idl").code == 2


def test_advice_is_given_to_those_who_ask_for_it(run: Run, files: Path) -> None:
    project.make(files)
    assert codes(run, "idl") == []
    assert codes(run, "idl", "--advice") == ["HUB107"]


def test_a_build_script_that_makes_a_client_turns_advice_into_an_error(run: Run, files: Path) -> None:
    project.make(files, **{"lamp-api/build.rs": project.CLIENT})
    outcome = run("check", "idl")
    assert outcome.code == 1
    assert "error[HUB107]" in outcome.out
    assert "lamp-api/build.rs:2:" in outcome.out


@pytest.mark.parametrize(("form", "beginning"), [("svg", "<svg "), ("dot", "digraph"), ("mermaid", "sequenceDiagram")])
def test_the_course_of_a_call(run: Run, files: Path, form: str, beginning: str) -> None:
    project.make(files)
    assert run("diagram", "idl/lamp.idol:8:10", "--format", form).out.startswith(beginning)


def test_the_course_of_a_call_as_json(run: Run, files: Path) -> None:
    project.make(files)
    outcome = run("diagram", "idl/lamp.idol:8:10", "--format", "json")
    conforms(outcome.json, "diagram")
    (visit,) = outcome.json["visits"]
    assert [message["label"] for message in visit["after"]["messages"]] == [
        "SEND 2 + 1 lease",
        "[0] steps: [u8], R, max 8",
        "REPLY () | LampError",
    ]


def test_the_tree(run: Run, files: Path) -> None:
    project.make(files)
    assert run("view", "tree", "idl/lamp.idol").out.startswith("interface: Interface[")
    assert run("view", "worlds", "idl/lamp.idol").code == 2
