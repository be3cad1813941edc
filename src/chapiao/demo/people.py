"""The group and its people, as rows: companies, former names, logins, memberships."""

from __future__ import annotations

from datetime import datetime, time

from django.contrib.auth.hashers import make_password

from chapiao.demo.group import COLLEAGUES, DEPARTMENTS, PASSWORD, Colleague
from chapiao.demo.world import World
from chapiao.invoice.dates import BEIJING
from chapiao.store.models import (
    BureauRight,
    Department,
    Entity,
    FormerName,
    Membership,
    Person,
    Role,
    Scope,
)

_ADMIN = Role.ADMIN.value


def make_people(made: World) -> tuple[list[Entity], dict[str, Person]]:
    """Make companies and people; return the companies in order, and people by login."""
    entities = [
        Entity.objects.create(name=one.name, tax_id=one.tax_id, region=one.region, since=one.since)
        for one in made.companies
    ]
    for entity, company in zip(entities, made.companies, strict=True):
        Department.objects.bulk_create(Department(entity=entity, name=name) for name in DEPARTMENTS)
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
        for place, role in one.roles.items():
            _join(person, entities[place], role, one, made)
    return entities, people


def _join(person: Person, entity: Entity, role: str, one: Colleague, made: World) -> None:
    """Give a person a role; who is new sees only small invoices, here and at the tax bureau."""
    Membership.objects.create(person=person, entity=entity, role=role, department=one.department)
    if one.ceiling is None:
        return
    then = datetime.combine(made.made_on, time(9), BEIJING)
    Scope.objects.create(
        person=person, entity=entity, gross_max=one.ceiling, reason="新人试用期", made_at=then
    )
    BureauRight.objects.create(
        person=person, entity=entity, has_role=True, gross_max=one.ceiling, noted_at=then
    )
