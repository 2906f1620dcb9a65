"""Idol, the interfaces of Hubris: a text in, an ``Analysis`` out.

A text is scanned (``tokens``, ``quotes``), parsed into RON values (``parse``, ``ron``), taken for an interface
(``schema``, ``tree``) and looked over by rules (``rules``, ``spelling``). What other files say comes as ``facts``.
"""

from __future__ import annotations

from leaselens.idol.analysis import IdolAnalysis, analyse
from leaselens.idol.facts import Facts

__all__ = ["Facts", "IdolAnalysis", "analyse"]
