"""What the front end found: a diagnostic, and what may mend it.

Whether a change does mend it is tried when somebody asks (``analysis``).
"""

from __future__ import annotations

from typing import NamedTuple

from leaselens.diagnostics import Diagnostic, Edit, Fix
from leaselens.text import Span


class Finding(NamedTuple):
    """A diagnostic with the changes that may mend it, the likeliest first."""

    diagnostic: Diagnostic
    fixes: tuple[Fix, ...] = ()


def insert(title: str, offset: int, text: str) -> Fix:
    """A fix that puts a text at an offset."""
    return replace(title, Span(offset, offset), text)


def replace(title: str, span: Span, text: str) -> Fix:
    """A fix that puts a text in the place of another."""
    return Fix(title, (Edit(span, text),))
