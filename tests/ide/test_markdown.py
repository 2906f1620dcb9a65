"""What is in a program never becomes Markdown: no link that somebody clicks, no command that an editor runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt

from leaselens.ide.completion import completions, documentation
from leaselens.ide.hints import Pictures, hints
from leaselens.ide.hints import tooltip as drawn
from leaselens.ide.hover import hover
from leaselens.languages import analyse
from leaselens.model.analysis import Analysis
from leaselens.text import Source, Span

READER = MarkdownIt("gfm-like", {"html": True, "linkify": False}).enable("table")
EVIL = (
    "[run me](command:workbench.action.quit)",
    "![x](https://example.org/beacon.png)",
    "<img src=x onerror=alert(1)>",
    "<https://example.org>",
    "``` ](command:x) ```",
    "`[a](command:b)`",
    "# head",
    "| a | b |",
    "$(zap)",
    "[ref]: command:x",
)


def dada(evil: str) -> str:
    text = evil.replace("{", "")
    return (
        f'# {evil}\nclass Cup(full)\n# {evil}\nfn fill(cup) {{ cup.full = "{text}" }}\nlet cup = Cup("{text}")\n'
        f'let held = cup.lease\nprint("{text} {{held.full}}").await\nfill(cup)\nprint(held.full).await\n'
    )


def idol(evil: str) -> str:
    return (
        f'// {evil}\nInterface(name: "{evil}", ops: {{ "{evil}": (doc: "{evil}", '
        f'args: {{ "{evil}": "{evil}" }}, leases: {{ "{evil}": (type: "{evil}", read: true) }}, '
        f'reply: Simple("{evil}")) }})\n'
    )


def shown(analysis: Analysis) -> Iterator[str]:
    """All the Markdown that an editor can be given about a text."""
    text = analysis.source.text
    for offset in range(0, len(text) + 1, 2):
        if found := hover(analysis, offset, "unicode"):
            yield found.markdown
        if offered := completions(analysis, analysis.source, offset):
            yield from filter(None, (documentation(one, analysis.source) for one in offered.candidates[:30]))
    for hint in hints(analysis, Span(0, len(text)), True, Pictures.ALL, "unicode", None):
        yield from filter(None, [hint.tooltip, drawn(analysis, hint.statement, "unicode") if hint.statement else None])


def active(markdown: str) -> set[str]:
    """What in a Markdown text does more than stand there."""
    tokens = READER.parse(markdown)
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    return kinds & {"link_open", "image", "html_inline", "html_block", "heading_open", "table_open"}


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize(("make", "language"), [(dada, "dada"), (idol, "idol")])
def test_what_is_in_a_text_stays_a_text(make: object, language: str, evil: str) -> None:
    assert callable(make)
    analysis = analyse(Source(f"file:///x.{language}", make(evil)), language=language)
    told = set(shown(analysis))
    assert told
    for markdown in told:
        assert not active(markdown), markdown


def test_what_is_looked_for_is_found() -> None:
    assert [active(evil) for evil in EVIL[:4]] == [{"link_open"}, {"image"}, {"html_block"}, {"link_open"}]
