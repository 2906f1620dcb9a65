"""Declared types of parameters, fields and returns, checked when a value arrives (reference §D.11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from leaselens.dada import tree
from leaselens.dada.ir import Site
from leaselens.dada.machine.data import Unknown
from leaselens.dada.machine.faults import Fault, fault
from leaselens.dada.machine.opened import ask
from leaselens.dada.machine.operations import word_of
from leaselens.dada.machine.state import Instance, Opaque, Permission, Value, World
from leaselens.dada.machine.walk import Rules, kind_word
from leaselens.model.diagram import Permission as Word

Promised = tuple[tuple[str, Value], ...]
"""The arguments by parameter name, as they were at call time."""


def check_arguments(
    world: World, values: tuple[Value, ...], bindings: tuple[tree.Binding, ...], callee: str, site: Site, rules: Rules
) -> Promised:
    """Check what a call of the item ``callee`` passes, and return what its return type may refer to. Raises R-16."""
    promised = tuple((b.name.text, v) for b, v in zip(bindings, values, strict=True))
    if not rules.dialect.types_check:
        return promised
    typed = [(v, b.type) for v, b in zip(values, bindings, strict=True) if b.type is not None and _is_sound(b.type)]
    for value, declared in typed:
        with _story(world, value, Site(callee, declared.span)):
            _check_pathless(world, value, declared, site, rules)
    for value, declared in typed:
        with _story(world, value, Site(callee, declared.span)):
            if not _is_pathless(declared):
                check(world, value, declared, promised, site, rules)
            else:
                _check_class(world, value, declared, site, rules)
    return promised


def remembered(promised: Promised, declared: tree.Type | None) -> Promised:
    """The arguments that a return type refers to: they live as long as the call (§D.7)."""
    paths = declared.permission.paths if declared is not None and declared.permission is not None else None
    named = {path.names[0].text for path in paths or () if path.names}
    return tuple((name, value) for name, value in promised if name in named)


def check_return(
    world: World, value: Value, declared: tree.Type, promised: Promised, callee: str, site: Site, rules: Rules
) -> None:
    """Check what the function ``callee`` returns. What makes the reference panic is not checked (§D.11 ⚠)."""
    if not rules.dialect.types_check or _is_unchecked_return(declared, world, promised):
        return
    with _story(world, value, Site(callee, declared.span)):
        check(world, value, declared, promised, site, rules)


@contextmanager
def _story(world: World, value: Value, declared: Site) -> Iterator[None]:
    """A fault made inside also tells of the type that was declared, and where the value came from."""
    try:
        yield
    except Fault as fault:
        record = world.permissions.get(value.permission)
        raise Fault(replace(fault.finding, record=record, declared=declared)) from None


def check(world: World, value: Value, declared: tree.Type, promised: Promised, site: Site, rules: Rules) -> None:
    """Permission first, then class. Raises R-16."""
    record = world.permissions[value.permission]
    if record.silent:
        return
    ask(world, value.permission)
    if declared.permission is not None:
        named = _named(declared, promised)
        if len(named) < len(declared.permission.paths or ()) or any(
            world.permissions[number].silent for number in named
        ):
            return
        for number in named:
            ask(world, number)
        _CHECKS[declared.permission.word](world, value, record, named, site, rules)
    _check_class(world, value, declared, site, rules)


# ---------------------------------------------------------------- which types are special


def _is_pathless(declared: tree.Type) -> bool:
    permission = declared.permission
    return permission is not None and permission.paths is None and permission.word in ("shared", "leased")


def _is_unchecked_return(declared: tree.Type, world: World, promised: Promised) -> bool:
    permission = declared.permission
    if permission is None or not _is_sound(declared):
        return True
    if permission.paths is None:
        return permission.word in ("shared", "leased", "given")
    if any(len(path.names) > 1 for path in permission.paths):
        return True
    return any(not _is_valid(world, number) for number in _named(declared, promised))


def _is_sound(declared: tree.Type) -> bool:
    """Whether the type means something: a permission without a class (C-23) and ``leased{}`` (C-27) do not."""
    permission = declared.permission
    if permission is None:
        return True
    return declared.path is not None and not (permission.word == "leased" and permission.paths == ())


def _is_valid(world: World, number: int) -> bool:
    return number in world.permissions and world.permissions[number].valid


def _named(declared: tree.Type, promised: Promised) -> tuple[int, ...]:
    """The permissions of the arguments that the type's paths name; a path of anything else is an error (C-26)."""
    by_name = {name: value.permission for name, value in promised}
    paths = declared.permission.paths if declared.permission is not None else None
    return tuple(by_name[p.names[0].text] for p in paths or () if p.names and p.names[0].text in by_name)


# ---------------------------------------------------------------- the checks, one for each permission word


def _mismatch(site: Site, rules: Rules, wanted: str, record: Permission, template: str) -> Fault:
    words = {"wanted": _spelled(wanted, rules), "got": _word(record, rules)}
    return fault("R-16", site, message=template.format_map(words), wanted=wanted)


