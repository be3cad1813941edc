"""What `chapiao admin` does. Imported once Django is ready."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings

from chapiao.actions import accounts, former_names, give_role
from chapiao.cli.admin_rights_acts import entity_of
from chapiao.cli.django_setup import stop
from chapiao.cli.password import password
from chapiao.store.models import Role
from chapiao.store.queries import roster


def _create(args: argparse.Namespace, now: datetime) -> None:
    if settings.DEMO:
        stop("这个数据文件夹是演示数据，不能作正式使用；请另选一个空文件夹", 1)
    secret = password(args.password_file)
    accounts.create_admin(login=args.login, password=secret, full_name=args.name, now=now)
    print(f"已建好系统管理员 {args.login}，数据在 {settings.DATA}")


def _add_entity(args: argparse.Namespace, now: datetime) -> None:
    by = accounts.operator()
    entity = accounts.create_entity(
        by=by, name=args.name, tax_id=args.tax_id, region=args.region, now=now
    )
    print(f"已建好企业 {entity.name}（{entity.tax_id}）")


def _add_former_name(args: argparse.Namespace, now: datetime) -> None:
    by, entity = accounts.operator(), entity_of(args.tax_id)
    former_names.add_former_name(by=by, entity=entity, name=args.name, until=args.until, now=now)
    print(f"已登记 {entity.name} 的曾用名 {args.name}")


def _add_person(args: argparse.Namespace, now: datetime) -> None:
    by, secret = accounts.operator(), password(args.password_file)
    accounts.create_person(by=by, login=args.login, password=secret, full_name=args.name, now=now)
    print(f"已建好人员 {args.login}；用 chapiao admin add-member 让其成为企业的人")


def _add_member(args: argparse.Namespace, now: datetime) -> None:
    if args.role not in Role.values:
        stop(f"没有角色「{args.role}」，可选：{'、'.join(Role.values)}")
    person, entity = accounts.person_named(args.login), entity_of(args.tax_id)
    role = Role(args.role)
    by = accounts.operator()
    give_role.give_role(by=by, person=person, entity=entity, role=role, now=now)
    print(f"{args.login} 现在是 {entity.name} 的{args.role}")


def _remove_member(args: argparse.Namespace, now: datetime) -> None:
    person, entity = accounts.person_named(args.login), entity_of(args.tax_id)
    by = accounts.operator()
    if not give_role.take_role(by=by, person=person, entity=entity, now=now):
        stop(f"{args.login} 在 {entity.name} 本来就没有角色", 1)
    print(f"已取消 {args.login} 在 {entity.name} 的角色")


def _password(args: argparse.Namespace, now: datetime) -> None:
    person, secret = accounts.person_named(args.login), password(args.password_file)
    accounts.set_password(by=accounts.operator(), person=person, password=secret, now=now)
    print(f"已重设 {args.login} 的密码")


def _close(args: argparse.Namespace, now: datetime) -> None:
    person = accounts.person_named(args.login)
    accounts.close_account(by=accounts.operator(), person=person, now=now)
    print(f"已停用 {args.login}")


def _list(args: argparse.Namespace, now: datetime) -> None:
    del args, now
    print("企业：")
    for entity in roster.entities():
        former = "、".join(one.name for one in entity.former_names.all())
        print(f"  {entity.tax_id}  {entity.name}" + (f"（曾用名：{former}）" if former else ""))
    print("人员：")
    for person in roster.people():
        roles = "、".join(f"{one.entity.name}·{one.role}" for one in person.memberships.all())
        state = "" if person.is_active else "（已停用）"
        scope = "系统管理员" if person.is_superuser else roles or "还没有角色"
        print(f"  {person.username}  {person.full_name}{state}  {scope}")


def _upgrade(args: argparse.Namespace, now: datetime) -> None:
    del args, now  # what there was to do has been done when Django was made ready
    print("数据库已是最新")


ACTS: Mapping[str, Callable[[argparse.Namespace, datetime], None]] = {
    "create": _create,
    "add-entity": _add_entity,
    "add-former-name": _add_former_name,
    "add-person": _add_person,
    "add-member": _add_member,
    "remove-member": _remove_member,
    "password": _password,
    "close": _close,
    "list": _list,
    "upgrade": _upgrade,
}
