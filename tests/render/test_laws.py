"""What holds for the pictures of every diagram, however strange."""

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render.notation import parse

from leaselens.model.diagram import (
    Diagram,
    Ending,
    Frame,
    HeapObject,
    Kind,
    Lessor,
    Manner,
    Permission,
    Row,
    State,
)
from leaselens.render import sketch, wording
from leaselens.render.box import box, spots
from leaselens.render.dot import dot
from leaselens.render.json import to_json
from leaselens.render.line import line
from leaselens.render.mermaid import mermaid
from leaselens.render.svg import svg
from leaselens.text import LineIndex, Span

_TEXTS = st.text(max_size=60)
_NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
_SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 50), st.integers(0, 9))
_IDS = st.integers(0, 7)
_ROWS = st.builds(
    Row,
    _NAMES,
    value=st.none() | _TEXTS,
    permission=st.none() | st.sampled_from(Permission),
    word=st.none() | _NAMES,
    lease=st.none() | st.integers(0, 9),
    leased_out=st.booleans(),
    lessors=st.lists(st.builds(Lessor, st.just(0), st.just(0), _TEXTS), max_size=2).map(tuple),
    issued=st.none() | _SPANS,
    ended=st.none() | st.builds(Ending, _NAMES, _SPANS),
    target=st.none() | _IDS,
    state=st.sampled_from(State),
    atomic=st.booleans(),
    changed=st.booleans(),
)


def _rows(most: int) -> st.SearchStrategy[tuple[Row, ...]]:
    return st.lists(_ROWS, max_size=most).map(tuple)


_FRAMES = st.builds(Frame, _TEXTS, _rows(6), in_flight=st.none() | _ROWS)
_OBJECTS = st.builds(HeapObject, _IDS, st.sampled_from(Kind), _NAMES, _rows(4), st.booleans(), st.none() | _SPANS)
_DIAGRAMS = st.builds(
    Diagram,
    st.lists(_FRAMES, max_size=3).map(tuple),
    st.lists(_OBJECTS, max_size=7, unique_by=lambda thing: thing.id).map(tuple),
    st.builds(Manner, st.booleans(), st.booleans()),
)

_UNICODE = pytest.mark.parametrize("style", ["unicode", "ascii"])

# Which characters have an end towards the right, and which towards the left, in a Unicode drawing.
_RIGHTWARD = set("┌└├┼─╌")
_LEFTWARD = set("┐┘┤┼─╌►")
_DOWNWARD = set("┌┐├┤┼│╎")
_UPWARD = set("└┘├┤┼│╎▼")


@given(_DIAGRAMS)
def test_the_borders_of_every_box_are_closed(diagram: Diagram) -> None:
    drawing = box(_plain(diagram)).split("\n")
    assert all(row == row.rstrip() for row in drawing)
    for y, row in enumerate(drawing):
        for x, sign in enumerate(row):
            if sign == "┌":
                _assert_closed(drawing, x, y)


def _assert_closed(drawing: list[str], x: int, y: int) -> None:
    """A corner ``┌`` begins a line to the right and one downwards, each without a hole up to where it bends or ends."""
    right = re.match(r"┌[^┐]*┐", drawing[y][x:]) or re.match(r"┌[─╌┼]*[┘►]", drawing[y][x:])
    assert right, f"no way to the right from {x}, {y}"
    below = y + 1
    while drawing[below][x] in "│╎├┤┼":
        below += 1
    assert drawing[below][x] in "└┘▼", f"a hole below {x}, {y}"


def _plain(diagram: Diagram) -> Diagram:
    """The same diagram with texts of which every character takes one cell and none is a sign of drawing."""
    return Diagram(
        tuple(
            Frame(_letters(f.name), _plain_rows(f.rows), in_flight=_plain_row(f.in_flight) if f.in_flight else None)
            for f in diagram.frames
        ),
        tuple(HeapObject(o.id, o.kind, o.name, _plain_rows(o.rows)) for o in diagram.objects),
        diagram.manner,
    )


def _letters(text: str) -> str:
    return "".join(c if c.isascii() and c.isprintable() else "x" for c in text)


def _plain_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(_plain_row(row) for row in rows)


def _plain_row(row: Row) -> Row:
    return Row(
        row.name,
        None if row.value is None else _letters(row.value),
        row.permission,
        row.word,
        leased_out=row.leased_out,
        target=row.target,
        atomic=row.atomic,
        changed=row.changed,
    )


@given(_DIAGRAMS)
def test_lines_are_connected(diagram: Diagram) -> None:
    """An arrow that leaves a box to the right goes on in the next cell, and a head has a shaft behind it."""
    drawing = box(_plain(diagram)).split("\n")
    for y, row in enumerate(drawing):
        for x, sign in enumerate(row):
            before = row[x - 1] if x else " "
            above = drawing[y - 1][x : x + 1] if y else " "
            below = drawing[y + 1][x : x + 1] if y + 1 < len(drawing) else " "
            match sign:
                case "►":
                    assert before in _RIGHTWARD or before.isalnum() or before in ")_"
                case "◄":
                    assert row[x + 1] in _LEFTWARD
                case "▼":
                    assert above in _DOWNWARD
                case "▲":
                    assert below in _UPWARD


