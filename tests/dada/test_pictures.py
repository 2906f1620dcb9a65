"""What is drawn of the two moments of a visit: reference §E.1, §E.3."""

from __future__ import annotations

from dada.told import analyse, diagram

from leaselens.model.analysis import Visit


def visit(text: str, statement: str, dialect: str = "v3") -> Visit:
    """The first execution of the statement with this text."""
    analysis = analyse(text, dialect)
    span = next(s for s in analysis.statements if text[slice(*s)] == statement)
    return analysis.visits_of(span)[0]


def changes(text: str, statement: str, dialect: str = "v3") -> list[str]:
    """The rows that a statement has changed, as they are afterwards."""
    picture = diagram(visit(text, statement, dialect).after)
    rows = [row for frame in picture.frames for row in frame.rows]
    rows += [row for thing in picture.objects for row in thing.rows]
    return [row.name if row.value is None else f"{row.name}: {row.value}" for row in rows if row.changed]


POINT = "class P(x, y)\nlet p = P(1, 2)\nlet q = p.lease\n"


def test_what_changes_is_marked() -> None:
    assert changes(POINT, "let q = p.lease") == ["p", "q"]
    assert changes(POINT + "p.x = 3\n", "p.x = 3") == ["p", "q", "x: 3"]
    assert changes(POINT + "p.x = 2\n", "p.x = 2") == ["p", "q", "x: 2"]


def test_data_that_is_only_moved_has_not_changed() -> None:
    """The quirk of the reference: the sum was there before it was stored."""
    assert changes(POINT + "q.x += 1\n", "q.x += 1") == ["p", "q"]
    assert changes(POINT + "let r = q.x\n", "let r = q.x") == []


def test_a_field_that_is_only_heard_of_has_not_changed() -> None:
    """Of an object of unknown kind, fields appear when somebody asks for them."""
    text = "fn f(x) {\n    let y = x.a\n    let z = x.b\n}\n"
    assert changes(text, "let z = x.b") == ["z: ?"]
    before = diagram(visit(text, "let z = x.b").before)
    assert [row.name for row in before.objects[0].rows] == ["a"]
