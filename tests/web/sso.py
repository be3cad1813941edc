"""What the tests of single sign-on have at hand: the way there and back."""

from __future__ import annotations

from typing import Any

from django.test import Client
from tests.conftest import PASSWORD
from tests.outside.openid_provider import Provider

from chapiao.store.models import Person


def go(provider: Provider, client: Client | None = None, **changed: str) -> tuple[Client, Any]:
    """Go to the provider and come back."""
    client = client or Client()
    code, state = provider.authorize(client.get("/login/sso/").headers["Location"])
    back = {"code": code, "state": state} | changed
    return client, client.get("/login/sso/back/", back, follow=True)


def proved(person: Person) -> Client:
    """Return the browser of somebody who has just shown their password."""
    client = Client()
    person.set_password(PASSWORD)
    person.save()
    client.post("/login/", {"username": person.username, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200
