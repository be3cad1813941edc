"""What the robots part of `chapiao admin` does. Imported once Django is ready."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from chapiao.actions import accounts, robot_address
from chapiao.actions.robot_address import Unreadable, Wanted
from chapiao.cli.admin_rights_acts import entity_of
from chapiao.cli.django_setup import stop
from chapiao.outside.robots import BadAddress, NotSent
from chapiao.store.access import NotSeen


def _robot(args: argparse.Namespace, now: datetime) -> None:
    acts = {"add": _add, "list": _list, "test": _test, "end": _end}
    try:
        acts[args.what](args, now)
    except NotSeen:
        stop(f"没有编号是 {args.id} 的、在用的机器人，用 chapiao admin robot list 看", 1)
    except (BadAddress, NotSent, Unreadable) as error:
        stop(str(error), 1)


def _add(args: argparse.Namespace, now: datetime) -> None:
    if not args.tax_id:
        stop("要用 --tax-id 说明是哪家企业的消息")
    address, secret = _told(args.address_file)
    wanted = Wanted(address=address, secret=secret, name=args.name, phones=tuple(args.phone or ()))
    made = robot_address.add_robot(
        by=accounts.operator(), entity=entity_of(args.tax_id), wanted=wanted, now=now
    )
    print(f"已登记 {made}，编号 {made.pk}；用 chapiao admin robot test --id {made.pk} 试发一条")


def _list(args: argparse.Namespace, now: datetime) -> None:
    del args, now
    for one in robot_address.robots_for(accounts.operator()):
        state = "正常" if one.active else "已停用"
        print(f"{one.pk}  {one.entity.name}  {one}  {one.problem if one.active else ''}{state}")


def _test(args: argparse.Namespace, now: datetime) -> None:
    robot_address.try_robot(by=accounts.operator(), pk=args.id or 0, now=now)
    print("测试消息已被收下，请到群里看")


def _end(args: argparse.Namespace, now: datetime) -> None:
    ended = robot_address.end_robot(by=accounts.operator(), pk=args.id or 0, now=now)
    print(f"{ended} 已停用，地址已删除")


def _told(file: str | None) -> tuple[str, str]:
    """Return address and secret; never from the command line, which others on the machine see."""
    if file is None:
        return getpass.getpass("Webhook 地址（不显示）："), getpass.getpass(
            "加签密钥（没有就回车）："
        )
    try:
        lines = [*Path(file).read_text(encoding="utf-8").splitlines(), "", ""]
    except OSError as error:
        stop(f"文件 {file} 读不了：{error.strerror}", 1)
    return lines[0].strip(), lines[1].strip()


ACTS: Mapping[str, Callable[[argparse.Namespace, datetime], None]] = {"robot": _robot}
