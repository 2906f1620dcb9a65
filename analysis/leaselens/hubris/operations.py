"""Where an operation of an interface lives in Rust: the servers that implement it, the scripts, the calls (§C.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from leaselens.hubris.wiring import Side, Wire, wiring
from leaselens.model.elsewhere import Elsewhere, Relation
from leaselens.model.files import Files
from leaselens.rust import outline
from leaselens.rust.outline import Function
from leaselens.text import Source

if TYPE_CHECKING:
    from leaselens.idol import IdolAnalysis
    from leaselens.idol.tree import Operation


def elsewhere(analysis: IdolAnalysis, offset: int, files: Files, wanted: Collection[Relation]) -> Iterator[Elsewhere]:
    """What in other files has to do with the operation at an offset, as far as it is wanted."""
    interface = analysis.file.interface
    if interface is None or interface.name is None:
        return
    operation = next((o for o in analysis.operations if o.name.span.touches(offset)), None)
    wires = wiring(files).get(files.locate(analysis.source.name) or "", ())
    if operation is not None and Relation.IMPLEMENTATION in wanted:
        for crate in dict.fromkeys(wire.crate for wire in wires if wire.side is Side.SERVER):
            yield from implementations(files, crate, interface.name.text, operation.name.text)
    if Relation.SCRIPT in wanted and (operation is not None or interface.name.span.touches(offset)):
        yield from (_script(files, wire) for wire in wires)
    if operation is not None and Relation.CALL in wanted:
        yield from calls(files, interface.name.text, operation)


def implementations(files: Files, crate: str, interface: str, operation: str) -> Iterator[Elsewhere]:
    """The functions of a crate that implement an operation."""
    trait = f"InOrder{interface}Impl"
    for path in files.ending(".rs"):
        text = files.text(path) if path.startswith(f"{crate}/") else None
        if text is not None and trait in text:
            for function in _implementing(text, trait):
                if function.name == operation:
                    source = Source(path, text)
                    yield Elsewhere(source, function.word, function.whole, Relation.IMPLEMENTATION)


def calls(files: Files, interface: str, operation: Operation) -> Iterator[Elsewhere]:
    """Calls that may be of the operation: by its name and the number of its arguments, in files that name the
    interface. Nothing else tells in a text whom a method belongs to."""
    arguments = len(operation.arguments) + len(operation.leases)
    for path in files.ending(".rs"):
        text = files.text(path)
        if text is None or f".{operation.name.text}(" not in text or interface not in text:
            continue
        for call in outline.calls(text):
            if (call.method, call.arguments) == (operation.name.text, arguments):
                yield Elsewhere(Source(path, text), call.word, call.word, Relation.CALL)


def _implementing(text: str, trait: str) -> Iterator[Function]:
    for implementation in outline.implementations(text):
        if implementation.trait.endswith(trait):
            yield from implementation.functions


def _script(files: Files, wire: Wire) -> Elsewhere:
    return Elsewhere(Source(wire.script, files.text(wire.script) or ""), wire.span, wire.span, Relation.SCRIPT)
