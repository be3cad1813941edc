"""Person: what follows from who asks, under which account, and what they are shown."""

from __future__ import annotations

from dataclasses import dataclass

from chapiao.diagnosis.core import Core
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.whose import Whose, owner_of, whose
from chapiao.diagnosis.world.people import Grant
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import FISCAL, PLAIN

WHOLE = frozenset({PLAIN, FISCAL, 20})  # digits of a number that some entry takes


@dataclass(frozen=True, kw_only=True)
class Person(Core):
    """The asker beside the invoice."""

    @property
    def home(self) -> str:
        """Two digits of the province of the company acted for; "" where it is not known."""
        every = self.ours or ()
        acting = [one for one in every if same_name(one.name, self.as_entity or "")] or every
        places = {one.tax_id[2:4] for one in acting}
        return places.pop() if len(places) == 1 else ""

    @property
    def buyer_is(self) -> Whose:
        """How the buyer on the best copy stands to the asker's companies."""
        return whose(self.buyer_seen, self.ours or (), self.as_entity)

    @property
    def elsewhere(self) -> str:
        """The company of ours whose invoice it is, if the session acts for another; or ""."""
        owner = owner_of(self.buyer_seen, self.ours or ())
        return owner.name if owner is not None and self.buyer_is is Whose.ANOTHER else ""

    @property
    def sold_by_us(self) -> bool:
        """Whether the seller on the best copy is a company of ours: we issued it."""
        invoice = self.copy.invoice if self.copy is not None else None
        if invoice is None or not (invoice.seller_name or invoice.seller_tax_id):
            return False
        seller = (invoice.seller_name or "", invoice.seller_tax_id or "")
        return owner_of(seller, self.ours or ()) is not None

    @property
    def others_account(self) -> bool:
        """Whether the account stands under the name of somebody else who signs in to it."""
        account = self.asker.profile.account if self.asker is not None else ""
        names = {one.typed_name for one in self.sessions or ()}
        return (
            bool(account)
            and self.asker is not None
            and account != self.asker.name
            and (account in names)
        )

    @property
    def taken_over(self) -> bool:
        """Whether somebody else signed in last and switched the account to another company."""
        timed = sorted(
            (one for one in self.sessions or () if one.at is not None), key=lambda one: str(one.at)
        )
        name = self.asker.name if self.asker is not None else ""
        if not timed or timed[-1].typed_name in {"", name} or timed[-1].ended:
            return False
        last = timed[-1].typed_name
        mine = [one for one in timed if one.typed_name == name]
        others = mine or [one for one in timed if one.typed_name != last]
        if not others:
            return False
        before, after = others[-1].as_entity, timed[-1].as_entity
        switched = bool(before and after) and not same_name(before, after)
        return switched and same_name(self.acting, after) and self.buyer_is is Whose.UNKNOWN

    @property
    def others_order(self) -> bool:
        """Whether the account is not of the person whom the ticket names."""
        profile = self.asker.profile if self.asker is not None else None
        return profile is not None and False in {profile.name, profile.identity}

    @property
    def mine_missed(self) -> bool:
        """Whether our list did not show the asker a row that is their own."""
        owner = self.record.owner if self.record is not None else ""
        asked = self.asker.name if self.asker is not None else ""
        missed = self.entry is Entry.OWN and Outcome.NOT_FOUND in self.told
        return missed and bool(owner) and owner == asked

    @property
    def etax_grants(self) -> tuple[Grant, ...] | None:
        """The permissions set, where the tax bureau was asked; None where they are not known."""
        return self.grants if self.entry is Entry.ETAX or self.grants is None else ()

    @property
    def unsent(self) -> bool:
        """Whether a number was typed that no entry takes, so that nothing was asked yet."""
        refused = Outcome.BAD_INPUT in self.told
        return bool(self.plain_number) and (
            refused or self.number is None or len(self.number.text) not in WHOLE
        )

    @property
    def beyond_rights(self) -> str:
        """Why no permission can have hidden it; "" where one may have."""
        if self.told - {Outcome.NOT_FOUND, Outcome.NO_PERMISSION, Outcome.BAD_INPUT}:
            return "入口已经给出答复，不是权限的事"
        if self.covered and self.exported is None and self.in_export is False:
            return "有全部权限的导出里也没有，不是权限的事"
        return ""
