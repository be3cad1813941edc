"""`chapiao admin`: companies, people, roles, and the tables themselves.

Whoever has this machine's terminal acts as the operator, who may do all of it;
every act is written down in the audit log. What the acts do is in `admin_acts.py`.
"""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from chapiao.cli import admin_accounts, admin_collect, admin_rights, admin_robots, django_setup
from chapiao.cli.password import add_password

if TYPE_CHECKING:
    Acts = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - no other name

ROLES = "查看、经办、复核、财务主管、管理员、客服、审计"
# These make the tables when there are none; the others want to find them.
FROM_EMPTY = {"create", "upgrade"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `chapiao admin`."""
    acts = parser.add_subparsers(dest="act", metavar="做什么", required=True)
    _add_who(_act(acts, "create", "新建系统管理员（空的数据文件夹从这里开始）"))
    entity = _act(acts, "add-entity", "新建企业")
    entity.add_argument("--name", required=True, metavar="名称", help="企业名称")
    entity.add_argument("--tax-id", required=True, metavar="税号", help="统一社会信用代码或税号")
    entity.add_argument("--region", default="", metavar="地区", help="四位地区代码，如 1100")
    former = _act(acts, "add-former-name", "登记企业的曾用名")
    _add_tax_id(former)
    former.add_argument("--name", required=True, metavar="曾用名", help="以前的名称")
    former.add_argument("--until", type=_day, metavar="日期", help="用到哪一天，如 2024-06-30")
    _add_who(_act(acts, "add-person", "新建人员"))
    member = _act(acts, "add-member", "让一个人在一家企业有一个角色")
    _add_login(member)
    _add_tax_id(member)
    member.add_argument("--role", default="经办", metavar="角色", help=f"{ROLES}；默认经办")
    leaver = _act(acts, "remove-member", "取消一个人在一家企业的角色")
    _add_login(leaver)
    _add_tax_id(leaver)
    again = _act(acts, "password", "重设一个人的密码")
    _add_login(again)
    add_password(again)
    _add_login(_act(acts, "close", "停用一个人的账号和令牌（记录都留着）"))
    _act(acts, "list", "列出企业、人员和角色")
    admin_rights.arguments(lambda name, text: _act(acts, name, text), _day)
    admin_accounts.arguments(lambda name, text: _act(acts, name, text), ROLES)
    admin_robots.arguments(lambda name, text: _act(acts, name, text))
    admin_collect.arguments(lambda name, text: _act(acts, name, text))
    _act(acts, "upgrade", "建立数据库的表，或升级到这个版本")


def run(args: argparse.Namespace) -> int:
    """Carry one act out."""
    django_setup.ready(args.data, upgrade=args.act in FROM_EMPTY)
    from django.utils import timezone

    from chapiao.actions.accounts import AccountRefused
    from chapiao.cli import (
        admin_accounts_acts,
        admin_acts,
        admin_collect_acts,
        admin_rights_acts,
        admin_robots_acts,
    )

    acts = {
        **admin_acts.ACTS,
        **admin_rights_acts.ACTS,
        **admin_accounts_acts.ACTS,
        **admin_robots_acts.ACTS,
        **admin_collect_acts.ACTS,
    }
    try:
        acts[args.act](args, timezone.localtime())
    except AccountRefused as error:
        django_setup.stop(str(error), 1)
    return 0


def _act(acts: Acts, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(name, help=text, description=text)
    django_setup.add_data(parser)
    return parser


def _add_login(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--login", required=True, metavar="登录名", help="登录名")


def _add_tax_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tax-id", required=True, metavar="税号", help="企业的税号")


def _add_who(parser: argparse.ArgumentParser) -> None:
    _add_login(parser)
    parser.add_argument("--name", default="", metavar="姓名", help="姓名，同事看到的")
    add_password(parser)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"日期应形如 2024-06-30，这里是「{text}」"
        raise argparse.ArgumentTypeError(msg) from error
