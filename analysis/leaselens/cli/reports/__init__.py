"""How ``check`` tells what it found: one module for each ``--format``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from leaselens.cli.reports.github import GithubReport
from leaselens.cli.reports.json import JsonReport
from leaselens.cli.reports.sarif import SarifReport
from leaselens.cli.reports.text import TextReport
from leaselens.cli.result import Checked


class Report(Protocol):
    """Takes the results file by file, in order, and prints them at once or at the end."""

    def add(self, checked: Checked) -> None: ...

    def finish(self) -> None: ...


REPORTS: Mapping[str, Callable[[], Report]] = MappingProxyType(
    {"text": TextReport, "json": JsonReport, "sarif": SarifReport, "github": GithubReport}
)
"""By the word that ``--format`` takes."""
