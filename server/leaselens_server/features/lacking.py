"""``leaselens/lacking``: the reader is told, once, what is not installed and would be needed for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.model.elsewhere import Lack

if TYPE_CHECKING:
    from leaselens_server.server import Server

LACKING = "leaselens/lacking"
"""Tells a client that can install it itself what is lacking; it tells the reader."""


def tell(server: Server, lack: Lack | None) -> None:
    """Something is lacking, perhaps. In one session it is told once."""
    if lack is None or lack in server.told_lacking:
        return
    server.told_lacking.add(lack)
    if server.client.installs_extras:
        server.protocol.notify(LACKING, {"extra": lack.extra, "message": lack.message})
    else:
        message = f"{lack.message} Install it with: pip install 'leaselens[{lack.extra}]'"
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))
