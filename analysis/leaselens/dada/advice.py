"""What a reader is told to do about a finding of the machine, where that depends on the finding.

What is always the same for a rule stands in the catalogue. A rule without a row here has nothing to add to it.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from leaselens.dada import tree
from leaselens.dada.machine.faults import Finding
from leaselens.dada.machine.state import OUR_DATA, Cause
from leaselens.model.diagram import Permission as Word

MOST_FIELDS = 8
"""How many fields of a class are listed."""


def advice(finding: Finding, file: tree.File) -> str | None:
    """One or two sentences in the dialect's words, or ``None``."""
    row = _ROWS.get(finding.rule)
    return row(finding, file) if row is not None else None


def _place(finding: Finding) -> str:
    return f"`{finding.place}`" if finding.place else "it"


# ---------------------------------------------------------------- permissions


def _ended(finding: Finding, file: tree.File) -> str:
    place, record = _place(finding), finding.record
    if record is not None and record.given:
        return f"Use {place} before it is given away, or hand over a lease or a share of it instead."
    causes = {ending.cause for ending in record.endings} if record is not None else set()
    if Cause.RETURNED in causes:
        return "Give the value itself to the caller, with `.give`: what a function owns is dropped when it returns."
    if Cause.DROPPED in causes or Cause.OVERWRITTEN in causes:
        return f"Keep the owner alive for as long as {place} is used, or let {place} own the value."
    return f"Use {place} before that, or take the lease again afterwards."


def _shared(finding: Finding, file: tree.File) -> str:
    place = _place(finding)
    if finding.record is not None and finding.record.leased:
        if file.dialect.default_specifier is not None:
            return "What is declared without a word before it is only shared: only `my` and `leased` may write."
        return f"Write through the owner, or lease where {place} was shared: a lease (`.lease`) may write."
    if file.dialect.shared_storage:
        return (
            "Only what is held alone can be written. "
            "A variable or field without `var` shares what it holds, and so does `.share`."
        )
    our = file.dialect.word(Word.OUR)
    return f"{place} is `{our}`, shared for good: only what is owned or leased alone can be written."


def _demanded(finding: Finding, file: tree.File) -> str:
    if finding.lease == OUR_DATA:
        return "Numbers, strings and other plain data are always `our`: nobody owns them alone."
    if dict(finding.words)["need"] == "owned":
        return "A lease can't be turned into ownership: give the owner's value instead."
    return "What is shared can't become unique again: take it before it is shared."


def _awaited(finding: Finding, file: tree.File) -> str:
    if "lease" in dict(finding.words)["only"]:
        return "Awaiting uses a suspended call up: await it where it is owned, or move it here with `.give`."
    return "Only what an `async fn` or `print` returns can be awaited, and only by the one place that owns it."


# ---------------------------------------------------------------- fields and data


def _fields(finding: Finding, file: tree.File) -> str | None:
    item = file.by_key[finding.declared.item].item if finding.declared is not None else None
    if not isinstance(item, tree.Class):
        return None
    names = [field.name.text for field in item.fields]
    if "\n" in _spelled(finding, file):
        return f"{_NEW_LINE}the dot asks for a field that is named on the next line."
    similar = get_close_matches(dict(finding.words)["field"], names, n=1, cutoff=0.7)
    if similar:
        return f"Did you mean `{similar[0]}`?"
    return f"{_listed(names)} Dada has no methods: a function takes the object as an argument."


def _listed(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names[:MOST_FIELDS]]
    if len(names) > MOST_FIELDS:
        return f"Its fields begin with {', '.join(quoted)}."
    if len(quoted) > 1:
        return f"Its fields are {', '.join(quoted[:-1])} and {quoted[-1]}."
    return f"Its only field is {quoted[0]}." if quoted else "It has no fields."


_NEW_LINE = "A new line does not end an expression: "

_NOTHING = "A function without `->` returns nothing, and an assignment has no value either."


def _callee(finding: Finding, file: tree.File) -> str | None:
    """A bracket at the beginning of a line calls what the line before ends with."""
    behind = file.source.text[file.absolute(*finding.site).end :]
    if "\n" in behind[: len(behind) - len(behind.lstrip())]:
        return f"{_NEW_LINE}the bracket at the beginning of the next line calls this."
    return _kind(finding, file)


def _kind(finding: Finding, file: tree.File) -> str | None:
    """What was found instead tells what is missing."""
    kind = dict(finding.words)["kind"]
    if kind == "nothing":
        return _NOTHING
    if kind == "a thunk" or kind.startswith("a suspended call"):
        return "A suspended call has to be awaited before its result can be used: write `.await` behind it."
    if kind == "a class":
        return "The class is not one of its instances: make one by calling it."
    return None


def _parameters(finding: Finding, file: tree.File) -> str | None:
    callee = file.by_key.get(dict(finding.words)["callee"])
    if callee is None:
        return "`print` takes one argument: the text to print."
    assert isinstance(callee.item, tree.Class | tree.Function)
    bindings = callee.item.fields if isinstance(callee.item, tree.Class) else callee.item.parameters
    return f"Call it as `{callee.item.name.text}({', '.join(binding.name.text for binding in bindings)})`."


def _operands(finding: Finding, file: tree.File) -> str:
    kinds = dict(finding.words)["kinds"].split(" and ")
    if "nothing" in kinds:
        return _NOTHING
    if any(kind.startswith("a suspended call") for kind in kinds):
        return "Await the suspended call first: write `.await` behind it."
    if "a string" in kinds:
        return 'Put strings together inside of a string: `"{a}{b}"`. Two strings can be compared with `==`.'
    if kinds == ["a float"]:
        return "A float has no minus before it: subtract it from `0.0`."
    if "a float" in kinds and "an integer" in kinds:
        return "Whole numbers and floats don't mix: write `2.0` for `2`."
    if "an unsigned integer" in kinds:
        return "Numbers with `u` and numbers with `i` don't mix, and what has `u` can't be negated."
    return "Arithmetic takes numbers of one kind; `==` also takes strings, booleans and `()`, but no objects."


def _overflow(finding: Finding, file: tree.File) -> str | None:
    """A break of the line before a minus is the likely cause: the two lines were meant to be two expressions."""
    if "\n-" not in _spelled(finding, file).replace(" ", ""):
        return None
    return f"{_NEW_LINE}the line that begins with `-` goes on with the line before it."


def _spelled(finding: Finding, file: tree.File) -> str:
    span = file.absolute(*finding.site)
    return file.source.text[span.start : span.end]


def _type(finding: Finding, file: tree.File) -> str | None:
    words = dict(finding.words)
    if "right place" in words["message"]:
        return "The braces name the arguments that the result may come from: name this one too, or return another."
    return _WAYS_TO.get(words.get("wanted", ""))


_WAYS_TO = {
    "given": "A place with nothing behind it is shared. Hand over the value itself: write `.give` behind it.",
    "my": "Hand over the value itself: write `.give` behind the place that owns it.",
    "our": "Make it `our` first: `.share` behind a new object, or behind `.give`, lets all who hold it own it.",
    "shared": "Share it: write the place with nothing behind it.",
    "leased": "Lease it: write `.lease` behind the place.",
}
"""What to write to get a permission that a type demands."""

_ROWS: dict[str, Callable[[Finding, tree.File], str | None]] = {
    "R-2": _ended,
    "R-5": _fields,
    "R-7": _kind,
    "R-8": _kind,
    "R-9": _shared,
    "R-11": _callee,
    "R-12": _parameters,
    "R-15": _awaited,
    "R-16": _type,
    "R-17": _demanded,
    "R-19": _operands,
    "R-20": _overflow,
}
