"""Messages to the robots of groups: under the vendors' limits, of their own company alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings
from tests.actions.telling import robot_of, said, send_all, tell_some, unsent
from tests.outside import robot_server
from tests.outside.robot_server import Vendors

from chapiao.actions import robot_address
from chapiao.actions.tell import tell
from chapiao.outside.robots import A_MINUTE
from chapiao.store.access import NotSeen
from chapiao.store.models import Entity, Message, Person, Robot

pytestmark = pytest.mark.django_db


def test_a_flood_goes_to_a_robot_in_few_posts_that_its_vendor_takes(
    entity: Entity, robot: Robot, vendors: Vendors, now: datetime
) -> None:
    tell_some(120, [], now, entity)
    at = now
    minutes = []
    while unsent():
        before = len(vendors.texts)
        send_all(at)
        minutes.append(len(vendors.texts) - before)
        at += timedelta(minutes=1, seconds=1)

    assert max(minutes) < A_MINUTE
    assert all(len(text.encode()) <= 2048 for text in vendors.texts)
    shown = "".join(vendors.texts)
    assert all(shown.count(f"/collection/{place}/\n") <= 1 for place in range(1, 121))
    assert all(f"…{place:04}" in shown for place in range(1, 121))
    assert len(minutes) <= 3


@pytest.mark.parametrize("vendor", ["企业微信", "钉钉", "飞书"])
def test_a_message_at_its_longest_fits_every_robot(
    entity: Entity, admin: Person, vendors: Vendors, settings: Settings, now: datetime, vendor: str
) -> None:
    robot_of(entity, admin, vendors, settings, now, vendor=vendor)
    entity.name = "长" * 200
    entity.save()
    long = {"says": "长" * 999, "step": "步" * 999, "tail": "…" * 99, "amount": -(10**14)}
    tell(said(1, **long), people=[], entity=entity, now=now)
    send_all(now)
    Message.objects.update(sent_at=None, due_at=now)
    send_all(now + timedelta(minutes=2))

    assert len(vendors.texts) == 2
    assert vendors.texts[1].startswith("【重发】")


def test_single_messages_too_stay_under_the_vendors_limit(
    entity: Entity, robot: Robot, vendors: Vendors, now: datetime
) -> None:
    for second in range(60):
        at = now + timedelta(seconds=second)
        tell(said(second), people=[], entity=entity, now=at)
        send_all(at)

    assert len(vendors.texts) < A_MINUTE
    send_all(now + timedelta(minutes=2))
    assert unsent() == 0


def test_a_robot_is_told_of_its_own_company_alone(
    entity: Entity, other_entity: Entity, robot: Robot, vendors: Vendors, now: datetime
) -> None:
    tell(said(1), people=[], entity=other_entity, now=now)
    tell(said(2), people=[], entity=None, now=now)
    tell(said(3), people=[], entity=entity, now=now)
    send_all(now)

    assert len(vendors.texts) == 1
    assert "…0003" in vendors.texts[0]


def test_a_robots_address_lies_sealed_and_is_forgotten_when_it_ends(
    entity: Entity, admin: Person, clerk: Person, robot: Robot, vendors: Vendors, now: datetime
) -> None:
    tell_some(1, [], now, entity)

    assert robot_server.KEY not in robot.sealed
    with pytest.raises(NotSeen):
        robot_address.end_robot(by=clerk, pk=robot.pk, now=now)
    ended = robot_address.end_robot(by=admin, pk=robot.pk, now=now)
    send_all(now)

    assert ended.sealed == ""
    assert vendors.texts == []
    assert Message.objects.get().problem == "已停用，没有发出"


def test_an_address_sealed_with_another_key_is_told_in_words(
    entity: Entity, robot: Robot, settings: Settings, now: datetime
) -> None:
    settings.IDENTITY_KEY = "another"
    tell_some(1, [], now, entity)
    send_all(now)

    assert "identity_key 换过了" in Message.objects.get().problem
    robot.refresh_from_db()
    assert "请重新登记" in robot.problem


def test_a_robot_that_is_told_to_wait_is_left_alone_and_then_told_all_at_once(
    entity: Entity, admin: Person, vendors: Vendors, settings: Settings, now: datetime
) -> None:
    robot_of(entity, admin, vendors, settings, now, vendor="钉钉")
    vendors.refuse = {"errcode": 130101, "errmsg": "send too fast"}
    tell_some(25, [], now, entity)  # more than go into one post
    send_all(now)
    vendors.refuse = None

    assert send_all(now + timedelta(minutes=9)) == 0
    assert list(Message.objects.values_list("attempt", flat=True)).count(1) == 20
    send_all(now + timedelta(minutes=10))
    assert len(vendors.texts) == 2
    assert not any("重发" in text for text in vendors.texts)


def test_what_is_sent_again_counts_twice_under_the_limit(
    entity: Entity, robot: Robot, vendors: Vendors, now: datetime
) -> None:
    for place in range(12):  # each goes out, its worker dies, and it goes out again at once
        tell(said(place), people=[], entity=entity, now=now)
        send_all(now)
        Message.objects.filter(once=f"test:{place}").update(sent_at=None, due_at=now)
        send_all(now + timedelta(seconds=place))

    assert len(vendors.texts) < A_MINUTE
    send_all(now + timedelta(minutes=2))
    assert unsent() == 0
