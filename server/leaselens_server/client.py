"""What the client at the other end can do: read once, from the params of ``initialize``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability

_CODE_ACTION = "text_document.code_action"
_DEFINITIONS = "definition", "declaration", "type_definition"

_ITEM = "text_document.completion.completion_item"
_SIGNATURE = "text_document.signature_help.signature_information"


def _is_announced(capabilities: types.ClientCapabilities, ability: str) -> bool:
    """Whether the client says that it has one of the abilities that are ours alone."""
    experimental = capabilities.experimental
    return isinstance(experimental, Mapping) and experimental.get(ability) is True


@dataclass(frozen=True)
class Typing:
    """How a client takes what it is offered while something is typed."""

    snippets: bool = False
    insert_replace: bool = False
    label_details: bool = False
    markdown_completion: bool = False
    label_offsets: bool = False

    @staticmethod
    def of(capabilities: types.ClientCapabilities) -> Typing:
        """Read a client's abilities."""

        def can(field: str) -> bool:
            return bool(get_capability(capabilities, field, False))

        def reads_markdown(field: str) -> bool:
            return types.MarkupKind.Markdown in (get_capability(capabilities, field, None) or ())

        return Typing(
            snippets=can(f"{_ITEM}.snippet_support"),
            insert_replace=can(f"{_ITEM}.insert_replace_support"),
            label_details=can(f"{_ITEM}.label_details_support"),
            markdown_completion=reads_markdown(f"{_ITEM}.documentation_format"),
            label_offsets=can(f"{_SIGNATURE}.parameter_information.label_offset_support"),
        )


@dataclass(frozen=True)
class Client:
    """The abilities that decide how we answer. Each is false where the client doesn't mention it."""

    name: str = ""
    pulls_diagnostics: bool = False
    refreshes_diagnostics: bool = False
    related_information: bool = False
    code_description: bool = False
    diagnostic_data: bool = False
    diagnostic_tags: frozenset[int] = frozenset()
    refreshes_hints: bool = False
    refreshes_semantic_tokens: bool = False
    refreshes_lenses: bool = False
    shows_locations: bool = False
    installs_extras: bool = False
    resolves_tooltips: bool = False
    markdown_hover: bool = False
    nested_symbols: bool = False
    configuration: bool = False
    registers_configuration: bool = False
    wants_status: bool = False
    code_actions: bool = False
    document_changes: bool = False
    shows_documents: bool = False
    shows_log: bool = False
    shows_progress: bool = False
    registers_watching: bool = False
    links: frozenset[str] = frozenset()
    """The requests for definitions and their like that may be answered with links (``type_definition``)."""
    typing: Typing = Typing()

    @staticmethod
    def of(params: types.InitializeParams) -> Client:
        """Read a client's abilities."""
        capabilities = params.capabilities

        def can(field: str) -> bool:
            return bool(get_capability(capabilities, field, False))

        # Where diagnostics are pulled, what is said of them under `publishDiagnostics` may be missing, and the reverse.
        def can_diagnostics(field: str) -> bool:
            return can(f"text_document.publish_diagnostics.{field}") or can(f"text_document.diagnostic.{field}")

        tags = get_capability(capabilities, "text_document.publish_diagnostics.tag_support.value_set", None) or ()
        resolved = get_capability(capabilities, "text_document.inlay_hint.resolve_support.properties", None) or ()
        formats = get_capability(capabilities, "text_document.hover.content_format", None) or ()
        return Client(
            name=params.client_info.name if params.client_info else "",
            pulls_diagnostics=get_capability(capabilities, "text_document.diagnostic", None) is not None,
            refreshes_diagnostics=can("workspace.diagnostics.refresh_support"),
            related_information=can_diagnostics("related_information"),
            code_description=can_diagnostics("code_description_support"),
            diagnostic_data=can_diagnostics("data_support"),
            diagnostic_tags=frozenset(int(tag) for tag in tags),
            refreshes_hints=can("workspace.inlay_hint.refresh_support"),
            refreshes_semantic_tokens=can("workspace.semantic_tokens.refresh_support"),
            refreshes_lenses=can("workspace.code_lens.refresh_support"),
            shows_locations=_is_announced(capabilities, "leaselensShowLocations"),
            installs_extras=_is_announced(capabilities, "leaselensInstallsExtras"),
            resolves_tooltips="tooltip" in resolved,
            markdown_hover=types.MarkupKind.Markdown in formats,
            nested_symbols=can("text_document.document_symbol.hierarchical_document_symbol_support"),
            configuration=can("workspace.configuration"),
            registers_configuration=can("workspace.did_change_configuration.dynamic_registration"),
            wants_status=_is_announced(capabilities, "leaselensStatus"),
            code_actions=get_capability(capabilities, f"{_CODE_ACTION}.code_action_literal_support", None) is not None,
            document_changes=can("workspace.workspace_edit.document_changes"),
            shows_documents=can("window.show_document.support"),
            shows_log=_is_announced(capabilities, "leaselensShowLog"),
            shows_progress=can("window.work_done_progress"),
            registers_watching=can("workspace.did_change_watched_files.dynamic_registration"),
            links=frozenset(request for request in _DEFINITIONS if can(f"text_document.{request}.link_support")),
            typing=Typing.of(capabilities),
        )


def readable_params(params: Any, can_be_read: Callable[[Any], bool]) -> Any:
    """The params of ``initialize`` without what can't be read: one wrong ability must not cost a client all of them."""
    capabilities = params.get("capabilities") if isinstance(params, dict) else None
    if not isinstance(capabilities, dict):
        return params
    kept = {"capabilities": _readable(capabilities, lambda found: can_be_read({"capabilities": found}))}
    return {**{name: part for name, part in params.items() if can_be_read({**kept, name: part})}, **kept}


def _readable(given: dict[str, Any], can_be_read: Callable[[Any], bool]) -> dict[str, Any]:
    """As much of a mapping as can be read."""
    kept: dict[str, Any] = {}
    for name, part in given.items():
        if can_be_read({**kept, name: part}):
            kept[name] = part
        elif isinstance(part, dict) and can_be_read({**kept, name: {}}):
            kept[name] = _readable(part, lambda found, name=name: can_be_read({**kept, name: found}))  # type: ignore[misc]
    return kept