def _spelled(wanted: str, rules: Rules) -> str:
    """A permission word of a type as the dialect spells it; ``given`` is one that no place ever has."""
    return rules.dialect.word(Word(wanted)) if wanted != "given" else wanted


def _word(record: Permission, rules: Rules) -> str:
    return rules.dialect.word(Word(word_of(record)))


_A = "expected a `{wanted}` value, got a `{got}` value"
_BUT = "expected a `{wanted}` value, but got a `{got}` value"
_RETURNED = "expected a `{wanted}` value, but `{got}` value returned"
_SHARED = "expected a shared value, got a `{got}` value"


def _check_pathless(world: World, value: Value, declared: tree.Type, site: Site, rules: Rules) -> None:
    """Parameters declared ``shared`` or ``leased`` without paths."""
    record = world.permissions[value.permission]
    if not _is_pathless(declared) or record.silent:
        return
    ask(world, value.permission)
    assert declared.permission is not None
    wanted = declared.permission.word
    met = record.joint if wanted == "shared" else record.leased and not record.joint
    if not met:
        raise _mismatch(site, rules, wanted, record, _BUT)


def _check_my(world: World, value: Value, record: Permission, named: tuple[int, ...], site: Site, rules: Rules) -> None:
    if record.joint:
        raise _mismatch(site, rules, "given", record, _A)
    if record.leased:
        raise _mismatch(site, rules, "my", record, _A)


def _check_our(
    world: World, value: Value, record: Permission, named: tuple[int, ...], site: Site, rules: Rules
) -> None:
    if not record.joint:
        raise _mismatch(site, rules, "our", record, _SHARED)
    if record.leased:
        raise _mismatch(site, rules, "our", record, _A)


def _check_given(
    world: World, value: Value, record: Permission, named: tuple[int, ...], site: Site, rules: Rules
) -> None:
    if not named:
        return
    joint = any(world.permissions[n].joint for n in named)
    leased = [n for n in named if world.permissions[n].leased]
    if record.joint and not joint:
        raise _mismatch(site, rules, "given", record, _A)
    if joint and not record.joint:
        raise _mismatch(site, rules, "our", record, _SHARED)
    if record.leased and not leased:
        raise _mismatch(site, rules, "our" if record.joint else "my", record, _A)
    if record.leased and not _is_leased_from(world, value.permission, leased):
        raise fault("R-16", site, message=f"not {'shared' if record.joint else 'leased'} from the right place")
    if not record.leased and not record.joint and leased:
        raise _mismatch(site, rules, "leased", record, _RETURNED)


def _check_shared(
    world: World, value: Value, record: Permission, named: tuple[int, ...], site: Site, rules: Rules
) -> None:
    if not record.joint:
        raise _mismatch(site, rules, "our", record, _SHARED)
    if not record.leased:
        return
    leased = [n for n in named if world.permissions[n].leased]
    if not leased:
        raise _mismatch(site, rules, "our", record, _A)
    if not _is_leased_from(world, value.permission, leased):
        raise fault("R-16", site, message="not shared from the right place")


def _check_leased(
    world: World, value: Value, record: Permission, named: tuple[int, ...], site: Site, rules: Rules
) -> None:
    if record.joint:
        raise _mismatch(site, rules, "leased", record, _A)
    if not record.leased:
        raise _mismatch(site, rules, "leased", record, _RETURNED)
    if not _is_leased_from(world, value.permission, named):
        raise fault("R-16", site, message="not leased from the right place")


_CHECKS = {
    "my": _check_my,
    "our": _check_our,
    "given": _check_given,
    "shared": _check_shared,
    "leased": _check_leased,
}


def _is_leased_from(world: World, number: int, lessors: Iterable[int]) -> bool:
    """Whether ``number`` is one of ``lessors`` or hangs below one by tenant and easement edges."""
    goal = set(lessors)
    pending, seen = [number], set()
    while pending:
        number = pending.pop()
        if number in goal:
            return True
        if number in seen or number not in world.permissions:
            continue
        seen.add(number)
        record = world.permissions[number]
        pending += [*([record.lessor] if record.lessor is not None else ()), *record.through]
    return False


def _check_class(world: World, value: Value, declared: tree.Type, site: Site, rules: Rules) -> None:
    if declared.path is None or len(declared.path.names) != 1:
        return
    wanted = declared.path.names[0].text
    key = rules.program.class_names.get(wanted)
    thing = world.object_of(value)
    if key is None or world.permissions[value.permission].silent or isinstance(thing, Opaque):
        return
    if isinstance(thing, Instance):
        if thing.owner != key:
            actual = rules.program.classes[thing.owner].name
            raise fault("R-16", site, message=f"expected an instance of `{wanted}`, but got an instance of `{actual}`")
        return

    if not isinstance(value.content, Unknown):
        kind = kind_word(world, value, rules)
        raise fault("R-16", site, message=f"expected an instance of `{wanted}`, but got {kind}")
