"""Quick fixes: from a diagnostic to changes of the text that are known to mend it.

For each code there are *makers*, which yield what may help, the likeliest first. What they yield is tried: the edited
text is analysed, and the fix is kept only if the diagnostic is gone and nothing else is told that was not told before
(``verified``). That takes as long as analysing the text does, once for each candidate: so fixes are made when somebody
asks for them, never while a text is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from leaselens.dada import budgets
from leaselens.dada.dialects import Access
from leaselens.dada.fixes import arguments, asynchronous, leases, permissions, spelling, syntax
from leaselens.dada.fixes.mistake import Maker, Mistake
from leaselens.dada.fixes.respelled import respell
from leaselens.dada.fixes.verified import mends
from leaselens.diagnostics import Diagnostic, Fix, edited

if TYPE_CHECKING:
    from leaselens.dada.analysis import DadaAnalysis

_UNREADABLE: tuple[Maker, ...] = (syntax.part_operators, syntax.leave_out_semicolon, respell)

MAKERS: Mapping[str, tuple[Maker, ...]] = {
    "C3": _UNREADABLE,
    "C6": (*_UNREADABLE, syntax.separate),
    "C7": (*_UNREADABLE, syntax.separate),
    "C8": (*_UNREADABLE, syntax.separate),
    "C9": (syntax.separate,),
    "C10": (syntax.separate,),
    "C12": _UNREADABLE,
    "C14": (syntax.join_float,),
    "C15": (syntax.finish_float,),
    "C19": _UNREADABLE,
    "C22": (syntax.leave_out_paths,),
    "C24": (spelling.known_class, respell),
    "C27": (syntax.leave_out_paths,),
    "C28": (syntax.escape_brace,),
    "C29": (spelling.double_backslash,),
    "C30": (syntax.leave_out_suffix,),
    "C32": (respell, spelling.known_name),
    "C34": (syntax.assign_to_place,),
    "C35": (arguments.label_argument,),
    "C36": (asynchronous.declare_async,),
    "C40": (syntax.add_arrow,),
    "C41": (syntax.leave_out_arrow,),
    "R2": (
        leases.use_earlier,
        leases.use_later,
        permissions.take_by(Access.SHLEASE),
        leases.take_again,
        leases.share_instead_of_giving,
        permissions.take_by(Access.GIVE),
        permissions.own_together,
    ),
    "R5": (respell, spelling.known_field),
    "R7": (asynchronous.await_call,),
    "R8": (asynchronous.await_call,),
    "R9": (permissions.take_by(Access.LEASE), permissions.own_alone, permissions.declare_var),
    "R13": (arguments.order_by_names, arguments.relabel),
    "R15": (permissions.take_by(Access.GIVE),),
    "R16": (permissions.take_by(Access.GIVE, Access.LEASE, Access.SHARE), permissions.own_together),
    "R17": (permissions.ask_for_less,),
    "R19": (asynchronous.await_call,),
    "W1": (arguments.order_by_names, arguments.label_arguments),
}
"""What may mend a diagnostic, by its code without the prefix."""


def fixes(analysis: DadaAnalysis, diagnostic: Diagnostic, cancelled: Callable[[], bool]) -> tuple[Fix, ...]:
    """The fixes of a diagnostic of the analysis; none of a diagnostic that is not one of its."""
    if diagnostic not in analysis.diagnostics:
        return ()
    mistake = Mistake(analysis, diagnostic, analysis.findings.get(diagnostic))
    candidates = islice(_candidates(mistake), _affordable(analysis))
    return tuple(fix for fix in candidates if not cancelled() and mends(analysis, diagnostic, fix, cancelled))


def _candidates(mistake: Mistake) -> Iterator[Fix]:
    """What the makers yield, each resulting text once."""
    seen = {mistake.text}
    for maker in MAKERS.get(mistake.diagnostic.code.removeprefix("DADA-"), ()):
        for fix in maker(mistake):
            text = edited(mistake.text, fix.edits)
            if text not in seen:
                seen.add(text)
                yield fix


def _affordable(analysis: DadaAnalysis) -> int:
    """How many candidates may be tried: fewer where each takes long."""
    steps = sum(len(trace.nodes) for trace in analysis.traces)
    cost = steps + len(analysis.source.text) // budgets.CHARACTERS_PER_STEP
    return min(budgets.FIX_CANDIDATES, budgets.FIX_STEPS // max(1, cost))
