"""``workspace/didChangeWorkspaceFolders``, ``workspace/didChangeWatchedFiles``: which files there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from leaselens.languages import extensions
from leaselens_server.features import configuration

if TYPE_CHECKING:
    from leaselens_server.server import Server


def register(server: Server) -> None:
    server.notified(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, changed)
    server.notified(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, lambda server, _: server.files.changed())


def begin(server: Server, params: types.InitializeParams) -> None:
    """Take the folders that came with ``initialize``; an older client has one, or none."""
    folders = params.workspace_folders
    if folders is None and params.root_uri is not None:
        folders = [types.WorkspaceFolder(params.root_uri, "")]
    server.files.add(folder.uri for folder in folders or ())


def watch(server: Server) -> None:
    """Ask the client to tell of files that change on the disk."""
    if server.client.registers_watching:
        patterns = [f"**/*{extension}" for extension in extensions()]
        watchers = [types.FileSystemWatcher(pattern) for pattern in (*patterns, "**/.gitignore")]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        server.client_register_capability(types.RegistrationParams([registration]))


def changed(server: Server, params: Any) -> None:
    server.files.remove(folder.uri for folder in params.event.removed)
    server.files.add(folder.uri for folder in params.event.added)
    configuration.pull(server)
