"""The part of `chapiao admin` about collecting files: `collect add`, `list`, `now`, `end`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from chapiao.cli.password import add_password

Make = Callable[[str, str], argparse.ArgumentParser]


def arguments(act: Make) -> None:
    """Add the act; `act` makes one with its name and help."""
    source = act("collect", "自动归集：登记文件夹或邮箱，列出、马上收、停用")
    source.add_argument("what", choices=["add", "list", "now", "end"], metavar="add|list|now|end")
    source.add_argument("--tax-id", metavar="税号", help="哪家企业的（add）")
    source.add_argument("--as", dest="giver", metavar="登录名", help="以谁的名义收（add）")
    source.add_argument("--name", default="", metavar="名称", help="来源的名称（add）")
    source.add_argument("--folder", metavar="文件夹", help="这台机器上的文件夹（add）")
    source.add_argument("--imap", metavar="主机[:端口]", help="IMAP 服务器，用 TLS（add）")
    source.add_argument("--user", default="", metavar="用户名", help="邮箱地址或用户名（add）")
    source.add_argument(
        "--mail-folder", default="INBOX", metavar="名称", help="邮件文件夹，默认收件箱（add）"
    )
    source.add_argument("--every", type=int, default=5, metavar="分钟", help="默认5分钟一次（add）")
    source.add_argument("--id", type=int, metavar="编号", help="哪一个（now、end）")
    add_password(source)
