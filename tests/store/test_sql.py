from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from chapiao.store import audit, sql
from chapiao.store.models import AuditEntry, Entity, Person

_INSERT = "insert into store_entity (name, tax_id, region, \"group\") values (?,?,?,'')"


class Oops(Exception):
    """Something went wrong in the middle."""


def write(name: str, tax_id: str, now: datetime, *, fail: bool = False) -> None:
    with sql.Writing():
        sql.insert(_INSERT, (name, tax_id, ""))
        audit.append(at=now, person_id=None, act="新建企业", subject=f"entity:{tax_id}")
        if fail:
            raise Oops


@pytest.mark.django_db(transaction=True)
def test_what_was_written_together_stays_or_goes_together(now: datetime) -> None:
    write("甲", "1", now)
    with pytest.raises(Oops):
        write("乙", "2", now, fail=True)
    write("丙", "3", now)

    assert list(Entity.objects.order_by("pk").values_list("name", flat=True)) == ["甲", "丙"]
    assert AuditEntry.objects.count() == 2
    assert audit.verify() is None
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_an_error_of_the_database_is_djangos_and_leaves_nothing_open(
    entity: Entity, now: datetime
) -> None:
    with pytest.raises(IntegrityError):
        write("乙", entity.tax_id, now)

    assert Entity.objects.count() == 1
    with transaction.atomic():
        Entity.objects.create(name="丙", tax_id="3")
    assert Entity.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_it_is_part_of_that_one(entity: Entity, now: datetime) -> None:
    @transaction.atomic
    def around() -> None:
        write("甲", "1", now)
        raise Oops

    with pytest.raises(Oops):
        around()

    assert Entity.objects.count() == 1
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_rows_come_as_python_values(now: datetime) -> None:
    person = Person.objects.create(username="wangmin", date_joined=now)

    [(name, staff, joined)] = sql.rows(
        "select username, is_staff, date_joined from store_person where id=?", (person.pk,)
    )

    assert (name, bool(staff)) == ("wangmin", False)
    assert (joined if joined.tzinfo else joined.replace(tzinfo=UTC)) == now
    assert sql.run("update store_person set is_staff=? where id=?", (True, person.pk)) == 1
    assert Person.objects.get().is_staff
    assert sql.rows("select 1 from store_person where username like '%min'") == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_bad_sql_is_an_error_of_djangos() -> None:
    with pytest.raises(DatabaseError):
        sql.rows("select nothing_of_the_kind from store_person")
