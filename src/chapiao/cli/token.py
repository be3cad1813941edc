"""`chapiao token`: keys for programs, each standing for one person."""

from __future__ import annotations

import argparse

from chapiao.cli import django_setup
from chapiao.cli.django_setup import stop

SCOPES = ("读取", "查票", "导入", "审批")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `chapiao token`."""
    acts = parser.add_subparsers(dest="act", metavar="做什么", required=True)
    create = acts.add_parser("create", help="生成令牌（只显示这一次）", description="生成令牌")
    create.add_argument("--as", dest="login", required=True, metavar="登录名", help="代表谁")
    create.add_argument("--name", required=True, metavar="用途", help="给谁用、做什么用")
    create.add_argument("--days", type=int, metavar="天数", help="有效天数（默认一直有效）")
    create.add_argument(
        "--scope",
        action="append",
        choices=SCOPES,
        metavar="用途",
        help=f"只给这个用途，可多次：{'、'.join(SCOPES)}（默认都给）",
    )
    shown = acts.add_parser("list", help="列出令牌和状态", description="列出令牌，看不到内容")
    revoke = acts.add_parser("revoke", help="撤销令牌", description="撤销令牌，立即生效")
    revoke.add_argument("id", type=int, metavar="编号", help="chapiao token list 里的编号")
    for act in (create, shown, revoke):
        django_setup.add_data(act)


def run(args: argparse.Namespace) -> int:
    """Carry one act out."""
    django_setup.ready(args.data)
    {"create": _create, "list": _list, "revoke": _revoke}[args.act](args)
    return 0


def _create(args: argparse.Namespace) -> None:
    from django.utils import timezone

    from chapiao.actions import accounts, tokens
    from chapiao.store.models import TokenScope

    try:
        person = accounts.person_named(args.login)
        scopes = [TokenScope(one) for one in args.scope or SCOPES]
        text = tokens.create(
            person,
            args.name,
            timezone.localtime(),
            days=args.days,
            scopes=scopes,
            by=accounts.operator(),
        )
    except (accounts.AccountRefused, tokens.BadToken) as error:
        stop(str(error), 1)
    print(text)


def _list(args: argparse.Namespace) -> None:
    del args
    from django.utils import timezone

    from chapiao.store.queries import roster

    now = timezone.localtime()
    for token in roster.tokens():
        until = timezone.localtime(token.expires_at) if token.expires_at else None
        state = "有效" if until is None or until > now else "已过期"
        if token.revoked_at or not token.person.is_active:
            state = "已撤销" if token.revoked_at else "账号已停用"
        made = f"{timezone.localtime(token.created_at):%Y-%m-%d}"
        who = f"{token.person.username}  {token.name}"
        ends = f"到 {until:%Y-%m-%d}" if until else "长期"
        print(f"{token.pk}  {state}  {who}  {made} 生成  {ends}  {token.scopes}")


def _revoke(args: argparse.Namespace) -> None:
    from django.utils import timezone

    from chapiao.actions import accounts, tokens
    from chapiao.store.access import NotSeen

    try:
        tokens.revoke(accounts.operator(), args.id, timezone.localtime())
    except NotSeen:
        stop(f"没有编号是 {args.id} 的令牌", 1)
    print(f"已撤销令牌 {args.id}")
