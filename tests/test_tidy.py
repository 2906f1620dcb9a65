"""The invariants of ARCHITECTURE.md that a machine can hold: who imports whom, names, sizes, links, addresses."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ANALYSIS = ROOT / "analysis"
SERVER = ROOT / "server"

LAYERS = (
    {"text"},
    {"diagnostics", "pages"},
    {"model"},
    {"render"},
    {"dada", "idol", "rust"},
    {"hubris", "tock"},
    {"languages"},
    {"ide"},
    {"disk"},
    {"cli"},
)
"""The parts of ``leaselens``, lowest first. A part may import itself and what stands in a lower layer.

``render`` stands low because it needs only the model; ``ide`` puts drawings into its answers.
"""

OPEN_TO_THE_SERVER = {"disk", "text", "diagnostics", "pages", "model", "languages", "ide", "render"}

WORLDLY = {"os", "sys", "io", "pathlib", "shutil", "subprocess", "socket", "time", "random", "logging", "tempfile"}
"""What the analysis has no use for: it is given texts and gives values. ``disk``, ``cli`` and the server know the
world."""

PURE = {"pathlib.PurePath", "pathlib.PurePosixPath"}
READERS_OF_PACKAGE_DATA = {"pages.py"}
READERS_OF_FILES = {"cli", "disk"}

BAD_WORDS = re.compile(r"^_*((?:.*_)?(?:utils?|helpers?|managers?)|(?:handle|process|do)_.*)$", re.IGNORECASE)

LONGEST_FILE = 500
LONGEST_FUNCTION = 40
LONG_FUNCTIONS: set[str] = set()
"""The functions that may be longer, as ``path::name``: each is a table in disguise. Keep this short."""

REGISTRY_HOST = re.compile(r"\b(?:npm" r"js|pypi|python" r"hosted|debian|crates)\.(?:org|com|io|net)\b", re.IGNORECASE)


@cache
def tracked() -> tuple[Path, ...]:
    """All files of the project that git knows or would take, without what was deleted but not yet committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(sorted({path for path in paths if path.is_file()}))


def python_files(*roots: Path) -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and any(path.is_relative_to(root) for root in roots)]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a module imports; ``from a import b`` counts as ``a.b``."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                assert (ROOT / "tests") in path.parents, f"{path}: relative imports hide who imports whom"


def part_of(dotted: str) -> str | None:
    """``model`` for ``leaselens.model.diagram``; ``None`` for the package itself and for what is not in it."""
    head, _, rest = dotted.partition(".")
    return rest.partition(".")[0] if head == "leaselens" and rest not in ("", "__version__") else None


def layer(part: str) -> int:
    found = [height for height, parts in enumerate(LAYERS) if part in parts]
    assert found, f"leaselens.{part} has no layer: give it one in ARCHITECTURE.md and here"
    return found[0]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


# ---------------------------------------------------------------- who imports whom


@pytest.mark.parametrize("path", python_files(ANALYSIS), ids=shown)
def test_the_analysis_imports_downwards(path: Path) -> None:
    home = path.relative_to(ANALYSIS / "leaselens").with_suffix("").parts[0]
    for name in imports(path):
        part = part_of(name)
        if home == "__init__" or part is None or part == home:
            continue
        assert layer(part) < layer(home), f"{shown(path)} imports {name}, which does not lie below it"


@pytest.mark.parametrize("path", python_files(ANALYSIS), ids=shown)
def test_the_analysis_knows_no_editor(path: Path) -> None:
    """Only the command that starts the server knows that there is one."""
    starts_it = path == ANALYSIS / "leaselens/cli/server.py"
    forbidden = {"pygls", "lsprotocol"} | (set() if starts_it else {"leaselens_server"})
    assert not [name for name in imports(path) if name.partition(".")[0] in forbidden]


@pytest.mark.parametrize("path", python_files(SERVER), ids=shown)
def test_the_server_knows_no_internals(path: Path) -> None:
    parts = {part_of(name) for name in imports(path)} - {None}
    assert parts <= OPEN_TO_THE_SERVER, f"{shown(path)} reaches into leaselens"


