"""From a finding to what the reader is told: what happened here, where it began, what ended it, and what to do.

The main messages and the labels are the reference's (§D.12), in the dialect's words; the story around them is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leaselens.dada import tree
from leaselens.dada.advice import advice
from leaselens.dada.catalogue import rule
from leaselens.dada.dialects import Dialect
from leaselens.dada.ir import Site
from leaselens.dada.machine.operations import word_of
from leaselens.dada.machine.state import Cause, Ending, Permission, Where
from leaselens.dada.worlds.trace import Trace
from leaselens.dada.worlds.verdicts import Verdict
from leaselens.diagnostics import Certainty, Diagnostic, Related, Role, Severity
from leaselens.model.diagram import Permission as Word

MOST_CALLS = 4
"""How many calls a story names; a deep recursion would fill the screen."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How a rule's findings are told: templates over the finding's words and ``place``."""

    message: str
    label: str | None = None


_TELLINGS: dict[str, Telling] = {
    "R-2": Telling("your lease to this object was cancelled", "cancelled lease used here"),
    "R-3": Telling("accessing uninitialized memory", "`{place}` has no value yet"),
    "R-5": Telling("the class `{class}` has no field named `{field}`", "no such field"),
    "R-6": Telling("no field named `{field}`", "no such element"),
    "R-7": Telling("expected something with fields, found {kind}", "this has no fields"),
    "R-8": Telling("expected a boolean, found {kind}", "this must be true or false"),
    "R-9": Telling("cannot write to shared fields", "this would write to something that others may be reading"),
    "R-10": Telling("atomic writes not implemented yet", "an atomic field is written here"),
    "R-11": Telling("expected something callable, found {kind}", "this can't be called"),
    "R-12": Telling("expected to find {expected} arguments, but found {found}", "called here"),
    "R-13": Telling(
        "expected to find an argument named `{expected}`, but found the name `{found}`", "`{expected}` belongs here"
    ),
    "R-14": Telling("expected a thunk, found {kind}", "this is no suspended call"),
    "R-15": Telling("awaiting something requires full ownership", "{only}"),
    "R-16": Telling("{message}", "what arrives here is not what was declared"),
    "R-17": Telling("more permissions needed", "this value is `{permission}`, which is {got}, not {need}"),
    "R-18": Telling(
        "you can't overwrite this value, it is reserved right now", "attempting to invalidate reservation here"
    ),
    "R-19": Telling("cannot apply operator {operator} to {kinds}", "this operator"),
    "R-20": Telling("overflow", "the result does not fit"),
    "R-21": Telling("divide by zero", "the divisor is zero"),
    "R-22": Telling("signed division overflow", "the result does not fit"),
}

_WITH_BEGINNING = frozenset({"R-2", "R-9", "R-10", "R-16", "R-17"})
"""The rules whose story begins with where the permission came from."""


def diagnostic(verdict: Verdict, file: tree.File) -> Diagnostic:
    """What the reader is told of a verdict."""
    return _Story(verdict, file).diagnostic()


def budget_hints(trace: Trace, file: tree.File) -> Iterable[Diagnostic]:
    """The hints that a budget has bitten."""
    if trace.stopped is not None:
        yield _hint(
            "this goes on for longer than Leaselens follows: what comes after is not judged", trace.stopped, file
        )
    elif trace.widened is not None:
        message = "after many rounds Leaselens no longer follows the data of this loop"
        yield _hint(message, trace.widened, file)


def never_begun(bodies: Sequence[Site], file: tree.File) -> Iterable[Diagnostic]:
    """The hint that a file has more functions which nothing calls than are run."""
    if bodies:
        are = "function of this file is" if len(bodies) == 1 else "functions of this file are"
        yield _hint(f"{len(bodies)} {are} not run: there is more in it than Leaselens follows", bodies[0], file)


def _hint(message: str, site: Site, file: tree.File) -> Diagnostic:
    row = rule("B5")
    span = file.absolute(*site)
    return Diagnostic(row.code, row.name, Severity.HINT, message, span, Certainty.MAYBE, help=row.help)


