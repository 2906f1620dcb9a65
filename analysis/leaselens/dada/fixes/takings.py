"""How a value was taken from a place (`p.lease`, `p`, `let q: leased = p`), and how it could be taken instead."""

from __future__ import annotations

from dataclasses import dataclass

from leaselens.dada import tree
from leaselens.dada.dialects import Access, Dialect, ShareOfOwned, Specifier
from leaselens.dada.fixes.mistake import Mistake, Path, without_parens
from leaselens.diagnostics import Edit, Fix
from leaselens.text import Span

_DO = {Access.GIVE: "give", Access.SHARE: "share", Access.LEASE: "lease", Access.SHLEASE: "share"}
_DOING = {"give": "giving", "share": "sharing", "lease": "leasing"}
_OF_SPECIFIER = {
    Specifier.MY: Access.GIVE,
    Specifier.OUR: Access.SHARE,
    Specifier.LEASED: Access.LEASE,
    Specifier.SHLEASED: Access.SHLEASE,
    Specifier.ANY: Access.GIVE,
}


@dataclass(frozen=True)
class Taking:
    """A place that is taken from. ``use`` is the operation written behind it, ``binding`` the declaration whose
    specifier decides instead; where there is neither, the dialect's own operation applies (§D.5, §D.9)."""

    mistake: Mistake
    path: Path
    place: tree.Name | tree.Dot
    use: tree.Use | None
    binding: tree.Binding | None

    @property
    def span(self) -> Span:
        """The place, absolute."""
        return self.path.span(self.place)

    @property
    def access(self) -> Access:
        """What is done with the place."""
        if self.binding is not None and self.binding.specifier is not None:
            return _OF_SPECIFIER[self.binding.specifier]
        return self.use.access if self.use is not None else self.mistake.dialect.bare_place

    @property
    def gives(self) -> bool:
        """Whether the place loses what it owns. A written `.share` does that in some dialects (§G.1), and `our` where a
        specifier decides (§D.9); a bare place that is shared keeps it."""
        is_bare = self.use is None and self.binding is None
        share_gives = not is_bare and self.mistake.dialect.share_of_owned is ShareOfOwned.GIVES
        return self.access is Access.GIVE or (self.access is Access.SHARE and share_gives)

    def replaced(self, access: Access) -> Fix | None:
        """Do something else with the place; ``None`` if that is what is done, or the dialect has no word for it."""
        done, other = "give" if self.gives else _DO[self.access], _DO[access]
        edit = self._edit(access) if done != other else None
        if edit is None:
            return None
        place = self.mistake.quoted(self.span)
        return Fix(f"{other.capitalize()} {place} instead of {_DOING[done]} it", (edit,))

    def _edit(self, access: Access) -> Edit | None:
        if self.binding is not None:
            return self._respecified(access)
        word = word_for(access, self.mistake.dialect)
        if word is None:
            return None
        if self.use is not None:
            return Edit(self.path.span(self.use.keyword), word)
        return Edit(Span(self.span.end, self.span.end), f".{word}")

    def _respecified(self, access: Access) -> Edit | None:
        binding = self.binding
        word = next((word for word, s in _words(self.mistake.dialect) if _OF_SPECIFIER[s] is access), None)
        if binding is None or binding.specifier_span is None or word is None:
            return None
        return Edit(binding.specifier_span.shifted(self.path.placed.start), word)


def _words(dialect: Dialect) -> list[tuple[str, Specifier]]:
    """The specifiers of a dialect, first those that it spells permissions with (`mutable` before `leased` in `d3`)."""
    return sorted(dialect.specifiers.items(), key=lambda pair: pair[0] not in dialect.words.values())


def word_for(access: Access, dialect: Dialect) -> str | None:
    """What is written behind a place for an operation. A shared lease is `.shlease` where there is such a word, and
    `.share` where that leaves the owner what it has."""
    if access is Access.SHLEASE and access.value not in dialect.access_words:
        return "share" if dialect.share_of_owned is not ShareOfOwned.GIVES else None
    return next((word for word, a in dialect.access_words.items() if a is access), None)


def taking_at(mistake: Mistake, span: Span | None) -> Taking | None:
    """What is taken from the place that stands at exactly this range."""
    path = mistake.path(span) if span is not None else None
    place = path.nodes[-1] if path is not None else None
    if path is None or not isinstance(place, tree.Name | tree.Dot) or path.span(place) != span:
        return None
    above = path.around(place)
    if isinstance(above, tree.Use):
        return Taking(mistake, path, place, above, None)
    has_specifier = isinstance(above, tree.Let) and above.binding.specifier_span is not None
    return Taking(mistake, path, place, None, above.binding if has_specifier and isinstance(above, tree.Let) else None)


# ---------------------------------------------------------------- where a value was made


@dataclass(frozen=True)
class Creation:
    """The call that made an object, and the variable that it was put into, if it was."""

    mistake: Mistake
    path: Path
    call: tree.Call
    binding: tree.Binding | None

    def shared(self) -> Fix:
        """Let everybody own it who holds it: `.share` behind the call, or `our` where the variable is declared."""
        binding, start = self.binding, self.path.placed.start
        if binding is not None and binding.specifier_span is not None:
            title = f"Declare `{binding.name.text}` as `our`, so that all its holders own it"
            return Fix(title, (Edit(binding.specifier_span.shifted(start), "our"),))
        end = self.path.span(self.call).end
        called = self.mistake.cut(self.path.span(self.call.callee))
        return Fix(
            f"Add `.share` behind `{called}(...)`, so that all its holders own it", (Edit(Span(end, end), ".share"),)
        )


def creation_of(mistake: Mistake, path: Path, place: tree.Expr) -> Creation | None:
    """The call that made what a variable was declared with, if it was made right there."""
    while isinstance(place, tree.Dot):
        place = without_parens(place.owner)
    meaning = mistake.meaning(path, place) if isinstance(place, tree.Name) else None
    body = mistake.body(path)
    if meaning is None or body is None:
        return None
    for (item, span), local in body.lets.items():
        if local == meaning:
            let_path = mistake.path(mistake.file.absolute(item, span))
            let = let_path.nodes[-1] if let_path is not None else None
            if let_path is not None and isinstance(let, tree.Let) and let.value is not None:
                return _created(mistake, let_path, without_parens(let.value), let.binding)
    return None


def creation_at(mistake: Mistake, span: Span | None) -> Creation | None:
    """The call at exactly this range, if it makes an object."""
    path = mistake.path(span) if span is not None else None
    call = path.nodes[-1] if path is not None else None
    if path is None or not isinstance(call, tree.Call) or path.span(call) != span:
        return None
    above = path.around(call)
    return _created(mistake, path, call, above.binding if isinstance(above, tree.Let) else None)


def _created(mistake: Mistake, path: Path, value: tree.Expr, binding: tree.Binding | None) -> Creation | None:
    is_creation = isinstance(value, tree.Call) and isinstance(mistake.callee(path, value), tree.Class)
    return Creation(mistake, path, value, binding) if is_creation and isinstance(value, tree.Call) else None
