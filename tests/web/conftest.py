"""Pages are tested through Django's client, as a browser would ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.outside.openid_provider import CLIENT, SECRET, Provider, running
from tests.web.desk import browse, hold

from chapiao.actions import outer_login
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


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """A provider, set up as ours."""
    with running() as one:
        settings.SSO_ISSUER, settings.SSO_CLIENT_ID = one.issuer, CLIENT
        settings.SSO_CLIENT_SECRET, settings.SSO_NAME = SECRET, "企业门户"
        settings.SSO_MATCH = ""
        yield one


@pytest.fixture
def bound(clerk: Person, provider: Provider) -> Person:
    """The clerk, whose account is bound."""
    outer_login.bind(
        by=clerk, person=clerk, issuer=provider.issuer, subject="u-1", now=timezone.localtime()
    )
    return clerk
