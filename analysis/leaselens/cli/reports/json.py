"""``--format json``: the contract of ``docs/cli.md`` and ``docs/schemas/check.schema.json``.

Every key is always there, but ``output``, which has to be asked for.
"""

from __future__ import annotations

import json
from typing import Any

from leaselens import pages
from leaselens.cli.locations import json_range
from leaselens.cli.result import Checked
from leaselens.diagnostics import Diagnostic, Fix, Related
from leaselens.model.analysis import Output


class JsonReport:
    """Prints one value at the end."""

    def __init__(self) -> None:
        self._files: list[dict[str, Any]] = []

    def add(self, checked: Checked) -> None:
        file: dict[str, Any] = {
            "path": checked.source.name,
            "language": checked.language,
            "dialect": checked.dialect,
            "diagnostics": [_diagnostic(checked, diagnostic) for diagnostic in checked.diagnostics],
        }
        if checked.printed is not None:
            file["output"] = [_output(checked, output) for output in checked.printed]
        self._files.append(file)

    def finish(self) -> None:
        print(json.dumps({"version": 1, "files": self._files}, indent=2))


def _output(checked: Checked, output: Output) -> dict[str, Any]:
    return {"range": json_range(checked.source, output.span), "text": output.text}


def _diagnostic(checked: Checked, diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "rule": diagnostic.rule,
        "severity": diagnostic.severity,
        "certainty": diagnostic.certainty,
        "message": diagnostic.message,
        "label": diagnostic.label,
        "range": json_range(checked.source, diagnostic.span),
        "related": [_related(checked, related) for related in diagnostic.related],
        "help": diagnostic.help,
        "url": pages.url(diagnostic.code),
        "fixes": [_fix(checked, fix) for fix in diagnostic.fixes],
    }


def _related(checked: Checked, related: Related) -> dict[str, Any]:
    return {
        "role": related.role,
        "message": related.message,
        "path": related.path or checked.source.name,
        "range": json_range(checked.source_of(related), related.span),
    }


def _fix(checked: Checked, fix: Fix) -> dict[str, Any]:
    edits = [{"range": json_range(checked.source, edit.span), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "edits": edits}
