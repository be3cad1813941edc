"""People and companies: made by an administrator, written down in the audit log."""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from chapiao.actions import sessions
from chapiao.invoice.tax_id import check_tax_id
from chapiao.store import audit
from chapiao.store.models import Entity, Person

OPERATOR = "operator"
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{1,59}")


class AccountRefused(ValueError):
    """An account or company cannot be made so. The message can be shown to the user."""


class NotAllowed(Exception):
    """Only an administrator may do this. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("只有管理员可以管理人员和企业，请联系本单位管理员")


def operator() -> Person:
    """Return the account under which whoever has this machine's terminal acts; made at need.

    It has no password: nobody signs in with it.
    """
    person, fresh = Person.objects.get_or_create(
        username=OPERATOR,
        defaults={"full_name": "本机操作员", "is_superuser": True, "is_staff": False},
    )
    if fresh:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return person


def person_named(login: str) -> Person:
    """Return the person with this login.

    Raises:
        AccountRefused: there is none, or the account is closed.
    """
    person = Person.objects.filter(username=login, is_active=True).first()
    if person is None:
        msg = f"没有登录名为「{login}」的人员"
        raise AccountRefused(msg)
    return person


def create_admin(*, login: str, password: str, full_name: str, now: datetime) -> Person:
    """Make an administrator, who sees everything and may make others.

    Raises:
        AccountRefused: the login is taken or odd, or the password is weak; says which.
    """
    return _create(login, password, full_name, now, by=None, admin=True)


def create_person(
    *, by: Person, login: str, password: str, full_name: str, now: datetime
) -> Person:
    """Make a person, who sees nothing until they are joined to a company."""
    _only_admins(by)
    return _create(login, password, full_name, now, by=by, admin=False)


@transaction.atomic
def create_entity(*, by: Person, name: str, tax_id: str, region: str, now: datetime) -> Entity:
    """Make a company of the group.

    Raises:
        AccountRefused: name missing, or the tax id is wrong or already there.
    """
    _only_admins(by)
    checked = check_tax_id(tax_id)
    plain = checked.text
    if not name.strip() or not plain:
        msg = "请填写企业名称和税号"
        raise AccountRefused(msg)
    if checked.is_valid is False:
        raise AccountRefused(checked.says)
    if Entity.objects.filter(tax_id=plain).exists():
        msg = f"税号{plain}的企业已经有了"
        raise AccountRefused(msg)
    entity = Entity.objects.create(name=name.strip(), tax_id=plain, region=region)
    audit.append(at=now, person_id=by.pk, act="新建企业", subject=f"entity:{entity.pk}")
    return entity


@transaction.atomic
def close_account(*, by: Person, person: Person, now: datetime) -> None:
    """Let a person no longer sign in, nor their tokens open anything. Their rows stay."""
    _only_admins(by)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    sessions.end_all(by=by, person=person, now=now, why="停用账号")
    audit.append(at=now, person_id=by.pk, act="停用账号", subject=f"person:{person.pk}")


@transaction.atomic
def set_password(
    *, by: Person, person: Person, password: str, now: datetime, keep: int | None = None
) -> None:
    """Give a person a new password: one's own, or anybody's for an administrator.

    All their sessions end, but for the sign-in to keep.

    Raises:
        AccountRefused: the password is weak; says why.
    """
    if by.pk != person.pk:
        _only_admins(by)
    check_strength(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.append(at=now, person_id=by.pk, act="更换密码", subject=f"person:{person.pk}")
    sessions.end_all(by=by, person=person, now=now, why="更换密码", keep=keep)


def _create(
    login: str, password: str, full_name: str, now: datetime, *, by: Person | None, admin: bool
) -> Person:
    login = checked_login(login)
    person = Person(
        username=login, full_name=full_name.strip()[:60], is_superuser=admin, is_staff=admin
    )
    check_strength(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
            audit.append(
                at=now,
                person_id=by.pk if by is not None else person.pk,
                act="新建管理员" if admin else "新建人员",
                subject=f"person:{person.pk}",
            )
    except IntegrityError as error:
        msg = f"登录名「{login}」已经有人用了"
        raise AccountRefused(msg) from error
    return person


def checked_login(login: str) -> str:
    """Return a login that can be given to somebody.

    Raises:
        AccountRefused: it is odd.
    """
    if not _LOGIN.fullmatch(login) or login == OPERATOR:
        msg = "登录名用2到60个字母、数字或 . _ @ + -，以字母或数字开头"
        raise AccountRefused(msg)
    return login


def check_strength(password: str, person: Person) -> None:
    """Refuse a weak password.

    Raises:
        AccountRefused: says why.
    """
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise AccountRefused("".join(error.messages)) from error


def _only_admins(by: Person) -> None:
    if not by.is_superuser:
        raise NotAllowed
