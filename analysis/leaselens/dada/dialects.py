"""The dialects of Dada: each is a row of tables, and no rule ever asks for a dialect's name.

Reference: ``dada/reference.md`` §0 (names), §B.3-B.5 (syntax), §D.9 (specifiers), §G (history).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from types import MappingProxyType

from leaselens.model.diagram import Manner, Permission


class Access(StrEnum):
    """What an expression does with a place: a written keyword, or what the dialect does with a bare place (§D.4)."""

    GIVE = "give"
    SHARE = "share"
    LEASE = "lease"
    SHLEASE = "shlease"


class Specifier(StrEnum):
    """What a binding demands of the value that it receives (§D.9)."""

    MY = "my"
    OUR = "our"
    LEASED = "leased"
    SHLEASED = "shleased"
    ANY = "any"


class ShareOfOwned(Enum):
    """What ``.share`` does to a place that owns its object alone (§G.1)."""

    LEASES = "a shared lease; the owner stays as it is"
    GIVES = "give and into-shared: the place loses its value, the result is `our`"
    IN_PLACE = "the place itself becomes `our`, and the result is a copy of it"


_V3_KEYWORDS = frozenset(
    [
        "any",
        "async",
        "atomic",
        "await",
        "break",
        "class",
        "continue",
        "else",
        "false",
        "fn",
        "give",
        "given",
        "if",
        "lease",
        "leased",
        "let",
        "loop",
        "my",
        "our",
        "return",
        "share",
        "shared",
        "true",
        "while",
    ]
)
_D1_KEYWORDS = frozenset(
    [
        "class",
        "var",
        "give",
        "share",
        "shared",
        "lease",
        "leased",
        "atomic",
        "fn",
        "async",
        "await",
        "if",
        "else",
        "loop",
        "while",
        "true",
        "false",
    ]
)
_V2_KEYWORDS = frozenset(
    [
        "any",
        "async",
        "atomic",
        "await",
        "class",
        "else",
        "false",
        "fn",
        "give",
        "if",
        "lease",
        "leased",
        "loop",
        "my",
        "our",
        "return",
        "share",
        "shared",
        "shlease",
        "shleased",
        "true",
        "while",
    ]
)
_ACCESS_WORDS: Mapping[str, Access] = MappingProxyType({a.value: a for a in (Access.GIVE, Access.SHARE, Access.LEASE)})
_D2_ACCESS_WORDS: Mapping[str, Access] = MappingProxyType({a.value: a for a in Access})
_SPECIFIERS: Mapping[str, Specifier] = MappingProxyType({s.value: s for s in Specifier})
_V3_WORDS = {p: p.value for p in Permission}


@dataclass(frozen=True)
class Dialect:
    """One dialect. The first half says how it reads, the second how it runs and speaks."""

    name: str
    title: str

    # --- how it reads
    keywords: frozenset[str] = _V3_KEYWORDS
    access_words: Mapping[str, Access] = field(default_factory=lambda: _ACCESS_WORDS)
    """What may stand behind a dot as an operation on a place."""
    specifiers: Mapping[str, Specifier] = field(default_factory=lambda: MappingProxyType({}))
    """Words that may stand alone after ``:`` (or before the name, where ``specifier_first``)."""
    specifier_first: bool = False
    """V2: ``my p = ...`` and ``class Point(our x)``."""
    storage_modes: bool = False
    """D1: ``var`` / ``shared`` / ``atomic`` before a declared name."""
    let: bool = True
    """Declarations begin with ``let``."""
    equals_declares: bool = False
    """D1, V2: a bare ``x = e`` declares ``x``."""
    assign_operators: frozenset[str] = frozenset({"="})
    """What assigns: ``=`` or ``:=``. D1's first week has both (§B.4)."""
    module_code: bool = True
    """Expressions at module level form the implicit main."""
    arrows: bool = True
    """``->`` and ``return`` exist."""
    types: bool = True
    """A type may stand behind ``:`` and ``->``."""
    slash_comments: bool = False
    """``//`` begins a comment, as ``#`` does."""
    elisions: bool = False
    """``...`` alone on a line is passed over."""
    blocks_with_do: bool = False
    """``do { ... }`` is a block."""
    strings_always_trimmed: bool = False
    """A string of more than one line loses its margin even without a leading newline (§G.2)."""

    # --- how it runs
    bare_place: Access = Access.SHARE
    """What a place does where a value is expected and nothing is written behind it."""
    printing: Access = Access.SHARE
    """The same inside ``"{...}"``."""
    share_of_owned: ShareOfOwned = ShareOfOwned.LEASES
    default_specifier: Specifier | None = None
    """What an unannotated binding demands; ``None``: nothing."""
    assignments_demand: bool = False
    """What is assigned is received as its variable or field demands, not only what it begins with (V2, §D.9)."""
    reserves: bool = False
    """A bare place as an argument, as part of a tuple or string, or as the owner of an assigned field is only reserved
    at first; what is done with it is done when everything is there (V2, §D.9)."""
    shares_what_was_given: bool = False
    """``.share`` of a place gives it first, and shares what was given (V2, §B.3)."""
    leases_owner_of_changed: bool = False
    """``p.x += 1`` leases ``p`` first, and works through the lease (V2)."""
    begins_late: bool = False
    """For pictures, a declaration or assignment begins when its value is computed and waits to be received (V2)."""
    easements: bool = True
    """A lease ends with every permission that it was taken through, not only with its lessor (§G.1, 29 Sep 2022)."""
    types_check: bool = True
    """Declared types of parameters, fields and returns are enforced (§D.11)."""
    house_party: bool = False
    """A read by the lessor spares tenants that are joint or have a joint descendant (§G.2 iii)."""
    shared_storage: bool = False
    """Without ``var`` or ``atomic``, a binding shares what is stored and is reached jointly (§G.2 iv)."""
    last_is_value: bool = False
    """Every function returns its last expression, with or without ``->``."""
    prints_permissions: bool = False
    """Printed instances carry their permission word (§D.13)."""

    # --- how it speaks
    tells_where_no_arrow_is: bool = False
    """A value that a function without ``->`` returns is told with the place where the ``->`` would stand (C-40)."""
    words: Mapping[Permission, str] = field(default_factory=lambda: MappingProxyType(_V3_WORDS))
    manner: Manner = field(default_factory=Manner)

    def word(self, permission: Permission) -> str:
        """How the dialect spells a permission."""
        return self.words[permission]


