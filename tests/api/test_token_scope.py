"""A token is good for the uses it was made for, and for no others."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest
from django.test import Client
from ninja.operation import PathView

from chapiao.actions import tokens
from chapiao.api.bearer import Bearer
from chapiao.api.routes import api
from chapiao.cli.__main__ import main
from chapiao.store.models import ApiToken, Person, TokenScope

pytestmark = pytest.mark.django_db
WAYS = {
    ("GET", "/invoices"): TokenScope.READ,
    ("POST", "/read"): TokenScope.READ,
    ("GET", "/rights"): TokenScope.READ,
    ("GET", "/access-requests"): TokenScope.READ,
    ("GET", "/approvals"): TokenScope.READ,
    ("GET", "/members/{pk}/sees"): TokenScope.READ,
    ("POST", "/look-up"): TokenScope.LOOK_UP,
    ("GET", "/look-ups/{pk}"): TokenScope.LOOK_UP,
    ("POST", "/look-ups/{pk}/ask-access"): TokenScope.LOOK_UP,
    ("POST", "/imports"): TokenScope.IMPORT,
    ("GET", "/imports/{pk}"): TokenScope.IMPORT,
    ("POST", "/imports/{pk}/columns"): TokenScope.IMPORT,
    ("POST", "/imports/{pk}/confirm"): TokenScope.IMPORT,
    ("POST", "/imports/{pk}/undo"): TokenScope.IMPORT,
    ("POST", "/approvals/{pk}"): TokenScope.RIGHTS,
    ("POST", "/reconciliations"): TokenScope.LOOK_UP,
    ("GET", "/reconciliations"): TokenScope.READ,
    ("GET", "/reconciliations/{pk}"): TokenScope.READ,
    ("GET", "/reconciliations/{pk}/gaps"): TokenScope.READ,
    ("GET", "/reconciliations/{pk}/report.xlsx"): TokenScope.READ,
    ("POST", "/reconciliations/{pk}/columns"): TokenScope.LOOK_UP,
    ("POST", "/reconciliations/{pk}/cancel"): TokenScope.LOOK_UP,
    ("POST", "/reconciliations/{pk}/again"): TokenScope.LOOK_UP,
    ("POST", "/claims"): TokenScope.IMPORT,
    ("GET", "/claims"): TokenScope.READ,
    ("GET", "/claims/{pk}"): TokenScope.READ,
    ("POST", "/claims/{pk}/settle"): TokenScope.IMPORT,
    ("POST", "/claims/{pk}/release"): TokenScope.IMPORT,
    ("POST", "/claims/{pk}/fail"): TokenScope.IMPORT,
    ("GET", "/stops"): TokenScope.READ,
    ("GET", "/notices"): TokenScope.READ,
    ("GET", "/notices/{pk}"): TokenScope.READ,
    ("GET", "/free-time"): TokenScope.READ,
    ("POST", "/notices"): TokenScope.IMPORT,
    ("POST", "/notices/{pk}/adopt"): TokenScope.RIGHTS,
    ("POST", "/notices/{pk}/refuse"): TokenScope.RIGHTS,
}


def operations() -> set[tuple[str, str]]:
    found = set()
    for prefix, router in api._routers:  # noqa: SLF001 - there is no other list
        for path, view in router.path_operations.items():
            assert isinstance(view, PathView)
            for one in view.operations:
                assert all(isinstance(each, Bearer) for each in one.auth_callbacks)
                found |= {(method, re.sub("/$", "", prefix + path)) for method in one.methods}
    return found


def test_every_operation_is_in_the_list() -> None:
    assert operations() == {*WAYS, ("GET", "/me")}


@pytest.mark.parametrize("held", list(TokenScope))
def test_a_token_opens_what_it_is_for_and_nothing_else(
    clerk: Person, held: TokenScope, now: datetime
) -> None:
    text = tokens.create(clerk, "程序", now, scopes=[held])
    client = Client(headers={"Authorization": f"Bearer {text}"})
    for (method, path), scope in WAYS.items():
        address = f"/api/v1{path.replace('{pk}', '987654')}"
        if method == "GET":
            response = client.get(address)
        else:
            response = client.post(address, json.dumps({}), content_type="application/json")
        body = json.loads(response.content)
        told = body.get("error", {}) if isinstance(body, dict) else {}
        assert (told.get("id") == "out_of_scope") == (scope is not held), (method, path, told)
        if scope is not held:
            assert response.status_code == 403
            assert scope.value in told["text"]

    assert client.get("/api/v1/me").status_code == 200


def test_a_token_is_made_for_everything_unless_told(clerk: Person, now: datetime) -> None:
    tokens.create(clerk, "程序", now)

    assert ApiToken.objects.get().scopes.split() == TokenScope.values


def test_a_token_for_nothing_is_refused(clerk: Person, now: datetime) -> None:
    with pytest.raises(tokens.BadToken):
        tokens.create(clerk, "程序", now, scopes=[])


def test_scopes_are_given_in_the_terminal(
    clerk: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--as", clerk.username, "--name", "报销", "--scope", "查票", "--scope", "读取"]
    main(["token", "create", *given])
    main(["token", "list"])

    assert ApiToken.objects.get().scopes == "读取 查票"
    assert "读取 查票" in capsys.readouterr().out
