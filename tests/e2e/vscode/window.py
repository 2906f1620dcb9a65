"""One window of VS Code, used as a person uses it: open a file, point at a word, call a command, and look."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, FloatRect, Locator, TimeoutError, ViewportSize

from e2e.vscode.diagram import Diagram

SLOW_MS = 60_000
"""How long to wait for what must come: a busy machine takes its time."""
SOON_MS = 4_000
"""How long to wait for what may have come too early to be right, and is then brought about once more."""
SIZE: ViewportSize = {"width": 1280, "height": 800}

T = TypeVar("T")

_PLACE_OF_WORD = """([line, word]) => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
    for (let node; (node = walker.nextNode()); ) {
        const found = new RegExp("\\\\b" + word + "\\\\b").exec(node.textContent)
        if (!found) continue
        const range = document.createRange()
        range.setStart(node, found.index)
        range.setEnd(node, found.index + word.length)
        const { x, y, width, height } = range.getBoundingClientRect()
        return { x: x + width / 2, y: y + height / 2 }
    }
}"""

_HAS_CURSOR = """(line) => {
    const number = document.querySelector(".monaco-editor.focused .line-numbers.active-line-number")
    return number !== null && Math.abs(number.getBoundingClientRect().y - line.getBoundingClientRect().y) < 2
}"""
_DECORATIONS = """
    const look = (element) => {
        const { borderBottomStyle, borderBottomWidth, borderTopWidth } = getComputedStyle(element)
        return borderBottomWidth === "0px" ? null : borderBottomStyle + (borderTopWidth === "0px" ? " line" : " box")
    }
    const found = document.querySelectorAll(".view-overlays [class*='ced-'], .view-line [class*='ced-']")