_D1 = Dialect(
    name="d1",
    title="Dada of October 2021 to February 2022 (`var p = ...`, `q := p`)",
    keywords=_D1_KEYWORDS,
    storage_modes=True,
    let=False,
    equals_declares=True,
    assign_operators=frozenset({":="}),
    module_code=False,
    arrows=False,
    slash_comments=True,
    elisions=True,
    blocks_with_do=True,
    strings_always_trimmed=True,
    bare_place=Access.GIVE,
    share_of_owned=ShareOfOwned.IN_PLACE,
    types_check=False,
    house_party=True,
    shared_storage=True,
    last_is_value=True,
    prints_permissions=True,
    manner=Manner(names_lessors=True, dashes_leased_out=False),
)

_V2 = Dialect(
    name="v2",
    title="Dada as it ran from April to July 2022 (`my p = ...`, `p := q`, `.shlease`)",
    keywords=_V2_KEYWORDS,
    access_words=_D2_ACCESS_WORDS,
    specifiers=_SPECIFIERS,
    specifier_first=True,
    let=False,
    equals_declares=True,
    assign_operators=frozenset({":="}),
    types=False,
    bare_place=Access.GIVE,
    default_specifier=Specifier.SHLEASED,
    assignments_demand=True,
    reserves=True,
    shares_what_was_given=True,
    leases_owner_of_changed=True,
    begins_late=True,
    tells_where_no_arrow_is=True,
    easements=False,
    types_check=False,
    prints_permissions=True,
    words=MappingProxyType({**_V3_WORDS, Permission.SHARED: "shleased"}),
)

_D2 = Dialect(
    name="d2",
    title="Dada of the 2022 tutorial (`let p: my = ...`, `.shlease`)",
    access_words=_D2_ACCESS_WORDS,
    specifiers=_SPECIFIERS,
    slash_comments=True,
    elisions=True,
    share_of_owned=ShareOfOwned.GIVES,
    words=MappingProxyType({**_V3_WORDS, Permission.SHARED: "shleased"}),
)

_D3_EXTRA = {"ref": Access.SHARE, "mut": Access.LEASE}

DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {
        row.name: row
        for row in (
            Dialect(
                **{
                    **_D1.__dict__,
                    "name": "d1-2021",
                    "title": "Dada of its first week, October 2021 (`var p := ...`, `q = p`)",
                    "equals_declares": False,
                    "assign_operators": frozenset({"=", ":="}),
                    "bare_place": Access.SHARE,
                }
            ),
            _D1,
            _V2,
            _D2,
            Dialect(
                **{
                    **_D2.__dict__,
                    "name": "d3",
                    "title": "Dada of the 2025 tutorial (`let l: mutable = p`, `.ref`, `.mut`)",
                    "access_words": MappingProxyType({**_D2_ACCESS_WORDS, **_D3_EXTRA}),
                    "specifiers": MappingProxyType({**_SPECIFIERS, "mutable": Specifier.LEASED}),
                    "words": MappingProxyType(
                        {**_V3_WORDS, Permission.LEASED: "mutable", Permission.SHARED: "shleased"}
                    ),
                }
            ),
            Dialect(name="v3", title="Dada as its last interpreter ran it, October 2023 (`let x = e`)"),
        )
    }
)
"""Every dialect that can be named in a setting, a comment or on the command line, oldest first."""

DEFAULT = DIALECTS["v3"]
