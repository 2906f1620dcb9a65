"""Measuring the language server beside others: ``scripts/bench`` (``python -m bench --help``)."""
