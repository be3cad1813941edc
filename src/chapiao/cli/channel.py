"""`chapiao channel`: the verification APIs of vendors, with the operator's own keys.

Whoever has this machine's terminal acts as the operator. A key is never given on the command
line, where others could read it: it is asked for, or stands in a file.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from chapiao.cli import django_setup
from chapiao.cli.django_setup import stop

if TYPE_CHECKING:
    from chapiao.actions.channel_keys import Terms

REFUSED = 1
NAMES = "baidu 百度，tencent 腾讯云，aliyun 阿里云，jumei 聚美"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `chapiao channel`."""
    acts = parser.add_subparsers(dest="act", metavar="做什么", required=True)
    add = acts.add_parser("add", help="接入一家接口，或更换它的密钥", description=_ADD)
    _vendor(add)
    add.add_argument("--key-id", required=True, metavar="标识", help="API Key、SecretId 或 appId")
    add.add_argument(
        "--secret-file",
        metavar="文件",
        help="密文在文件的第一行（- 表示标准输入）；不给就当面询问，不显示",
    )
    _terms(add)
    shown = acts.add_parser("list", help="看各家接口的状态和费用", description=_LIST)
    change = acts.add_parser("change", help="更改用量、价格、预算，停用或启用", description=_CHANGE)
    _vendor(change)
    _terms(change)
    switch = change.add_mutually_exclusive_group()
    switch.add_argument("--on", action="store_true", help="启用，并解除暂停")
    switch.add_argument("--off", action="store_true", help="停用")
    test = acts.add_parser("test", help="试一下密钥对不对（不查发票，不花钱）", description=_TEST)
    _vendor(test)
    remove = acts.add_parser("remove", help="移除一家接口和它的密钥", description=_REMOVE)
    _vendor(remove)
    for act in (add, shown, change, test, remove):
        django_setup.add_data(act)


_ADD = f"接入一家查验接口，或更换它的密钥（{NAMES}）"
_LIST = "看各家接口的状态、本月费用和限制"
_CHANGE = "更改一家接口的用量、价格、预算、次序，停用或启用"
_TEST = "试一下密钥对不对：问一张不存在的票，厂商会说参数不对，不查发票，不花钱"
_REMOVE = "移除一家接口和它的密钥；花过的钱仍有记录"


def run(args: argparse.Namespace) -> int:
    """Carry one act out."""
    django_setup.ready(args.data)
    from chapiao.actions.channel_keys import BadChannel

    try:
        return {"add": _add, "list": _list, "change": _change, "test": _test, "remove": _remove}[
            args.act
        ](args)
    except BadChannel as error:
        print(error, file=sys.stderr)
        return REFUSED


def _vendor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("vendor", metavar="厂商", help=NAMES)


def _terms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base", metavar="地址", help="不走厂商自己的地址时，如内网网关")
    parser.add_argument("--rank", type=int, metavar="次序", help="小的先问")
    parser.add_argument("--per-minute", type=int, metavar="次数", help="每分钟最多几次")
    parser.add_argument("--price", metavar="元", help="每千次计费查验的价格")
    parser.add_argument("--budget", metavar="元", help="每月预算，用完停到下月；0 表示不限")


def _terms_of(args: argparse.Namespace, *, on: bool | None = None) -> Terms:
    from chapiao.actions.channel_keys import Terms

    return Terms(
        base=args.base,
        rank=args.rank,
        per_minute=args.per_minute,
        price=_fen(args.price),
        budget=_fen(args.budget),
        on=on,
    )


def _fen(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        fen = Decimal(text) * 100
    except InvalidOperation:
        fen = Decimal("NaN")
    if not fen.is_finite() or fen < 0 or fen != fen.to_integral_value():
        stop(f"金额应是不带单位的数，最多两位小数，这里是「{text}」")
    return int(fen)


def _add(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from chapiao.actions import accounts, channel_keys
    from chapiao.outside.channels.model import Key, Vendor

    channel_keys.add(
        by=accounts.operator(),
        vendor=args.vendor,
        key=Key(id=args.key_id, secret=_secret(args.secret_file)),
        terms=_terms_of(args),
        now=timezone.localtime(),
    )
    print(f"已接入{Vendor(args.vendor).label}；用 chapiao channel test {args.vendor} 试一下密钥")
    return 0


def _change(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from chapiao.actions import accounts, channel_keys
    from chapiao.outside.channels.model import Vendor

    on = True if args.on else False if args.off else None
    terms = _terms_of(args, on=on)
    channel_keys.change(
        by=accounts.operator(), vendor=args.vendor, terms=terms, now=timezone.localtime()
    )
    print(f"已更改{Vendor(args.vendor).label}")
    return 0


def _test(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from chapiao.actions import accounts
    from chapiao.actions.try_channel import try_channel

    tried = try_channel(by=accounts.operator(), vendor=args.vendor, now=timezone.localtime())
    print(tried.says, file=sys.stdout if tried.works else sys.stderr)
    return 0 if tried.works else REFUSED


def _remove(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from chapiao.actions import accounts, channel_keys
    from chapiao.outside.channels.model import Vendor

    channel_keys.remove(by=accounts.operator(), vendor=args.vendor, now=timezone.localtime())
    print(f"已移除{Vendor(args.vendor).label}和它的密钥")
    return 0


def _list(args: argparse.Namespace) -> int:
    del args
    from django.utils import timezone

    from chapiao.actions import accounts, channel_keys
    from chapiao.invoice.money import plain

    found = channel_keys.accounts(accounts.operator(), timezone.localtime())
    for one in found:
        row, cost = one.channel, one.this_month
        print(f"{one.vendor}  {one.vendor.label}  密钥尾号 {row.key_id_end}  {one.state}")
        most = "不限" if row.budget is None else f"{plain(row.budget)} 元"
        money = f"本月 {cost.calls} 次，计费 {cost.charged} 次 {plain(cost.fen)} 元"
        perhaps = f"，另有 {cost.perhaps} 次厂商没说是否计费（至多 {plain(cost.fen_perhaps)} 元）"
        print(f"    {money}{perhaps if cost.perhaps else ''}；预算 {most}")
    if not found:
        print("还没有接入查验接口：不联网，查验由人到官方平台去做")
    return 0


def _secret(file: str | None) -> str:
    if file is None:
        if not sys.stdin.isatty():
            stop("这里不能当面询问密文，请用 --secret-file 指定文件")
        return getpass.getpass("密文（Secret Key、SecretKey 或 appSecret，不显示）：")
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        stop(f"读不了文件 {file}：{getattr(error, 'strerror', None) or '不是文本文件'}")
    return text.partition("\n")[0].strip()
