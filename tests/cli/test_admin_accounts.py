"""Accounts are looked after in the terminal: links, lost phones, locks, sessions, sign-on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.actions.test_second_factor import SECRET, digits
from tests.conftest import PASSWORD

from chapiao.actions import second_factor
from chapiao.cli.__main__ import main
from chapiao.store.models import Entity, Membership, OuterLogin, Person

pytestmark = pytest.mark.django_db
NEW = "另一个谁也猜不到的密码"


def admin(*given: str) -> int:
    return main(["admin", *given])


def follow(said: str) -> Client:
    """Open the link that was printed, and set a password."""
    client = Client()
    link = said.splitlines()[0]
    client.get(link[link.index("/invitation/") :])
    typed = {"full_name": "孙丽", "new": NEW, "again": NEW}
    assert client.post("/invitation/", typed).headers["Location"] == "/login/"
    return client


def test_somebody_is_invited_and_sets_their_own_password(
    entity: Entity, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://chapiao.example.com"]
    admin("invite", "--login", "sunli", "--tax-id", entity.tax_id, "--role", "复核")
    said = capsys.readouterr().out

    follow(said)

    assert said.startswith("https://chapiao.example.com/invitation/?key=")
    assert Membership.objects.get(person__username="sunli").role == "复核"
    assert Person.objects.get(username="sunli").check_password(NEW)


def test_a_forgotten_password_is_set_anew_by_a_link(
    clerk: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    admin("reset-link", "--login", clerk.username, "--site", "http://localhost:8000/")

    follow(capsys.readouterr().out)

    clerk.refresh_from_db()
    assert clerk.check_password(NEW)


def test_a_lost_phone_a_lock_and_sessions(
    clerk: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    client = Client()
    client.post("/login/", {"username": clerk.username, "password": PASSWORD})
    for _ in range(6):
        Client().post("/login/", {"username": clerk.username, "password": "错"})
    now = timezone.localtime() - timedelta(hours=1)
    second_factor.add_app(person=clerk, secret=SECRET, code=digits(now), now=now)

    admin("unlock", "--login", clerk.username)
    admin("reset-second-factor", "--login", clerk.username)
    admin("sign-out", "--login", clerk.username)

    assert "在 1 处退出登录" in capsys.readouterr().out
    assert client.get("/account/").status_code == 302
    signed = Client().post("/login/", {"username": clerk.username, "password": PASSWORD})
    assert signed.headers["Location"] == "/"


def test_a_company_asks_for_two_steps_and_no_longer(entity: Entity) -> None:
    admin("require-second-factor", "--tax-id", entity.tax_id)
    entity.refresh_from_db()
    assert entity.second_factor

    admin("require-second-factor", "--tax-id", entity.tax_id, "--off")
    entity.refresh_from_db()
    assert not entity.second_factor


def test_an_account_is_bound_to_a_provider(
    clerk: Person, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SSO_ISSUER = "https://sso.example.com"
    admin("bind-sso", "--login", clerk.username, "--subject", "u-7")
    assert OuterLogin.objects.get().subject == "u-7"

    admin("unbind-sso", "--login", clerk.username)
    assert not OuterLogin.objects.exists()
    with pytest.raises(SystemExit):
        admin("unbind-sso", "--login", clerk.username)


def test_shared_accounts_are_listed(clerk: Person, capsys: pytest.CaptureFixture[str]) -> None:
    admin("list-shared")

    assert "没有发现" in capsys.readouterr().out


@pytest.mark.parametrize("days", ["0", "31"])
def test_a_link_holds_for_some_days_only(
    clerk: Person, days: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        admin("reset-link", "--login", clerk.username, "--days", days)

    assert "有效天数" in capsys.readouterr().err
