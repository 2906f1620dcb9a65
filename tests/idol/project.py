"""A small project in the manner of Hubris: an interface, a server that implements it, a crate for clients, a caller."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from leaselens.rust import outline, syntax

INTERFACE = """\
Interface(
    name: "Lamp",
    ops: {
        "set": (
            args: {"on": "bool"},
            reply: Simple("()"),
        ),
        "pattern": (
            leases: {"steps": (type: "[u8]", read: true, max_len: Some(8))},
            reply: Result(ok: "()", err: CLike("LampError")),
        ),
    },
)
"""
FILES = {
    "Cargo.lock": '[[package]]\nname = "idol-runtime"\nversion = "0.5.0"\n',
    "idl/lamp.idol": INTERFACE,
    "idl/other.idl": '/* ours */ Interface(name: "Other", ops: {})\n',
    "idl/window.idl": "interface Window { attribute long x; };\n",
    "lamp-server/build.rs": (
        'fn main() {\n    // idol::client::build_client_stub("../idl/lamp.idol", "x.rs")\n'
        '    idol::Generator::new().build_server_support("../idl/lamp.idol", "s.rs", K).unwrap();\n}\n'
    ),
    "lamp-server/src/main.rs": (
        "struct Server;\nimpl idl::InOrderLampImpl for Server {\n"
        "    fn set(&mut self, _: &RecvMessage, on: bool) -> R { ok() }\n"
        '    cfg_if::cfg_if! {\n        if #[cfg(feature = "é")] {\n'
        "            fn pattern(&mut self, _: &RecvMessage, steps: S) -> R { one() }\n        } else {\n"
        "            fn pattern(&mut self, _: &RecvMessage, steps: S) -> R { two() }\n        }\n    }\n}\n"
        "impl Server { fn set(&self) {} }\n"
    ),
    "lamp-api/src/lib.rs": "use userlib::*;\n",
    "room/src/main.rs": (
        "fn main() {\n    let lamp = Lamp::from(LAMP.get_task_id());\n    lamp.set(true);\n    cell.set(1, 2);\n}\n"
    ),
}
CLIENT = 'fn main() {\n    idol::client::build_client_stub("../idl/lamp.idol", "client_stub.rs").unwrap();\n}\n'
"""The build script of ``lamp-api``, which makes a client."""


def make(folder: Path, **more: str) -> Path:
    """Write the project into a folder; the path of its interface."""
    for name, text in {**FILES, **more}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "idl/lamp.idol"


@contextmanager
def without_rust() -> Iterator[None]:
    """As if tree-sitter were not installed."""
    remembered = (syntax._language, outline.implementations, outline.calls)
    with patch.dict(sys.modules, {"tree_sitter": None}):
        for function in remembered:
            function.cache_clear()
        yield
    for function in remembered:
        function.cache_clear()
