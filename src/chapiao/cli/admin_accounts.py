"""The part of `chapiao admin` about accounts: invitations, second factors, sessions, sign-on."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Make = Callable[[str, str], argparse.ArgumentParser]


def arguments(act: Make, roles: str) -> None:
    """Add the acts; `act` makes one with its name and help."""
    invite = act("invite", "邀请新人：生成一个链接，本人打开后自己设密码")
    _login(invite)
    invite.add_argument("--name", default="", metavar="姓名", help="姓名，同事看到的")
    invite.add_argument("--tax-id", metavar="税号", help="加入哪家企业")
    invite.add_argument("--role", default="经办", metavar="角色", help=f"{roles}；默认经办")
    invite.add_argument("--department", default="", metavar="部门", help="部门")
    invite.add_argument("--days", type=int, default=7, metavar="天数", help="链接有效几天，默认7")
    _site(invite)
    renew = act("reset-link", "忘了密码：生成一个链接，本人打开后设新密码")
    _login(renew)
    renew.add_argument("--days", type=int, default=1, metavar="天数", help="链接有效几天，默认1")
    _site(renew)
    _login(act("reset-second-factor", "丢了手机：清除一个人的两步验证"))
    two = act("require-second-factor", "一家企业的人登录要两步验证")
    two.add_argument("--tax-id", required=True, metavar="税号", help="企业的税号")
    two.add_argument("--off", action="store_true", help="不再要求")
    _login(act("unlock", "密码输错太多次被锁：马上解锁"))
    _login(act("sign-out", "让一个人在所有地方退出登录"))
    bind = act("bind-sso", "把一个人的账号绑定到单点登录里的身份")
    _login(bind)
    bind.add_argument(
        "--subject", required=True, metavar="标识", help="单点登录服务方给这个人的 sub"
    )
    _login(act("unbind-sso", "解除一个人的单点登录"))
    act("list-shared", "列出可能几个人合用的账号")


def _login(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--login", required=True, metavar="登录名", help="登录名")


def _site(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site", metavar="网址", help="链接开头的网址，默认是 CHAPIAO_ORIGINS 的第一个"
    )
