"""The people of companies with their roles, as who looks after the companies lists them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from chapiao.store.access import SUBMITTERS
from chapiao.store.kin import administered, kin, stewarded
from chapiao.store.models import Entity, Membership, Person, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of a company, and whether scopes narrow or widen what they see."""

    membership: Membership
    scopes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """One company and its people; `guests` were let in from elsewhere in the group."""

    entity: Entity
    members: tuple[Member, ...]
    guests: tuple[Person, ...]


def people_of_companies(person: Person) -> tuple[People, ...]:
    """Return the companies this person looks after, with their people."""
    return tuple(_people(one) for one in stewarded(person).order_by("pk"))


def _people(entity: Entity) -> People:
    scoped: dict[int, int] = {}
    for pk in Scope.objects.filter(entity=entity).values_list("person_id", flat=True):
        scoped[pk] = scoped.get(pk, 0) + 1
    members = Membership.objects.filter(entity=entity, person__is_active=True)
    ordered = members.select_related("person").order_by("person__username")
    inside = {one.person_id for one in ordered}
    return People(
        entity=entity,
        members=tuple(
            Member(membership=one, scopes=scoped.get(one.person_id, 0)) for one in ordered
        ),
        guests=tuple(Person.objects.filter(pk__in=set(scoped) - inside).order_by("username")),
    )


def looked_after(by: Person) -> QuerySet[Person]:
    """Return the people whose scopes this person may see: of their companies, and guests there."""
    everybody = Person.objects.filter(is_active=True).order_by("username")
    if by.is_superuser:
        return everybody
    mine = stewarded(by)
    members = Membership.objects.filter(entity__in=mine).values("person")
    guests = Scope.objects.filter(entity__in=mine).values("person")
    return everybody.filter(Q(pk__in=members) | Q(pk__in=guests))


def companies_for(by: Person, person: Person) -> QuerySet[Entity]:
    """Return the companies `by` looks after where this person is, or could be let in."""
    mine = stewarded(by).order_by("pk")
    member = Membership.objects.filter(person=person).values("entity")
    return mine.filter(Q(pk__in=member) | Q(pk__in=kin(person).values("pk")))


def givers_of(person: Person) -> QuerySet[Person]:
    """Return the people who may hand files in for the companies that this person administers."""
    roles = Membership.objects.filter(entity__in=administered(person), role__in=SUBMITTERS)
    return Person.objects.filter(is_active=True, pk__in=roles.values("person")).order_by("pk")
