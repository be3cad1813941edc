"""`chapiao audit`: read the log of what was done, and see that nobody changed it."""

from __future__ import annotations

import argparse
import json
import re
from datetime import date, datetime, time, timedelta

from chapiao.cli import django_setup
from chapiao.cli.django_setup import stop
from chapiao.invoice.dates import BEIJING

_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `chapiao audit`."""
    acts = parser.add_subparsers(dest="act", metavar="做什么", required=True)
    verify = acts.add_parser("verify", help="核对日志有没有被改动", description="核对日志的哈希链")
    verify.add_argument(
        "--head", type=_head, metavar="编号:校验值", help="以前核对时另存的末条，应仍在日志里"
    )
    shown = acts.add_parser("list", help="看最近做了什么", description="看日志，新的在前")
    shown.add_argument("--person", metavar="登录名", help="只看这个人的")
    shown.add_argument("--act", dest="only", metavar="动作", help="只看这种动作，如 查票")
    shown.add_argument("--since", type=_day, metavar="日期", help="从哪天起，如 2026-11-01")
    shown.add_argument("--until", type=_day, metavar="日期", help="到哪天止，含当天")
    shown.add_argument("--subject", metavar="对象", help="只看这个对象的，如 lookup:12")
    shown.add_argument("--limit", type=int, default=50, metavar="条数", help="最多几条（默认50）")
    shown.add_argument("--json", action="store_true", help="每条一行 JSON")
    for act in (verify, shown):
        django_setup.add_data(act)


def run(args: argparse.Namespace) -> int:
    """Verify or list; 1 when the log was changed."""
    django_setup.ready(args.data)
    return _verify(args) if args.act == "verify" else _list(args)


def _verify(args: argparse.Namespace) -> int:
    from chapiao.store import audit

    noted = audit.Head(*args.head) if args.head else None
    broken = audit.verify(noted)
    if broken is not None:
        print(broken.message)
        return 1
    head = audit.head()
    if head is None:
        print("日志是空的")
    else:
        print(f"日志完整，共到第{head.entry}条。请把末条另存，下次用 --head 核对：")
        print(f"{head.entry}:{head.digest}")
    return 0


def _list(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from chapiao.actions import accounts
    from chapiao.store.queries.audit_trail import Trail, entries, names

    try:
        person = accounts.person_named(args.person) if args.person else None
    except accounts.AccountRefused as error:
        stop(str(error), 1)
    trail = Trail(
        person=person,
        act=args.only,
        subject=args.subject,
        since=_beginning(args.since),
        until=_beginning(args.until + timedelta(days=1)) if args.until else None,
        limit=max(args.limit, 1),
    )
    found = entries(trail)
    logins = names({one.person for one in found if one.person is not None})
    for one in found:
        at = timezone.localtime(one.at)
        who = logins.get(one.person or 0, "")
        if args.json:
            row = {"id": one.pk, "at": at.isoformat(), "person": who or None, "act": one.act}
            told = row | {"subject": one.subject, "detail": one.detail, "digest": one.digest}
            print(json.dumps(told, ensure_ascii=False))
        else:
            print(f"{one.pk}  {at:%Y-%m-%d %H:%M:%S}  {who or '-'}  {one.act}  {one.subject}")
    return 0


def _beginning(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, BEIJING)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"日期应形如 2026-11-01，这里是「{text}」"
        raise argparse.ArgumentTypeError(msg) from error


def _head(text: str) -> tuple[int, str]:
    found = _HEAD.fullmatch(text.strip())
    if not found:
        msg = "应是上次核对时另存的一行，形如 编号:校验值"
        raise argparse.ArgumentTypeError(msg)
    return int(found[1]), found[2]
