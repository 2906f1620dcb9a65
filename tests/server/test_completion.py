"""Completion and signature help as clients get them, with the analysis itself: the edits, what each client can take."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from leaselens.languages import analyse

from .session import RECORDED, Json, Session, at, change

pytestmark = pytest.mark.asyncio(loop_scope="module")

CURSOR = "▲"
CAT = "\U0001f431"
PAIR = "class Pair(a, b)\n"


async def opened(marked: str, capabilities: Json | None = None) -> tuple[Session, str, Json]:
    """A session with a document, and params for its cursor."""
    session = Session(analyse)
    encoding = (await session.initialize(capabilities))["capabilities"]["positionEncoding"]
    before, after = marked.split(CURSOR)
    uri = session.open(before + after)
    line = before.rpartition("\n")[2]
    units = len(line.encode("utf-8")) if encoding == "utf-8" else len(line.encode("utf-16-le")) // 2
    return session, uri, at(uri, before.count("\n"), units)


async def offered(marked: str, capabilities: Json | None = None) -> list[Json]:
    session, _, params = await opened(marked, capabilities)
    items: list[Json] = (await session.result("textDocument/completion", params))["items"]
    return items


def completing(**abilities: Any) -> Json:
    return {"textDocument": {"completion": {"completionItem": abilities}}}


def edited(marked: str, edit: Json, which: str = "range") -> str:
    """The line of the cursor after an edit, whose columns count UTF-16 units."""
    line = next(line for line in marked.split("\n") if CURSOR in line).replace(CURSOR, "").encode("utf-16-le")
    start, end = (2 * edit[which][edge]["character"] for edge in ("start", "end"))
    written: str = edit["newText"]
    return (line[:start] + written.encode("utf-16-le") + line[end:]).decode("utf-16-le")


@pytest.mark.parametrize(
    ("line", "written", "replaced"),
    [
        (f'print("{CAT}{CAT}"); p.le▲', f'print("{CAT}{CAT}"); p.lease', f'print("{CAT}{CAT}"); p.lease'),
        (f'print("{CAT} {{p.▲}}").await', f'print("{CAT} {{p.lease}}").await', f'print("{CAT} {{p.lease}}").await'),
        ("p.le▲ft", "p.leaseft", "p.lease"),
        ("p.▲", "p.lease", "p.lease"),
    ],
)
async def test_the_edit_is_right_behind_characters_of_two_units(line: str, written: str, replaced: str) -> None:
    marked = f"{PAIR}let p = Pair(1, 2)\n{line}\n"
    (item,) = [item for item in await offered(marked) if item["label"] == "lease"]
    assert edited(marked, item["textEdit"]) == written
    (item,) = [i for i in await offered(marked, completing(insertReplaceSupport=True)) if i["label"] == "lease"]
    assert edited(marked, item["textEdit"], "insert") == written
    assert edited(marked, item["textEdit"], "replace") == replaced


@pytest.mark.parametrize("name", RECORDED)
async def test_each_editor_gets_what_it_takes(name: str) -> None:
    capabilities = RECORDED[name]["capabilities"]
    takes = capabilities["textDocument"]["completion"]["completionItem"]
    items = await offered(f"{PAIR}fn send(p: my Pair, to) {{ p.give }}\n▲\n", capabilities)
    (send,) = [item for item in items if item["label"] == "send"]
    details = send.get("labelDetails", {}).get("detail") if takes.get("labelDetailsSupport") else send.get("detail")
    assert details == "(p: my Pair, to)"
    assert ("insert" in send["textEdit"]) == bool(takes.get("insertReplaceSupport"))
    snippets = {item["label"]: item["textEdit"]["newText"] for item in items if item.get("insertTextFormat") == 2}
    assert bool(snippets) == takes["snippetSupport"]
    assert snippets.get("fn", "") in ("", "fn ${1:name}(${2:parameter}) {\n\t$0\n}")
    assert {item["label"] for item in items} >= {"fn", "class", "Pair", "print"}
    assert [item["label"] for item in sorted(items, key=lambda item: item["sortText"])] == [i["label"] for i in items]


async def test_documentation_is_made_when_it_is_asked_for() -> None:
    session, uri, params = await opened(
        PAIR + "let p = Pair(1, 2)\nlet q = p.lease\np.▲\n", completing(documentationFormat=["markdown"])
    )
    (lease,) = [i for i in (await session.result("textDocument/completion", params))["items"] if i["label"] == "lease"]
    assert "documentation" not in lease
    resolved = await session.result("completionItem/resolve", lease)
    assert resolved["documentation"]["kind"] == "markdown"
    assert "this ends what `q` has on lease" in resolved["documentation"]["value"]
    session.edit(uri, 2, change("l", (4, 2)))
    await session.published(2)
    assert "documentation" in await session.result("completionItem/resolve", lease), "the list is still on the screen"


@pytest.mark.parametrize("data", [None, 7, {}, {"offer": 1}, {"offer": 1, "index": 99}, {"offer": 1, "index": "x"}])
async def test_an_item_of_somebody_else_is_given_back(data: Any) -> None:
    session, _, params = await opened(PAIR + "▲\n")
    await session.result("textDocument/completion", params)
    item = {"label": "x", "data": data} if data is not None else {"label": "x"}
    assert await session.result("completionItem/resolve", item) == item


async def test_while_an_analysis_is_under_way_old_facts_do() -> None:
    gate = threading.Event()
    gate.set()

    def held(*arguments: Any, **options: Any) -> Any:
        assert gate.wait(20)
        return analyse(*arguments, **options)

    session = Session(held)
    await session.initialize({})
    uri = session.open(PAIR + "let p = Pair(1, 2)\n")
    await session.published(1)
    gate.clear()
    session.edit(uri, 2, change("p.", (2, 0)))
    items = (await session.result("textDocument/completion", at(uri, 2, 2)))["items"]
    gate.set()
    assert [item["label"] for item in items] == ["a", "b", "give", "share", "lease"]


async def test_nothing_is_offered_about_what_is_not_open() -> None:
    session, _, _ = await opened("▲")
    assert await session.result("textDocument/completion", at("file:///other.dada", 0, 0)) is None
    assert await session.result("textDocument/signatureHelp", at("file:///other.dada", 0, 0)) is None


# ---------------------------------------------------------------- signature help


@pytest.mark.parametrize("name", [*RECORDED, "an editor that can do nothing"])
async def test_signatures(name: str) -> None:
    capabilities = RECORDED.get(name, {"capabilities": {}})["capabilities"]
    marked = f'{PAIR}fn send(p: my Pair, to) {{ p.give }}\nprint("{CAT}"); send(Pair(1, 2), ▲)\n'
    session, _, params = await opened(marked, capabilities)
    found = await session.result("textDocument/signatureHelp", params)
    (signature,) = found["signatures"]
    assert (signature["label"], found["activeParameter"], signature["activeParameter"]) == (
        "send(p: my Pair, to)",
        1,
        1,
    )
    labels = [parameter["label"] for parameter in signature["parameters"]]
    assert [label if isinstance(label, str) else signature["label"][slice(*label)] for label in labels] == [
        "p: my Pair",
        "to",
    ]
    assert all(isinstance(label, str) == (name not in RECORDED) for label in labels)


async def test_a_parameter_too_many_is_none_of_them() -> None:
    session, _, params = await opened(PAIR + "Pair(1, 2, ▲\n")
    assert (await session.result("textDocument/signatureHelp", params))["activeParameter"] == 2


async def test_outside_of_calls_there_is_no_signature() -> None:
    session, _, params = await opened("let x = ▲\n")
    assert await session.result("textDocument/signatureHelp", params) is None
