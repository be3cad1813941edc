"""Kin: the companies of one group, and who of them may let somebody in.

Between groups nothing is ever told, not even to who holds the invoice.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from chapiao.store import sql
from chapiao.store.models import Entity, Invoice, Membership, Person, Role
from chapiao.store.reach import reach

# Who may grant access to their own company's invoices, and see its people's scopes.
STEWARDS = (Role.ADMIN.value, Role.HEAD.value)
_ROWS = "select i.id from store_invoice i"
_OF_GROUP = (
    ' and i.entity_id in (select e.id from store_entity e where e."group" in'
    ' (select g."group" from store_entity g where g.id in ({companies})))'
)
AUDITORS = (Role.AUDITOR.value, Role.ADMIN.value)


def kin(person: Person) -> QuerySet[Entity]:
    """Return the companies of the groups to which this person's companies belong."""
    mine = Entity.objects.filter(memberships__person=person)
    return Entity.objects.filter(group__in=mine.values("group"))


def beyond(person: Person, keys: Collection[str]) -> list[Invoice]:
    """Return rows of these identities that lie in the person's group and out of their sight."""
    seen = reach(person)
    if seen.everything or not keys or not seen.companies:
        return []
    condition, given = seen.where("i")
    ids: set[int] = set()
    for column in ("key", "second_key"):
        named = f"i.{column} in ({sql.marks(len(keys))})"
        group = _OF_GROUP.format(companies=sql.marks(len(seen.companies)))
        there = sql.rows(f"{_ROWS} where {named}{group}", (*keys, *seen.companies))
        if there:
            shown = sql.rows(f"{_ROWS} where {named}{condition}", (*keys, *given))
            ids |= {row[0] for row in there} - {row[0] for row in shown}
    found = Invoice.objects.filter(pk__in=ids) if ids else Invoice.objects.none()
    return list(found.select_related("entity", "seller", "buyer").order_by("pk"))


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


def looks_after(person: Person) -> bool:
    """Whether this person has a part in some company that is more than looking up."""
    if person.is_superuser:
        return True
    return Membership.objects.filter(person=person, role__in=STEWARDS + AUDITORS).exists()
