"""抬头核对 on the answer page: the buyer on the face, letter by letter beside whom it should be."""

from __future__ import annotations

from chapiao.invoice.party_check import Company, PartyCheck, check_party
from chapiao.store.models import Lookup, Person
from chapiao.store.queries.holdings import StoreHoldings


def title_check(lookup: Lookup, person: Person) -> PartyCheck | None:
    """Compare the buyer of the invoice that an answer shows with this person's companies."""
    shown = lookup.said.get("invoice") or {}
    name, tax_id = shown.get("buyer_name") or "", shown.get("buyer_tax_id") or ""
    ours = StoreHoldings(person).ours() or () if name or tax_id else ()
    companies = [
        Company(
            name=one.name,
            tax_id=one.tax_id,
            former_names=one.former_names,
            former_tax_ids=one.former_tax_ids,
        )
        for one in ours
    ]
    return check_party(name, tax_id, companies, person.full_name)
