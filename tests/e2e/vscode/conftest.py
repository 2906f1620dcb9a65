"""VS Code, as its users have it: served by code-server, shown in Chromium, with the built extension installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from e2e.vscode.window import Window

ROOT = Path(__file__).parents[3]
NODE = ROOT / ".cache/node24/bin/node"
CODE_SERVER = ROOT / ".cache/code-server-4.139.1/node_modules/code-server/out/node/entry.js"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARTIFACTS = ROOT / "artifacts" / "vscode"

# A quiet editor that asks nobody anything, so that what a test sees is ours or plain VS Code.
USER_SETTINGS = {
    "workbench.startupEditor": "none",
    "telemetry.telemetryLevel": "off",
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


@pytest.fixture(scope="session")
def _installed() -> None:
    """Skip without the editors; where ``REQUIRE_EDITORS`` is set (in CI), fail instead."""
    wanted = {"node 24": NODE.exists(), "code-server": CODE_SERVER.exists(), "chromium": CHROMIUM is not None}
    missing = [name for name, is_there in wanted.items() if not is_there]
    if not missing:
        return
    message = f"no {', '.join(missing)}: run scripts/editors to test VS Code"
    if os.environ.get("REQUIRE_EDITORS"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def vsix(_installed: None) -> Path:
    """The extension, as users get it: the one named by ``LEASELENS_VSIX``, or built now."""
    given = os.environ.get("LEASELENS_VSIX")
    if given:
        return Path(given).resolve()
    subprocess.run([ROOT / "scripts/vsix"], check=True, stdin=subprocess.DEVNULL)
    (built,) = (ROOT / "dist").glob("*.vsix")
    return built


@pytest.fixture(scope="session")
def address(vsix: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running code-server with the extension installed, reached under this address until the tests are over."""
    state = tmp_path_factory.mktemp("code-server")
    settings = state / "user/User/settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({**USER_SETTINGS, **_chosen_server()}))
    (state / "config.yaml").write_text("bind-addr: 127.0.0.1:0\nauth: none\ncert: false\n")
    subprocess.run([*_code_server(state), "--install-extension", vsix, "--force"], check=True, stdin=subprocess.DEVNULL)
    with _running([*_code_server(state), "--ignore-last-opened"], state / "log.txt") as listening:
        yield listening


@pytest.fixture(scope="session")
def browser(_installed: None) -> Iterator[Browser]:
    """A browser in which nobody has been."""
    with sync_playwright() as playwright:
        browser = _launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(params=["dark", "light"])
def window(request: pytest.FixtureRequest, browser: Browser, address: str, tmp_path: Path) -> Iterator[Window]:
    """A window on an empty folder, in a theme. What it showed last is kept as a picture."""
    theme = {"dark": "Default Dark Modern", "light": "Default Light Modern"}[request.param]
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode/settings.json").write_text(json.dumps({"workbench.colorTheme": theme}))
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    window = Window(
        context.new_page(), address, tmp_path, ARTIFACTS / re.sub(r"\W+", "-", request.node.name).strip("-")
    )
    try:
        yield window
        window.picture("end")
    finally:
        context.close()


def _chosen_server() -> dict[str, str]:
    """The server in the extension, or the installed one that is to be tested in its place."""
    command = os.environ.get("LEASELENS_COMMAND")
    return {"leaselens.server.path": command} if command else {}


def _launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=CHROMIUM_OPTIONS)


def _code_server(state: Path) -> list[str | Path]:
    return [
        NODE, CODE_SERVER, "--config", state / "config.yaml",
        "--user-data-dir", state / "user", "--extensions-dir", state / "extensions",
        "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override",
        "--disable-workspace-trust",
    ]  # fmt: skip


@contextmanager
def _running(command: list[str | Path], log: Path) -> Iterator[str]:
    """Run code-server until the end of the block; gives the address that it says it listens on."""
    with (
        log.open("w") as sink,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=sink, text=True) as process,
    ):
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if found := re.search(r"listening on (http://\S+?)/?$", line.rstrip()):
                    yield found[1]
                    break
            else:
                pytest.fail(f"code-server ended: {log.read_text()}")
        finally:
            process.terminate()
