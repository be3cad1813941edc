"""单点登录 against a real provider on loopback: known people only, nothing that is not signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.conftest import PASSWORD
from tests.outside.openid_provider import CLIENT, OTHER_KEY, SECRET, Provider, running
from tests.web.desk import text

from chapiao.actions import invite, outer_login, second_factor
from chapiao.store.models import Entity, OuterLogin, Person, Role, SignIn

pytestmark = pytest.mark.django_db


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


def test_who_is_bound_comes_in(bound: Person, provider: Provider) -> None:
    assert "用企业门户登录" in text(Client().get("/login/"))

    client, _ = go(provider)

    assert is_in(client)
    assert SignIn.objects.get().person == bound
    assert SignIn.objects.get().how == "单点登录"
    assert OuterLogin.objects.get().used_at is not None


def test_nobody_comes_into_being_by_it(clerk: Person, provider: Provider) -> None:
    before = Person.objects.count()

    client, shown = go(provider)

    assert "还没有绑定查票账号" in text(shown)
    assert not is_in(client)
    assert Person.objects.count() == before


def test_a_client_may_also_name_itself_in_the_form(bound: Person, provider: Provider) -> None:
    provider.ways = ["client_secret_post"]

    assert is_in(go(provider)[0])


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"iss": "https://evil.example"}, "签发方不对"),
        ({"aud": "another"}, "签给别的系统"),
        ({"aud": [CLIENT, "another"]}, "签给别的系统"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "签给别的系统"),
        ({"azp": "another"}, "签给别的系统"),
        ({"nonce": "earlier"}, "不是为这次登录签的"),
        ({"nonce": None}, "不是为这次登录签的"),
        ({"exp": 1}, "已过期"),
        ({"iat": 9999999999}, "时钟不一致"),
        ({"sub": None}, "不完整"),
        ({"exp": None}, "不完整"),
    ],
    ids=range(11),
)
def test_a_signed_answer_that_is_not_for_us_opens_nothing(
    bound: Person, provider: Provider, claims: dict[str, Any], said: str
) -> None:
    provider.claims = claims

    client, shown = go(provider)

    assert said in text(shown)
    assert not is_in(client)


def test_several_audiences_are_good_when_it_was_asked_for_by_us(
    bound: Person, provider: Provider
) -> None:
    provider.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}

    assert is_in(go(provider)[0])


@pytest.mark.parametrize("how", ["other key", "unknown kid", "none", "hmac with the public key"])
def test_a_signature_that_does_not_hold_opens_nothing(
    bound: Person, provider: Provider, how: str
) -> None:
    if how == "other key":
        provider.key = OTHER_KEY
    elif how == "unknown kid":
        provider.key, provider.kid = OTHER_KEY, "two"
    elif how == "none":
        provider.key, provider.algorithm = None, "none"
    else:
        provider.key = jwt.PyJWK(provider.keys()["keys"][0]).key.public_numbers().n.to_bytes(256)
        provider.algorithm = "HS256"

    client, shown = go(provider)

    assert "没有成功" in text(shown)
    assert not is_in(client)


def test_an_answer_to_another_question_opens_nothing(bound: Person, provider: Provider) -> None:
    client, shown = go(provider, state="another")
    assert "不是从这里开始的" in text(shown)
    assert not is_in(client)

    # The same answer in another browser, or a second time in this one.
    mine = Client()
    code, state = provider.authorize(mine.get("/login/sso/").headers["Location"])
    theirs = Client()
    theirs.get("/login/sso/back/", {"code": code, "state": state})
    assert not is_in(theirs)
    mine.get("/login/sso/back/", {"code": code, "state": state})
    assert is_in(mine)
    mine.post("/logout/")
    mine.get("/login/sso/back/", {"code": code, "state": state})
    assert not is_in(mine)


def test_a_code_the_provider_does_not_know_opens_nothing(bound: Person, provider: Provider) -> None:
    client, shown = go(provider, code="guessed")

    assert "服务方不认这次登录" in text(shown)
    assert not is_in(client)


def test_a_provider_that_names_itself_otherwise_is_not_asked(
    bound: Person, provider: Provider
) -> None:
    provider.named = "https://evil.example"

    shown = Client().get("/login/sso/", follow=True)

    assert "核对 CHAPIAO_SSO_ISSUER" in text(shown)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_provider_in_trouble_is_told_in_words(
    bound: Person, provider: Provider, status: int
) -> None:
    provider.status = status

    assert "请稍后再试，或用密码登录" in text(Client().get("/login/sso/", follow=True))


def test_a_provider_that_is_not_there_is_told_in_words(db: None, settings: Settings) -> None:
    settings.SSO_ISSUER = "http://127.0.0.1:9"

    assert "连不上单点登录服务方" in text(Client().get("/login/sso/", follow=True))


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
