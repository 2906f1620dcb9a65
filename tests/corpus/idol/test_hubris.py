"""The interfaces of Hubris: no false alarm in them, and every mistake that is put into them is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus.idol.hubris import VARIABLE, checkout, grave, interfaces, told
from corpus.idol.mutations import outcomes

from leaselens import disk
from leaselens.ide.elsewhere import implementations
from leaselens.idol import Facts, analyse

pytestmark = pytest.mark.skipif(checkout() is None, reason=f"{VARIABLE} names no checkout of Hubris")


@pytest.fixture
def root() -> Path:
    found = checkout()
    assert found is not None
    return found


def test_no_error_and_one_warning(root: Path) -> None:
    """The one is true: a toggle that says it may be repeated."""
    sources = list(interfaces(root))
    found = [diagnostic for source in sources for diagnostic in told(source.text)]
    assert len(sources) == 45
    assert not [diagnostic for diagnostic in found if grave(diagnostic)]
    assert [diagnostic.code for diagnostic in found] == ["HUB115"]


def test_every_mutation_is_found_at_its_place_and_nothing_else(root: Path) -> None:
    missed = [outcome for source in interfaces(root) for outcome in outcomes(source) if not outcome.found]
    assert not missed


def test_nearly_every_operation_resolves_to_its_implementation(root: Path) -> None:
    """All but those of the one interface that no build script names."""
    folder = disk.Folder(str(root))
    lost = [
        (Path(source.name).name, operation.name.text)
        for source in interfaces(root)
        for operation in analyse(source, Facts()).operations
        if not implementations(analyse(source, Facts()), operation.name.span.start, folder)
    ]
    assert {name for name, _ in lost} == {"stm32h7-rcc.idol"}
