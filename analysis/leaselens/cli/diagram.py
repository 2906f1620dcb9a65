"""``leaselens diagram``: who holds what, before and after an expression, in every form that there is."""

from __future__ import annotations

import argparse
import json
from typing import Any

from leaselens.cli import locations, pictures
from leaselens.cli.failure import Failure
from leaselens.cli.locations import json_range
from leaselens.cli.moments import Moment, moments, quoted
from leaselens.cli.opened import analysed
from leaselens.cli.parser import add_language_options
from leaselens.ide.diagram import When
from leaselens.ide.visits import flat, visits_at
from leaselens.model.analysis import Analysis, Visit
from leaselens.model.picture import Picture
from leaselens.render import pictures as drawn
from leaselens.render.json import Json
from leaselens.text import Source

_ALL = "all"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of ``diagram``."""
    parser = commands.add_parser(
        "diagram",
        help="draw who holds what at a place in a file",
        description="Draws who holds what before and after the expression at a place. Lines and columns count from 1.",
        allow_abbrev=False,
    )
    parser.add_argument("place", metavar="FILE:LINE:COLUMN", help="where the expression is; FILE may be `-`")
    parser.add_argument("--when", choices=tuple(When), default=When.AFTER, help="before, after (default), both")
    parser.add_argument(
        "--visit", metavar="N|all", type=_visit_number, default=1, help="which of its executions (default 1), or all"
    )
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=("text", "json", "svg", "dot", "mermaid"),
        default="text",
        help="text (default), json, svg, dot, mermaid",
    )
    parser.add_argument("--style", choices=("unicode", "ascii"), default="unicode", help="the characters of the text")
    add_language_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the pictures."""
    path, place = locations.split(arguments.place)
    if place is None:
        raise Failure(f"`{arguments.place}`: expected FILE:LINE:COLUMN")
    analysis = analysed(path, arguments)
    offset = locations.offset(analysis.source, place)
    visits = flat(visits_at(analysis, offset))
    chosen = _chosen(visits, arguments.visit)
    more = len(visits) - len(chosen)
    if arguments.format == "json":
        print(json.dumps(_json(analysis, offset, chosen, arguments.when, more), indent=2))
        return 0
    shown = [m for visit in chosen for m in moments(analysis, offset, visit, arguments.when)]
    if arguments.format == "text":
        print(_text(analysis, offset, shown, more, arguments.style))
    else:
        print(pictures.document(arguments.format, shown))
    return 0


def _chosen(visits: list[Visit], which: int | str) -> list[Visit]:
    if which == _ALL or not visits:
        return visits
    if int(which) > len(visits):
        raise Failure(f"--visit {which}: this expression has no more than {len(visits)}")
    return [visits[int(which) - 1]]


def _visit_number(text: str) -> int | str:
    if text == _ALL:
        return text
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError("a visit is a number from 1, or `all`")
    return int(text)


# ---------------------------------------------------------------- text


def _text(analysis: Analysis, offset: int, shown: list[Moment], more: int, style: str) -> str:
    if not shown:
        return _nothing(analysis, offset)
    parts = ["\n".join([*moment.caption, "", _drawing(moment, style)]) for moment in shown]
    if more:
        parts.append(f"{more} more (--visit all shows every one)")
    return "\n\n".join(parts)


def _drawing(moment: Moment, style: str) -> str:
    return "(the run ends before this moment)" if moment.graph is None else drawn.text(moment.graph, style)


def _nothing(analysis: Analysis, offset: int) -> str:
    span = analysis.expression_at(offset)
    if span is None:
        return "Nothing runs here: there is no expression at this place."
    return f"{quoted(analysis.source, span)} is never reached."


# ---------------------------------------------------------------- JSON


def _json(analysis: Analysis, offset: int, chosen: list[Visit], when: str, more: int) -> dict[str, Any]:
    span = analysis.expression_at(offset)
    return {
        "version": 1,
        "path": analysis.source.name,
        "expression": None if span is None else {"range": json_range(analysis.source, span)},
        "visits": [_visit_json(analysis.source, visit, when) for visit in chosen],
        "more": more,
    }


def _visit_json(source: Source, visit: Visit, when: str) -> dict[str, Any]:
    return {
        "before": _graph(source, visit.before if when in (When.BEFORE, When.BOTH) else None),
        "after": _graph(source, visit.after if when in (When.AFTER, When.BOTH) else None),
        "world": {"index": visit.world, "count": visit.worlds},
        "path": [{"range": json_range(source, choice.span), "taken": choice.taken} for choice in visit.path],
        "calls": [json_range(source, call) for call in visit.calls],
        "complete": visit.complete,
    }


def _graph(source: Source, graph: Picture | None) -> Json:
    return None if graph is None else drawn.as_json(graph, source.lines, source.name)
