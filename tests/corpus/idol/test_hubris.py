"""The interfaces of Hubris: no false alarm in them, and every mistake that is put into them is found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from corpus.idol.hubris import VARIABLE, analysed, checkout, grave, interfaces, told
from corpus.idol.mutations import outcomes

from leaselens import disk
from leaselens.ide.elsewhere import implementations
from leaselens.text import Source

pytestmark = pytest.mark.skipif(checkout() is None, reason=f"{VARIABLE} names no checkout of Hubris")


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    root = checkout()
    assert root is not None
    return list(interfaces(root))


@pytest.fixture(scope="module")
def folder() -> disk.Folder:
    return disk.Folder(str(checkout()))


def test_no_error_and_one_warning(sources: list[Source], folder: disk.Folder) -> None:
    """The one is true: a toggle that says it may be repeated."""
    found = [diagnostic for source in sources for diagnostic in told(source, folder)]
    assert len(sources) == 45
    assert not [diagnostic for diagnostic in found if grave(diagnostic)]
    assert [diagnostic.code for diagnostic in found] == ["HUB115"]


def test_advice(sources: list[Source], folder: disk.Folder) -> None:
    """The reference's counts: fields called `description`, replies without a death, leases of any length."""
    found = [diagnostic for source in sources for diagnostic in analysed(source, folder).diagnostics]
    assert Counter(diagnostic.code for diagnostic in found if diagnostic.optional) == {
        "HUB103": 21,
        "HUB107": 15,
        "HUB116": 39,
    }


def test_every_mutation_is_found_at_its_place_and_nothing_else(sources: list[Source], folder: disk.Folder) -> None:
    missed = [outcome for source in sources for outcome in outcomes(source, folder) if not outcome.found]
    assert not missed


def test_nearly_every_operation_resolves_to_its_implementation(sources: list[Source], folder: disk.Folder) -> None:
    """All but those of the one interface that no build script names."""
    lost = {
        Path(source.name).name
        for source in sources
        for analysis in [analysed(source, folder)]
        for operation in analysis.outline[0].children
        if not implementations(analysis, operation.selection.start, folder)
    }
    assert lost == {"stm32h7-rcc.idol"}
