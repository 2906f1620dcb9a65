"""The life of a lease, for an editor to light up: where it was issued, used, and ended."""

from __future__ import annotations

from leaselens.model.analysis import Analysis, Life, LifeEvent


def highlights(analysis: Analysis, offset: int) -> list[Life]:
    """The stations in the life of what the place under the cursor holds, in order of position; empty elsewhere."""
    return [life for life in analysis.life_at(offset) if life.event is not LifeEvent.LESSOR]
