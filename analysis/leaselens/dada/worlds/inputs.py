"""The beginning of a run: a body with nothing in its parameters, or with what a parameter may hold where nothing
calls it (design, "Functions that nothing enters")."""

from __future__ import annotations

from leaselens.dada import tree
from leaselens.dada.dialects import Specifier
from leaselens.dada.ir import ClassInfo, Code, Site
from leaselens.dada.machine.persistent import slots
from leaselens.dada.machine.state import EMPTY, Frame, Instance, Opaque, Permission, Value, World
from leaselens.dada.machine.typing import remembered
from leaselens.dada.machine.walk import Rules

Options = tuple[tuple[bool, bool], ...]
"""What a permission may be, as (joint, leased)."""

_MY, OUR, _LEASED, _SHARED = (False, False), (True, False), (False, True), (True, True)
_ANY: Options = (_MY, OUR, _LEASED, _SHARED)
_BY_SPECIFIER: dict[Specifier, Options] = {
    Specifier.MY: (_MY,),
    Specifier.OUR: (OUR,),
    Specifier.LEASED: (_LEASED,),
    Specifier.SHLEASED: (_SHARED, OUR),
    Specifier.ANY: _ANY,
}
_BY_WORD: dict[str, Options] = {"my": (_MY,), "our": (OUR,), "shared": (_SHARED, OUR), "leased": (_LEASED,)}

_DEPTH = 3
"""How deep the fields of unknown instances are laid out; deeper ones are opaque."""


def beginning(code: Code, rules: Rules) -> World:
    """The world in which ``code`` begins when nothing is known of who calls it."""
    world, values = EMPTY, []
    for binding, site in zip(code.bindings[: code.parameters], code.binding_sites, strict=False):
        world, value = _unknown(world, binding, site, binding.name.text, 0, rules)
        values.append(value)
    row = slots((*values, *(None,) * (code.slots - len(values))))
    names = (binding.name.text for binding in code.bindings)
    function = rules.program.functions.get(code.key)
    returned = function.arrow.type if function is not None and function.arrow is not None else None
    promised = remembered(tuple(zip(names, values, strict=False)), returned)
    for _, value in promised:
        world = world.amend(value.permission, promised=True)
    return world._replace(frames=(Frame(code.key, 0, row, promised=promised),))


def _unknown(
    world: World, binding: tree.Binding, site: Site, name: str, depth: int, rules: Rules
) -> tuple[World, Value]:
    """An unknown value that the binding may hold. ``name`` is the place by which the input is known."""
    owner = _class_of(binding, rules)
    if owner is not None and depth < _DEPTH:
        world, values = _fields(world, owner, name, depth, rules)
        names = tuple(f.name.text for f in owner.fields)
        world, number = world.create(Instance(names, values, site, owner=owner.key))
    else:
        world, number = world.create(Opaque((), (), site, term=("input", name)))
    options = _options(binding, rules)
    joint, leased = options[0]
    still_open = options if len(options) > 1 else ()
    where = frozenset({world.where(site)})
    world, permission = world.issue(Permission(joint=joint, leased=leased, options=still_open, issued=where))
    return world, Value(number, permission)


def _fields(
    world: World, owner: ClassInfo, name: str, depth: int, rules: Rules
) -> tuple[World, tuple[Value | None, ...]]:
    values: list[Value | None] = []
    for field in owner.fields:
        site = Site(owner.key, field.name.span)
        world, value = _unknown(world, field, site, f"{name}.{field.name.text}", depth + 1, rules)
        values.append(value)
    return world, tuple(values)


def _class_of(binding: tree.Binding, rules: Rules) -> ClassInfo | None:
    path = binding.type.path if binding.type is not None else None
    if path is None or len(path.names) != 1:
        return None
    key = rules.program.class_names.get(path.names[0].text)
    return rules.program.classes[key] if key is not None else None


def _options(binding: tree.Binding, rules: Rules) -> Options:
    """The permissions that the declaration admits."""
    specifier = binding.specifier or rules.dialect.default_specifier
    if specifier is not None:
        return _BY_SPECIFIER[specifier]
    if binding.storage is tree.Storage.SHARED:
        return (OUR, _SHARED)
    permission = binding.type.permission if binding.type is not None and rules.dialect.types_check else None
    return _BY_WORD.get(permission.word, _ANY) if permission is not None else _ANY
