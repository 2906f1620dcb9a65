"""One module for each method of the protocol: guard, convert, one call into ``leaselens.ide``, convert back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaselens_server.features import (
    call_hierarchy,
    code_action,
    code_lens,
    completion,
    configuration,
    cursor,
    definition,
    diagnostics,
    diagram,
    document_highlight,
    document_symbol,
    folding_range,
    formatting,
    hover,
    implementation,
    inlay_hint,
    life,
    range_formatting,
    references,
    rename,
    selection_range,
    semantic_tokens,
    signature_help,
    status,
    sync,
    trace,
    type_definition,
    work_done_progress,
    workspace_folders,
    workspace_symbol,
)

if TYPE_CHECKING:
    from leaselens_server.server import Server

__all__ = ["configuration", "diagnostics", "register_all", "workspace_folders"]


def register_all(server: Server) -> None:
    """Register everything that does not depend on the client."""
    for feature in (
        sync,
        configuration,
        diagnostics,
        hover,
        completion,
        signature_help,
        code_action,
        inlay_hint,
        semantic_tokens,
        code_lens,
        cursor,
        document_symbol,
        document_highlight,
        folding_range,
        formatting,
        range_formatting,
        selection_range,
        diagram,
        life,
        definition,
        type_definition,
        implementation,
        references,
        rename,
        call_hierarchy,
        work_done_progress,
        workspace_folders,
        workspace_symbol,
        status,
        trace,
    ):
        feature.register(server)
