"""接口密钥: the operator gives a vendor's key, changes what it may cost, tries it, takes it away.

A key is sealed with a key that is not in the database, and never shown again. Until one is
given, nothing leaves this machine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from chapiao.actions.channel_state import month_of, standing
from chapiao.diagnosis.say import when
from chapiao.outside.channels.capability import ability
from chapiao.outside.channels.model import Key, Vendor
from chapiao.store import audit, sealed
from chapiao.store.models import Channel, Person
from chapiao.store.queries.channel_cost import Cost, cost_of

END = 4  # characters of a key's public part that are shown
MOST_A_MINUTE = 6000


class NotAllowed(Exception):
    """Only an administrator of the system sets channels up. The message can be shown."""

    def __init__(self) -> None:
        super().__init__("只有系统管理员可以设置查验接口")


class BadChannel(ValueError):
    """A channel cannot be set up so. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a channel may be used; None leaves what is set, or the vendor's own.

    `price`: fen for a thousand charged calls; `budget`: fen a month, 0 for no limit.
    """

    base: str | None = None
    rank: int | None = None
    per_minute: int | None = None
    price: int | None = None
    budget: int | None = None
    on: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One channel with what it cost this month and the month before."""

    channel: Channel = field(repr=False)
    vendor: Vendor
    this_month: Cost
    last_month: Cost
    state: str


@transaction.atomic
def add(*, by: Person, vendor: str, key: Key, terms: Terms, now: datetime) -> Channel:
    """Give a vendor's key, or another one in place of it; the circuit begins closed.

    Raises:
        NotAllowed: not an administrator of the system.
        BadChannel: unknown vendor, no key, or an address or number that cannot be.
    """
    _only_admins(by)
    which = _vendor(vendor)
    for part in (key.id.strip(), key.secret.strip()):
        if not part:
            msg = "密钥的两部分（标识和密文）都要填"
            raise BadChannel(msg)
        if not (part.isascii() and part.isprintable()):
            msg = "密钥里只会有英文字母、数字和符号，请重新复制"
            raise BadChannel(msg)
    base = terms.base if terms.base is not None else ""
    if settings.DEMO and not base.startswith("http://"):
        msg = "演示环境不能接真的查验接口：演示的发票是虚构的，查它们要花钱"
        raise BadChannel(msg)
    given = {
        "key": sealed.seal(json.dumps([key.id.strip(), key.secret.strip()]), _about(which)),
        "key_id_end": key.id.strip()[-END:],
    }
    made, fresh = Channel.objects.update_or_create(
        vendor=which.value,
        defaults=given
        | {
            "on": True,
            "failures": 0,
            "paused_until": None,
            "paused_by": "",
            "token": "",
            "token_until": None,
        },
        create_defaults=given
        | {
            "rank": Channel.objects.count(),
            "per_minute": ability(which).per_second * 60,
            "price": ability(which).price,
            "added_at": now,
            "added_by": by,
        },
    )
    _set(made, terms)
    act = "接入查验接口" if fresh else "更换接口密钥"
    audit.append(at=now, person_id=by.pk, act=act, subject=f"channel:{which}")
    return made


@transaction.atomic
def change(*, by: Person, vendor: str, terms: Terms, now: datetime) -> Channel:
    """Change how a channel may be used; the key stays.

    Raises:
        NotAllowed: not an administrator of the system.
        BadChannel: there is no such channel, or a value that cannot be.
    """
    _only_admins(by)
    found = one(vendor)
    if terms.on:
        found.failures, found.paused_until, found.paused_by = 0, None, ""
    _set(found, terms)
    act = {True: "启用查验接口", False: "停用查验接口", None: "更改查验接口"}[terms.on]
    audit.append(at=now, person_id=by.pk, act=act, subject=f"channel:{found.vendor}")
    return found


@transaction.atomic
def remove(*, by: Person, vendor: str, now: datetime) -> None:
    """Take a channel away with its key; what it cost stays on record.

    Raises:
        NotAllowed: not an administrator of the system.
        BadChannel: there is no such channel.
    """
    _only_admins(by)
    found = one(vendor)
    audit.append(at=now, person_id=by.pk, act="移除查验接口", subject=f"channel:{found.vendor}")
    found.delete()


def accounts(by: Person, now: datetime) -> list[Account]:
    """Return the channels with their costs, in the operator's order.

    Raises:
        NotAllowed: not an administrator of the system.
    """
    _only_admins(by)
    month = month_of(now)
    before = _month_before(month)
    return [
        Account(
            channel=each,
            vendor=Vendor(each.vendor),
            this_month=cost_of(each.vendor, month),
            last_month=cost_of(each.vendor, before),
            state=_state(each, now),
        )
        for each in Channel.objects.filter(vendor__in=list(Vendor)).order_by("rank", "pk")
    ]


def _state(channel: Channel, now: datetime) -> str:
    stands = standing(channel, now)
    if not stands.on:
        return "已停用"
    if stands.over_budget:
        return "本月预算已用完，停到下月"
    if stands.paused_until is not None and stands.paused_until > now:
        return f"暂停：{stands.paused_by}，{when(stands.paused_until, now)}再试"
    return "正常" if not channel.failures else f"连续失败{channel.failures}次，还在用"


def one(vendor: str) -> Channel:
    """Return the channel of a vendor.

    Raises:
        BadChannel: there is none.
    """
    found = Channel.objects.filter(vendor=_vendor(vendor).value).first()
    if found is None:
        msg = f"还没有接入{Vendor(vendor).label}"
        raise BadChannel(msg)
    return found


def key_of(channel: Channel) -> Key:
    """Return the key of a channel, unsealed.

    Raises:
        BadChannel: the key it was sealed with is not here.
    """
    try:
        told = json.loads(sealed.unseal(channel.key, _about(Vendor(channel.vendor))))
    except sealed.WrongKey as error:
        msg = "接口密钥解不开：数据文件夹里的 identity_key 不是当初那一把，请重新填写密钥"
        raise BadChannel(msg) from error
    return Key(id=told[0], secret=told[1])


def _set(channel: Channel, terms: Terms) -> None:
    if terms.base is not None:
        channel.base = _base(terms.base)
    if terms.per_minute is not None and not 0 < terms.per_minute <= MOST_A_MINUTE:
        msg = f"每分钟次数应在1到{MOST_A_MINUTE}之间"
        raise BadChannel(msg)
    for name in ("rank", "per_minute", "price", "on"):
        value = getattr(terms, name)
        if value is not None:
            setattr(channel, name, value)
    if terms.budget is not None:
        channel.budget = terms.budget or None
    channel.save()


def _base(text: str) -> str:
    """Return an address without a slash at its end; "" for the vendor's own."""
    base = text.strip().rstrip("/")
    try:
        url = urlsplit(base)
    except ValueError:  # brackets of no IPv6 address
        url = urlsplit("")
    right = url.scheme in {"http", "https"} and url.hostname and not (url.query or url.username)
    if base and not right:
        msg = "地址应以 https:// 开头；内网的可以是 http://"
        raise BadChannel(msg)
    return base


def _vendor(text: str) -> Vendor:
    try:
        return Vendor(text)
    except ValueError as error:
        msg = f"没有「{text}」这种接口；有：{'、'.join(Vendor)}"
        raise BadChannel(msg) from error


def _only_admins(by: Person) -> None:
    if not by.is_superuser:
        raise NotAllowed


def _about(vendor: Vendor) -> str:
    return f"channel {vendor}"


def _month_before(month: date) -> date:
    return date.fromordinal(month.toordinal() - 1).replace(day=1)
