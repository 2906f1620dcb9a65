"""``leaselens explain``, and the pages that it prints."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from cli.conftest import Run

from leaselens import pages


def test_a_page_is_printed_as_it_is(run: Run) -> None:
    outcome = run("explain", "DADA-R2")
    assert (outcome.code, outcome.out) == (0, pages.page("DADA-R2"))
    assert run("explain", "dada-r2").out == outcome.out


def test_on_a_terminal_a_page_is_set_in_type(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = run("explain", "DADA-R2").out
    assert "\x1b[" in out
    assert "```" not in out


def test_without_a_code_all_are_listed(run: Run) -> None:
    outcome = run("explain")
    assert outcome.code == 0
    assert [line.split()[0] for line in outcome.out.splitlines()] == list(pages.codes())
    assert "LEASELENS-F1   this file can't be read\n" in outcome.out


@pytest.mark.parametrize(
    ("written", "meant"), [("R2", "DADA-R2"), ("DADA_R2", "DADA-R2"), ("dada-r22222", None), ("leaselens-f", "-F1")]
)
def test_an_unknown_code_is_answered_with_a_guess(run: Run, written: str, meant: str | None) -> None:
    outcome = run("explain", written)
    assert outcome.code == 2
    assert outcome.err.startswith(f"leaselens: there is no code `{written}`")
    assert meant is None or meant in outcome.err


@pytest.mark.parametrize(
    "code", ["../README", "..", "", "DADA-R2/../DADA-R2", "DADA-R2.md", "/etc/passwd", "DADA-R2\n"]
)
def test_a_code_is_never_a_path(code: str) -> None:
    assert pages.page(code) is None
    assert pages.url(code) is None


def test_the_order_of_the_codes() -> None:
    numbers = [int(code.removeprefix("DADA-R")) for code in pages.codes() if code.startswith("DADA-R")]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("code", pages.codes())
def test_every_page_has_its_form(code: str) -> None:
    page = pages.page(code)
    url = pages.url(code)
    assert page is not None
    assert page.startswith(f"# {code}: ")
    assert pages.title(code)
    assert page.endswith("\n")
    assert url is not None
    assert Path(url2pathname(urlsplit(url).path)).read_text(encoding="utf-8") == page
