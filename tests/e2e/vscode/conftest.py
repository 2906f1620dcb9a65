"""VS Code, as its users have it: served by code-server, shown in Chromium, with the built extension installed."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, sync_playwright

from e2e.vscode.window import Window

ROOT = Path(__file__).parents[3]
NODE = ROOT / ".cache/node24/bin/node"
CODE_SERVER = ROOT / ".cache/code-server-4.139.1/node_modules/code-server/out/node/entry.js"
LOGGER = CODE_SERVER.parents[2] / "lib/vscode/node_modules/@vscode/spdlog/build/Release/spdlog.node"
"""What VS Code writes its output channels with, if it could be compiled."""
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARTIFACTS = ROOT / "artifacts" / "vscode"

# A quiet editor that asks nobody anything, so that what a test sees is ours or plain VS Code.
USER_SETTINGS = {
    "workbench.startupEditor": "none",
    "security.workspace.trust.startupPrompt": "never",
    "telemetry.telemetryLevel": "off",
    "files.autoSave": "off",
    "update.mode": "none",
    "extensions.autoCheckUpdates": False,
    "extensions.autoUpdate": False,
    "workbench.tips.enabled": False,
    "window.commandCenter": False,
    "chat.commandCenter.enabled": False,
    "chat.disableAIFeatures": True,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "editor.fontFamily": "'DejaVu Sans Mono', monospace",
    "editor.minimap.enabled": False,
    "editor.hover.delay": 100,
}
# Chromium may reach nothing but this machine, and is told not to try.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


Settings = Mapping[str, object]
Programs = Mapping[str, str]
Command = list[str | Path]


class Serve(Protocol):
    """``settings`` are the machine's; ``path`` is what programs are found on in place of the machine's ``PATH``."""

    def __call__(
        self, settings: Settings | None = None, *options: str, path: str | None = None
    ) -> AbstractContextManager[str]: ...


class OpenWindow(Protocol):
    """``programs`` are the folder's files by name; ``settings`` are the folder's; ``look`` are the window's size and
    scale."""

    def __call__(self, address: str, programs: Programs, settings: Settings | None = None, **look: Any) -> Window: ...


@pytest.fixture(scope="session")
def _installed() -> None:
    """Skip without the editors."""
    _need({"node 24": NODE.exists(), "code-server": CODE_SERVER.exists(), "chromium": CHROMIUM is not None})


def _need(wanted: Mapping[str, bool]) -> None:
    """Skip where something is missing; where ``REQUIRE_EDITORS`` is set (in CI), fail instead."""
    missing = [name for name, is_there in wanted.items() if not is_there]
    if not missing:
        return
    message = f"no {', '.join(missing)}: run scripts/editors to test VS Code"
    if os.environ.get("REQUIRE_EDITORS"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def vsix(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The extension, as users get it: the one named by ``LEASELENS_VSIX``, or built now."""
    given = os.environ.get("LEASELENS_VSIX")
    if given:
        return Path(given).resolve()
    _need({"npm": shutil.which("npm") is not None})
    own = tmp_path_factory.getbasetemp()
    return _built(own if worker_id == "master" else own.parent)


