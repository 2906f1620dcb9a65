"""``textDocument/typeDefinition``: the class of the object that a place holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.definition import type_definition
from leaselens_server.features import definition

if TYPE_CHECKING:
    from leaselens_server.server import Server


def register(server: Server) -> None:
    answer = partial(definition.answer, "type_definition", type_definition)
    server.asked(types.TEXT_DOCUMENT_TYPE_DEFINITION, answer)
