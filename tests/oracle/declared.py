"""Declared permissions and classes of parameters, fields and returns (reference §D.11), and specifiers (§D.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from oracle.machine import class_name
from oracle.objects import Fault, Permission, Value, Where, kind

from leaselens.dada import tree
from leaselens.dada.dialects import Specifier


def check_unnamed(declared: tree.Type | None, value: Value, at: Where) -> None:
    """``shared`` and ``leased`` without paths; these checks of all parameters run before all others."""
    permission = declared.permission if declared else None
    if permission is None or permission.paths is not None:
        return
    word = value.permission.word
    if (permission.word == "shared" and not value.permission.joint) or (
        permission.word == "leased" and word != "leased"
    ):
        raise _mismatch(f"expected a `{permission.word}` value, but got a `{word}` value", at)


def check_permission(declared: tree.Type | None, value: Value, arguments: Mapping[str, Permission], at: Where) -> None:
    """The other permissions: ``my``, ``our``, and those that name where the value must come from."""
    permission = declared.permission if declared else None
    if permission is None:
        return
    if permission.word in ("my", "our"):
        _expect_joint(value, permission.word == "our", at)
        _expect_owned(value, at)
    elif permission.paths is not None and all(len(path.names) == 1 for path in permission.paths):
        named = [arguments[path.names[0].text] for path in permission.paths if path.names[0].text in arguments]
        # Where a named argument was itself given away, the reference panics: no check (§D.11).
        if all(one.expired is None for one in named):
            _check_named(permission.word, value, named, at)


def check_class(declared: tree.Type | None, value: Value, classes: Iterable[str], at: Where) -> None:
    """The class that a type names, if there is one of that name."""
    if declared is None or declared.path is None:
        return
    expected = declared.path.names[-1].text
    if expected not in classes:
        return
    actual = class_name(value.object)
    if actual is None:
        raise _mismatch(f"expected an instance of `{expected}`, but got {kind(value.object)}", at)
    if actual.name.text != expected:
        raise _mismatch(f"expected an instance of `{expected}`, but got an instance of `{actual.name.text}`", at)


def _check_named(word: str, value: Value, named: list[Permission], at: Where) -> None:
    match word:
        case "given":
            _check_given(value, named, at)
        case "shared":
            _expect_joint(value, True, at)
            if value.permission.leased:
                _expect_lessor(value, [one for one in named if one.leased], at)
        case "leased":
            if value.permission.joint:
                raise _mismatch(f"expected a `leased` value, got a `{value.permission.word}` value", at)
            _expect_leased(value, at)
            if not comes_from(value.permission, named):
                raise _mismatch("not leased from the right place", at)


def _check_given(value: Value, named: list[Permission], at: Where) -> None:
    leased = [one for one in named if one.leased]
    _expect_joint(value, any(one.joint for one in named), at)
    if value.permission.leased:
        _expect_lessor(value, leased, at)
    elif leased and not value.permission.joint:
        _expect_leased(value, at)


def _expect_joint(value: Value, joint: bool, at: Where) -> None:
    if value.permission.joint and not joint:
        raise _mismatch(f"expected a `given` value, got a `{value.permission.word}` value", at)
    if joint and not value.permission.joint:
        raise _mismatch(f"expected a shared value, got a `{value.permission.word}` value", at)


def _expect_owned(value: Value, at: Where) -> None:
    if value.permission.leased:
        owned = "our" if value.permission.joint else "my"
        raise _mismatch(f"expected a `{owned}` value, got a `{value.permission.word}` value", at)


def _expect_leased(value: Value, at: Where) -> None:
    if not value.permission.leased:
        raise _mismatch(f"expected a `leased` value, but `{value.permission.word}` value returned", at)


def _expect_lessor(value: Value, leased: list[Permission], at: Where) -> None:
    if not leased:
        _expect_owned(value, at)
    if not comes_from(value.permission, leased):
        raise _mismatch(f"not {value.permission.word} from the right place", at)


def comes_from(permission: Permission, named: list[Permission]) -> bool:
    """Whether it is one of the named ones, or leased from one, over however many tenants and easements."""
    return any(one is permission or comes_from(permission, [*one.tenants, *one.easements]) for one in named)


def check_specifier(specifier: Specifier, value: Value, at: Where) -> None:
    """R-17: the value that a bare specifier received; "owned" is demanded before "unique"."""
    permission = value.permission
    if specifier in (Specifier.MY, Specifier.OUR) and permission.leased:
        label = f"this value is `{permission.word}`, which is leased, not owned"
        raise Fault("R-17", "more permissions needed", at, label=label)
    if specifier in (Specifier.MY, Specifier.LEASED) and permission.joint:
        label = f"this value is `{permission.word}`, which is shared, not unique"
        raise Fault("R-17", "more permissions needed", at, label=label)


def _mismatch(message: str, at: Where) -> Fault:
    return Fault("R-16", message, at)
