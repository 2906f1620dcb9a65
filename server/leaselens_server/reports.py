"""What has been reported about each document, and when that may change (``leaselens.diagnostics.run``)."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types


@dataclass(frozen=True)
class Report:
    """Diagnostics as a client gets them. Two reports with the same ``id`` say the same."""

    id: str
    version: int | None
    items: tuple[types.Diagnostic, ...] = ()


class Reports:
    """The last report about each document.

    A report is *owed* from the moment a document is opened or saved until an analysis ends; when diagnostics are to
    come as one types, one is owed always.
    """

    def __init__(self) -> None:
        self.pulled = False
        """Whether the client asks for reports (and is sent none)."""
        self.left: set[str] = set()
        """Documents that were closed. A client that asks goes on showing what it was told of them, until it is told
        otherwise with what it asks of the workspace."""
        self._reports: dict[str, Report] = {}
        self._owed: set[str] = set()
        self._count = 0

    def owe(self, uri: str) -> None:
        """The next analysis of this document is to be reported."""
        self._owed.add(uri)
        self.left.discard(uri)

    def owes(self, uri: str) -> bool:
        """Whether a report is owed."""
        return uri in self._owed

    def last(self, uri: str) -> Report:
        """The last report about a document; an empty one if there was none."""
        return self._reports.get(uri) or Report("none", None)

    def settle(self, uri: str, version: int | None, items: tuple[types.Diagnostic, ...]) -> Report:
        """Report these diagnostics. The report's ``id`` is the last one's if nothing changed."""
        self._owed.discard(uri)
        last = self._reports.get(uri)
        if last is not None and last.items == items:
            report = Report(last.id, version, items)
        else:
            self._count += 1
            report = Report(str(self._count), version, items)
        self._reports[uri] = report
        return report

    def leave(self, uri: str) -> None:
        """The document was closed."""
        self.forget(uri)
        self.left.add(uri)

    def forget(self, uri: str) -> None:
        """Nothing is reported about it any more."""
        self._reports.pop(uri, None)
        self._owed.discard(uri)
