"""Leaselens: who holds what, with which permission, and until when.

The analysis: text in, values out.
It knows no editor, no protocol, no clock and no environment; only ``leaselens.disk`` reads files, and only
``leaselens.cli`` prints.
"""

__version__ = "0.1.0"
