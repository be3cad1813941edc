"""Who there is: people, companies, roles and tokens, as an administrator lists them."""

from __future__ import annotations

from chapiao.store.models import ApiToken, Entity, Membership, Person


def entities() -> list[Entity]:
    """Return every company, with its former names."""
    return list(Entity.objects.prefetch_related("former_names").order_by("pk"))


def entity_by_tax_id(tax_id: str) -> Entity | None:
    """Return the company with this tax id."""
    return Entity.objects.filter(tax_id=tax_id.strip().upper()).first()


def people() -> list[Person]:
    """Return everybody, with their roles."""
    return list(Person.objects.prefetch_related("memberships__entity").order_by("pk"))


def memberships(person: Person) -> list[Membership]:
    """Return what a person is in which company."""
    return list(person.memberships.select_related("entity").order_by("entity_id"))


def is_empty() -> bool:
    """Whether nobody can sign in yet."""
    return not Person.objects.exists()


def tokens() -> list[ApiToken]:
    """Return every token, newest first, with whose it is."""
    return list(ApiToken.objects.select_related("person").order_by("-pk"))


def person_by_pk(pk: int) -> Person | None:
    """Return somebody who may sign in."""
    return Person.objects.filter(pk=pk, is_active=True).first()
