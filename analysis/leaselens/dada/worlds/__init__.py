"""Worlds: which states of the machine a program can reach, and what that says about it (design, "worlds").

``explore`` steps every world from a beginning and records the steps as a graph; ``verdicts`` reads in the graph what
goes wrong surely and what maybe; ``inputs`` makes the beginning of a function that nothing calls.
"""
