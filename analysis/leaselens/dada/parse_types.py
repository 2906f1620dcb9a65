"""Reading declared names and their types: parameters, fields, what stands behind `:` and `->` (reference §B.1).

Every function stands at a cursor, and returns `None` without having moved if what it reads does not begin there.
"""

from __future__ import annotations

from leaselens.dada.catalogue import rule
from leaselens.dada.cursor import Cursor
from leaselens.dada.dialects import Specifier
from leaselens.dada.tree import Binding, Identifier, Path, Storage, Type, TypePermission
from leaselens.diagnostics import Related, Role
from leaselens.text import Span

_WITHOUT_PATHS = frozenset({"my", "our"})
_WITH_PATHS = frozenset({"shared", "leased", "given"})
_AS_PERMISSION = {Specifier.MY: "my", Specifier.OUR: "our", Specifier.LEASED: "leased", Specifier.SHLEASED: "shared"}
_MODES = frozenset(mode.value for mode in Storage)


def identifier(c: Cursor) -> Identifier | None:
    """A word that is no keyword."""
    if not c.is_identifier():
        return None
    token = c.take()
    return Identifier(c.span_of(token), token.text)


# ---------------------------------------------------------------- bindings


def parameter(c: Cursor) -> Binding | None:
    """``param``: a parameter of a function or a field of a class."""
    start = c.pos
    specifier, specifier_span = leading_specifier(c)
    storage, atomic = leading_mode(c)
    if not c.is_identifier():
        if atomic is not None:
            at_atomic = Related(Role.NOTE, "`atomic` specified here", atomic)
            c.report(rule("C21"), "expected parameter name after `atomic`", related=(at_atomic,))
        elif c.pos > start:
            c.pos = start
        return None
    return binding(c, c.span_of(c.tokens[start]).start, storage, atomic is not None, specifier, specifier_span)


def leading_specifier(c: Cursor) -> tuple[Specifier | None, Span | None]:
    """A specifier before the name: V2's way to write it, which stray samples of D2 have too (§B.5)."""
    token, following = c.token, c.peek(1)
    if token is None or token.text not in c.dialect.specifiers or following is None or following.kind != "WORD":
        return None, None
    c.take()
    return c.dialect.specifiers[token.text], c.span_of(token)


def leading_mode(c: Cursor) -> tuple[Storage | None, Span | None]:
    """A storage mode of D1, written or default; and the span of ``atomic`` if that is what stands there."""
    token = c.token
    written = token is not None and token.kind == "WORD" and token.text in _MODES & c.dialect.keywords
    if token is None or not written or not (c.dialect.storage_modes or token.text == Storage.ATOMIC):
        return (Storage.SHARED if c.dialect.storage_modes else None), None
    c.take()
    mode = Storage(token.text) if c.dialect.storage_modes else None
    return mode, c.span_of(token) if token.text == Storage.ATOMIC else None


def binding(
    c: Cursor,
    start: int,
    storage: Storage | None,
    atomic: bool,
    specifier: Specifier | None = None,
    specifier_span: Span | None = None,
) -> Binding:
    """The name (which stands at the cursor) and the type of what is declared."""
    name = identifier(c)
    assert name is not None, "the caller has seen it"
    declared = colon_type(c)
    if declared is not None and declared.specifier is not None:
        specifier, specifier_span = declared.specifier, declared.span
    return Binding(c.since(start), name, declared, atomic, storage, specifier, specifier_span)


def colon_type(c: Cursor) -> Type | None:
    """``: type``, if there is a colon."""
    if not c.is_operator(":"):
        return None
    colon = c.span_of(c.take())
    declared = type_(c, may_be_specifier=True) if c.dialect.types else None
    if declared is None:
        c.report(rule("C20"), "expected type after `:`", related=(Related(Role.NOTE, "`:` is here", colon),))
    return declared


# ---------------------------------------------------------------- types


def type_(c: Cursor, *, may_be_specifier: bool) -> Type | None:
    """A class name with or without a permission; or a bare specifier, in dialects that have them."""
    token = c.token
    if token is None:
        return None
    start = token.start - c.base
    if may_be_specifier and _is_bare_specifier(c):
        c.take()
        return Type(c.since(start), specifier=c.dialect.specifiers[token.text])
    granted = permission(c)
    named = path(c)
    if granted is None and named is None:
        return None
    if granted is not None and named is None:
        c.report(rule("C23"), "expected a path to follow this permission", granted.span)
    return Type(c.since(start), granted, named)


def _is_bare_specifier(c: Cursor) -> bool:
    """A specifier stands alone where no path follows; a name on a later line is the next item of a list, no path."""
    token, following = c.token, c.peek(1)
    if token is None or token.kind != "WORD" or token.text not in c.dialect.specifiers:
        return False
    if following is None or c.stream.newline_before[c.pos + 1]:
        return True
    return not c.is_identifier(1) and following.text not in ("{", ".")


def permission(c: Cursor) -> TypePermission | None:
    """``perm``: ``my``, ``our``, or one of the others with or without the paths that it comes from."""
    token = c.token
    word = None if token is None or token.kind != "WORD" else _permission_word(c, token.text)
    if token is None or word is None:
        return None
    c.take()
    start = token.start - c.base
    if not c.is_open("{"):
        return TypePermission(c.span_of(token), word)
    paths_start = c.tokens[c.pos].start - c.base
    with c.inside():
        paths = c.listed(path, "C10", "paths")
    if word in _WITHOUT_PATHS:
        c.report(rule("C22"), f"no paths are needed after the `{word}` permission", c.since(paths_start))
        return TypePermission(c.since(start), word)
    return TypePermission(c.since(start), word, paths)


def _permission_word(c: Cursor, word: str) -> str | None:
    if word in c.dialect.keywords and word in _WITHOUT_PATHS | _WITH_PATHS:
        return word
    # `mutable Point` in D3 is `leased Point`: a specifier with a class behind it is the permission of its name.
    return _AS_PERMISSION.get(c.dialect.specifiers[word]) if word in c.dialect.specifiers else None


def path(c: Cursor) -> Path | None:
    """``a.b.c``."""
    first = identifier(c)
    if first is None:
        return None
    names = [first]
    while c.is_operator("."):
        c.take()
        following = identifier(c)
        if following is None:
            c.report(rule("C10"), "expected a name after a `.` to make a path")
            break
        names.append(following)
    return Path(c.since(first.span.start), tuple(names))


# ---------------------------------------------------------------- generics


def generics(c: Cursor) -> tuple[Identifier, ...]:
    """``[T, my P]``: read and otherwise ignored (§B.1)."""
    if not c.is_open("["):
        return ()
    with c.inside():
        return c.listed(_generic, "C9", "generic parameters")


def _generic(c: Cursor) -> Identifier | None:
    if permission(c) is None:
        return identifier(c)
    name = identifier(c)
    if name is None:
        c.report(rule("C9"), "expected name after permission")
    return name
