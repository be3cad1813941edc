"""单点登录 against a real provider on loopback: known people only, nothing that is not signed."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from django.test import Client
from pytest_django import Settings
from tests.outside.openid_provider import CLIENT, OTHER_KEY, Provider
from tests.web.desk import text
from tests.web.sso import go, is_in

from chapiao.store.models import OuterLogin, Person, SignIn

pytestmark = pytest.mark.django_db


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