@pytest.mark.parametrize("path", python_files(ROOT), ids=shown)
def test_nothing_is_imported_by_its_folder(path: Path) -> None:
    """``analysis.leaselens`` would be a second copy of every class."""
    assert not [name for name in imports(path) if name.partition(".")[0] in ("analysis", "server")]


@pytest.mark.parametrize(
    "path", [path for path in python_files(ANALYSIS) if not READERS_OF_FILES & set(path.parts)], ids=shown
)
def test_the_analysis_takes_texts_and_gives_values(path: Path) -> None:
    if path.name not in READERS_OF_PACKAGE_DATA:
        assert not [name for name in imports(path) if name.partition(".")[0] in WORLDLY and name not in PURE]
    calls = (
        node.func.id
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    assert not {"print", "open", "input"} & set(calls)


@pytest.mark.parametrize("path", [path for path in python_files(SERVER) if path.name != "positions.py"], ids=shown)
def test_one_module_speaks_of_positions(path: Path) -> None:
    """Only ``positions`` makes the protocol's positions and ranges, and knows in which units they count."""
    assert not re.findall(r"\b(?:Position|Range)\(|\bPositionEncodingKind\b", path.read_text(encoding="utf-8"))


# ---------------------------------------------------------------- names and sizes


@pytest.mark.parametrize("path", python_files(ANALYSIS, SERVER, ROOT / "tests", ROOT / "scripts"), ids=shown)
def test_names_say_what_a_thing_is(path: Path) -> None:
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = [node.name for node in ast.walk(parsed(path)) if isinstance(node, definitions)]
    names += [re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name) for name in names]  # CamelCase, word by word
    assert not [name for name in [path.stem, path.parent.name, *names] if BAD_WORDS.match(name)]


@pytest.mark.parametrize(
    "path", [path for path in tracked() if path.suffix in (".py", ".ts", ".lua", ".sh", ".lark", "")], ids=shown
)
def test_files_are_short(path: Path) -> None:
    if path.name.startswith("LICENSE"):
        return
    assert path.read_bytes().count(b"\n") < LONGEST_FILE, f"{shown(path)} is due to be divided"


def test_functions_are_short() -> None:
    long = {
        f"{shown(path)}::{name}": lines for path in python_files(ANALYSIS, SERVER) for name, lines in functions(path)
    }
    found = {name for name, lines in long.items() if lines > LONGEST_FUNCTION}
    assert found == LONG_FUNCTIONS


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function and how many lines it has, without its docstring."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = node.body[0].end_lineno if ast.get_docstring(node, clean=False) is not None else node.lineno
            assert start is not None
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - start


# ---------------------------------------------------------------- what a reader relies on


def texts() -> list[Path]:
    return [path for path in tracked() if path.suffix not in (".png", ".gz")]


@pytest.mark.parametrize("path", texts(), ids=shown)
def test_no_registry_is_named(path: Path) -> None:
    """Who builds Leaselens chooses where packages come from; a lock file with addresses would choose for them."""
    text = path.read_text(encoding="utf-8")
    assert not REGISTRY_HOST.findall(text)
    assert path.name != "package-lock.json" or '"resolved"' not in text


@pytest.mark.parametrize("path", [path for path in tracked() if path.suffix == ".md"], ids=shown)
def test_links_lead_somewhere(path: Path) -> None:
    prose = re.sub(r"^(```|~~~).*?^\1", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = re.findall(r"\]\(<?([^)#>\s]+)(?:#[^)]*)?>?\)", re.sub(r"`[^`\n]*`", "", prose))
    pictures = re.findall(r'\bsrc(?:set)?="([^"]+)"', prose)
    for target in targets + pictures:
        if not re.match(r"[a-z]+:", target):
            assert (path.parent / target).exists(), f"{shown(path)} links to {target}"


@pytest.mark.parametrize("path", [path for path in tracked() if path.parent == ROOT / "scripts"], ids=shown)
def test_scripts_can_be_run(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if not path.suffix:
        assert text.startswith("#!")
        assert path.stat().st_mode & 0o111, f"{shown(path)} is not executable"
    if "sh\n" in text.partition("\n")[0] + "\n" or path.suffix == ".sh":
        subprocess.run(["bash", "-n", path], check=True)
