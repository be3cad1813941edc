"""A clerk who sees little, the head of finance who may open more, a company of another group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.utils import timezone

from chapiao.cli import worker
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import Entity, Membership, Person, Role, Scope


@pytest.fixture
def head(entity: Entity) -> Person:
    """The head of finance of `entity`."""
    person = Person.objects.create(username="zhaolei", full_name="赵磊")
    Membership.objects.create(person=person, entity=entity, role=Role.HEAD)
    return person


@pytest.fixture
def limited(clerk: Person, entity: Entity, now: datetime) -> Person:
    """The clerk, who sees nothing above 100 yuan."""
    Scope.objects.create(person=clerk, entity=entity, gross_max=10_000, made_at=now)
    return clerk


@pytest.fixture
def outsider(db: None) -> Person:
    """A clerk of a company of another group."""
    other = Entity.objects.create(name="天津远山商贸有限公司", tax_id="T-1", group="远山集团")
    person = Person.objects.create(username="yuanshan", full_name="远山")
    Membership.objects.create(person=person, entity=other, role=Role.ADMIN)
    return person


@pytest.fixture(scope="session")
def reader() -> Iterator[ReaderProcess]:
    """One reading process for all tests."""
    with ReaderProcess() as made:
        yield made


@pytest.fixture
def work(reader: ReaderProcess) -> Callable[[], None]:
    """Do what the worker does, until nothing is due."""

    def until_idle() -> None:
        for _ in range(100):
            if not worker.sweep(timezone.localtime(), reader):
                return
        pytest.fail("the worker found no end")

    return until_idle
