"""公告 over the API: taken in, adopted by who may, and what then stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.api.conftest import Program

from chapiao.store.models import Maintenance, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(program: Callable[[Person], Program], admin: Person) -> Program:
    return program(admin)


def body() -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=2)
    return {
        "text": f"查验平台定于{day.year}年{day.month}月{day.day}日22:00至次日6:00停机维护。",
        "publisher": "国家税务总局",
    }


def test_a_notice_is_taken_in_adopted_and_stands(desk: Program) -> None:
    taken = desk.post("/notices", body()).json()
    assert taken["state"] == "待确认"
    assert desk.get("/stops").json() == []

    adopted = desk.post(f"/notices/{taken['id']}/adopt").json()

    assert adopted["state"] == "已采用"
    [stop] = desk.get("/stops", service="inv_veri").json()
    assert stop["services"] == ["inv_veri"]
    assert stop["start"].endswith("22:00:00+08:00")
    assert stop["notice"] == taken["id"]
    assert desk.get("/stops", service="etax").json() == []
    assert Maintenance.objects.count() == 1


def test_what_is_confirmed_counts_and_not_what_was_read(desk: Program) -> None:
    taken = desk.post("/notices", body()).json()
    windows = [{"start": "2098-01-01T08:00:00", "end": None, "services": ["tick"]}]

    adopted = desk.post(f"/notices/{taken['id']}/adopt", {"windows": windows}).json()

    [window] = adopted["windows"]
    assert window["start"] == "2098-01-01T08:00:00+08:00"
    assert window["services"] == ["tick"]


def test_who_may_not_decide_is_told(desk: Program, asking: Program) -> None:
    taken = asking.post("/notices", body()).json()

    response = asking.post(f"/notices/{taken['id']}/adopt")

    assert response.status_code == 403
    assert response.json()["error"]["id"] == "not_allowed"
    assert desk.post(f"/notices/{taken['id']}/refuse").json()["state"] == "不采用"


def test_a_notice_of_others_that_waits_is_not_there(desk: Program, asking: Program) -> None:
    taken = desk.post("/notices", body()).json()

    assert asking.get(f"/notices/{taken['id']}").status_code == 404
    assert asking.post(f"/notices/{taken['id']}/adopt").status_code == 404
    assert asking.get("/notices").json() == []


@pytest.mark.parametrize(
    ("windows", "told"),
    [
        ([{"start": None, "end": None, "services": ["tick"]}], "bad_window"),
        ([{"start": "2027-01-01T08:00:00Z", "services": []}], "bad_window"),
        ([{"start": "2027-01-01T08:00:00Z", "services": ["没有"]}], "bad_field"),
    ],
)
def test_a_window_that_cannot_be_is_refused(
    desk: Program, windows: list[dict[str, object]], told: str
) -> None:
    taken = desk.post("/notices", body()).json()

    response = desk.post(f"/notices/{taken['id']}/adopt", {"windows": windows})

    assert response.status_code == 422
    assert response.json()["error"]["id"] == told


def test_an_empty_notice_is_refused(desk: Program) -> None:
    assert desk.post("/notices", {"text": " "}).status_code == 422


def test_free_time_is_told_with_whether_holidays_are_known(desk: Program) -> None:
    found = desk.get("/free-time", service="inv_veri", hours="2").json()

    assert found
    assert set(found[0]) == {"start", "end", "known"}
