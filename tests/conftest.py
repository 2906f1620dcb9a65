"""What all tests share: how many examples a law is tried on, and which tests a worker gets together.

By default laws are tried on few examples, always the same ones: a failure is a failure for everybody.
``HYPOTHESIS_PROFILE=thorough`` tries many, new ones each time (the seed is printed with a failure).
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

settings.register_profile("quick", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=500, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


class _Scheduling(LoadFileScheduling):  # type: ignore[misc]  # it says nothing of its types
    """A file's tests stay together, because they share an editor or a server; random programs share nothing."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if "oracle/test_agreement.py" in nodeid else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    return _Scheduling(config, log)
