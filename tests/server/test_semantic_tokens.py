"""Semantic tokens as clients get them: the numbers, and the differences between them."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest

from leaselens.languages import analyse

from .session import RECORDED, Json, Session, change

pytestmark = pytest.mark.asyncio(loop_scope="module")

CAT = "\U0001f431"
PROGRAM = f"""\
class Pair(a, b)  # {CAT}

fn first(p: leased Pair) -> leased{{p}} Pair {{
    p.a.lease
}}

let p = Pair(1, "{CAT}") let q = p.lease
q.a = 2
print("{CAT} {{p.a}} {{q}}").await
"""


async def opened(text: str, capabilities: Json | None = None) -> tuple[Session, str, Json]:
    """A session with a document, and the legend."""
    session = Session(analyse)
    offered = (await session.initialize(capabilities))["capabilities"]
    return session, session.open(text), offered["semanticTokensProvider"]["legend"]


def words(text: str, data: list[int], legend: Json, encoding: str = "utf-16-le") -> list[str]:
    """What the numbers say, word by word."""
    lines = text.split("\n")
    width = {"utf-16-le": 2, "utf-8": 1}[encoding]
    line = column = 0
    told = []
    for number in range(0, len(data), 5):
        down, right, length, kind, marks = data[number : number + 5]
        line, column = line + down, right if down else column + right
        raw = lines[line].encode(encoding)[width * column : width * (column + length)]
        modifiers = [name for bit, name in enumerate(legend["tokenModifiers"]) if marks >> bit & 1]
        told.append(".".join([f"{line}:{raw.decode(encoding)}", legend["tokenTypes"][kind], *modifiers]))
    return told


async def full(session: Session, uri: str) -> Json:
    found: Json = await session.result("textDocument/semanticTokens/full", {"textDocument": {"uri": uri}})
    return found


EXPECTED = [
    "0:class.keyword",
    "0:Pair.class.declaration",
    "0:a.property.declaration",
    "0:b.property.declaration",
    "2:fn.keyword",
    "2:first.function.declaration",
    "2:p.parameter.declaration.leased",
    "2:leased.keyword",
    "2:Pair.class",
    "2:leased.keyword",
    "2:p.parameter",
    "2:Pair.class",
    "3:p.parameter.leased",
    "3:a.property",
    "3:lease.keyword",
    "6:let.keyword",
    "6:p.variable.declaration.my",
    "6:Pair.class",
    "6:let.keyword",
    "6:q.variable.declaration.leased",
    "6:p.variable.my",
    "6:lease.keyword",
    "7:q.variable.leased",
    "7:a.property.our",
    "8:print.function.async.defaultLibrary",
    "8:p.variable.my",
    "8:a.property.our",
    "8:q.variable.expired",
    "8:await.keyword",
]


@pytest.mark.parametrize("name", [*RECORDED, "an editor that can do nothing"])
async def test_each_word_is_where_it_stands(name: str) -> None:
    session, uri, legend = await opened(PROGRAM, RECORDED.get(name, {"capabilities": {}})["capabilities"])
    encoding = "utf-8" if session.server.positions.encoding == "utf-8" else "utf-16-le"
    assert words(PROGRAM, (await full(session, uri))["data"], legend, encoding) == EXPECTED


async def test_a_range_has_its_words_alone() -> None:
    session, uri, legend = await opened(PROGRAM)
    for first, last in itertools.combinations_with_replacement(range(10), 2):
        where = {"start": {"line": first, "character": 0}, "end": {"line": last, "character": 0}}
        params = {"textDocument": {"uri": uri}, "range": where}
        found = await session.result("textDocument/semanticTokens/range", params)
        expected = [word for word in EXPECTED if first <= int(word.partition(":")[0]) < last]
        assert words(PROGRAM, found["data"], legend) == expected


def edited(data: list[int], edits: list[Json]) -> list[int]:
    for edit in sorted(edits, key=lambda edit: -int(edit["start"])):
        data = data[: edit["start"]] + edit.get("data", []) + data[edit["start"] + edit["deleteCount"] :]
    return data


async def test_law_of_differences() -> None:
    """Whatever is edited: what the client makes of the differences is what it would get in full."""
    chance = random.Random(7)
    session, uri, _ = await opened(PROGRAM)
    known = await full(session, uri)
    pieces = ["\n", "fn g() { 1 }\n", "q", "let z = p.share\n", "}", "# ", f'"{CAT}"', "class Q(c)\n", ""]
    for version in range(2, 40):
        lines = session.text(uri).split("\n")
        line = chance.randrange(len(lines))
        column = chance.randrange(len(lines[line].encode("utf-16-le")) // 2 + 1)
        session.edit(uri, version, change(chance.choice(pieces), (line, column), (line, column + chance.randrange(3))))
        params = {"textDocument": {"uri": uri}, "previousResultId": known["resultId"]}
        found = await session.result("textDocument/semanticTokens/full/delta", params)
        data = edited(known["data"], found["edits"])
        known = await full(session, uri)
        assert data == known["data"]


async def test_an_edit_of_one_function_changes_its_numbers_alone() -> None:
    functions = "".join(f"fn f{number}(a, b) {{\n    a == b\n}}\n" for number in range(50))
    session, uri, _ = await opened(functions)
    known = await full(session, uri)
    session.edit(uri, 2, change("\n    a\n", (76, 10)))
    params = {"textDocument": {"uri": uri}, "previousResultId": known["resultId"]}
    (edit,) = (await session.result("textDocument/semanticTokens/full/delta", params))["edits"]
    assert len(edit["data"]) <= 3 * 5
    params["previousResultId"] = "of yesterday"
    assert "data" in await session.result("textDocument/semanticTokens/full/delta", params), "in full, to be safe"


async def test_a_new_dialect_means_new_words() -> None:
    refreshes: Json = {"workspace": {"semanticTokens": {"refreshSupport": True}}}
    session, uri, _ = await opened("class P(a)\n", refreshes)
    await full(session, uri)
    session.notify("workspace/didChangeConfiguration", {"settings": {"leaselens": {"dada": {"dialect": "d1"}}}})
    await session.until(lambda message: message.get("method") == "workspace/semanticTokens/refresh")


async def test_what_is_not_open_has_no_words() -> None:
    session, _, _ = await opened("")
    where = {"textDocument": {"uri": "file:///other.dada"}}
    assert await session.result("textDocument/semanticTokens/full", where) is None


async def test_words_of_a_text_that_was_typed_over_are_asked_for_again() -> None:
    session, uri, _ = await opened(PROGRAM)
    request = session.ask("textDocument/semanticTokens/full", {"textDocument": {"uri": uri}})
    session.edit(uri, 2, {"text": "class P(a)\n"})
    answer = await session.answer(request)
    assert answer.get("error", {}).get("code") == -32801


def legend_of_the_page() -> dict[str, list[str]]:
    page = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
    table: Any = page.partition("### The legend")[2].partition("\n#")[0]
    rows = [line.split("|")[1].strip().strip("`") for line in table.splitlines() if line.startswith("| `")]
    return {"modifiers": rows}


async def test_the_page_and_the_extension_know_every_modifier() -> None:
    _, _, legend = await opened("")
    assert legend_of_the_page()["modifiers"] == legend["tokenModifiers"]
    manifest = json.loads((Path(__file__).parents[2] / "vscode-extension" / "package.json").read_text(encoding="utf-8"))
    own = {entry["id"] for entry in manifest["contributes"]["semanticTokenModifiers"]}
    assert own == set(legend["tokenModifiers"]) - {"declaration", "async", "defaultLibrary"}
    assert set(legend["tokenTypes"]) <= set(
        RECORDED["vscode-1.139"]["capabilities"]["textDocument"]["semanticTokens"]["tokenTypes"]
    )
