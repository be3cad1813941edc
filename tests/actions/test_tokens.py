from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chapiao.actions import tokens
from chapiao.store import access
from chapiao.store.models import ApiToken, AuditEntry, Entity, Membership, Person

pytestmark = pytest.mark.django_db


def test_a_token_opens_what_its_person_may_see(
    clerk: Person, entity: Entity, other_entity: Entity, now: datetime
) -> None:
    Membership.objects.create(person=clerk, entity=other_entity, role="查看")
    text = tokens.create(clerk, "财务系统", now)

    person = tokens.person_of(text, now)

    assert person == clerk
    assert person is not None
    assert access.reach(person) == access.reach(clerk)
    assert access.reach(person).entities == (entity.pk, other_entity.pk)
    assert (person.username, person.full_name) == (clerk.username, clerk.full_name)
    assert not person.is_superuser
    assert person.email == ""  # what was not read is read when it is asked for


def test_a_superusers_token_opens_everything(admin: Person, now: datetime) -> None:
    person = tokens.person_of(tokens.create(admin, "备份", now), now)

    assert person is not None
    assert access.reach(person).everything


def test_somebody_without_a_company_is_known_and_sees_nothing(
    stranger: Person, now: datetime
) -> None:
    person = tokens.person_of(tokens.create(stranger, "x", now), now)

    assert person == stranger
    assert person is not None
    assert not access.may_look_up(person)


def test_the_text_is_kept_nowhere(clerk: Person, now: datetime) -> None:
    text = tokens.create(clerk, "财务系统", now)

    assert text.startswith("cp_")
    assert len(text) > 40
    row = ApiToken.objects.values().get()
    assert text not in str(row)
    assert text not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("text", ["", "cp_", "cp_wrong", "\0", "\ud800", "字" * 1000], ids=range(6))
def test_a_wrong_token_opens_nothing(clerk: Person, now: datetime, text: str) -> None:
    tokens.create(clerk, "财务系统", now)

    assert tokens.person_of(text, now) is None


def test_a_token_ends_with_its_days(clerk: Person, now: datetime) -> None:
    text = tokens.create(clerk, "试用", now, days=7)

    assert tokens.person_of(text, now + timedelta(days=7, seconds=-1)) is not None
    assert tokens.person_of(text, now + timedelta(days=7)) is None


def test_a_revoked_token_opens_nothing_from_then_on(clerk: Person, now: datetime) -> None:
    text = tokens.create(clerk, "财务系统", now)
    token = ApiToken.objects.get(person=clerk)

    tokens.revoke(clerk, token.pk, now)
    tokens.revoke(clerk, token.pk, now)

    assert tokens.person_of(text, now) is None
    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == [
        "新建令牌",
        "停用令牌",
    ]


def test_a_closed_account_has_no_tokens(clerk: Person, now: datetime) -> None:
    text = tokens.create(clerk, "财务系统", now)

    Person.objects.filter(pk=clerk.pk).update(is_active=False)

    assert tokens.person_of(text, now) is None


def test_only_ones_own_tokens_can_be_revoked_except_by_an_administrator(
    clerk: Person, other_clerk: Person, admin: Person, now: datetime
) -> None:
    text = tokens.create(clerk, "财务系统", now)
    token = ApiToken.objects.get(person=clerk)

    with pytest.raises(access.NotSeen):
        tokens.revoke(other_clerk, token.pk, now)
    assert tokens.person_of(text, now) is not None

    tokens.revoke(admin, token.pk, now)
    assert tokens.person_of(text, now) is None


@pytest.mark.parametrize(
    ("name", "days", "said"), [(" ", None, "名字"), ("a", 0, "天数"), ("a", 9999, "天数")]
)
def test_a_token_nobody_can_account_for_is_refused(
    clerk: Person, now: datetime, name: str, days: int | None, said: str
) -> None:
    with pytest.raises(tokens.BadToken, match=said):
        tokens.create(clerk, name, now, days=days)

    assert not ApiToken.objects.exists()
