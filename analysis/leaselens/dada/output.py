"""What a program prints (reference §D.13), read off the recorded steps. Nothing is run for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from leaselens.dada import ir, tree
from leaselens.dada.ir import Program, Site
from leaselens.dada.machine.printing import is_text_known
from leaselens.dada.record import Record
from leaselens.dada.worlds.trace import Node, Trace
from leaselens.model.analysis import Output


def outputs(trace: Trace, file: tree.File, program: Program) -> tuple[Output, ...]:
    """What is printed on every run from the trace's beginning, in order: up to the first finding, to where runs part,
    or to a text of which something is not known."""
    found: list[Output] = []
    for node in run_of(trace):
        if node.output is not None:
            site, text = node.output
            if not _is_known(node, program):
                break
            found.append(Output(file.absolute(*site), text))
    return tuple(found)


def run_of(trace: Trace) -> Iterator[Node]:
    """The steps that every run takes, in order; the last one may have a finding. In a loop without end, once round."""
    number, seen = 0, set[int]()
    while number not in seen and number < len(trace.nodes):
        seen.add(number)
        node = trace.nodes[number]
        yield node
        if node.finding is not None or len(after := trace.successors(number)) != 1:
            return
        number = after[0]


def printed_by(record: Record, site: Site, most: int) -> tuple[str, ...]:
    """The first different texts, ``most`` of them at most, that an ``.await`` prints, or the ``.await`` around a call.
    Of a call, the name that is called stands for it."""
    found = record.moments(site)
    if found is None:
        return ()
    code = found[0]
    points = _awaits(record.program.codes[code].operations, site)
    nodes = (trace.nodes[number] for pc in points for trace, number in record.nodes_at(code, pc))
    texts = (node.output[1] for node in nodes if node.output is not None and _is_known(node, record.program))
    return tuple(islice(dict.fromkeys(texts), most))


def _awaits(operations: tuple[ir.Operation, ...], site: Site) -> Iterator[int]:
    """The numbers of the operations that await what ``site`` stands for."""
    calls = {op.site for op in operations if isinstance(op, ir.Call) and op.callee_site == site}
    for pc, op in enumerate(operations):
        if isinstance(op, ir.Await) and (site in (op.site, op.operand_site) or op.operand_site in calls):
            yield pc


def _is_known(node: Node, program: Program) -> bool:
    """Whether all of the text is known that the step from a node prints."""
    frame = node.world.frame
    operation = program.codes[frame.code].operations[frame.pc]
    assert isinstance(operation, ir.Await | ir.Return)  # nothing else prints
    return is_text_known(node.world, node.world.slot(operation.source))
