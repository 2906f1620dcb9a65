"""What the request ``leaselens/life`` answers: where a lease is issued, used and ended, and what it is leased from."""

from __future__ import annotations

from collections.abc import Sequence

from leaselens.model.analysis import Analysis, Life


def life_at(analysis: Analysis, offset: int) -> Sequence[Life]:
    """The life of what the place under the cursor holds, in order of position; empty elsewhere."""
    return analysis.life_at(offset)


def life_of(analysis: Analysis, run: int, lease: int) -> Sequence[Life]:
    """The life of a lease that stands in a diagram (``Answer.run``, ``Row.lease``); empty where there is none such."""
    return analysis.life_of(run, lease)
