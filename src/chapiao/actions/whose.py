"""Whose invoice it is: which of our companies buys or sells on it.

By tax id first, which is never shared; then by the name, or a name it had before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chapiao.invoice.model import Invoice
from chapiao.store import access
from chapiao.store.kin import kin
from chapiao.store.models import Entity, FormerName, FormerTaxId, Person
from chapiao.store.parties import plain


@dataclass(frozen=True, slots=True)
class Group:
    """Our companies, by every tax id and every name they have or had."""

    by_tax_id: Mapping[str, Entity]
    by_name: Mapping[str, Entity]

    @property
    def ids(self) -> frozenset[int]:
        """The numbers of the companies."""
        return frozenset(one.pk for one in self.by_tax_id.values())

    def buyer(self, invoice: Invoice) -> Entity | None:
        """Return the company that buys."""
        return self.named(invoice.buyer_tax_id, invoice.buyer_name)

    def seller(self, invoice: Invoice) -> Entity | None:
        """Return the company that sells."""
        return self.named(invoice.seller_tax_id, invoice.seller_name)

    def party(self, invoice: Invoice) -> Entity | None:
        """Return the company that buys, or else the one that sells."""
        return self.buyer(invoice) or self.seller(invoice)

    def named(self, tax_id: str | None, name: str | None) -> Entity | None:
        """Return the company of this tax id, or of this name where there is no tax id."""
        found = self.by_tax_id.get(tax_id.upper()) if tax_id else None
        # A tax id that is not ours settles it: two companies may have the same name.
        if found is not None or tax_id or not name:
            return found
        return self.by_name.get(plain(name))


def group(person: Person) -> Group:
    """Return the companies of a person's group as they are now; a superuser's are all.

    A company of another group is nobody to us, though its books lie in the same place.
    """
    every = Entity.objects.all() if person.is_superuser else kin(person)
    entities = {one.pk: one for one in every}
    former = FormerName.objects.values_list("name", "entity_id")
    names = {plain(name): entities[pk] for name, pk in former if pk in entities}
    earlier = FormerTaxId.objects.values_list("tax_id", "entity_id")
    ids = {tax_id.upper(): entities[pk] for tax_id, pk in earlier if pk in entities}
    return Group(
        by_tax_id=ids | {one.tax_id.upper(): one for one in entities.values()},
        by_name=names | {plain(one.name): one for one in entities.values()},
    )


def only_entity(person: Person) -> Entity | None:
    """Return the one company this person belongs to; None when it is none or several."""
    ids = access.entity_ids(person)
    return Entity.objects.filter(pk=ids[0]).first() if len(ids) == 1 else None
