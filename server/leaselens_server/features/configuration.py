"""``workspace/didChangeConfiguration``, ``workspace/configuration``: settings come at the start, by push or by pull."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    pull(server)


def changed(server: Server, params: types.DidChangeConfigurationParams) -> None:
    """Settings may come with the news of their change; if they don't, they have to be asked for."""
    if mentions_settings(params.settings):
        apply(server, _read(server, params.settings), server.folder_settings)
        if _folders(server):
            pull(server)
    else:
        pull(server)


def apply(server: Server, settings: Settings, of_folders: Mapping[str, Settings]) -> None:
    """Let the settings hold, of the session and of folders by their URIs; make anew what depends on what changed."""
    of_documents = {document.uri: server.settings_of(document.uri) for document in server.documents}
    before = server.settings, server.folder_settings
    server.settings, server.folder_settings = settings, of_folders
    if before == (settings, of_folders):
        return
    for document in server.documents:
        server.reports.owe(document.uri)
        if of_documents[document.uri].dada_dialect != server.settings_of(document.uri).dada_dialect:
            document.touch(server.documents.next_revision())
            server.analyses.changed(document)
        else:
            diagnostics.report(server, document.uri)
    diagnostics.refresh(server)
    server.files.changed()
    if server.client.refreshes_hints:
        server.workspace_inlay_hint_refresh(None)
    semantic_tokens.refresh(server)
    code_lens.refresh(server)


def pull(server: Server) -> None:
    """Ask for the settings of the session, and for those of each folder if there are several."""
    if not server.client.configuration:
        return
    folders = _folders(server)

    def received(answer: Any) -> None:
        found = answer.result() if answer.exception() is None else None
        if not isinstance(found, Sequence) or not found:
            return
        given = dict(zip(folders, found[1:], strict=False))
        of_folders = {uri: _read(server, its) for uri, its in given.items() if mentions_settings(its)}
        settings = _read(server, found[0]) if mentions_settings(found[0]) else server.settings
        apply(server, settings, of_folders)

    items = [types.ConfigurationItem(uri, SECTION) for uri in (None, *folders)]
    asked = server.workspace_configuration(types.ConfigurationParams(items))
    asked.add_done_callback(received)


def _folders(server: Server) -> list[str]:
    """The folders that may have settings of their own. A single one has those of the session."""
    return list(server.files.folders) if len(server.files.folders) > 1 else []


def _read(server: Server, configuration: Any) -> Settings:
    settings, complaints = read_settings(configuration)
    for complaint in complaints:
        server.faults.complain(complaint)
    return settings
