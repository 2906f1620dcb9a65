"""The diagram view of a window of VS Code."""

from __future__ import annotations

from playwright.sync_api import Locator

_SHOWS = """(place) =>
    document.querySelector("#place").textContent === place && !document.body.classList.contains("stale")"""


class Diagram:
    """The diagram view of a window."""

    def __init__(self, body: Locator) -> None:
        self._body = body

    def wait_for(self, *texts: str) -> str:
        """Wait until the view shows all these texts, up to date; all that it shows."""
        shown = self._body
        for text in texts:
            shown = shown.filter(has_text=text)
        shown.wait_for()
        return self._body.inner_text()

    def names(self, moment: str) -> list[str]:
        """What the rows and objects of a moment are called, for those who hear it."""
        buttons = self._body.locator(f"#{moment} svg [role=button]")
        buttons.first.wait_for()
        return [name for button in buttons.all() if (name := button.get_attribute("aria-label"))]

    def wait_for_row(self, moment: str, name: str, kind: str = "") -> Locator:
        """Wait for the row or object of that accessible name (of a ``kind``: ``.lit``); it."""
        row = self._body.locator(f"#{moment} svg [role=button][aria-label='{name}']{kind}")
        row.wait_for()
        return row

    def press(self, button: str) -> None:
        """Press a button of the view."""
        self._body.get_by_role("button", name=button, exact=True).click()

    def wait_for_quickly(self, place: str) -> None:
        """Wait until the view shows the picture of a line, looking at every frame."""
        frame = self._body.element_handle().owner_frame()
        assert frame is not None
        frame.wait_for_function(_SHOWS, arg=place)

    def wait_until_fresh(self) -> None:
        """Wait until the view does not say that what it shows is out of date."""
        self._body.locator("#stale").wait_for(state="hidden")