"""
_IS_MARKED = f"""(looks) => {{
    {_DECORATIONS}
    const marked = [...new Set([...found].map(look).filter(Boolean))].sort()
    return JSON.stringify(marked) === JSON.stringify(looks)
}}"""
_FLOATING = """[...document.querySelectorAll(".view-line [class*='ced-']")]
    .map((element) => getComputedStyle(element, "::after").content)
    .filter((content) => /[\\u2500-\\u257f]/.test(content))"""


class Window:
    """Drives one page. Lines are named by a piece of their text, so that a test reads like the program."""

    def __init__(
        self, browser: Browser, address: str, folder: Path, size: ViewportSize = SIZE, scale: float = 1
    ) -> None:
        self.pictures = folder / "picture"
        """Where pictures go, as the beginning of their names."""
        self._context = browser.new_context(viewport=size, device_scale_factor=scale)
        self._page = self._context.new_page()
        self._page.set_default_timeout(SLOW_MS)
        self._page.goto(f"{address}/?folder={folder}", wait_until="domcontentloaded")
        self._page.wait_for_selector(".monaco-workbench .explorer-folders-view")

    def close(self) -> None:
        """Close the window, with all that it remembers."""
        self._context.close()

    def open(self, name: str) -> None:
        """Open a file of the folder in place of what is open."""
        self._close_editors()
        self._page.get_by_role("treeitem", name=name).dblclick()
        self._page.wait_for_selector(f".tab.active[data-resource-name='{name}']")
        self._page.wait_for_selector(".monaco-editor.focused .view-line")

    def open_untitled(self, program: str) -> None:
        """Begin a new text that is in no file, say that it is Dada, and put the program in."""
        self._close_editors()
        self.run("File: New Untitled Text File")
        self._page.wait_for_selector(".tab.active[data-resource-name^='Untitled']")
        self.run("Change Language Mode")
        self._choose("Dada", asked="Select Language Mode")
        self._page.keyboard.insert_text(program)

    def squiggles(self, kind: str = "error") -> int:
        """How many pieces are underlined as errors (or warnings), once at least one is."""
        self._page.wait_for_selector(f".squiggly-{kind}")
        return self._page.locator(f".squiggly-{kind}").count()

    def wait_for_problems(self, count: int) -> None:
        """Wait until the status bar counts so many problems (errors and warnings together)."""
        counted = {0: "No Problems"}.get(count, rf"(Errors|Warnings): {count}\b")
        self._page.locator("#status\\.problems").get_by_label(re.compile(counted)).first.wait_for()

    def hover(self, line: str, word: str, until: str) -> str:
        """Point at a word in the line until the hover says what is expected; all that it says."""
        contents = self._page.locator(".monaco-hover:not(.hidden) .hover-contents")

        def point() -> str:
            place = self._place(line, word)
            self._point_away()
            self._page.keyboard.press("Escape")
            self._page.mouse.move(place["x"], place["y"], steps=5)
            contents.filter(has_text=until).first.wait_for(timeout=SOON_MS)
            return "\n".join(contents.all_inner_texts()).replace("\u00a0", " ")

        # A hover that opened before the server was ready stays as it is; only a new one asks again.
        return _again_and_again(point)

    def wait_for_hint(self, line: str, hint: str) -> None:
        """Wait until the line shows an inlay hint with this text."""
        self._line(line).filter(has_text=_loose(hint)).first.wait_for()

    def put_cursor(self, line: str, word: str) -> None:
        """Click on a word until its line has the cursor: hints may move it while we click, or a hover be in the way."""

        def put() -> None:
            place = self._place(line, word)
            self._page.mouse.click(place["x"], place["y"])
            self._point_away()
            self._page.wait_for_function(_HAS_CURSOR, arg=self._line(line).first.element_handle(), timeout=SOON_MS)

        _again_and_again(put)

    def seconds_to_squiggle(self, name: str) -> float:
        """Open a file of the folder; how long it takes from then until something in it is underlined."""
        self._close_editors()
        self._page.wait_for_selector(".squiggly-error", state="detached")
        self._page.get_by_role("treeitem", name=name).hover()
        begun = time.perf_counter()
        self._page.get_by_role("treeitem", name=name).dblclick()
        self._page.wait_for_selector(".squiggly-error")
        return time.perf_counter() - begun

    def fix(self, title: str) -> None:
        """Choose a quick fix where the cursor is, as soon as it is offered."""
        offered = self._page.locator(".action-widget .action", has_text=title).first

        def choose() -> None:
            self._page.keyboard.press("Escape")
            self._page.keyboard.press("Control+.")
            offered.click(timeout=SOON_MS)

        # What is offered before the server was asked stays as it is; only a new list asks again.
        _again_and_again(choose)

    def run(self, command: str) -> None:
        """Call a command by its name in the palette."""

        def call() -> None:
            self._page.keyboard.press("Escape")
            self._page.keyboard.press("F1")
            self._choose(command)

        # A command that comes after the palette was opened is not in it.
        _again_and_again(call)

    def press(self, button: str) -> None:
        """Press a button of a notification."""
        self._page.locator(".notifications-toasts").get_by_role("button", name=button).click()

    def wait_for_signature(self, signature: str, parameter: str) -> None:
        """Wait until the signature of a call is shown beside it, with the parameter that is typed set off."""
        shown = self._page.locator(".parameter-hints-widget.visible", has_text=_loose(signature))
        shown.locator(".parameter.active").filter(has_text=re.compile(f"^{re.escape(parameter)}$")).wait_for()

    def wait_for_text(self, text: str) -> None:
        """Wait until the text stands somewhere in the window."""
        self._page.get_by_text(_loose(text)).first.wait_for()

    def diagram(self) -> Diagram:
        """The diagram view, which must be open."""
        # It is a page in a page in a page; ours is the innermost.
        return Diagram(self._page.frame_locator("iframe.webview").frame_locator("iframe").locator("body"))

    def keys(self, *keys: str) -> None:
        """Press keys, one after the other, where the keyboard's focus is."""
        for key in keys:
            self._page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text where the cursor is."""
        self._page.keyboard.type(text)

    def wait_for_marks(self, *looks: str) -> None:
        """Wait until pieces of the text are marked in these ways, and in no others (``solid line``, ``dashed box``)."""
        self._page.wait_for_function(_IS_MARKED, arg=sorted(looks))

    def wait_for_floating(self, text: str) -> None:
        """Wait until a diagram with this text stands beside a line."""
        self._page.wait_for_function(f"(text) => {_FLOATING}.some((content) => content.includes(text))", arg=text)

    def wait_for_no_floating(self) -> None:
        """Wait until no diagram stands beside a line."""
        self._page.wait_for_function(f"() => {_FLOATING}.length === 0")

    def wait_for_language_status(self, text: str) -> None:
        """Point at the braces in the status bar, until what they tell of the language has the text.

        What is shown there does not follow changes, so the pointer goes away and comes again.
        """
        told = self._page.locator(".hover-language-status", has_text=text)

        def point() -> None:
            self._point_away()
            self._page.locator("#status\\.languageStatus").hover()
            told.wait_for(timeout=SOON_MS)

        _again_and_again(point)

    def wait_for_notice(self, text: str) -> None:
        """Wait until a notification says the text."""
        self._page.locator(".notification-list-item", has_text=text).first.wait_for()

    def picture(self, moment: str) -> None:
        """Keep what the window shows now, for people."""
        self._page.screenshot(path=f"{self.pictures}-{moment}.png", animations="disabled")

    def picture_of_editors(self, path: Path, height: float) -> None:
        """Keep what the editors show now, without what is around them, down to a height."""
        box = self._page.locator(".part.editor").bounding_box()
        assert box is not None
        clip: FloatRect = {**box, "height": min(height, box["height"])}
        self._page.screenshot(path=path, animations="disabled", clip=clip)

    def _close_editors(self) -> None:
        """Close what is open, and forget what was typed."""
        tabs = self._page.locator(".tab")
        for left in reversed(range(tabs.count())):
            self.run("View: Revert and Close Editor")
            tabs.nth(left).wait_for(state="detached")

    def _choose(self, name: str, asked: str = "Type the name of a command") -> None:
        """Type a name into the box that is asking (for what, says its placeholder), and take what it stands for."""
        box = self._page.locator(f".quick-input-widget input[placeholder*='{asked}']")
        box.press_sequentially(name)  # which takes the focus first: it may still be in a page of ours that knows keys
        exactly = re.compile(rf"^{re.escape(name)}(?![ \w])")
        self._page.locator(".quick-input-list").get_by_role("option", name=exactly).first.click(timeout=SOON_MS)

    def _line(self, text: str) -> Locator:
        return self._page.locator(".view-line").filter(has_text=_loose(text))

    def _point_away(self) -> None:
        """Point to the middle of the lower edge, where nothing is."""
        size = self._page.viewport_size
        assert size is not None
        self._page.mouse.move(size["width"] / 2, size["height"] - 3)

    def _place(self, line: str, word: str) -> dict[str, float]:
        """Where a word stands on the screen."""
        element = self._line(line).first
        element.wait_for()
        place: dict[str, float] | None = element.evaluate(f"(line, word) => ({_PLACE_OF_WORD})([line, word])", word)
        assert place, f"no {word!r} in the line {line!r}"
        return place


def _loose(text: str) -> re.Pattern[str]:
    """VS Code shows a blank as a no-break space."""
    return re.compile(r"[ \u00a0]".join(map(re.escape, text.split(" "))))


def _again_and_again(attempt: Callable[[], T]) -> T:
    """What the attempt gives at last: as long as it waits in vain, it is made once more."""
    deadline = time.monotonic() + SLOW_MS / 1000
    while True:
        try:
            return attempt()
        except TimeoutError:
            if time.monotonic() > deadline:
                raise
