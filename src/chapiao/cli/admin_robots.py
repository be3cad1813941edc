"""The part of `chapiao admin` about group robots: `robot add`, `list`, `test`, `end`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Make = Callable[[str, str], argparse.ArgumentParser]


def arguments(act: Make) -> None:
    """Add the act; `act` makes one with its name and help."""
    robot = act("robot", "群机器人（企业微信、钉钉、飞书）：登记、列出、测试、停用")
    robot.add_argument("what", choices=["add", "list", "test", "end"], metavar="add|list|test|end")
    robot.add_argument("--tax-id", metavar="税号", help="哪家企业的消息（add）")
    robot.add_argument("--name", default="", metavar="名称", help="群的名称（add）")
    robot.add_argument(
        "--address-file",
        metavar="文件",
        help="文件第一行是 Webhook 地址，第二行是加签密钥（没有就空着）；不给就从键盘问（add）",
    )
    robot.add_argument("--phone", action="append", metavar="手机号", help="@ 谁，可多次（add）")
    robot.add_argument("--id", type=int, metavar="编号", help="哪一个（test、end）")
