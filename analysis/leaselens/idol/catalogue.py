"""Every diagnostic of Idol: its stable code, the name of its rule, and what to do about it (reference §F.3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from leaselens.diagnostics import Diagnostic, Related, Role, Rule, Severity
from leaselens.text import Span

SYNTAX: Final = Rule("HUB101", "syntax", "the text is not RON")
SCHEMA: Final = Rule("HUB102", "schema", "the text is RON, but no interface")
UNKNOWN_FIELD: Final = Rule(
    "HUB103",
    "unknown-field",
    "a field that Idol ignores",
    "Idol skips fields that it does not know, without a word: mend the name, or leave the field out.",
    Severity.WARNING,
)
LEASE_NO_ACCESS: Final = Rule(
    "HUB104", "lease-no-access", "a lease that grants no access", "Add `read: true` or `write: true`."
)
LEASE_READ_WRITE: Final = Rule(
    "HUB105",
    "lease-read-write",
    "a lease that grants both accesses",
    "Pass two leases: one that is read, one that is written.",
)
MAX_LEN_FORM: Final = Rule("HUB106", "max-len-form", "a `max_len` that Idol does not take")
DEATH_UNREPRESENTABLE: Final = Rule(
    "HUB107",
    "death-unrepresentable",
    "a reply that can't say that the server died",
    "Reply with `Result(ok: …, err: ServerDeath)`, or say `idempotent: true` if the operation may be repeated.",
)
IDEMPOTENT_SERVER_DEATH: Final = Rule(
    "HUB108",
    "idempotent-serverdeath",
    "an idempotent operation that fails by `ServerDeath`",
    "A client repeats an idempotent operation until it succeeds: reply with `Simple(…)`, or leave `idempotent` out.",
)
RECV_WITH_SERDE: Final = Rule(
    "HUB109",
    "recv-with-serde",
    "`recv` under an encoding that has no use for it",
    "The encoding itself says how a value is received: leave `recv` out.",
)
COMPLEX_NEEDS_HUBPACK: Final = Rule(
    "HUB110", "complex-needs-hubpack", "a `Complex` error without `Hubpack`", "Add `encoding: Hubpack`."
)
NAME_CLASH: Final = Rule("HUB111", "name-clash", "two things of one name", "Choose another name.")
BAD_IDENT_OR_TYPE: Final = Rule("HUB112", "bad-ident-or-type", "a name or a type that is not Rust")
LEASE_TYPE: Final = Rule("HUB113", "lease-type", "a type that can't be leased", severity=Severity.WARNING)
SUSPICIOUS_IDEMPOTENT: Final = Rule(
    "HUB115",
    "suspicious-idempotent",
    "an idempotent operation that toggles",
    "Leave `idempotent` out, or let the caller say which state is wanted.",
    Severity.WARNING,
)
UNBOUNDED_LEASE: Final = Rule(
    "HUB116",
    "unbounded-lease",
    "a lease of any length",
    "Add `max_len: Some(…)`, or let the server look at `len()` before it uses the lease.",
    Severity.HINT,
)

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        rule.code: rule
        for rule in (
            SYNTAX,
            SCHEMA,
            UNKNOWN_FIELD,
            LEASE_NO_ACCESS,
            LEASE_READ_WRITE,
            MAX_LEN_FORM,
            DEATH_UNREPRESENTABLE,
            IDEMPOTENT_SERVER_DEATH,
            RECV_WITH_SERDE,
            COMPLEX_NEEDS_HUBPACK,
            NAME_CLASH,
            BAD_IDENT_OR_TYPE,
            LEASE_TYPE,
            SUSPICIOUS_IDEMPOTENT,
            UNBOUNDED_LEASE,
        )
    }
)
"""The rules by their code. There is no HUB114."""


def clash(span: Span, message: str, first: Span) -> Diagnostic:
    """A name that is taken already, with the place where it is (HUB111)."""
    return NAME_CLASH.at(span, message, related=(Related(Role.DECLARED, "the first one is here", first),))
