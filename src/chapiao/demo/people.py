"""The group and its people, as rows: companies, former names, logins, memberships."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from chapiao.demo.group import COLLEAGUES, PASSWORD
from chapiao.demo.world import World
from chapiao.store.models import Entity, FormerName, Membership, Person, Role

_ADMIN = Role.ADMIN.value


def make_people(made: World) -> tuple[list[Entity], dict[str, Person]]:
    """Make companies and people; return the companies in order, and people by login."""
    entities = [
        Entity.objects.create(name=one.name, tax_id=one.tax_id, region=one.region, since=one.since)
        for one in made.companies
    ]
    for entity, company in zip(entities, made.companies, strict=True):
        if company.former:
            FormerName.objects.create(entity=entity, name=company.former, until=company.renamed_on)
    hashed = make_password(PASSWORD)
    people = {}
    for one in COLLEAGUES:
        is_admin = _ADMIN in one.roles.values()
        person = Person.objects.create(
            username=one.login, full_name=one.name, password=hashed, is_superuser=is_admin
        )
        people[one.login] = person
        Membership.objects.bulk_create(
            Membership(person=person, entity=entities[place], role=role)
            for place, role in one.roles.items()
        )
    return entities, people
