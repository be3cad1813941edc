"""What the accounts part of `chapiao admin` does. Imported once Django is ready."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from chapiao.actions import (
    accounts,
    invite,
    outer_login,
    require_second_factor,
    second_factor,
    sessions,
    shared_account,
    sign_in,
)
from chapiao.cli.admin_rights_acts import entity_of
from chapiao.cli.django_setup import stop
from chapiao.store.models import Invitation, Role


def _invite(args: argparse.Namespace, now: datetime) -> None:
    if args.role not in Role.values:
        stop(f"没有角色「{args.role}」，可选：{'、'.join(Role.values)}")
    made, key = invite.invite(
        by=accounts.operator(),
        login=args.login,
        full_name=args.name,
        entity=entity_of(args.tax_id) if args.tax_id else None,
        role=Role(args.role),
        department=args.department,
        days=args.days,
        now=now,
    )
    _say(made, key, args.site)


def _reset_link(args: argparse.Namespace, now: datetime) -> None:
    person = accounts.person_named(args.login)
    made, key = invite.renew(by=accounts.operator(), person=person, days=args.days, now=now)
    _say(made, key, args.site)


def _reset_second_factor(args: argparse.Namespace, now: datetime) -> None:
    person = accounts.person_named(args.login)
    count = second_factor.reset(by=accounts.operator(), person=person, now=now)
    print(f"已清除 {args.login} 的两步验证（{count} 个）")


def _require(args: argparse.Namespace, now: datetime) -> None:
    entity, on = entity_of(args.tax_id), not args.off
    by = accounts.operator()
    require_second_factor.require(by=by, entity_pk=entity.pk, on=on, now=now)
    print(f"{entity.name}：{'登录要两步验证' if on else '密码即可登录'}")


def _unlock(args: argparse.Namespace, now: datetime) -> None:
    person = accounts.person_named(args.login)
    sign_in.unlock(by=accounts.operator(), person=person, now=now)
    print(f"{args.login} 可以马上再登录")


def _sign_out(args: argparse.Namespace, now: datetime) -> None:
    person = accounts.person_named(args.login)
    count = sessions.end_all(by=accounts.operator(), person=person, now=now, why="管理员要求")
    print(f"{args.login} 已在 {count} 处退出登录")


def _bind_sso(args: argparse.Namespace, now: datetime) -> None:
    if not settings.SSO_ISSUER:
        stop("还没有设置单点登录：请先设环境变量 CHAPIAO_SSO_ISSUER", 1)
    person = accounts.person_named(args.login)
    try:
        outer_login.bind(
            by=accounts.operator(),
            person=person,
            issuer=settings.SSO_ISSUER,
            subject=args.subject,
            now=now,
        )
    except outer_login.CannotBind as error:
        stop(str(error), 1)
    print(f"{args.login} 已绑定单点登录")


def _unbind_sso(args: argparse.Namespace, now: datetime) -> None:
    person = accounts.person_named(args.login)
    if not outer_login.unbind(by=accounts.operator(), person=person, now=now):
        stop(f"{args.login} 没有绑定单点登录", 1)
    print(f"已解除 {args.login} 的单点登录")


def _list_shared(args: argparse.Namespace, now: datetime) -> None:
    del args
    found = shared_account.suspected(accounts.operator(), now)
    for who, why in found:
        print(f"{who.username}  {who.full_name}  {why.says}")
    if not found:
        print("没有发现几个人合用的账号")


def _say(made: Invitation, key: str, site: str | None) -> None:
    """Print the link, which is shown this once."""
    known = [*settings.CSRF_TRUSTED_ORIGINS, "http://localhost:8000"]
    until = timezone.localtime(made.expires_at)
    print(f"{(site or known[0]).rstrip('/')}/invitation/?{urlencode({'key': key})}")
    print(f"请单独发给本人；{until:%Y-%m-%d %H:%M} 之前有效，用一次就作废")


ACTS: Mapping[str, Callable[[argparse.Namespace, datetime], None]] = {
    "invite": _invite,
    "reset-link": _reset_link,
    "reset-second-factor": _reset_second_factor,
    "require-second-factor": _require,
    "unlock": _unlock,
    "sign-out": _sign_out,
    "bind-sso": _bind_sso,
    "unbind-sso": _unbind_sso,
    "list-shared": _list_shared,
}
