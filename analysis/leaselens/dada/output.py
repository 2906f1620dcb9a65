"""What a program prints (reference §D.13), read off the recorded steps. Nothing is run for it."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.dada import tree
from leaselens.dada.worlds.explore import Node, Trace
from leaselens.model.analysis import Output


def outputs(trace: Trace, file: tree.File) -> tuple[Output, ...]:
    """What is printed on every run from the trace's beginning, in order: up to the first finding, or to where runs
    part."""
    printed = (node.output for node in run_of(trace) if node.output is not None)
    return tuple(Output(file.absolute(*site), text) for site, text in printed)


def run_of(trace: Trace) -> Iterator[Node]:
    """The steps that every run takes, in order; the last one may have a finding. In a loop without end, once round."""
    number, seen = 0, set[int]()
    while number not in seen and number < len(trace.nodes):
        seen.add(number)
        node = trace.nodes[number]
        yield node
        if node.finding is not None or len(node.successors) != 1:
            return
        number = node.successors[0]
