"""Charts: what passes between two parties, in every form."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from leaselens.model.chart import Chart, Message, Passing
from leaselens.render import pictures
from leaselens.render.wording import width
from leaselens.text import LineIndex, Span

SCHEMA = Path(__file__).parents[2] / "docs/schemas/diagram.schema.json"
LABELS = st.text(max_size=60)


def chart(*labels: str) -> Chart:
    """A call with the labels of its SEND, what is read, what is written, and its REPLY."""
    kinds = (Passing.SEND, Passing.READ, Passing.WRITE, Passing.REPLY)
    messages = (Message(k, int(k in kinds[2:]), text, Span(0, 1)) for k, text in zip(kinds, labels, strict=True))
    return Chart("seal #1", ("client", "server"), tuple(messages), "both are revoked")


SEAL = chart("SEND 1 + 2 leases", "[0] nonce", "[1] dest", "REPLY ()")


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (
            "unicode",
            """\
seal #1

         client                             server
           │                                   ┆ waiting
           │   SEND 1 + 2 leases               ┐
           └──────────────────────────────────►│
 suspended ┆                                   │
           ┆┄┄┄┄┄┄┄┄┄┄┄ [0] nonce ┄┄┄┄┄┄┄┄┄┄┄┄►│ reads
           ┆◄┄┄┄┄┄┄┄┄┄┄┄┄ [1] dest ┄┄┄┄┄┄┄┄┄┄┄┄│ writes
           ┆                                   │
           ┌◄──────────── REPLY () ────────────┤
           │  both are revoked                 ┆ waiting""",
        ),
        (
            "ascii",
            """\
seal #1

         client                             server
           |                                   : waiting
           |   SEND 1 + 2 leases               +
           +---------------------------------->|
 suspended :                                   |
           :........... [0] nonce ............>| reads
           :<............ [1] dest ............| writes
           :                                   |
           +<------------ REPLY () ------------+
           |  both are revoked                 : waiting""",
        ),
    ],
)
def test_a_chart_in_characters(style: str, expected: str) -> None:
    assert pictures.text(SEAL, style) == expected


def test_a_chart_on_one_line() -> None:
    assert pictures.one_line(SEAL) == "client ─[0] nonce, [1] dest─► server"
    plain = Chart("go", ("a", "b"), (SEAL.messages[0], SEAL.messages[3]), "")
    assert pictures.one_line(plain) == ""


def test_a_chart_for_mermaid() -> None:
    assert pictures.as_mermaid(SEAL) == (
        "sequenceDiagram\n  participant p0 as client\n  participant p1 as server\n"
        "  p0->>+p1: SEND 1 + 2 leases\n  p0-->>p1: #91;0#93; nonce\n  p1-->>p0: #91;1#93; dest\n"
        "  p1->>-p0: REPLY ()\n  Note over p0,p1: both are revoked\n"
    )


def test_a_chart_as_json_fits_its_schema() -> None:
    value = pictures.as_json(SEAL, LineIndex("ab"))
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator({**schema["$defs"]["chart"], "$defs": schema["$defs"]}).validate(value)


@given(st.tuples(LABELS, LABELS, LABELS, LABELS))
def test_any_label_is_drawn(labels: tuple[str, str, str, str]) -> None:
    drawn = chart(*labels)
    ET.fromstring(pictures.as_svg(drawn))
    lines = pictures.text(drawn).split("\n")
    sides = {width(line) for line in lines if line.endswith("│")}
    assert len(lines) == 12
    assert len(sides) == 1, "the second lifeline is straight"
    assert all(ord(c) < 128 for c in pictures.text(drawn, "ascii"))
    assert pictures.as_mermaid(drawn).count("\n") == 8
    assert pictures.as_dot(drawn).count("->") >= 4
