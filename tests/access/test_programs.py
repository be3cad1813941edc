"""The same acts by a program: rights, asking, deciding, explaining."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.actions.papers import number
from tests.web.desk import hold

from chapiao.actions import tokens
from chapiao.store.models import Entity, Person

Call = Callable[..., tuple[int, object]]


@pytest.fixture
def call() -> Call:
    """Ask the API as somebody."""

    def made(person: Person, method: str, address: str, body: object = None) -> tuple[int, object]:
        bearer = tokens.create(person, "测试", timezone.localtime())
        client = Client(headers={"Authorization": f"Bearer {bearer}"})
        data = {} if body is None else {"data": json.dumps(body)}
        response = getattr(client, method)(
            f"/api/v1{address}", content_type="application/json", **data
        )
        return response.status_code, response.json()

    return made


def test_a_program_asks_and_another_decides(
    call: Call, limited: Person, head: Person, entity: Entity
) -> None:
    hidden = hold(head, entity)
    _, answer = call(limited, "post", "/look-up", {"number": hidden.number, "date": "2026-11-03"})
    assert answer["causes"][0]["id"] == "own_scope"
    pk = answer["look_up"]

    status, made = call(limited, "post", f"/look-ups/{pk}/ask-access", {"reason": "报销"})
    assert (status, made["state"], made["proven"]) == (200, "待审批", False)
    assert call(limited, "post", f"/look-ups/{pk}/ask-access", {"reason": "再"})[0] == 409
    _, [open_] = call(head, "get", "/approvals")
    assert open_["proven"] is True
    until = str((timezone.localtime() + timedelta(days=3)).date())
    for ends in (None, "9999-12-31"):
        refused = {"grant": True, "ends_on": ends}
        assert call(head, "post", f"/approvals/{open_['id']}", refused)[0] == 422
    _, done = call(head, "post", f"/approvals/{open_['id']}", {"grant": True, "ends_on": until})
    assert done["state"] == "已批准"

    _, again = call(limited, "get", f"/look-ups/{pk}")
    assert again["found"] is True
    _, [mine] = call(limited, "get", "/access-requests")
    assert mine["state"] == "已批准"
    _, [company] = call(limited, "get", "/rights")
    assert [one["extra"] for one in company["openings"]] == [False, True]
    _, [why] = call(head, "get", f"/members/{limited.pk}/sees?number={hidden.number}")
    assert why["visible"] is True


def test_what_is_there_and_what_is_not_are_asked_for_alike(
    call: Call, limited: Person, head: Person, entity: Entity
) -> None:
    hidden = hold(head, entity)

    told = []
    for asked in (hidden.number, number(99)):
        _, answer = call(limited, "post", "/look-up", {"number": asked})
        status, made = call(
            limited, "post", f"/look-ups/{answer['look_up']}/ask-access", {"reason": "报销"}
        )
        told.append((status, made["state"], made["proven"], made["answer"]))

    assert told[0] == told[1]


def test_why_of_a_stranger_is_not_told(call: Call, head: Person, outsider: Person) -> None:
    assert call(head, "get", f"/members/{outsider.pk}/sees?number=1")[0] == 404
