"""Kin: the companies of one group, and who of them may let somebody in.

Between groups nothing is ever told, not even to who holds the invoice.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from chapiao.store.models import Entity, Invoice, Membership, Person, Role
from chapiao.store.reach import reach

# Who may grant access to their own company's invoices, and see its people's scopes.
STEWARDS = (Role.ADMIN.value, Role.HEAD.value)
AUDITORS = (Role.AUDITOR.value, Role.ADMIN.value)


def kin(person: Person) -> QuerySet[Entity]:
    """Return the companies of the groups to which this person's companies belong."""
    mine = Entity.objects.filter(memberships__person=person)
    return Entity.objects.filter(group__in=mine.values("group"))


def beyond(person: Person, keys: Collection[str]) -> list[Invoice]:
    """Return rows of these identities that lie in the person's group and out of their sight."""
    seen = reach(person)
    if seen.everything or not keys:
        return []
    found = Invoice.objects.filter(Q(key__in=keys) | Q(second_key__in=keys), entity__in=kin(person))
    hidden = found.exclude(pk__in=Invoice.objects.filter(seen.rows(), key__in=keys).values("pk"))
    hidden = hidden.exclude(
        pk__in=Invoice.objects.filter(seen.rows(), second_key__in=keys).values("pk")
    )
    return list(hidden.select_related("entity", "seller", "buyer").order_by("pk"))


def stewards(entity: Entity) -> QuerySet[Person]:
    """Return the people of a company who may let others in."""
    return Person.objects.filter(
        is_active=True, memberships__entity=entity, memberships__role__in=STEWARDS
    ).order_by("pk")


def stewarded(person: Person) -> QuerySet[Entity]:
    """Return the companies whose people and scopes this person looks after.

    Who sees only a part of a company cannot open the rest of it to somebody.
    """
    if person.is_superuser:
        return Entity.objects.all()
    roles = Membership.objects.filter(person=person, role__in=STEWARDS)
    whole = reach(person).entities
    return Entity.objects.filter(pk__in=whole).filter(pk__in=roles.values("entity"))


def audited(person: Person) -> QuerySet[Entity]:
    """Return the companies the acts of whose people this person may read."""
    if person.is_superuser:
        return Entity.objects.all()
    roles = Membership.objects.filter(person=person, role__in=AUDITORS)
    return Entity.objects.filter(pk__in=roles.values("entity"))


def administered(person: Person) -> QuerySet[Entity]:
    """Return the companies whose roles, names and departments this person may change."""
    if person.is_superuser:
        return Entity.objects.all()
    roles = Membership.objects.filter(person=person, role=Role.ADMIN)
    whole = reach(person).entities
    return Entity.objects.filter(pk__in=whole).filter(pk__in=roles.values("entity"))
