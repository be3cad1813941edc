"""What the page tests have at hand: a browser for a person, an invoice in a ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.actions.papers import sale

from chapiao.store import rows
from chapiao.store.models import Entity, Invoice, Person
from chapiao.store.rows import NOTHING, State


def browse(person: Person, *, checks: bool = False) -> Client:
    """Return a browser in which this person is signed in; `checks` asks for CSRF tokens."""
    client = Client(enforce_csrf_checks=checks)
    client.force_login(person)
    return client


def hold(
    owner: Person,
    entity: Entity,
    place: int = 1,
    state: State = NOTHING,
    **changes: Any,  # noqa: ANN401 - any field
) -> Invoice:
    """Put an invoice into a ledger."""
    return rows.put(
        sale(place, **{"issued_on": date(2026, 11, 3)} | changes),
        source="文件",
        entity=entity,
        owner=owner,
        at=timezone.localtime(),
        state=state,
    ).row


def text(response: HttpResponse) -> str:
    """Return the page."""
    return response.content.decode()