class _Story:
    def __init__(self, verdict: Verdict, file: tree.File) -> None:
        self.verdict = verdict
        self.finding = verdict.finding
        self.file = file
        self.dialect: Dialect = file.dialect

    def diagnostic(self) -> Diagnostic:
        row = rule(self.finding.rule.replace("-", ""))
        telling = _TELLINGS[self.finding.rule]
        message = telling.message.format_map(self.words())
        return Diagnostic(
            code=row.code,
            rule=row.name,
            severity=Severity.ERROR if self.verdict.sure else Severity.WARNING,
            message=message if self.verdict.sure else f"on some paths: {message}",
            span=self.file.absolute(*self.finding.site),
            certainty=Certainty.SURELY if self.verdict.sure else Certainty.MAYBE,
            label=self.label(telling),
            related=tuple(dict.fromkeys(self.related())),
            help=advice(self.finding, self.file) or row.help,
        )

    def words(self) -> dict[str, str]:
        words = {"place": self.finding.place or "this", "got": "", **dict(self.finding.words)}
        if self.finding.rule == "R-17":
            words["permission"] = self.word(words["permission"])
            words["got"] = "leased" if words["need"] == "owned" else "shared"
        return words

    def word(self, permission: str) -> str:
        return self.dialect.word(Word(permission))

    def label(self, telling: Telling) -> str | None:
        if self.finding.rule == "R-2" and self.record is not None and self.record.given:
            return f"`{self.finding.place}` has no value any more: it was given away"
        return telling.label.format_map(self.words()) if telling.label is not None else None

    # ------------------------------------------------------------ the story

    @property
    def record(self) -> Permission | None:
        return self.finding.record

    def related(self) -> Iterable[Related]:
        yield from self.issued()
        yield from self.ended()
        yield from self.declared()
        yield from self.branches()
        yield from self.called()

    def at(self, role: Role, message: str, site: Site) -> Related:
        return Related(role, message, self.file.absolute(*site))

    def issued(self) -> Iterable[Related]:
        if self.record is None or self.finding.rule not in _WITH_BEGINNING:
            return
        for where in sorted(self.record.issued, key=lambda w: self.file.absolute(*w.site)):
            yield self.at(Role.ISSUED, self.beginning(self.record, where), where.site)
            yield from self.calls_to(where)

    def beginning(self, record: Permission, where: Where) -> str:
        place = f"`{self.finding.place}`" if self.finding.place else "this value"
        if self.is_declared(where.site):
            return f"{place} comes from here, as `{self.word(word_of(record))}`"
        if not record.leased:
            return f"{place} got its value here" if self.finding.place else "this value comes from here"
        return f"{place} was {'shared' if record.joint else 'leased'} here"

    def is_declared(self, site: Site) -> bool:
        """Whether this is the name of a parameter or field, of which only the declaration is known."""
        item = self.file.by_key[site.item].item
        bindings = item.parameters if isinstance(item, tree.Function) else ()
        fields = item.fields if isinstance(item, tree.Class) else ()
        return any(binding.name.span == site.span for binding in (*bindings, *fields))

    def ended(self) -> Iterable[Related]:
        if self.record is None or self.finding.rule != "R-2":
            return
        for ending in sorted(self.record.endings, key=lambda e: self.file.absolute(*e.where.site)):
            yield self.at(Role.ENDED, self.ending(ending), self.last(ending.where.site))
            yield from self.calls_to(ending.where)

    def last(self, site: Site) -> Site:
        """Of the body of a function its last expression, by which it returns."""
        item = self.file.by_key[site.item].item
        if isinstance(item, tree.Function) and site.span == item.root and item.body.statements:
            return Site(site.item, item.body.statements[-1].span)
        return site

    def ending(self, ending: Ending) -> str:
        if self.record is not None and self.record.given:
            return ending.deed
        if ending.cause is Cause.RETURNED:
            return "lease was cancelled when this function returned"
        return f"lease was cancelled here: {ending.deed.removesuffix(' here')}"

    def calls_to(self, where: Where) -> Iterable[Related]:
        """The calls that led to ``where`` and not to the finding, innermost first. A call that is itself where the
        finding is made is told already."""
        shared = 0
        for mine, theirs in zip(self.finding.calls, where.calls, strict=False):
            if mine != theirs:
                break
            shared += 1
        for call in reversed(where.calls[shared:][-MOST_CALLS:]):
            if call != self.finding.site:
                yield self.at(Role.CALLED, "called from here", call)

    def declared(self) -> Iterable[Related]:
        where, words = self.finding.declared, dict(self.finding.words)
        if where is not None:
            yield self.at(Role.DECLARED, self.declaration(where, words), where)
        callee = self.file.by_key.get(words.get("callee", ""))
        if callee is not None and isinstance(callee.item, tree.Class | tree.Function):
            name = callee.item.name
            yield self.at(Role.DECLARED, f"`{name.text}` is declared here", Site(callee.key, name.span))
        yield from self.demanded()

    def declaration(self, where: Site, words: Mapping[str, str]) -> str:
        match self.finding.rule:
            case "R-16":
                return f"`{self.spelled(where)}` is declared here"
            case "R-18":
                return f"reservation was placed here: `{self.finding.place}` is used when the call happens"
        return f"the class `{words.get('class')}` is declared here"

    def demanded(self) -> Iterable[Related]:
        demand = self.finding.demand
        if demand is not None and demand.site is not None:
            need = dict(self.finding.words)["need"]
            what = "owned values" if need == "owned" else "unique access"
            spelled = self.spelled(demand.site)
            yield self.at(Role.DECLARED, f"`{spelled}` requires {what}", demand.site)

    def spelled(self, site: Site) -> str:
        span = self.file.absolute(*site)
        return self.file.source.text[span.start : span.end]

    def branches(self) -> Iterable[Related]:
        for turn in self.verdict.turns:
            how = "if this holds" if turn.taken else "if this does not hold"
            yield self.at(Role.BRANCH, how, turn.site)

    def called(self) -> Iterable[Related]:
        """How the body was called: the whole chain for one way, the innermost call of each for several."""
        ways = [calls for calls in self.verdict.all_calls if calls]
        if len(ways) == 1:
            for call in reversed(ways[0][-MOST_CALLS:]):
                yield self.at(Role.CALLED, "called from here", call)
        else:
            for call in dict.fromkeys(way[-1] for way in ways[:MOST_CALLS]):
                yield self.at(Role.CALLED, "called from here", call)
