"""Pages are tested through Django's client, as a browser would ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.desk import browse, hold

from chapiao.cli import worker
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import Entity, Invoice, Person


@pytest.fixture
def page(clerk: Person) -> Client:
    """The clerk's browser."""
    return browse(clerk)


@pytest.fixture
def held(clerk: Person, entity: Entity) -> Invoice:
    """An invoice in the clerk's ledger."""
    return hold(clerk, entity)


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
