"""Roles on the page: who administers a company gives and takes them, and nobody else."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.desk import browse, hold, text

from chapiao.actions import give_role
from chapiao.actions.accounts import AccountRefused
from chapiao.store import access
from chapiao.store.models import AuditEntry, Entity, Membership, Person, Role
from chapiao.web.account_enter import PROVED

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(entity: Entity) -> Person:
    """The administrator of `entity`."""
    person = Person.objects.create(username="qianhui", full_name="钱慧")
    Membership.objects.create(person=person, entity=entity, role=Role.ADMIN)
    return person


def proved(person: Person) -> Client:
    """Return a browser whose person has just proved who they are."""
    client = browse(person)
    session = client.session
    session[PROVED] = timezone.localtime().timestamp()
    session.save()
    return client


def test_an_administrator_changes_a_role_and_takes_it(
    keeper: Person, clerk: Person, entity: Entity
) -> None:
    page, where = proved(keeper), f"/members/{clerk.pk}/"
    held = hold(keeper, entity)
    assert f'action="{where}{entity.pk}/role/"' in text(page.get(where))

    said = page.post(
        f"{where}{entity.pk}/role/", {"role": "复核", "department": "财务部"}, follow=True
    )
    assert "现在是" in text(said)
    mine = Membership.objects.get(person=clerk, entity=entity)
    assert (mine.role, mine.department) == ("复核", "财务部")

    page.post(f"{where}{entity.pk}/role/", {"role": "复核", "take": "1"})
    with pytest.raises(access.NotSeen):
        access.invoice_for(clerk, held.pk)
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert [one for one in acts if "角色" in one] == ["授予角色", "取消角色"]


def test_who_has_not_just_proved_who_they_are_is_asked_first(
    keeper: Person, clerk: Person, entity: Entity
) -> None:
    sent = browse(keeper).post(f"/members/{clerk.pk}/{entity.pk}/role/", {"role": "管理员"})

    assert sent.status_code == 302
    assert "/account/confirm/" in sent["Location"]
    assert Membership.objects.get(person=clerk, entity=entity).role == "经办"


def test_a_head_of_finance_and_a_stranger_change_no_role(
    head: Person, clerk: Person, outsider: Person, entity: Entity, now: datetime
) -> None:
    where = f"/members/{clerk.pk}/{entity.pk}/role/"
    for person in (head, outsider, clerk):
        assert proved(person).post(where, {"role": "管理员"}).status_code == 404
        with pytest.raises(access.NotSeen):
            give_role.give_role(by=person, person=clerk, entity=entity, role=Role.ADMIN, now=now)

    assert Membership.objects.get(person=clerk, entity=entity).role == "经办"


def test_nobody_of_another_group_is_drawn_in(
    keeper: Person, outsider: Person, entity: Entity, now: datetime
) -> None:
    with pytest.raises(access.NotSeen):
        give_role.give_role(by=keeper, person=outsider, entity=entity, role=Role.CLERK, now=now)


def test_an_administrator_does_not_lock_themselves_out(
    keeper: Person, entity: Entity, now: datetime
) -> None:
    with pytest.raises(AccountRefused, match="另一位管理员"):
        give_role.take_role(by=keeper, person=keeper, entity=entity, now=now)
    with pytest.raises(AccountRefused, match="另一位管理员"):
        give_role.give_role(by=keeper, person=keeper, entity=entity, role=Role.CLERK, now=now)
    given = {"role": "不存在"}
    shown = proved(keeper).post(f"/members/{keeper.pk}/{entity.pk}/role/", given, follow=True)
    assert "请从列表里选一个角色" in text(shown)


def test_an_invitation_asks_who_it_is_and_keeps_what_was_typed(
    keeper: Person, entity: Entity
) -> None:
    given = {"login": "xinren", "full_name": "辛仁", "entity": entity.pk, "role": "管理员"}
    sent = browse(keeper).post("/accounts/", {**given, "days": "7"})
    assert "/account/confirm/" in sent["Location"]
    assert "login%3Dxinren" in sent["Location"]

    shown = text(browse(keeper).get("/accounts/", given))
    assert 'value="xinren"' in shown
    assert "邀请链接" in text(proved(keeper).post("/accounts/", {**given, "days": "7"}))
