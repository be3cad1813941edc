from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from chapiao.demo.build import NotEmpty, build
from chapiao.demo.people import make_people
from chapiao.demo.world import world_of
from chapiao.store.models import Entity, Invoice, Person


@pytest.mark.django_db
def test_a_single_real_company_is_left_alone(
    entity: Entity, now: datetime, data_folder: Path
) -> None:
    with pytest.raises(NotEmpty):
        build(now)

    assert list(Entity.objects.all()) == [entity]
    assert not Invoice.objects.exists()
    assert not data_folder.exists()


@pytest.mark.django_db
def test_a_single_real_person_is_left_alone(
    admin: Person, now: datetime, data_folder: Path
) -> None:
    with pytest.raises(NotEmpty):
        build(now)

    assert list(Person.objects.all()) == [admin]
    assert not data_folder.exists()


@pytest.mark.django_db
def test_people_belong_to_the_companies_the_group_says(now: datetime) -> None:
    entities, people = make_people(world_of(now.date()))

    assert [one.former_names.count() for one in entities] == [1, 0, 0, 0]
    assert people["sunqing"].memberships.get().entity == entities[3]
    assert people["zhaolei"].memberships.count() == 4
    assert [login for login, one in people.items() if one.is_superuser] == ["chenyu"]
