"""What may be typed at a cursor: the words of the dialect, and what the recorded runs hold there.

The text is broken at the cursor nearly always, and the facts may be those of the text before. So two things are kept
apart. What is being typed is told by the tokens of the text as it is now (``context``). What is known there is told by
the last finished analysis, at the point that lies before the cursor (``alignment``, ``point``): which names are in
scope, what they hold, and what an operation would do to them, stepped by the machine itself (``outcome``).
"""

from __future__ import annotations

from leaselens.dada.completion.calls import call_at
from leaselens.dada.completion.candidates import completions

__all__ = ["call_at", "completions"]
