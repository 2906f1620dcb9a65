"""How a completion is told: in a few words beside it, and in full when the reader rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.ide import wording
from leaselens.model.analysis import Analysis
from leaselens.model.completion import Candidate, CandidateKind, Completions, Outcome
from leaselens.model.diagram import Row, State
from leaselens.render.markdown import block, prose
from leaselens.text import Source

_HELD = (CandidateKind.VARIABLE, CandidateKind.FIELD)


def completions(analysis: Analysis, source: Source, offset: int) -> Completions | None:
    """What may be typed at an offset of ``source``, the likeliest first; ``analysis`` may be of an earlier text."""
    return analysis.completions(source, offset)


def summary(candidate: Candidate) -> str:
    """What a candidate is, in a few words without Markdown; ``""`` where there is nothing to say."""
    if candidate.kind in _HELD:
        return _plain(wording.held(candidate.rows))
    if candidate.kind is CandidateKind.OPERATION and candidate.outcome is not None:
        return _plain(_short(candidate.outcome))
    return candidate.signature or _plain(candidate.note)


def documentation(candidate: Candidate, source: Source) -> str:
    """All that there is to say of a candidate, in Markdown; ``source`` is the text that was analysed."""
    return "\n\n".join(part for part in _parts(candidate, source) if part)


def _parts(candidate: Candidate, source: Source) -> Iterator[str]:
    if candidate.kind in _HELD and candidate.rows:
        yield f"{wording.code(candidate.name)}: {wording.held(candidate.rows)}"
        yield "  \n".join(dict.fromkeys(filter(None, map(_meaning, candidate.rows))))
        yield "  \n".join(wording.story(candidate.rows, (), source))
    if candidate.signature:
        yield block(candidate.signature if candidate.kind is CandidateKind.LABEL else _head(candidate), "dada")
    yield _sentence(candidate.note)
    if candidate.outcome is not None:
        yield "  \n".join(f"* {line}" for line in _consequences(candidate.outcome))
    yield prose(candidate.comment)


def _head(candidate: Candidate) -> str:
    word = "class" if candidate.kind is CandidateKind.CLASS else "fn"
    return f"{word} {candidate.name}{candidate.signature}"


def _meaning(row: Row) -> str:
    means = wording.meaning(row) if row.state is State.VALID else None
    return f"{wording.code(wording.word(row) or '')} {means}" if means else ""


def _short(outcome: Outcome) -> str:
    if not outcome.result:
        return "a mistake here"
    turn = f"→ {wording.held(outcome.result)}"
    if outcome.fails:
        return f"{turn}; a mistake on some runs"
    return f"{turn}; gives it away" if _is_given(outcome) else turn


def _consequences(outcome: Outcome) -> Iterator[str]:
    """What would come of an operation here, line by line."""
    if not outcome.result:
        yield "here it is a mistake on every run"
        return
    yield f"here it yields {wording.held(outcome.result)}"
    if _is_given(outcome):
        yield "the place has nothing any more"
    if outcome.ended:
        yield f"this ends what {_listed(outcome.ended)} {'has' if len(outcome.ended) == 1 else 'have'} on lease"
    if outcome.fails:
        yield "on some runs it is a mistake"


def _is_given(outcome: Outcome) -> bool:
    return any(row.state is State.GIVEN for row in outcome.place)


def _listed(places: tuple[str, ...]) -> str:
    *first, last = map(wording.code, places)
    return f"{', '.join(first)} and {last}" if first else last


def _sentence(note: str) -> str:
    return f"{note[:1].upper()}{note[1:]}." if note else ""


def _plain(markdown: str) -> str:
    return markdown.replace("`", "")
