"""``textDocument/diagnostic``, or ``textDocument/publishDiagnostics`` for clients that don't ask: never both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens import pages
from leaselens.diagnostics import Diagnostic, Severity, Tag
from leaselens_server.client import Client
from leaselens_server.documents import Snapshot
from leaselens_server.positions import View
from leaselens_server.reports import Report

if TYPE_CHECKING:
    from leaselens_server.server import Server

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFORMATION: types.DiagnosticSeverity.Information,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}
_TAGS = {Tag.UNNECESSARY: types.DiagnosticTag.Unnecessary, Tag.DEPRECATED: types.DiagnosticTag.Deprecated}


def register(server: Server) -> None:
    server.when_finished.append(lambda uri: report(server, uri))


def choose(server: Server) -> None:
    """Decide, once for the session, whether the client asks for diagnostics or is sent them.

    One that can ask but can't be told to ask again would never see what a save brings, if that is when it wants it.
    """
    client = server.client
    server.reports.pulled = client.pulls_diagnostics and (client.refreshes_diagnostics or not server.settings.on_save)
    if server.reports.pulled:
        # This module is used by that one.
        from leaselens_server.features import workspace_diagnostic

        options = types.DiagnosticOptions(
            inter_file_dependencies=False, workspace_diagnostics=True, identifier="leaselens"
        )
        nothing = types.RelatedFullDocumentDiagnosticReport(items=[])
        server.asked(types.TEXT_DOCUMENT_DIAGNOSTIC, pulled, options, unknown=nothing)
        workspace_diagnostic.register(server)


async def pulled(
    server: Server, document: Snapshot, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport:
    """The diagnostics of the newest text, or only word that they are what the client has."""
    if not server.settings.on_save or server.reports.owes(document.uri):
        await server.analyses.fresh(document.uri)
    last = server.reports.last(document.uri)
    if params.previous_result_id == last.id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=last.id)
    return types.RelatedFullDocumentDiagnosticReport(items=last.items, result_id=last.id)


def report(server: Server, uri: str) -> None:
    """Make a report of the newest facts, if there are any of the present text and one is due."""
    facts, document = server.analyses.latest(uri), server.documents.get(uri)
    if facts is None or document is None or facts.text.revision != document.revision:
        return
    if server.settings.on_save and not server.reports.owes(uri):
        return
    view = View(facts.analysis, facts.text, server.positions)
    items = shown(facts.analysis.diagnostics, view, server)
    before = server.reports.last(uri)
    made = server.reports.settle(uri, facts.text.version, items)
    if not server.reports.pulled:
        _publish(server, uri, made)
    elif server.settings.on_save and made.id != before.id:
        refresh(server)


def refresh(server: Server) -> None:
    """Let a client that asks ask again."""
    if server.reports.pulled and server.client.refreshes_diagnostics:
        server.workspace_diagnostic_refresh(None)


def forget(server: Server, uri: str) -> None:
    """A document was closed: what was published about it is no longer so."""
    server.reports.leave(uri)
    if not server.reports.pulled:
        _publish(server, uri, Report("none", None))


def _publish(server: Server, uri: str, made: Report) -> None:
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, made.items, made.version))


def shown(diagnostics: Iterable[Diagnostic], view: View, server: Server) -> tuple[types.Diagnostic, ...]:
    """The diagnostics that the client wants, as it can show them."""
    with_advice = server.settings_of(view.text.uri).diagnostics_advice
    wanted = (found for found in diagnostics if with_advice or not found.optional)
    return tuple(to_protocol(found, view, server.client) for found in wanted)


def to_protocol(found: Diagnostic, view: View, client: Client) -> types.Diagnostic:
    """A diagnostic as this client can show it."""
    tags = [_TAGS[tag] for tag in found.tags if _TAGS[tag].value in client.diagnostic_tags]
    page = pages.url(found.code) if client.code_description else None
    return types.Diagnostic(
        range=view.surely(found.span),
        message=_message(found, view, client),
        severity=_SEVERITIES[found.severity],
        code=found.code,
        code_description=types.CodeDescription(page) if page else None,
        source="leaselens",
        tags=tags or None,
        related_information=_related(found, view) if client.related_information else None,
        data={"rule": found.rule, "certainty": found.certainty.value} if client.diagnostic_data else None,
    )


def _message(found: Diagnostic, view: View, client: Client) -> str:
    """The message, what is said at the caret, and the help; and the story, where it can't be shown otherwise."""
    lines = [found.message]
    # The reference's "here" says what the underline says already.
    if found.label and found.label != "here" and found.label not in found.message:
        lines.append(found.label)
    if not client.related_information:
        lines += [f"line {view.surely(step.span).start.line + 1}: {step.message}" for step in found.related]
    if found.help:
        lines.append(f"help: {found.help}")
    return "\n".join(lines)


def _related(found: Diagnostic, view: View) -> list[types.DiagnosticRelatedInformation]:
    return [
        types.DiagnosticRelatedInformation(types.Location(view.text.uri, view.surely(step.span)), step.message)
        for step in found.related
        if step.path is None or step.path == view.text.uri
    ]
