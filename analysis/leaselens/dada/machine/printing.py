"""The printed form of any value (reference §D.13)."""

from __future__ import annotations

from leaselens.dada.machine.data import ClassValue, FunctionValue, Known, PrintValue, Unknown, printed
from leaselens.dada.machine.operations import word_of
from leaselens.dada.machine.state import Instance, Object, Opaque, Thunk, TupleObject, Value, World
from leaselens.dada.machine.walk import Rules
from leaselens.model.diagram import Permission as Word

_DEPTH = 12
"""How deep nested objects are printed before ``...``; the reference has no bound, a picture needs one."""


def printed_value(world: World, value: Value | None, rules: Rules, depth: int = 0) -> str:
    """What ``print`` shows; expired values are ``(expired)`` and no error (§D.8, 6)."""
    if value is None or not world.permissions[value.permission].valid:
        return "(expired)"
    content = value.content
    if isinstance(content, (Known, Unknown)):
        return content.value if isinstance(content, Known) and isinstance(content.value, str) else printed(content)
    if isinstance(content, ClassValue):
        return rules.program.classes[content.key].name
    if isinstance(content, FunctionValue):
        return rules.program.functions[content.key].name
    if isinstance(content, PrintValue):
        return "print"
    thing = world.object_of(value)
    if thing is None or depth > _DEPTH:
        return "?" if thing is None else "..."
    printed_object = _printed_object(world, thing, rules, depth)
    if not rules.dialect.prints_permissions:
        return printed_object
    word = rules.dialect.word(Word(word_of(world.permissions[value.permission])))
    return f"{word}{printed_object}" if isinstance(thing, TupleObject) else f"{word} {printed_object}"


def is_text_known(world: World, value: Value | None, depth: int = 0) -> bool:
    """Whether the printed form is known: nothing in it is unknown or left out."""
    if value is None or not world.permissions[value.permission].valid:
        return True
    thing = world.object_of(value)
    if thing is None:
        return not isinstance(value.content, (int, Unknown))
    if isinstance(thing, Opaque) or depth > _DEPTH:
        return False
    return all(is_text_known(world, inner, depth + 1) for inner in thing.values)


def _printed_object(world: World, thing: Object, rules: Rules, depth: int) -> str:
    inner = ", ".join(printed_value(world, value, rules, depth + 1) for value in thing.values)
    if isinstance(thing, Instance):
        return f"{rules.program.classes[thing.owner].name}({inner})"
    if isinstance(thing, TupleObject):
        return f"({inner})"
    if isinstance(thing, Thunk):
        name = rules.program.functions[thing.function].name if thing.function else "print"
        return f"{name}({inner})"
    return "?"
