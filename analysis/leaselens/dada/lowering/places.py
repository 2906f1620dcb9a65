"""Lowering of places: variables, items, and the fields after them."""

from __future__ import annotations

from abc import abstractmethod

from leaselens.dada import ir, tree
from leaselens.dada.dialects import Access
from leaselens.dada.ir import Demand, DemandOfField, DemandOfParameter, Place
from leaselens.dada.lowering.emitter import Emitter
from leaselens.dada.machine.data import ClassValue, Constant, FunctionValue, PrintValue
from leaselens.dada.names import Damaged, Intrinsic, Local

AnyDemand = Demand | DemandOfParameter | DemandOfField
"""What decides the operation on a place, as far as lowering knows it."""

Known = Local | tree.Class | tree.Function | Intrinsic
"""What a name can stand for where it is known."""


def strip(e: tree.Expr) -> tree.Expr:
    """The expression without the parentheses around it: they hide nothing (§D.5)."""
    while isinstance(e, tree.Parens):
        e = e.inner
    return e


class Places(Emitter):
    """Lowers what names a place; values are somebody else's business."""

    @abstractmethod
    def value(self, e: tree.Expr, target: int) -> None:
        """target := the value of ``e``"""

    def meaning(self, name: tree.Name) -> Known | None:
        """What a name stands for; ``None`` where that is not known."""
        found = self.body.uses.get((self.item, name.span))
        return None if isinstance(found, Damaged) else found

    def is_place(self, e: tree.Expr) -> bool:
        """Whether an expression names a place, parentheses aside."""
        e = strip(e)
        while isinstance(e, tree.Dot):
            e = strip(e.owner)
        return isinstance(e, tree.Name) and self.meaning(e) is not None

    def names_place(self, e: tree.Expr) -> bool:
        """Whether an expression ends with the name of a place, whatever that begins with: `f().x` too."""
        return isinstance(strip(e), tree.Dot) or self.is_place(e)

    def place(self, e: tree.Expr) -> tuple[Place, list[tree.Expr]]:
        """The place that an expression names, and the expressions that name a part of it. What its base computes goes
        into a scope temporary first."""
        e = strip(e)
        if isinstance(e, tree.Dot):
            owner, parts = self.place(e.owner)
            field = e.field.text
            place = Place(owner.base, (*owner.fields, field), (*owner.sites, self.site(e)), owner.text)
            return place, [*parts, e]
        if isinstance(e, tree.Name) and (meaning := self.meaning(e)) is not None:
            return Place(self._base(meaning), (), (self.site(e),), e.text), [e]
        slot = self.scope_temp()
        self.value(e, slot)
        return Place(slot, (), (self.site(e),)), []

    def _base(self, meaning: Known) -> int | Constant:
        if isinstance(meaning, Local):
            return meaning.index
        if isinstance(meaning, Intrinsic):
            return PrintValue()
        key = self.names.items[meaning.name.text]
        self.names_items.add(key)
        return ClassValue(key) if isinstance(meaning, tree.Class) else FunctionValue(key)

    def take(self, e: tree.Expr, target: int, access: Access, demand: AnyDemand | None = None) -> None:
        """target := the operation on the place ``e``. A place and its parts are one moment (§E.3)."""
        place, parts = self.place(e)
        before = self.pc
        self.emit(ir.Take(place.site, target, place, access, demand))
        for part in (*parts, e):
            self.mark(part, before, target)

    def reserve(self, e: tree.Expr, target: int) -> None:
        """target := a reservation of the place ``e``."""
        place, parts = self.place(e)
        before = self.pc
        self.emit(ir.Reserve(place.site, target, place))
        for part in (*parts, e):
            self.mark(part, before, target)

    def bare(self) -> Access:
        """What a place does when nothing is written behind it; sharing it is always a shared lease."""
        return Access.SHLEASE if self.dialect.bare_place is Access.SHARE else self.dialect.bare_place
