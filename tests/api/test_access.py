"""Who may: a token opens what its person may see, and says nothing of the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.api.conftest import NUMBER, Program

from chapiao.actions import tokens
from chapiao.store.models import Invoice, Person

pytestmark = pytest.mark.django_db
ADDRESSES = ["/me", "/invoices", "/look-ups/1", "/imports/1"]
POSTED = ["/look-up", "/read", "/imports", "/imports/1/confirm", "/imports/1/undo"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_shown_without_a_token(nobody: Program, address: str) -> None:
    response = nobody.get(address)

    assert response.status_code == 401
    assert response.json()["error"]["id"] == "no_token"
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("address", POSTED)
def test_nothing_is_done_without_a_token(nobody: Program, address: str) -> None:
    assert nobody.post(address).status_code == 401


@pytest.mark.parametrize("token", ["x", "cp_", "cp_" + "A" * 43, "' or 1=1 --", "令牌"])
def test_a_made_up_token_opens_nothing(nobody: Program, token: str) -> None:
    program = Program(nobody.client, token)

    response = program.get("/me")

    assert response.status_code == 401
    assert response.json()["error"]["id"] == "bad_token"


def test_a_session_is_no_token(nobody: Program, clerk: Person) -> None:
    nobody.client.force_login(clerk)

    assert nobody.get("/me").status_code == 401


def test_an_expired_token_opens_nothing(nobody: Program, clerk: Person) -> None:
    made = timezone.localtime() - timedelta(days=10)
    program = Program(nobody.client, tokens.create(clerk, "旧的", made, days=9))

    assert program.get("/me").status_code == 401


def test_the_token_of_a_closed_account_opens_nothing(asking: Program, clerk: Person) -> None:
    Person.objects.filter(pk=clerk.pk).update(is_active=False)

    assert asking.get("/me").status_code == 401


def test_a_token_makes_nobody_an_administrator(asking: Program, clerk: Person) -> None:
    person = tokens.person_of(asking.token, timezone.localtime())

    assert person == clerk
    assert person is not None
    assert (person.is_superuser, person.username, person.full_name) == (False, "wangmin", "王敏")


def test_me_says_whose_token_it_is(asking: Program) -> None:
    assert asking.get("/me").json() == {
        "login": "wangmin",
        "name": "王敏",
        "sees_everything": False,
        "companies": [
            {"name": "北京云杉科技有限公司", "tax_id": "91110108MA01YXKJ05", "role": "经办"}
        ],
    }


@pytest.mark.usefixtures("held")
def test_a_colleagues_look_up_is_as_absent_as_one_that_never_was(
    asking: Program, stray: Program
) -> None:
    theirs = asking.post("/look-up", {"number": NUMBER}).json()["look_up"]

    hidden = stray.get(f"/look-ups/{theirs}")
    absent = stray.get("/look-ups/999999")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert dict(hidden.headers) == dict(absent.headers)


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999999", "9223372036854775807"])
def test_ids_of_any_size_are_absent(asking: Program, pk: str) -> None:
    assert asking.get(f"/look-ups/{pk}").status_code == 404


@pytest.mark.parametrize("pk", ["x", "-1", "1.5", "%00"])
def test_what_is_no_id_is_refused(asking: Program, pk: str) -> None:
    assert asking.get(f"/look-ups/{pk}").status_code in {404, 422}


def test_who_belongs_to_no_company_may_not_ask(
    program: Callable[[Person], Program], stranger: Person
) -> None:
    response = program(stranger).post("/look-up", {"number": NUMBER})

    assert response.status_code == 403
    assert "管理员" in response.json()["error"]["text"]


def test_the_ledger_holds_only_ones_own(asking: Program, stray: Program, held: Invoice) -> None:
    assert [row["id"] for row in asking.get("/invoices").json()["invoices"]] == [held.pk]
    assert stray.get("/invoices").json() == {"invoices": [], "next": None}


@pytest.mark.parametrize("address", ["/nothing", "/", "/look-ups", "/me/too"])
def test_an_address_that_is_not_there_says_so_in_json(asking: Program, address: str) -> None:
    response = asking.get(address)

    assert response.status_code == 404
    assert response.json()["error"]["id"] == "no_address"


def test_a_method_an_address_does_not_take_is_said_in_json(asking: Program) -> None:
    response = asking.post("/me")

    assert response.status_code == 405
    assert response["Allow"] == "GET"
    assert response.json()["error"]["id"] == "method"


def test_chinese_is_written_as_chinese(asking: Program) -> None:
    said = asking.get("/me")

    assert said.json()["name"] in said.content.decode()
    assert "\\u" not in said.content.decode()