@_UNICODE
@given(diagram=_DIAGRAMS)
def test_every_name_appears(style: str, diagram: Diagram) -> None:
    drawing = box(diagram, style)
    for frame in diagram.frames:
        for row in frame.rows:
            assert re.search(rf"[|│] (atomic )?{row.name}\b", drawing)


@_UNICODE
@given(diagram=_DIAGRAMS)
def test_the_right_border_of_the_stack_is_straight(style: str, diagram: Diagram) -> None:
    rows = box(diagram, style).split("\n")
    bottom = next(row for row in reversed(rows) if row[:1] in set("└+"))
    edge = len(re.match(r"[└+][─-]+[┘+]", bottom)[0])  # type: ignore[index]
    for row in rows[: rows.index(bottom)]:
        assert any(wording.width(row[: n + 1]) == edge and row[n] in "┐│├┤|+" for n in range(len(row)))


@given(_DIAGRAMS)
def test_ascii_is_ascii(diagram: Diagram) -> None:
    plain = Diagram(tuple(Frame("f", f.rows, in_flight=f.in_flight) for f in diagram.frames), diagram.objects)
    assert box(plain, "ascii").isascii()
    assert line(plain, "ascii").isascii()


@given(_DIAGRAMS)
def test_svg_is_well_formed_and_knows_its_rows(diagram: Diagram) -> None:
    root = ElementTree.fromstring(svg(diagram))
    assert root.get("role") == "img"
    title = root.find("{*}title")
    assert title is not None
    assert title.text
    rows = {(g.get("data-frame"), g.get("data-row")) for g in root.iter("{http://www.w3.org/2000/svg}g")}
    assert all((str(f), str(r)) in rows for f, frame in enumerate(diagram.frames) for r in range(len(frame.rows)))


@given(_DIAGRAMS)
def test_json_holds_all(diagram: Diagram) -> None:
    value = to_json(diagram, LineIndex("x" * 20 + "\n" + "y" * 40), "a.dada")
    assert json.loads(json.dumps(value, allow_nan=False)) == value
    assert [len(f["rows"]) for f in value["frames"]] == [len(f.rows) for f in diagram.frames]  # type: ignore[index, call-overload, union-attr, arg-type]


@pytest.mark.parametrize("draw", [dot, mermaid, line])
@given(diagram=_DIAGRAMS)
def test_other_formats_never_fail(draw: Callable[[Diagram], str], diagram: Diagram) -> None:
    assert "\x00" not in draw(diagram)


@given(_DIAGRAMS, st.integers(8, 80), st.booleans())
def test_the_line_is_short(diagram: Diagram, limit: int, changed_only: bool) -> None:
    text = line(diagram, limit=limit, changed_only=changed_only)
    assert "\n" not in text
    assert wording.width(text) <= limit


_MANY = {
    "frames": "\n".join(f"frame f\n  n = {n}" for n in range(3000)),
    "variables": "frame f\n" + "\n".join(f"  v{n} my -> {n}" for n in range(900))
    + "".join(f"\nobject {n} N\n  x = 1" for n in range(900)),
    "sharers": "frame f\n" + "\n".join(f"  v{n} our -> {n % 50}" for n in range(900))
    + "".join(f"\nobject {n} N\n  x = 1" for n in range(50)),
    "fields": "frame f\n  p my -> 0\nobject 0 N\n" + "\n".join(f"  f{n} = 1" for n in range(900)),
    "list": "frame f\n  p my -> 0" + "".join(f"\nobject {n} N\n  next my -> {n + 1}" for n in range(900)),
    "text": "frame f\n  s = " + "x" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("kind", _MANY)
def test_a_large_diagram_has_a_bounded_picture(kind: str) -> None:
    rows = box(parse(_MANY[kind])).split("\n")
    assert len(rows) < 300
    assert max(map(len, rows)) < 250


def test_what_changed_survives_the_cut() -> None:
    rows = "\n".join(f"  v{n} = {n}" for n in range(300))
    drawing = box(parse(f"frame f\n{rows}\n  *late = 1\n  p my -> 1\nobject 1 N"))
    assert "│ late: 1" in drawing
    assert "│ p          ├─my──" in drawing
    assert f"⋮ {300 - (sketch.MAX_ROWS - 3)} more" in drawing


@pytest.mark.parametrize("style", ["unicode", "ascii"])
@given(diagram=_DIAGRAMS)
def test_spots_stand_where_the_text_has_the_words(style: str, diagram: Diagram) -> None:
    lines = box(diagram, style).split("\n")
    objects = {thing.id: thing for thing in diagram.objects}
    told = set()
    for spot in spots(diagram, style):
        words = lines[spot.line][spot.start : spot.end]
        assert words == words.strip() != ""
        if spot.row is None or (spot.frame, spot.object, spot.row) in told:
            continue
        told.add((spot.frame, spot.object, spot.row))
        if spot.row == -1:
            assert words == sketch.IN_FLIGHT or words.startswith(f"{sketch.IN_FLIGHT} ")
        else:
            holder = objects[spot.object] if spot.object is not None else diagram.frames[spot.frame or 0]
            assert holder.rows[spot.row].name in words
