"""单点登录: how an account is bound to the provider's, and what it opens then."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.conftest import PASSWORD
from tests.outside.openid_provider import SECRET, Provider
from tests.web.desk import text
from tests.web.sso import go, is_in, proved

from chapiao.actions import invite, second_factor
from chapiao.store.models import Entity, Person, Role

pytestmark = pytest.mark.django_db


def test_ones_own_account_is_bound_and_unbound(clerk: Person, provider: Provider) -> None:
    client = Client()
    client.post("/login/", {"username": clerk.username, "password": PASSWORD})
    mark = client.get("/account/").context["bind_mark"]
    assert client.get("/account/sso/bind/", {"mark": "x"}).headers["Location"] == "/account/"
    stolen = proved(Person.objects.create(username="thief"))
    assert stolen.get("/account/sso/bind/", {"mark": mark}).headers["Location"] == "/account/"
    going = client.get("/account/sso/bind/", {"mark": mark}).headers["Location"]
    code, state = provider.authorize(going)

    shown = client.get("/login/sso/back/", {"code": code, "state": state}, follow=True)

    assert "已绑定企业门户" in text(shown)
    assert is_in(go(provider)[0])
    client.post("/account/sso/unbind/")
    assert not is_in(go(provider)[0])


def test_nobody_is_bound_to_who_somebody_else_is(
    bound: Person, other_clerk: Person, provider: Provider
) -> None:
    client = proved(other_clerk)
    mark = client.get("/account/").context["bind_mark"]
    going = client.get("/account/sso/bind/", {"mark": mark}).headers["Location"]
    code, state = provider.authorize(going)

    shown = client.get("/login/sso/back/", {"code": code, "state": state}, follow=True)

    assert "已经绑定了另一个查票账号" in text(shown)


def test_a_session_left_open_is_not_enough_to_bind_or_unbind(
    clerk: Person, provider: Provider
) -> None:
    client = proved(clerk)
    with time_machine.travel(timezone.localtime() + timedelta(minutes=20)):
        mark = client.get("/account/").context["bind_mark"]
        going = client.get("/account/sso/bind/", {"mark": mark}).headers["Location"]
        assert going.startswith("/account/confirm/")
        assert (
            client.post("/account/sso/unbind/").headers["Location"].startswith("/account/confirm/")
        )

        again = client.post(going, {"text": PASSWORD})

        assert client.get(again.headers["Location"]).headers["Location"].startswith(provider.issuer)


def test_a_claim_binds_only_where_the_operator_says_so(
    clerk: Person, admin: Person, provider: Provider, settings: Settings
) -> None:
    provider.claims = {"preferred_username": clerk.username}
    assert not is_in(go(provider)[0])

    settings.SSO_MATCH = "preferred_username"
    assert is_in(go(provider)[0])
    # Who has been bound stays bound to that one; nobody else comes in under the same name.
    provider.subject = "u-2"
    assert not is_in(go(provider)[0])
    # A system administrator is never bound by a claim.
    provider.subject, provider.claims = "u-3", {"preferred_username": admin.username}
    assert not is_in(go(provider)[0])


def test_a_mail_address_counts_only_when_it_was_verified(
    clerk: Person, provider: Provider, settings: Settings
) -> None:
    settings.SSO_MATCH = "email"
    provider.claims = {"email": clerk.username, "email_verified": False}
    assert not is_in(go(provider)[0])

    provider.claims["email_verified"] = True
    assert is_in(go(provider)[0])


def test_a_second_factor_is_asked_for_unless_the_provider_does(
    bound: Person, provider: Provider, settings: Settings
) -> None:
    from tests.actions.test_second_factor import SECRET as APP
    from tests.actions.test_second_factor import digits

    now = timezone.localtime()
    second_factor.add_app(person=bound, secret=APP, code=digits(now), now=now)
    assert not is_in(go(provider)[0])

    settings.SSO_TWO_STEPS = True
    assert is_in(go(provider)[0])


def test_a_closed_account_stays_closed(bound: Person, provider: Provider) -> None:
    Person.objects.filter(pk=bound.pk).update(is_active=False)

    assert not is_in(go(provider)[0])


def test_without_a_provider_there_is_no_such_way(db: None) -> None:
    assert Client().get("/login/sso/").status_code == 404
    assert Client().get("/login/sso/back/").status_code == 404


def test_the_secret_is_shown_nowhere(provider: Provider) -> None:
    from chapiao.web.account_sso import provider as ours

    assert SECRET not in repr(ours())


def test_who_was_invited_may_come_by_the_provider_without_a_password(
    admin: Person, entity: Entity, provider: Provider
) -> None:
    _, key = invite.invite(
        by=admin,
        login="sunli",
        full_name="孙丽",
        entity=entity,
        role=Role.CLERK,
        now=timezone.localtime(),
    )
    client = Client()
    client.get("/invitation/", {"key": key})
    assert "不设密码，用企业门户登录" in text(client.get("/invitation/"))
    going = client.get("/login/sso/", {"invited": "1"}).headers["Location"]
    code, state = provider.authorize(going)

    client.get("/login/sso/back/", {"code": code, "state": state})

    person = Person.objects.get(username="sunli")
    assert is_in(client)
    assert not person.has_usable_password()
    assert person.memberships.get().entity == entity
    assert is_in(go(provider)[0])  # and next time without an invitation
    # The link is used up, and a way in must be left.
    assert Client().get("/invitation/", {"key": key}, follow=True).status_code == 410
    assert "还没有密码" in text(client.post("/account/sso/unbind/", follow=True))
    with time_machine.travel(timezone.localtime() + timedelta(minutes=20)):
        assert "再登录一次" in text(client.get("/account/password/", follow=True))
        assert "您没有密码" in text(client.get("/account/app/", follow=True))


def test_a_refused_sign_on_leaves_the_invitation_good(
    admin: Person, entity: Entity, bound: Person, provider: Provider
) -> None:
    _, key = invite.invite(
        by=admin,
        login="sunli",
        full_name="孙丽",
        entity=entity,
        role=Role.CLERK,
        now=timezone.localtime(),
    )
    client = Client()
    client.get("/invitation/", {"key": key})
    going = client.get("/login/sso/", {"invited": "1"}).headers["Location"]
    code, state = provider.authorize(going)

    shown = client.get("/login/sso/back/", {"code": code, "state": state}, follow=True)

    assert "已经绑定了另一个查票账号" in text(shown)
    assert not Person.objects.filter(username="sunli").exists()
    assert client.get("/invitation/").status_code == 200
