"""Passkeys: what was not signed here, for this, by a known key, opens nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.conftest import PASSWORD
from tests.web.authenticator import Device, post
from tests.web.desk import browse

from chapiao.store.models import Factor, Person, SignIn

pytestmark = pytest.mark.django_db
ADD, ADD_OPTIONS = "/account/passkeys/", "/account/passkeys/options/"
ENTER, ENTER_OPTIONS = "/login/passkey/", "/login/passkey/options/"


def signed_in(person: Person) -> Client:
    client = Client(headers={"Host": "localhost"})
    client.post("/login/", {"username": person.username, "password": PASSWORD})
    return client


def add(client: Client, device: Device) -> tuple[int, dict[str, Any]]:
    _, options = post(client, ADD_OPTIONS, {})
    return post(client, ADD, {"answer": device.make(options), "name": "办公电脑"})


def enter(device: Device, client: Client | None = None) -> tuple[int, dict[str, Any]]:
    client = client or Client()
    _, options = post(client, ENTER_OPTIONS, {})
    return post(client, ENTER, {"answer": device.sign(options), "next": "/ledger/"})


@pytest.fixture
def device(clerk: Person) -> Device:
    """The clerk's passkey."""
    made = Device()
    assert add(signed_in(clerk), made) == (200, {"go": "/account/codes/"})
    return made


def test_a_passkey_opens_without_a_login(clerk: Person, device: Device) -> None:
    client = Client()

    assert enter(device, client) == (200, {"go": "/ledger/"})

    assert client.get("/account/", headers={"Host": "localhost"}).status_code == 200
    last = SignIn.objects.order_by("-pk")[0]
    assert (last.person, last.how, last.strong) == (clerk, "通行密钥", True)
    assert Factor.objects.get(kind="通行密钥").name == "办公电脑"


def evil_origin(device: Device) -> None:
    device.origin = "https://evil.example"


def other_port(device: Device) -> None:
    device.origin = "http://localhost:81"


def other_site(device: Device) -> None:
    device.host = "evil.example"


def not_unlocked(device: Device) -> None:
    device.verified = False


def other_key(device: Device) -> None:
    device.key = Device().key


def unknown(device: Device) -> None:
    device.id = Device().id


WRONGS = [evil_origin, other_port, other_site, not_unlocked, other_key, unknown]


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_was_not_signed_here_by_a_known_key_opens_nothing(
    device: Device, wrong: Callable[[Device], None]
) -> None:
    wrong(device)

    status, told = enter(device)

    assert status == 422
    assert "没有登记，或没有通过验证" in told["text"]


@pytest.mark.parametrize("wrong", WRONGS[:4])
def test_a_passkey_made_elsewhere_is_not_kept(
    clerk: Person, wrong: Callable[[Device], None]
) -> None:
    device = Device()
    wrong(device)

    status, told = add(signed_in(clerk), device)

    assert (status, told["text"]) == (422, "通行密钥没有添加成功，请再试一次")
    assert not Factor.objects.exists()


def test_an_answer_is_good_for_once(device: Device) -> None:
    client = Client()
    _, options = post(client, ENTER_OPTIONS, {})
    answer = device.sign(options)
    assert post(client, ENTER, {"answer": answer})[0] == 200

    assert post(client, ENTER, {"answer": answer})[0] == 422
    other = Client()
    post(other, ENTER_OPTIONS, {})
    assert post(other, ENTER, {"answer": answer})[0] == 422


def test_a_counter_that_went_back_tells_of_a_copy(device: Device) -> None:
    device.counter = 7
    assert enter(device)[0] == 200
    device.counter = 7
    assert enter(device)[0] == 422
    device.counter = 8
    assert enter(device)[0] == 200


def test_one_passkey_is_one_persons(device: Device, other_clerk: Person) -> None:
    status, told = add(signed_in(other_clerk), device)

    assert (status, told["text"]) == (422, "这个通行密钥已经登记过了")


def test_a_closed_account_stays_closed(clerk: Person, device: Device) -> None:
    Person.objects.filter(pk=clerk.pk).update(is_active=False)

    assert enter(device)[0] == 422


def test_adding_asks_again_who_it_is_when_the_session_is_not_fresh(clerk: Person) -> None:
    _, told = post(browse(clerk), ADD_OPTIONS, {})

    assert told == {"go": "/account/confirm/?next=%2Faccount%2F"}


def test_where_it_leads_is_ours(device: Device) -> None:
    client = Client()
    _, options = post(client, ENTER_OPTIONS, {})
    body = {"answer": device.sign(options), "next": "https://evil.example/"}

    assert post(client, ENTER, body) == (200, {"go": "/"})


NONSENSE: list[Any] = [
    b"", b"\xff\xfe", b"[]", b"1", {}, {"answer": 1}, {"answer": []}, {"answer": {}},
    {"answer": {"id": 1, "rawId": 1, "response": {}}},
    {"answer": {"id": "AA", "rawId": "AA", "response": None, "type": "public-key"}},
    {"answer": {"id": "AA", "rawId": "AB", "response": {}, "type": "x"}},
    {"answer": {"id": "\ud800", "rawId": "\ud800", "response": {"signature": "!"}}},
    {"answer": {"id": "AA", "rawId": "AA", "type": "public-key", "response": {
        "clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA",
        "attestationObject": "AA"}}},
    b"[" * 30000, b'{"answer": {"a": "' + b"x" * 40000 + b'"}}',
]  # fmt: skip


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
@pytest.mark.parametrize("known", [False, True])
def test_nonsense_is_refused_in_words(
    other_clerk: Person, device: Device, body: object, *, known: bool
) -> None:
    if known and isinstance(body, dict) and isinstance(body.get("answer"), dict):
        told = dict(body["answer"])
        if "id" in told:
            from fido2.utils import websafe_encode

            told |= {"id": websafe_encode(device.id), "rawId": websafe_encode(device.id)}
        body = {"answer": told}
    client, mine = Client(), signed_in(other_clerk)
    post(client, ENTER_OPTIONS, {})
    post(mine, ADD_OPTIONS, {})

    for status, said in (post(client, ENTER, body), post(mine, ADD, body)):
        assert status == 422
        assert said["text"]


@pytest.mark.parametrize("part", ["clientDataJSON", "attestationObject", "authenticatorData"])
def test_a_part_cut_off_anywhere_is_refused(other_clerk: Person, device: Device, part: str) -> None:
    fresh = Device()
    for cut in (0, 0.02, 0.1, 0.3, 0.6, 0.9):
        client, mine = Client(), signed_in(other_clerk)
        _, options = post(client, ENTER_OPTIONS, {})
        answers = [(client, ENTER, device.sign(options))]
        _, options = post(mine, ADD_OPTIONS, {})
        answers.append((mine, ADD, fresh.make(options)))
        for browser, address, answer in answers:
            if part not in answer["response"]:
                continue
            whole = answer["response"][part]
            answer["response"][part] = whole[: int(len(whole) * cut)]
            assert post(browser, address, {"answer": answer})[0] == 422, (address, cut)


def test_options_hold_nothing_of_anybody(device: Device) -> None:
    _, options = post(Client(), ENTER_OPTIONS, {})

    assert "allowCredentials" not in options["publicKey"]
    assert "wangmin" not in json.dumps(options)
