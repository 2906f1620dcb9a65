"""A diagnostic in its program, as those look at it who know how it may be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from leaselens.dada import tree
from leaselens.dada.dialects import Dialect
from leaselens.dada.machine.faults import Finding
from leaselens.dada.names import Body, Meaning
from leaselens.dada.tokens import TRIVIA
from leaselens.diagnostics import Diagnostic, Fix, Role
from leaselens.text import Span, Token

if TYPE_CHECKING:
    from leaselens.dada.analysis import DadaAnalysis

N = TypeVar("N", bound=tree.Node)

LONGEST_QUOTE = 40
"""How many characters of a program a title quotes."""


@dataclass(frozen=True)
class Path:
    """The nodes around a range, outermost first: each holds the next. ``placed`` is the item where it stands."""

    placed: tree.Placed
    nodes: tuple[tree.Node, ...]

    def span(self, node: tree.Node) -> Span:
        """Where a node of the same item stands in the text."""
        return node.span.shifted(self.placed.start)

    def innermost(self, *kinds: type[N]) -> N | None:
        """The last node of one of these kinds."""
        return next((node for node in reversed(self.nodes) if isinstance(node, kinds)), None)

    def around(self, node: tree.Node) -> tree.Node | None:
        """What holds a node of the path directly, apart from parentheses."""
        above = [n for n in self.nodes[: self.nodes.index(node)] if not isinstance(n, tree.Parens)]
        return above[-1] if above else None

    def statements(self) -> Iterator[tuple[tuple[tree.Expr, ...], int]]:
        """The lists of statements on the path, innermost first, each with the index of the one that the path takes."""
        for outer, inner in reversed(list(zip(self.nodes, self.nodes[1:], strict=False))):
            if isinstance(outer, tree.Block | tree.Code):
                yield outer.statements, next(i for i, s in enumerate(outer.statements) if s is inner)


@dataclass(frozen=True)
class Mistake:
    """A diagnostic, and the program that it is about. All spans are absolute in the text.

    ``finding`` is what a diagnostic of the machine was made of.
    """

    analysis: DadaAnalysis
    diagnostic: Diagnostic
    finding: Finding | None

    @property
    def text(self) -> str:
        return self.analysis.source.text

    @property
    def file(self) -> tree.File:
        return self.analysis.file

    @property
    def dialect(self) -> Dialect:
        return self.file.dialect

    @property
    def span(self) -> Span:
        return self.diagnostic.span

    def cut(self, span: Span) -> str:
        """The characters of a range."""
        return self.text[span.start : span.end]

    def quoted(self, span: Span) -> str:
        """The characters of a range for a title: on one line, and not too many."""
        words = " ".join(self.cut(span).split())
        return f"`{words}`" if len(words) <= LONGEST_QUOTE else f"`{words[: LONGEST_QUOTE - 3]}...`"

    def related(self, role: Role) -> Span | None:
        """The place of this role in the story, if there is exactly one."""
        spans = [step.span for step in self.diagnostic.related if step.role is role and step.path is None]
        return spans[0] if len(spans) == 1 else None

    def words(self) -> dict[str, str]:
        """The words of the finding (``machine.faults.Finding``)."""
        return dict(self.finding.words) if self.finding is not None else {}

    # ------------------------------------------------------------ the tree

    def path(self, span: Span) -> Path | None:
        """The path to the smallest node that holds a range."""
        for placed in self.file.items:
            relative = span.shifted(-placed.start)
            if _holds(placed.item, relative):
                return Path(placed, tuple(_descent(placed.item, relative)))
        return None

    def body(self, path: Path) -> Body | None:
        """The names of the body that a path goes through."""
        return next((body for body in self.analysis.names.bodies.values() if path.placed.key in body.items), None)

    def meaning(self, path: Path, name: tree.Name) -> Meaning | None:
        """What a name of the path's item stands for."""
        body = self.body(path)
        return body.uses.get((path.placed.key, name.span)) if body is not None else None

    def callee(self, path: Path, call: tree.Call) -> tree.Function | tree.Class | None:
        """The function or class that is called by its name."""
        meaning = self.meaning(path, call.callee) if isinstance(call.callee, tree.Name) else None
        return meaning if isinstance(meaning, tree.Function | tree.Class) else None

    # ------------------------------------------------------------ tokens and lines

    def tokens(self) -> list[Token]:
        """What the grammar sees of the text, in order."""
        return [token for token in self.file.tokens if token.kind not in TRIVIA]

    def tokens_of_line(self, offset: int) -> list[Token]:
        """Those of the line of an offset."""
        line = self.analysis.source.lines.position(offset).line
        content = self.analysis.source.lines.content(line)
        return [token for token in self.tokens() if content.start <= token.start < content.end]


Maker = Callable[[Mistake], Iterator[Fix]]
"""Yields what may mend a mistake, the likeliest first; whether it does is found out elsewhere (``verified``)."""


def parameters(item: tree.Function | tree.Class) -> tuple[tree.Binding, ...]:
    """What a call of a function or class hands over to."""
    return item.parameters if isinstance(item, tree.Function) else item.fields


def without_parens(node: tree.Expr) -> tree.Expr:
    """What is in the parentheses, if there are any."""
    while isinstance(node, tree.Parens):
        node = node.inner
    return node


def _holds(node: tree.Node, span: Span) -> bool:
    return node.span.start <= span.start and span.end <= node.span.end


def _descent(node: tree.Node, span: Span) -> Iterator[tree.Node]:
    yield node
    # The text parts of a string span the whole literal (§B.2), as if they held everything in it.
    inner = (child for child in node.children() if not isinstance(child, tree.Text))
    if found := next((child for child in inner if _holds(child, span)), None):
        yield from _descent(found, span)
