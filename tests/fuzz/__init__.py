"""Fuzzing for as long as one likes: ``scripts/fuzz`` (``python -m fuzz --help``)."""
