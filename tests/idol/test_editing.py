"""What an editor does with an interface: lays it out, folds it, selects in it, completes, renames."""

from __future__ import annotations

import re

import pytest

from leaselens.diagnostics import edited
from leaselens.ide import rename
from leaselens.idol import Facts, IdolAnalysis, analyse
from leaselens.text import Source

STORE = """\
// A store.
// It keeps things.

Interface(
    name: "Store",
    ops: {
        "put": (
            args: {
                "at": "u32",
            },
            leases: {
                "data": (type: "[u8]", read: true, max_len: Some(64)),
            },
            reply: Result(
                ok: "()",
                err: CLike("StoreError"),
            ),
        ),
        "drop": (reply: Simple("bool"), idempotent: true),
    },
)
"""


def read(text: str) -> IdolAnalysis:
    return analyse(Source("store.idol", text), Facts())


def after(text: str) -> int:
    """The offset behind the first such piece of text."""
    return STORE.index(text) + len(text)


# ---------------------------------------------------------------- layout


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (STORE, STORE),
        ('Interface( name :"A" ,ops:{ } )', 'Interface(name: "A", ops: {})\n'),
        (
            'Interface(\nname: "A",\n\n\n\nops: {\n}) // the end',
            'Interface(\n    name: "A",\n\n    ops: {},\n) // the end\n',
        ),
        (
            'Interface(\n  // one\n  name: "A" // two\n  , /* three */ ops: {} // four\n  // five\n)',
            'Interface(\n    // one\n    name: "A" // two\n    , /* three */ ops: {}, // four\n    // five\n)\n',
        ),
        (
            'Interface(name: "A", ops: {\n"b": (reply: Simple((\ntype: "u8", recv: FromBytes\n)))\n})',
            'Interface(\n    name: "A",\n    ops: {\n        "b": (\n            reply: Simple((\n'
            '                type: "u8",\n                recv: FromBytes,\n            )),\n        ),\n    },\n)\n',
        ),
        ('#![enable( implicit_some )]\n(name: "A", ops: {},)', '#![enable(implicit_some)]\n(name: "A", ops: {})\n'),
    ],
)
def test_layout(before: str, expected: str) -> None:
    laid_out = edited(before, read(before).formatting())
    assert laid_out == expected
    assert read(laid_out).formatting() == ()


def test_line_ends_stay_what_they_are() -> None:
    text = STORE.replace('"at": "u32"', '"at" :"u32"').replace("\n", "\r\n")
    assert edited(text, read(text).formatting()) == STORE.replace("\n", "\r\n")


def test_what_can_not_be_read_is_left_as_it_is() -> None:
    assert read('Interface( name "A", ops: {})').formatting() == ()


def test_a_range_is_laid_out_alone() -> None:
    text = STORE.replace('"at": "u32"', '"at" :"u32"').replace("ok: ", "ok:")
    analysis = read(text)
    line = analysis.source.lines.content(8)
    assert edited(text, analysis.formatting(within=line)) == STORE.replace("ok: ", "ok:")


# ---------------------------------------------------------------- folding and selecting


def test_folds() -> None:
    analysis = read(STORE)
    lines = analysis.source.lines.position
    folded = [(lines(fold.span.start).line, lines(fold.span.end).line, fold.kind.value) for fold in analysis.folds]
    assert folded == [
        (0, 1, "comment"),
        (3, 19, "code"),
        (5, 18, "code"),
        (6, 16, "code"),
        (7, 8, "code"),
        (10, 11, "code"),
        (13, 15, "code"),
    ]


def test_a_selection_grows_from_a_name_to_the_file() -> None:
    found = [STORE[slice(*span)] for span in read(STORE).selections_at(after('"da'))]
    assert found[:4] == ["data", '"data"', '"data": (type: "[u8]", read: true, max_len: Some(64))', found[3]]
    assert found[3].strip() == found[2] + ","
    assert found[-1] == STORE


# ---------------------------------------------------------------- completion


def completed(before: str, rest: str) -> list[str]:
    text = STORE.replace(before + rest, before, 1)
    found = read(text).completions(Source("store.idol", text), text.index(before) + len(before))
    return [candidate.name for candidate in found.candidates] if found is not None else []


def test_fields_that_are_not_written_yet() -> None:
    assert completed('"data": (type: "[u8]", read: true, ', "max_len: Some(64)") == ["write", "max_len"]
    assert completed('"drop": (reply: Simple("bool"), ', "idempotent: true") == [
        "args",
        "leases",
        "idempotent",
        "encoding",
        "doc",
    ]


def test_variants_and_values() -> None:
    assert completed("reply: ", "Result(") == ["Simple", "Result"]
    assert completed("err: ", 'CLike("StoreError")') == ["CLike", "Complex", "ServerDeath"]
    assert completed("max_len: ", "Some(64)") == ["Some"]
    assert completed("idempotent: ", "true") == ["true", "false"]


def test_types_that_are_used_already_come_first() -> None:
    assert completed('"at": "', "u32")[:3] == ["[u8]", "()", "bool"]


def test_the_errors_of_other_operations() -> None:
    text = STORE.replace('Simple("bool")', 'Result(ok: "()", err: CLike("S"))')
    found = read(text).completions(Source("store.idol", text), text.index('"S"') + 2)
    assert found is not None
    assert [candidate.name for candidate in found.candidates] == ["StoreError"]


@pytest.mark.parametrize("place", ["// A st", 'name: "Sto', '"pu'])
def test_nothing_is_proposed_for_comments_and_new_names(place: str) -> None:
    assert read(STORE).completions(Source("store.idol", STORE), after(place)) is None


def test_snippets_where_an_entry_may_begin() -> None:
    text = STORE.replace('        "put"', '        \n        "put"')
    found = read(text).completions(Source("store.idol", text), text.index("ops: {\n") + 15)
    assert found is not None
    assert [candidate.name for candidate in found.candidates] == ["operation"]


# ---------------------------------------------------------------- names


def test_a_lease_is_renamed() -> None:
    edits = rename.rename(read(STORE), after('"data'), "bytes")
    assert not isinstance(edits, rename.Refusal)
    assert edited(STORE, edits) == STORE.replace('"data"', '"bytes"')


@pytest.mark.parametrize(
    ("name", "reason"),
    [("match", "`match` is not a Rust identifier"), ("at", "line 12 would have a new problem: .* both argument and")],
)
def test_a_rename_that_would_break_the_interface_is_refused(name: str, reason: str) -> None:
    refused = rename.rename(read(STORE), after('"data'), name)
    assert isinstance(refused, rename.Refusal)
    assert re.match(reason, refused.reason)


def test_what_the_names_are() -> None:
    (placed,) = read(STORE).passages()
    told = [(STORE[slice(*token.span)], token.type.value, sorted(token.modifiers)) for token in placed.passage.tokens]
    assert told == [
        ("Store", "class", ["declaration"]),
        ("put", "function", ["declaration"]),
        ("at", "parameter", ["declaration"]),
        ("data", "parameter", ["declaration", "shared"]),
        ("drop", "function", ["declaration"]),
    ]
