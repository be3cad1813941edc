"""What the collecting part of `chapiao admin` does. Imported once Django is ready."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from chapiao.actions import accounts, sources
from chapiao.actions.sources import BadSource, Wanted
from chapiao.cli.admin_rights_acts import entity_of
from chapiao.cli.django_setup import stop
from chapiao.cli.password import given_password
from chapiao.outside.mailbox import PORT, Mailbox
from chapiao.store.access import NotSeen
from chapiao.store.queries.collection import tallies


def _collect(args: argparse.Namespace, now: datetime) -> None:
    acts = {"add": _add, "list": _list, "now": _now, "end": _end}
    try:
        acts[args.what](args, now)
    except NotSeen:
        stop(f"没有编号是 {args.id} 的、在用的来源，用 chapiao admin collect list 看", 1)
    except BadSource as error:
        stop(str(error), 1)


def _add(args: argparse.Namespace, now: datetime) -> None:
    if not (args.tax_id and args.giver and bool(args.folder) != bool(args.imap)):
        stop("要用 --tax-id、--as 说明企业和以谁的名义，再用 --folder 或 --imap 说明从哪里收")
    wanted = Wanted(
        name=args.name,
        place=_folder(args.folder) if args.folder else _mailbox(args),
        giver=accounts.person_named(args.giver),
        every=args.every,
    )
    made = sources.add_source(
        by=accounts.operator(), entity=entity_of(args.tax_id), wanted=wanted, now=now
    )
    print(f"已登记 {made}，编号 {made.pk}；后台每{made.every}分钟收一次")


def _folder(text: str) -> Path:
    folder = Path(text).resolve()
    if not folder.is_dir():
        stop(f"文件夹 {folder} 不存在", 1)
    return folder


def _mailbox(args: argparse.Namespace) -> Mailbox:
    host, _, port = args.imap.partition(":")
    if not args.user or (port and not port.isdigit()):
        stop("邮箱要用 --user 给用户名；--imap 应形如 imap.example.com 或 imap.example.com:993")
    return Mailbox(
        host=host,
        port=int(port or PORT),
        user=args.user,
        password=given_password(args.password_file, "邮箱的密码或授权码（不显示）："),
        folder=args.mail_folder,
    )


def _list(args: argparse.Namespace, now: datetime) -> None:
    del args, now
    listed = list(sources.sources_for(accounts.operator()))
    counted = tallies([one.pk for one in listed])
    for one in listed:
        tally = counted[one.pk]
        words = "，".join(f"{word}{number}" for word, number in tally.by_word)
        state = one.problem or ("在用" if one.active else "已停用")
        print(f"{one.pk}  {one.entity.name}  {one}  {one.giver}  {state}")
        print(f"    收到{tally.found}件，拆出{tally.pieces}个：{words}；差额{tally.difference}")


def _now(args: argparse.Namespace, now: datetime) -> None:
    sources.look_now(by=accounts.operator(), pk=args.id or 0, now=now)
    print("已经安排，后台马上去收")


def _end(args: argparse.Namespace, now: datetime) -> None:
    ended = sources.end_source(by=accounts.operator(), pk=args.id or 0, now=now)
    print(f"{ended} 已停用，密码已删除；收到的都还在")


ACTS: Mapping[str, Callable[[argparse.Namespace, datetime], None]] = {"collect": _collect}
