"""``--format sarif``: SARIF 2.1.0, the interchange format of static analysis (code scanning takes it)."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from leaselens import __version__, pages
from leaselens.cli.locations import place
from leaselens.cli.result import Checked
from leaselens.diagnostics import Diagnostic, Fix, Related, Severity
from leaselens.text import Source, Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
    Severity.HINT: "note",
}


class SarifReport:
    """Prints one log with one run at the end."""

    def __init__(self) -> None:
        self._rules: dict[str, dict[str, Any]] = {}
        self._results: list[dict[str, Any]] = []

    def add(self, checked: Checked) -> None:
        for diagnostic in checked.diagnostics:
            self._rules.setdefault(diagnostic.code, _rule(diagnostic))
            index = list(self._rules).index(diagnostic.code)
            self._results.append(_result(checked, diagnostic, index))

    def finish(self) -> None:
        driver = {"name": "leaselens", "version": __version__, "rules": list(self._rules.values())}
        run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": self._results}
        print(json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2))


def _rule(diagnostic: Diagnostic) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": diagnostic.code,
        "name": diagnostic.rule,
        "shortDescription": {"text": pages.title(diagnostic.code) or diagnostic.rule.replace("-", " ")},
    }
    page = pages.page(diagnostic.code)
    if page is not None:
        rule["help"] = {"text": page, "markdown": page}
    return rule


def _result(checked: Checked, diagnostic: Diagnostic, rule_index: int) -> dict[str, Any]:
    label = f" ({diagnostic.label})" if diagnostic.label else ""
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": diagnostic.message + label},
        "locations": [{"physicalLocation": _location(checked.source, diagnostic.span)}],
        "properties": {"certainty": diagnostic.certainty},
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            _related(checked, related, number) for number, related in enumerate(diagnostic.related, 1)
        ]
    if diagnostic.fixes:
        result["fixes"] = [_fix(checked.source, fix) for fix in diagnostic.fixes]
    return result


def _related(checked: Checked, related: Related, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "message": {"text": related.message},
        "physicalLocation": _location(checked.source_of(related), related.span),
    }


def _fix(source: Source, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(source, edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    change = {"artifactLocation": {"uri": _uri(source.name)}, "replacements": replacements}
    return {"description": {"text": fix.title}, "artifactChanges": [change]}


def _location(source: Source, span: Span) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(source.name)}, "region": _region(source, span)}


def _region(source: Source, span: Span) -> dict[str, int]:
    start, end = place(source, span.start), place(source, span.end)
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _uri(path: str) -> str:
    """An absolute path as a ``file:`` URI, any other as a relative reference."""
    pure = PurePath(path)
    if pure.is_absolute():
        return pure.as_uri()
    return quote(pure.as_posix(), safe="/", errors="surrogateescape")
