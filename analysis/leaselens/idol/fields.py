"""What the fields and variants of an interface mean, in a line: for hovers and completion (reference §B, §C)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "the interface's name, of which the generated names are made",
        "ops": "the operations; their order numbers them, from 1",
        "args": "the arguments: copied into the message, in this order",
        "leases": "the memory that the caller lends to the server until the reply; their order numbers them, from 0",
        "reply": "what the server answers: `Simple(type)`, or `Result(ok: type, err: …)`",
        "idempotent": "a client repeats the operation by itself after a restart of the server; default `false`",
        "encoding": "how arguments and reply travel: `Zerocopy` (the default), `Ssmarshal` or `Hubpack`",
        "doc": "a comment for readers: Idol ignores it",
        "description": "a comment for readers: Idol ignores it; most interfaces write `doc`",
        "type": "a type of Rust, as it stands in the crates that include the generated code",
        "recv": 'how the receiver makes a value of the bytes: `FromBytes`, `FromPrimitive("u8")`, `From("u8", None)`',
        "read": "the server may read the caller's memory; default `false`",
        "write": "the server may write to the caller's memory; default `false`",
        "max_len": "how many elements a slice may have at most: `Some(64)`; a client that passes more panics",
        "ok": "the type of what is replied when all went well",
        "err": "how the operation fails: `CLike(type)`, `Complex(type)` or `ServerDeath`",
    }
)
VARIANTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Simple": "the operation can't fail",
        "Result": "the operation may fail",
        "CLike": "an enumeration without data, sent as the response code",
        "Complex": "an enumeration or structure with data; needs `encoding: Hubpack`",
        "ServerDeath": "the only failure is that the server died before it replied",
        "Zerocopy": "values are sent as they lie in memory",
        "Ssmarshal": "values are serialised by ssmarshal",
        "Hubpack": "values are serialised by hubpack",
        "FromBytes": "the bytes are the value",
        "FromPrimitive": "the value is made of a number of the given type, and may be refused",
        "From": "the value is made by `From`, or by the function that is named",
        "Some": "the limit is given",
        "None": "there is no limit",
    }
)
