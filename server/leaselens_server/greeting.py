"""The first answer: ``initialize`` is answered before anything heavy is imported.

Pygls, the protocol's types and the analysis take a third of a second to import, and an editor that starts up waits for
this answer. It depends on the client in few ways, so it was worked out for each of them when Leaselens was built, by
the code that answers otherwise (``scripts/bless`` writes ``greetings.json``). Where anything is unusual nothing is said
here, and the server answers. It gets every message in any case; of its answer to the one that was answered here, it
checks only that it is the same.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import Any

from leaselens_server import parent
from leaselens_server.framing import Framer, write_framed

ENCODINGS = ("utf-8", "utf-16", "utf-32")
RESULTS = os.path.join(os.path.dirname(__file__), "greetings.json")  # noqa: PTH118, PTH120  pathlib takes 6 ms to import
_CHUNK = 1 << 16


class Beginning:
    """The streams, what the client said first, and what it was told."""

    def __init__(self) -> None:
        self.stdin = sys.stdin.fileno()
        self.stdout = _private_stdout()
        self.framer = Framer()
        """Holds the part of a message that has arrived so far."""
        self.bodies: list[bytes] = []
        """The messages that have arrived."""
        self.answer: dict[str, Any] | None = None
        """The answer that the client has to the first message."""
        self.editor: int | None = None
        """The process of the editor that was answered, if it could be seen: it may end before the server looks."""


def greet() -> Beginning:
    """Wait for the first message at stdin, and answer it if it is an ``initialize`` whose answer is known."""
    beginning = Beginning()
    with suppress(OSError):  # what can't be read here is the server's to read
        while not beginning.bodies and (data := os.read(beginning.stdin, _CHUNK)):
            beginning.bodies = beginning.framer.feed(data)
    beginning.answer = answer_to(beginning.bodies[0]) if beginning.bodies else None
    if beginning.answer is not None:
        # Looked at before it is answered: then it waits, and can't have gone for a good reason.
        pid = json.loads(beginning.bodies[0])["params"].get("processId")
        beginning.editor = pid if parent.can_be_watched(pid) else None
        with suppress(OSError):  # who does not listen any more is noticed by the server
            write_framed(beginning.stdout, json.dumps(beginning.answer, separators=(",", ":")).encode("ascii"))
    return beginning


def _private_stdout() -> int:
    """A descriptor of stdout that is ours alone: whatever anybody prints goes to stderr, not into the protocol."""
    sys.stdout.flush()
    ours = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return ours


def answer_to(body: bytes) -> dict[str, Any] | None:
    """The answer to a message, if it is an ``initialize`` in which nothing is unusual."""
    try:
        message = json.loads(body)
        msg_id, params = message["id"], message["params"]
        if message["jsonrpc"] != "2.0" or message["method"] != "initialize" or type(msg_id) not in (str, int):
            return None
        if "onSave" in str(params.get("initializationOptions")):
            # The one setting that the answer depends on: it is the server's to read.
            return None
        return {"jsonrpc": "2.0", "id": msg_id, "result": _result(params["capabilities"])}
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError, OSError):
        return None


def is_offered(capabilities: Any, path: str) -> bool:
    """Whether a client's capabilities have something at a dotted path that is neither ``false`` nor ``null``."""
    for name in path.split("."):
        if not isinstance(capabilities, dict):
            return False
        capabilities = capabilities.get(name)
    return capabilities is not None and capabilities is not False


def _result(capabilities: dict[str, Any]) -> dict[str, Any]:
    with open(RESULTS, encoding="ascii") as stored:  # noqa: PTH123
        greetings = json.load(stored)
    result: dict[str, Any] = greetings["results"][variant(capabilities, greetings["depends_on"])]
    result["capabilities"]["positionEncoding"] = _encoding(capabilities)
    return result


def variant(capabilities: dict[str, Any], depends_on: list[str]) -> str:
    """Which of the stored results is for this client: a ``y`` or an ``n`` for each path that it depends on."""
    return "".join("ny"[is_offered(capabilities, path)] for path in depends_on)


def _encoding(capabilities: dict[str, Any]) -> str:
    """The first position encoding of the client's that is one of ours; every client knows UTF-16."""
    offered = capabilities.get("general", {}).get("positionEncodings") or []
    return next((encoding for encoding in offered if encoding in ENCODINGS), "utf-16")
