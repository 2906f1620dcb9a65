"""``workspace/didChangeConfiguration``, ``workspace/configuration``: settings come at the start, by push or by pull."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from leaselens_server.features import code_lens, diagnostics, semantic_tokens
from leaselens_server.settings import SECTION, Settings, mentions_settings, read_settings

if TYPE_CHECKING:
    from leaselens_server.server import Server


def register(server: Server) -> None:
    server.notified(types.WORKSPACE_DID_CHANGE_CONFIGURATION, changed)


def begin(server: Server, initialization_options: Any) -> None:
    """Take the settings that came with ``initialize``."""
    server.settings = _read(server, initialization_options)


def ask(server: Server) -> None:
    """Ask the client for its settings, and to be told when they change."""
    if server.client.registers_configuration:
        options = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        registration = types.Registration("configuration", types.WORKSPACE_DID_CHANGE_CONFIGURATION, options)
        server.client_register_capability(types.RegistrationParams([registration]))
    _pull(server)


def changed(server: Server, params: types.DidChangeConfigurationParams) -> None:
    """Settings may come with the news of their change; if they don't, they have to be asked for."""
    if mentions_settings(params.settings):
        apply(server, _read(server, params.settings))
    else:
        _pull(server)


def apply(server: Server, settings: Settings) -> None:
    """Let the settings hold, and whatever depends on one that changed be made anew."""
    before, server.settings = server.settings, settings
    if before == settings:
        return
    for document in server.documents:
        server.reports.owe(document.uri)
        if before.dada_dialect != settings.dada_dialect:
            document.touch(server.documents.next_revision())
            server.analyses.changed(document)
        else:
            diagnostics.report(server, document.uri)
    diagnostics.refresh(server)
    server.files.changed()
    if server.client.refreshes_hints:
        server.workspace_inlay_hint_refresh(None)
    if before.dada_dialect != settings.dada_dialect:
        semantic_tokens.refresh(server)
    if before.code_lens_enable != settings.code_lens_enable:
        code_lens.refresh(server)


def _pull(server: Server) -> None:
    if not server.client.configuration:
        return

    def received(answer: Any) -> None:
        if answer.exception() is None and (found := answer.result()) and mentions_settings(found[0]):
            apply(server, _read(server, found[0]))

    item = types.ConfigurationItem(section=SECTION)
    asked = server.workspace_configuration(types.ConfigurationParams([item]))
    asked.add_done_callback(received)


def _read(server: Server, configuration: Any) -> Settings:
    settings, complaints = read_settings(configuration)
    for complaint in complaints:
        server.faults.complain(complaint)
    return settings
