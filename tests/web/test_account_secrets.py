"""What must stay secret stays out of logs; cookies are what they should be over HTTPS."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.actions.test_second_factor import SECRET, digits
from tests.conftest import PASSWORD

from chapiao.actions import invite, second_factor
from chapiao.store.models import AuditEntry, Entity, Person, Role, SignIn

pytestmark = pytest.mark.django_db


def test_logs_and_the_audit_log_hold_no_secret(
    clerk: Person, admin: Person, entity: Entity, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    now = timezone.localtime()
    then = now - timedelta(hours=1)
    codes = second_factor.add_app(person=clerk, secret=SECRET, code=digits(then), now=then)
    _, key = invite.invite(
        by=admin, login="sunli", full_name="孙丽", entity=entity, role=Role.CLERK, now=now
    )
    client = Client()
    client.post("/login/", {"username": PASSWORD, "password": "另一个密码"})
    client.post("/login/", {"username": clerk.username, "password": "猜的密码"})
    client.post("/login/", {"username": clerk.username, "password": PASSWORD})
    client.post("/login/code/", {"code": "123456"})
    client.post("/login/code/", {"code": codes[0]})
    Client().get("/invitation/", {"key": key}, follow=True)
    Client().get("/invitation/", {"key": key[:-1]}, follow=True)

    told = caplog.text + str(list(AuditEntry.objects.values()))
    mine = Session.objects.get(session_key=client.cookies["sessionid"].value)
    secrets = [PASSWORD, "另一个密码", "猜的密码", SECRET, "123456", codes[0], key, key[:-1]]
    assert [one for one in [*secrets, mine.session_key] if one in told] == []


def test_over_https_every_cookie_is_locked(clerk: Person, settings: Settings) -> None:
    settings.HTTPS = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    client.get("/login/")
    client.post("/login/", {"username": clerk.username, "password": PASSWORD})

    assert set(client.cookies) == {"sessionid", "csrftoken", "device"}
    for cookie in client.cookies.values():
        # A page's own script reads the token that forms carry anyway.
        assert bool(cookie["httponly"]) == (cookie.key != "csrftoken")
        assert (cookie["secure"], cookie["samesite"]) == (True, "Lax")


def test_sessions_of_nobody_are_forgotten_soon(clerk: Person) -> None:
    for _ in range(3):
        Client().post("/login/passkey/options/")
        Client().get("/invitation/?key=x")
    assert Session.objects.count() == 6

    client = Client()
    with time_machine.travel(timezone.localtime() + timedelta(minutes=11)):
        client.post("/login/", {"username": clerk.username, "password": PASSWORD})

        assert Session.objects.count() == 1


def test_a_session_begun_half_way_lasts_as_long_as_any(clerk: Person) -> None:
    client = Client()
    client.get("/invitation/?key=x")
    client.post("/login/", {"username": clerk.username, "password": PASSWORD})

    with time_machine.travel(timezone.localtime() + timedelta(days=6)):
        assert client.get("/account/").status_code == 200


def test_sign_ins_of_half_a_year_ago_are_forgotten(clerk: Person) -> None:
    Client().post("/login/", {"username": clerk.username, "password": PASSWORD})
    with time_machine.travel(timezone.localtime() + timedelta(days=181)):
        Client().post("/login/", {"username": clerk.username, "password": PASSWORD})

    assert SignIn.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["/login/", "/account/", "/account/app/", "/account/codes/", "/invitation/"]
)
def test_pages_with_secrets_run_no_script_of_their_own(clerk: Person, path: str) -> None:
    client = Client()
    client.post("/login/", {"username": clerk.username, "password": PASSWORD})

    response = client.get(path)

    assert "unsafe" not in response["Content-Security-Policy"]
    body = response.content.decode()
    assert "<script>" not in body
    assert "style=" not in body
    assert "onclick" not in body
