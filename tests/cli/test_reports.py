"""``--format sarif`` and ``--format github``: what other programs are told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from cli.conftest import DOUBTFUL, LETTER, Run
from hypothesis import given
from hypothesis import strategies as st

from leaselens.cli.reports.github import GithubReport
from leaselens.cli.reports.sarif import SarifReport
from leaselens.cli.result import Checked
from leaselens.diagnostics import Certainty, Diagnostic, Edit, Fix, Related, Role, Severity
from leaselens.text import Source, Span

TEXT = "let 😀 = b\nlet c = d\n"
FULL = Diagnostic(
    code="TEST-T1",
    rule="a-rule",
    severity=Severity.WARNING,
    message="100% wrong,\nsee: there",
    span=Span(4, 5),
    certainty=Certainty.MAYBE,
    label="here",
    related=(Related(Role.ISSUED, "it began here", Span(14, 15)),),
    help="do this",
    fixes=(Fix("Write `e`", (Edit(Span(4, 5), "e"),)),),
)


def checked(name: str, *diagnostics: Diagnostic) -> Checked:
    return Checked(Source(name, TEXT), "dada", "v3", diagnostics)


# ---------------------------------------------------------------- SARIF


def log(capsys: pytest.CaptureFixture[str], *results: Checked) -> Any:
    import json

    report = SarifReport()
    for result in results:
        report.add(result)
    report.finish()
    return json.loads(capsys.readouterr().out)


def test_sarif_has_what_the_standard_requires(capsys: pytest.CaptureFixture[str]) -> None:
    whole = log(capsys, checked("a b/ä.dada", FULL))
    assert whole["version"] == "2.1.0"
    (run,) = whole["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["name"] == "leaselens"
    (result,) = run["results"]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == "TEST-T1"
    assert result["level"] == "warning"
    assert result["message"]["text"]
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "a%20b/%C3%A4.dada"
    assert where["region"] == {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 6}
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 2
    replacement = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"] == {"text": "e"}
    assert replacement["deletedRegion"] == where["region"]


def test_sarif_names_each_rule_once(capsys: pytest.CaptureFixture[str]) -> None:
    (run,) = log(capsys, checked("a.dada", FULL, FULL), checked("b.dada", FULL))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["TEST-T1"]
    assert [result["ruleIndex"] for result in run["results"]] == [0, 0, 0]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./src/a.dada", "src/a.dada"),
        ("/abs/a b.dada", "file:///abs/a%20b.dada"),
        ("c:odd.dada", "c%3Aodd.dada"),
        ("50%.dada", "50%25.dada"),
        ("\udcff.dada", "%FF.dada"),
    ],
)
def test_sarif_paths_are_uris(capsys: pytest.CaptureFixture[str], path: str, uri: str) -> None:
    (run,) = log(capsys, checked(path, FULL))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_of_real_programs(run: Run, files: Any) -> None:
    (files / "a.dada").write_text(LETTER)
    (files / "b.dada").write_text(DOUBTFUL)
    (files / "c.dada").write_bytes(b"\xff")
    outcome = run("check", ".", "--format", "sarif")
    (results,) = (one["results"] for one in outcome.json["runs"])
    assert [(r["ruleId"], r["level"], r["properties"]["certainty"]) for r in results] == [
        ("DADA-R2", "error", "surely"),
        ("DADA-R2", "warning", "maybe"),
        ("LEASELENS-F2", "error", "surely"),
    ]


# ---------------------------------------------------------------- GitHub


def commands(capsys: pytest.CaptureFixture[str], *results: Checked) -> list[tuple[str, Mapping[str, str], str]]:
    """The workflow commands, read back as GitHub reads them."""
    report = GithubReport()
    for result in results:
        report.add(result)
    report.finish()
    return [command(line) for line in capsys.readouterr().out.splitlines()]


def command(line: str) -> tuple[str, Mapping[str, str], str]:
    found = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
    assert found is not None
    properties = dict(part.split("=", 1) for part in found[2].split(","))
    return found[1], {key: unescaped(value) for key, value in properties.items()}, unescaped(found[3])


def unescaped(text: str) -> str:
    return re.sub("%(25|0D|0A|3A|2C)", lambda match: chr(int(match[1], 16)), text)


def test_github(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = commands(capsys, checked("a,b:c.dada", FULL))
    assert found == (
        "warning",
        {
            "file": "a,b:c.dada",
            "line": "1",
            "endLine": "1",
            "col": "5",
            "endColumn": "6",
            "title": "TEST-T1 a-rule",
        },
        "100% wrong,\nsee: there (here)\na,b:c.dada:2:5: it began here\nhelp: do this",
    )


@pytest.mark.parametrize(
    ("severity", "name"),
    [
        (Severity.ERROR, "error"),
        (Severity.WARNING, "warning"),
        (Severity.INFORMATION, "notice"),
        (Severity.HINT, "notice"),
    ],
)
def test_github_severities(capsys: pytest.CaptureFixture[str], severity: Severity, name: str) -> None:
    (found,) = commands(capsys, checked("a", Diagnostic("T-T1", "t", severity, "m", Span(0, 1))))
    assert found[0] == name


def test_github_has_no_columns_over_several_lines(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = commands(capsys, checked("a", Diagnostic("T-T1", "t", Severity.ERROR, "m", Span(0, 14))))
    assert "col" not in found[1]
    assert (found[1]["line"], found[1]["endLine"]) == ("1", "2")


@given(st.text(max_size=40), st.text(st.characters(exclude_characters="\r\n"), min_size=1, max_size=20))
def test_law_of_github_escapes(message: str, path: str) -> None:
    """Whatever is said, it is one command, and GitHub reads back what we said."""
    import contextlib
    import io

    printed = io.StringIO(newline="")
    with contextlib.redirect_stdout(printed):
        GithubReport().add(checked(path, Diagnostic("T-T1", "t", Severity.ERROR, message, Span(0, 1))))
    name, properties, data = command(printed.getvalue().removesuffix("\n"))
    assert (name, properties["file"], data) == ("error", path, message)
