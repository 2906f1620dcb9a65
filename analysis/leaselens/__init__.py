"""Leaselens: who holds what, with which permission, and until when.

The analysis: text in, values out.
It knows no editor, no protocol, no clock and no environment; only ``leaselens.cli`` reads files and prints.
"""

__version__ = "0.1.0"
