"""Which files ``check`` reads: no hidden folders, no links out, nothing that git ignores, and never a wait."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import FINE, Run


def tree(root: Path, *names: str, **contents: str) -> None:
    """Programs with these names, and files with these contents (``__`` for a slash, ``_`` before a name for a dot)."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FINE)
    for name, content in contents.items():
        path = root / name.replace("__", "/").replace("gitignore", ".gitignore")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def paths(run: Run, *arguments: str) -> list[str]:
    return [file["path"] for file in run("check", "--format", "json", *arguments).json["files"]]


# ---------------------------------------------------------------- names and order


def test_a_folder_is_walked_for_known_files(run: Run, files: Path) -> None:
    tree(files, "src/b.dada", "src/a.dada", "src/deep/er/c.DADA", "src/readme.md", "src/dada", "src/x.dada.bak")
    assert paths(run, "src") == ["src/a.dada", "src/b.dada", "src/deep/er/c.DADA"]


@pytest.mark.parametrize(
    ("argument", "path"),
    [("src", "src/a.dada"), ("./src", "./src/a.dada"), ("src/", "src/a.dada"), (".", "./src/a.dada")],
)
def test_paths_are_printed_as_given(run: Run, files: Path, argument: str, path: str) -> None:
    tree(files, "src/a.dada")
    assert paths(run, argument) == [path]


def test_absolute_paths_stay_absolute(run: Run, files: Path) -> None:
    tree(files, "src/a.dada")
    assert paths(run, str(files / "src")) == [str(files / "src/a.dada")]


def test_files_come_in_the_order_given_and_once(run: Run, files: Path) -> None:
    tree(files, "a/z.dada", "b/y.dada", "x.dada")
    assert paths(run, "x.dada", "b", "a", "./x.dada", "a/z.dada") == ["x.dada", "b/y.dada", "a/z.dada"]


def test_a_folder_without_programs(run: Run, files: Path) -> None:
    tree(files, "src/readme.md")
    assert paths(run, "src") == []
    assert run("check", "src").out == "No known file to check.\n"


# ---------------------------------------------------------------- what is left out


def test_hidden_entries_are_left_out_unless_named(run: Run, files: Path) -> None:
    tree(files, "a.dada", ".hidden/b.dada", "deep/.git/c.dada", ".d.dada")
    assert paths(run, ".") == ["./a.dada"]
    assert paths(run, ".hidden", ".d.dada") == [".hidden/b.dada", ".d.dada"]


def test_gitignore_is_read_as_git_reads_it(run: Run, files: Path) -> None:
    tree(
        files,
        *("a.dada", "out/b.dada", "src/out/c.dada", "src/old_d.dada", "src/keep/old_e.dada", "src/gen/f.dada"),
        "src/keep/g.dada",
        gitignore="/out/\nold_*\n",
        src__gitignore="gen\n",
        src__keep__gitignore="!old_e.dada\ng.dada\n",
    )
    assert paths(run, ".") == ["./a.dada", "./src/keep/old_e.dada", "./src/out/c.dada"]


def test_what_is_named_is_checked_although_git_ignores_it(run: Run, files: Path) -> None:
    (files / ".git").mkdir()
    tree(files, "out/a.dada", "out/tmp/b.dada", gitignore="out/\n", out__gitignore="tmp/\n")
    assert paths(run, "out/a.dada") == ["out/a.dada"]
    assert paths(run, "out") == ["out/a.dada"]


def test_the_repository_around_a_folder_counts(run: Run, files: Path) -> None:
    (files / ".git").mkdir()
    tree(files, "src/a.dada", "src/gen/b.dada", gitignore="src/gen/\n")
    assert paths(run, "src") == ["src/a.dada"]


def test_no_repository_no_rules_from_above(run: Run, files: Path) -> None:
    tree(files, "src/a.dada", gitignore="*.dada\n")
    assert paths(run, "src") == ["src/a.dada"]


def test_agreement_with_git(run: Run, files: Path) -> None:
    """The law: what is checked is what git would add."""
    tree(
        files,
        *(f"{folder}/{name}.dada" for folder in ("a", "a/b", "a/b/c", "x/a", "x/y") for name in ("one", "two", "a")),
        gitignore="# notes\nb/\n!a/b\n/x/**/one.dada\n\\!odd\n*two.*\n!x/y/two.dada\n",
        x__gitignore="!one.dada\ny/a.dada\n",
        a__gitignore="c\n",
    )
    subprocess.run(["git", "init", "-q"], cwd=files, check=True)
    listing = ["git", "ls-files", "-z", "--others", "--exclude-standard", "--", "*.dada"]
    listed = subprocess.run(listing, cwd=files, check=True, capture_output=True, text=True).stdout
    assert sorted(paths(run, ".")) == sorted(f"./{name}" for name in listed.split("\0") if name)