def _built(folder: Path) -> Path:
    """Build the extension, once for all the workers of this run, which share the folder."""
    vsix = folder / "leaselens.vsix"
    with (folder / "vsix.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not vsix.exists():
            subprocess.run([ROOT / "scripts/vsix"], check=True, stdin=subprocess.DEVNULL)
            (built,) = (ROOT / "dist").glob("leaselens-[0-9]*.vsix")
            shutil.copy(built, vsix)
    return vsix


@pytest.fixture(scope="session")
def serve(_installed: None, vsix: Path, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Starts code-server with the extension installed, for the length of a ``with`` block; gives its address."""

    @contextmanager
    def serve(settings: Settings | None = None, *options: str, path: str | None = None) -> Iterator[str]:
        state = tmp_path_factory.mktemp("code-server")
        # Seen from the browser, the machine with the server is a remote one and has settings of its own.
        for scope, given in (("User", USER_SETTINGS), ("Machine", {**_chosen_server(), **(settings or {})})):
            (state / "user" / scope).mkdir(parents=True)
            (state / "user" / scope / "settings.json").write_text(json.dumps(given))
        (state / "config.yaml").write_text("bind-addr: 127.0.0.1:0\nauth: none\ncert: false\n")
        # Given a PATH, VS Code must not learn another one from a login shell; it asks none when started by its CLI.
        environment = {**os.environ} if path is None else {**os.environ, "PATH": path, "VSCODE_CLI": "1"}
        command = _code_server(state)
        install = [*command, "--install-extension", vsix, "--force"]
        subprocess.run(install, check=True, stdin=subprocess.DEVNULL, capture_output=True, env=environment)
        with _running([*command, "--ignore-last-opened", *options], environment, state / "log.txt") as address:
            yield address

    return serve


@pytest.fixture(scope="session")
def address(serve: Serve) -> Iterator[str]:
    """The address of the VS Code that most tests use."""
    with serve(None, "--disable-workspace-trust") as address:
        yield address


@pytest.fixture(scope="module")
def browser(_installed: None) -> Iterator[Browser]:
    """A browser in which nobody has been. Not for the whole session: while it is open, an event loop runs, and tests
    that bring their own would fail."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_window(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[OpenWindow]:
    """Opens a window on an empty folder. What it showed last is kept as a picture."""
    opened: list[Window] = []

    def open_window(address: str, programs: Programs, settings: Settings | None = None, **look: Any) -> Window:
        _fill(tmp_path, programs, settings)
        opened.append(Window(browser, address, tmp_path, **look))
        opened[-1].pictures = _pictures(request)
        return opened[-1]

    yield open_window
    for window in opened:
        window.picture("end")
        window.close()


@pytest.fixture(scope="module")
def shared_window(
    browser: Browser, address: str, programs: Programs, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Window]:
    """A window on a folder with the module's ``programs``, for tests that leave little behind."""
    folder = tmp_path_factory.mktemp("programs")
    _fill(folder, programs, {"workbench.colorTheme": "Default Dark Modern"})
    window = Window(browser, address, folder)
    yield window
    window.close()


@pytest.fixture
def window(request: pytest.FixtureRequest, shared_window: Window) -> Iterator[Window]:
    """The shared window, with pictures of this test."""
    shared_window.pictures = _pictures(request)
    yield shared_window
    shared_window.picture("end")


def _pictures(request: pytest.FixtureRequest) -> Path:
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    return ARTIFACTS / re.sub(r"\W+", "-", request.node.name.removeprefix("test_")).strip("-")


def _fill(folder: Path, programs: Programs, settings: Settings | None) -> None:
    for name, text in programs.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / ".vscode").mkdir()
    (folder / ".vscode/settings.json").write_text(json.dumps(settings or {}))


def _chosen_server() -> dict[str, str]:
    """The server in the extension, or the installed one that is to be tested in its place."""
    command = os.environ.get("LEASELENS_COMMAND")
    return {"leaselens.server.path": command} if command else {}


def _code_server(state: Path) -> Command:
    return [
        NODE, CODE_SERVER, "--config", state / "config.yaml",
        "--user-data-dir", state / "user", "--extensions-dir", state / "extensions",
        "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override",
    ]  # fmt: skip


@contextmanager
def _running(command: Command, environment: dict[str, str], log: Path) -> Iterator[str]:
    """Run code-server until the end of the block; gives the address that it says it listens on."""
    with (
        log.open("w") as sink,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=sink, text=True, env=environment
        ) as process,
    ):
        assert process.stdout is not None
        try:
            announced = (re.search(r"listening on (http://\S+?)/?$", line.rstrip()) for line in process.stdout)
            address = next(filter(None, announced), None)
            assert address, f"code-server ended: {log.read_text()}"
            yield address[1]
        finally:
            process.terminate()
