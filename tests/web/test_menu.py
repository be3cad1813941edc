"""我: one menu leads to every page that is open to a person, and to no other."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.web.desk import browse, text

from chapiao.store.models import Membership, Person, Role

pytestmark = pytest.mark.django_db
STEWARDS = {"/approvals/", "/members/"}
ADMINS = STEWARDS | {"/accounts/", "/robots/", "/audit/"}
EVERY = ADMINS | {"/channels/"}


def links(client: Client) -> set[str]:
    """Return where the menu leads."""
    shown = text(client.get("/status/"))
    return {one for menu in re.findall(r'<ul class="menu">.*?</ul>', shown, re.DOTALL)
            for one in re.findall(r'href="([^"]+)"', menu)}  # fmt: skip


def test_every_entry_of_the_menu_opens(page: Client, admin: Person) -> None:
    for client in (page, browse(admin)):
        for address in links(client):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("role", "open_to"),
    [
        (Role.CLERK, set()),
        (Role.HEAD, STEWARDS),
        (Role.AUDITOR, {"/audit/"}),
        (Role.ADMIN, ADMINS),
    ],
)
def test_the_menu_shows_what_a_role_may_open(clerk: Person, role: Role, open_to: set[str]) -> None:
    Membership.objects.filter(person=clerk).update(role=role)

    assert links(browse(clerk)) & EVERY == open_to


@pytest.mark.usefixtures("entity")
def test_a_system_administrator_is_led_everywhere(admin: Person) -> None:
    assert links(browse(admin)) & EVERY == EVERY


def test_somebody_without_a_company_is_shown_no_administration(stranger: Person) -> None:
    assert not links(browse(stranger)) & EVERY