def test_a_line_of_gitignore_that_is_no_pattern_costs_itself_alone(run: Run, files: Path) -> None:
    tree(files, "a.dada", "b.dada", gitignore="!\n\\\n[z-a]\nb.dada\n")
    assert paths(run, ".") == ["./a.dada"]


# ---------------------------------------------------------------- links


def test_links_that_lead_out_are_not_followed(run: Run, files: Path) -> None:
    tree(files, "src/a.dada", "out/b.dada")
    (files / "src/link").symlink_to(files / "out")
    (files / "src/link.dada").symlink_to("../out/b.dada")
    (files / "src/nowhere.dada").symlink_to("nothing")
    assert paths(run, "src") == ["src/a.dada"]


def test_links_within_the_folder_show_a_file_once(run: Run, files: Path) -> None:
    tree(files, "src/deep/a.dada", "src/.hidden/b.dada")
    (files / "src/again").symlink_to("deep")
    (files / "src/alias.dada").symlink_to(".hidden/b.dada")
    (files / "src/deep/up").symlink_to("..")
    assert paths(run, "src") == ["src/alias.dada", "src/deep/a.dada"]


def test_a_link_that_is_named_is_followed(run: Run, files: Path) -> None:
    tree(files, "real/a.dada")
    (files / "link").symlink_to("real")
    (files / "file.dada").symlink_to("real/a.dada")
    assert paths(run, "link", "file.dada") == ["link/a.dada", "file.dada"]


def test_a_link_that_can_not_be_read_costs_itself_alone(run: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of other people's processes in /proc."""
    tree(files, "src/a.dada", "src/b.dada")
    (files / "src/link.dada").symlink_to("a.dada")
    realpath = os.path.realpath

    def refused(path: str) -> str:
        if path.endswith("link.dada"):
            raise PermissionError(path)
        return realpath(path)

    monkeypatch.setattr("os.path.realpath", refused)
    assert {"src/a.dada", "src/b.dada"} <= set(paths(run, "src"))


@pytest.mark.parametrize("target", ["nothing", "loop.dada"])
def test_a_link_to_nowhere_is_a_missing_path(run: Run, files: Path, target: str) -> None:
    (files / "loop.dada").symlink_to(target)
    outcome = run("check", "loop.dada")
    assert (outcome.code, outcome.err) == (2, "leaselens: loop.dada: there is no such file or folder\n")


# ---------------------------------------------------------------- what can't be read


def problems(run: Run, *arguments: str) -> list[tuple[str, str]]:
    outcome = run("check", "--format", "json", *arguments)
    assert outcome.code == 1
    return [(file["path"], d["code"]) for file in outcome.json["files"] for d in file["diagnostics"]]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_never_waited_for(run: Run, files: Path) -> None:
    os.mkfifo(files / "pipe.dada")
    assert problems(run, "pipe.dada") == [("pipe.dada", "LEASELENS-F1")]
    tree(files, "a.dada")
    assert paths(run, ".") == ["./a.dada"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_not_read(run: Run) -> None:
    assert problems(run, "/dev/zero", "--language", "dada") == [("/dev/zero", "LEASELENS-F1")]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter there")
def test_what_may_not_be_read_is_told(files: Path) -> None:
    """A folder and a file without permission: told, and the rest is checked. Root may read all, so we step down."""
    tree(files, "src/a.dada", "src/locked.dada", "src/vault/b.dada")
    locked = (files / "src/locked.dada", files / "src/vault")
    for path in locked:
        path.chmod(0)
    for folder in (files, *files.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path(folder.anchor):
            folder.chmod(folder.stat().st_mode | 0o055)
    try:
        outcome = _as_nobody(files)
    finally:
        for path in locked:
            path.chmod(0o755)
    assert outcome == ["src/locked.dada LEASELENS-F1", "src/vault LEASELENS-F1", "1"]


_AS_NOBODY = """
import contextlib, io, json, os
from leaselens.cli import main
main(["check", "src/a.dada"])  # what is imported late may lie where only we can read
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    code = main(["check", "src", "--format", "json"])
for file in json.loads(printed.getvalue())["files"]:
    for diagnostic in file["diagnostics"]:
        print(file["path"], diagnostic["code"])
print(code)
"""


def _as_nobody(folder: Path) -> list[str]:
    ran = subprocess.run([sys.executable, "-c", _AS_NOBODY], cwd=folder, capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()[-3:]


def test_what_is_too_large_is_not_read(run: Run, files: Path) -> None:
    with (files / "hole.dada").open("wb") as file:
        file.truncate(1 << 40)
    assert problems(run, "hole.dada") == [("hole.dada", "LEASELENS-F1")]
