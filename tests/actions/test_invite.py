"""Invitations: one link, one person, one time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chapiao.actions import accounts, give_role, invite
from chapiao.actions.accounts import AccountRefused
from chapiao.actions.invite import InvitationRefused
from chapiao.store import access
from chapiao.store.models import AuditEntry, Entity, Invitation, Membership, Person, Role

pytestmark = pytest.mark.django_db
SECRET = "一个谁也猜不到的密码"


@pytest.fixture
def head(entity: Entity) -> Person:
    """The administrator of the company."""
    person = Person.objects.create(username="zhaolei", full_name="赵磊")
    Membership.objects.create(person=person, entity=entity, role=Role.ADMIN)
    return person


def asked(head: Person, entity: Entity | None, now: datetime, login: str = "sunli") -> str:
    _, key = invite.invite(
        by=head, login=login, full_name="孙丽", entity=entity, role=Role.CLERK, now=now
    )
    return key


def test_who_was_invited_sets_a_password_and_is_in(
    head: Person, entity: Entity, now: datetime
) -> None:
    key = asked(head, entity, now)

    person = invite.accept(key=key, password=SECRET, full_name="孙莉", now=now)

    assert (person.username, person.full_name) == ("sunli", "孙莉")
    assert person.check_password(SECRET)
    assert not person.is_superuser
    assert person.memberships.get().entity == entity
    assert {"邀请人员", "接受邀请"} <= set(AuditEntry.objects.values_list("act", flat=True))


def test_a_link_opens_once(head: Person, entity: Entity, now: datetime) -> None:
    key = asked(head, entity, now)
    invite.accept(key=key, password=SECRET, full_name="", now=now)

    with pytest.raises(InvitationRefused):
        invite.accept(key=key, password=SECRET, full_name="", now=now)


def test_a_link_grows_old_and_can_be_withdrawn(head: Person, entity: Entity, now: datetime) -> None:
    old, drawn = asked(head, entity, now), asked(head, entity, now, "wuyan")
    invite.withdraw(by=head, pk=Invitation.objects.get(login="wuyan").pk, now=now)

    invite.opened(old, now + timedelta(days=7, seconds=-1))
    for key, at in ((old, now + timedelta(days=7)), (drawn, now), ("", now), ("\ud800", now)):
        with pytest.raises(InvitationRefused):
            invite.opened(key, at)


def test_a_weak_password_leaves_the_link_good(head: Person, entity: Entity, now: datetime) -> None:
    key = asked(head, entity, now)

    with pytest.raises(AccountRefused, match="太短"):
        invite.accept(key=key, password="短", full_name="", now=now)

    assert invite.accept(key=key, password=SECRET, full_name="", now=now)


def test_nobody_invites_into_a_company_they_do_not_administer(
    head: Person, clerk: Person, other_entity: Entity, entity: Entity, now: datetime
) -> None:
    for by, into in ((head, other_entity), (head, None), (clerk, entity)):
        with pytest.raises(access.NotSeen):
            asked(by, into, now)
    assert not Invitation.objects.exists()


def test_a_login_that_is_taken_or_odd_is_refused(
    head: Person, clerk: Person, entity: Entity, now: datetime
) -> None:
    for login in (clerk.username, "operator", "孙丽", ""):
        with pytest.raises(AccountRefused):
            asked(head, entity, now, login)


def test_the_key_is_kept_nowhere(head: Person, entity: Entity, now: datetime) -> None:
    key = asked(head, entity, now)

    assert key not in str(list(Invitation.objects.values()))
    assert key not in str(list(AuditEntry.objects.values()))


def test_a_link_dies_with_the_right_to_make_it(
    head: Person, admin: Person, entity: Entity, clerk: Person, now: datetime
) -> None:
    by_head = asked(head, entity, now)
    _, renewal = invite.renew(by=admin, person=clerk, now=now)

    give_role.take_role(by=admin, person=head, entity=entity, now=now)
    Person.objects.filter(pk=admin.pk).update(is_superuser=False)

    for key in (by_head, renewal):
        with pytest.raises(InvitationRefused):
            invite.accept(key=key, password=SECRET, full_name="", now=now)


def test_a_link_of_a_closed_account_opens_nothing(
    head: Person, admin: Person, entity: Entity, now: datetime
) -> None:
    key = asked(head, entity, now)

    accounts.close_account(by=admin, person=head, now=now)

    with pytest.raises(InvitationRefused):
        invite.opened(key, now)


def test_a_link_for_a_new_password_is_no_way_round_it(
    admin: Person, clerk: Person, now: datetime
) -> None:
    _, key = invite.renew(by=admin, person=clerk, now=now)

    with pytest.raises(InvitationRefused):
        invite.accept(key=key, password=None, full_name="", now=now)

    assert invite.accept(key=key, password=SECRET, full_name="", now=now) == clerk


def test_a_link_for_a_new_password_comes_from_a_system_administrator(
    head: Person, admin: Person, clerk: Person, now: datetime
) -> None:
    with pytest.raises(access.NotSeen):
        invite.renew(by=head, person=clerk, now=now)
    _, first = invite.renew(by=admin, person=clerk, now=now)
    _, second = invite.renew(by=admin, person=clerk, now=now)

    with pytest.raises(InvitationRefused):  # the newer one replaced it
        invite.opened(first, now)
    invite.accept(key=second, password=SECRET, full_name="", now=now)

    clerk.refresh_from_db()
    assert clerk.check_password(SECRET)
    assert not invite.open_invitations(head, now).exists()
