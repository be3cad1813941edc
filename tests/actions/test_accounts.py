from __future__ import annotations

from datetime import datetime

import pytest

from chapiao.actions import accounts, give_role
from chapiao.store import access
from chapiao.store.models import AuditEntry, Entity, Membership, Person, Role

pytestmark = pytest.mark.django_db

PASSWORD = "云杉-青禾-8317"


def test_an_administrator_can_be_made_in_an_empty_house(now: datetime) -> None:
    admin = accounts.create_admin(login="caiwu", password=PASSWORD, full_name="财务管理员", now=now)

    kept = Person.objects.get()
    assert kept == admin
    assert kept.is_superuser
    assert kept.check_password(PASSWORD)
    assert AuditEntry.objects.get().act == "新建管理员"


@pytest.mark.parametrize(
    ("login", "password", "said"),
    [
        ("a", PASSWORD, "登录名"),
        ("管理员", PASSWORD, "登录名"),
        ("operator", PASSWORD, "登录名"),
        ("caiwu", "12345678", "密码"),
        ("caiwubu-01", "caiwubu-01", "密码"),
    ],
)
def test_what_is_wrong_with_an_account_is_said(
    now: datetime, login: str, password: str, said: str
) -> None:
    with pytest.raises(accounts.AccountRefused, match=said):
        accounts.create_admin(login=login, password=password, full_name="", now=now)

    assert not Person.objects.exists()


def test_a_login_is_given_once(now: datetime) -> None:
    accounts.create_admin(login="caiwu", password=PASSWORD, full_name="", now=now)

    with pytest.raises(accounts.AccountRefused, match="已经有人用了"):
        accounts.create_admin(login="caiwu", password=PASSWORD, full_name="", now=now)


def test_a_person_sees_nothing_until_joined_to_a_company(admin: Person, now: datetime) -> None:
    person = accounts.create_person(
        by=admin, login="wangmin", password=PASSWORD, full_name="王敏", now=now
    )
    entity = accounts.create_entity(
        by=admin, name="北京云杉科技有限公司", tax_id=" 91110108ma01yxkj05 ", region="1100", now=now
    )
    assert not access.may_look_up(person)

    for role in (Role.VIEWER, Role.CLERK):
        give_role.give_role(by=admin, person=person, entity=entity, role=role, now=now)

    assert access.entity_ids(person) == (entity.pk,)
    assert Membership.objects.get().role == "经办"
    assert entity.tax_id == "91110108MA01YXKJ05"


def test_a_company_is_made_once_and_with_a_right_tax_id(
    admin: Person, entity: Entity, now: datetime
) -> None:
    for tax_id, said in ((entity.tax_id, "已经有了"), ("91110108MA01YXKJ06", "校验"), ("", "税号")):
        with pytest.raises(accounts.AccountRefused, match=said):
            accounts.create_entity(by=admin, name="新公司", tax_id=tax_id, region="", now=now)

    assert Entity.objects.count() == 1


def test_only_administrators_manage_people_and_companies(
    clerk: Person, stranger: Person, entity: Entity, now: datetime
) -> None:
    with pytest.raises(accounts.NotAllowed, match="管理员"):
        accounts.create_person(by=clerk, login="x1", password=PASSWORD, full_name="", now=now)
    with pytest.raises(accounts.NotAllowed):
        accounts.create_entity(by=clerk, name="x", tax_id="x", region="", now=now)
    with pytest.raises(access.NotSeen):
        give_role.give_role(by=clerk, person=stranger, entity=entity, role=Role.ADMIN, now=now)
    with pytest.raises(accounts.NotAllowed):
        accounts.set_password(by=clerk, person=stranger, password=PASSWORD, now=now)

    accounts.set_password(by=clerk, person=clerk, password=PASSWORD, now=now)
    assert Person.objects.get(pk=clerk.pk).check_password(PASSWORD)


def test_the_operator_is_one_account_nobody_can_sign_in_with(client: object) -> None:
    first = accounts.operator()

    again = accounts.operator()

    assert again == first
    assert not first.has_usable_password()
    assert access.reach(first).everything


def test_a_closed_account_is_not_named(clerk: Person) -> None:
    assert accounts.person_named("wangmin") == clerk

    Person.objects.update(is_active=False)

    for login in ("wangmin", "nobody"):
        with pytest.raises(accounts.AccountRefused, match="没有登录名"):
            accounts.person_named(login)
