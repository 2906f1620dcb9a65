"""What all tests share: how many examples a law is tried on.

By default laws are tried on few examples, always the same ones: a failure is a failure for everybody.
``HYPOTHESIS_PROFILE=thorough`` tries many, new ones each time (the seed is printed with a failure).
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("quick", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=500, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
