"""Guessing has to wait: after a few wrong tries each further one takes twice the wait.

Counted in the database, so that it outlives a restart and holds for all processes. A
try counts as wrong before it is made and is forgotten when it was right: many at once
are no way round. What was tried is kept as a keyed hash only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.db import transaction

from chapiao.store.models import SignInTry
from chapiao.store.sealed import keyed_hash

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)


class TooManyTries(Exception):
    """The next try has to wait. The message can be shown to the user."""

    def __init__(self, kind: Kind, wait: timedelta) -> None:
        super().__init__(f"{kind.says}，请{in_words(wait)}后再试；忘了密码请找系统管理员。")


@dataclass(frozen=True, slots=True)
class Kind:
    """What is counted, how often it may go wrong, and how that is told.

    `forgives`: after this time one wrong try is forgotten; None: only the right one does it.
    """

    name: str
    most_wrong: int
    says: str
    forgives: timedelta | None = None


ACCOUNT = Kind("login", 5, "这个登录名连续输错了5次")
# A whole office may sit behind one address, and somebody there always mistypes.
ADDRESS = Kind("address", 30, "您所在的网络地址输错的次数太多", timedelta(minutes=3))
CODE = Kind("code", 5, "验证码连续输错了5次")


@dataclass(frozen=True, slots=True)
class Try:
    """One try under way; `locks` when, should it be wrong, the next one has to wait."""

    keys: tuple[tuple[Kind, str], ...]
    locks: timedelta | None


@transaction.atomic
def begin(now: datetime, *what: tuple[Kind, str]) -> Try:
    """Count a try, before it is known whether it is right. A blank what is not counted.

    Raises:
        TooManyTries: it has to wait; it was not counted and must not be made.
    """
    keys = tuple((kind, _key(kind, text)) for kind, text in what if text)
    rows = []
    for kind, key in sorted(keys, key=lambda one: one[1]):  # always in one order: no deadlock
        row, _ = SignInTry.objects.select_for_update().get_or_create(
            key=key, defaults={"last_at": now}
        )
        if row.wait_until is not None and row.wait_until > now:
            raise TooManyTries(kind, row.wait_until - now)
        rows.append((kind, row))
    waits = [_count(kind, row, now) for kind, row in rows]
    SignInTry.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
    return Try(keys, max((one for one in waits if one is not None), default=None))


@transaction.atomic
def right(tried: Try) -> None:
    """Take a try back that was right: an account starts anew, an address has one fewer."""
    for kind, key in tried.keys:
        row = SignInTry.objects.select_for_update().filter(key=key).first()
        if row is None:
            continue
        if kind is not ADDRESS or row.wrong <= 1:
            row.delete()
            continue
        row.wrong -= 1
        if row.wrong < kind.most_wrong:
            row.wait_until = None
        row.save(update_fields=["wrong", "wait_until"])


@transaction.atomic
def forget(kind: Kind, text: str) -> None:
    """Let somebody try again at once."""
    SignInTry.objects.filter(key=_key(kind, text)).delete()


def in_words(wait: timedelta) -> str:
    """Say how long, in whole minutes, rounded up.

    >>> in_words(timedelta(seconds=61))
    '2分钟'
    >>> in_words(timedelta(hours=1))
    '1小时'
    """
    minutes = -(-wait // timedelta(minutes=1))
    return f"{minutes // 60}小时" if minutes % 60 == 0 and minutes else f"{max(1, minutes)}分钟"


def network(address: str) -> str:
    """Return what is counted as one address: an IPv6 customer has a whole /64.

    >>> network("2001:db8:1:2:3::4")
    '2001:db8:1:2::'
    """
    try:
        at = ip_address(address)
    except ValueError:
        return ""
    if isinstance(at, IPv6Address) and at.ipv4_mapped is None:
        return str(IPv6Address(int(at) >> 64 << 64))
    return str(at)


def _count(kind: Kind, row: SignInTry, now: datetime) -> timedelta | None:
    """Count one more; return the wait this leads to."""
    left, since = _left(kind, row, now)
    row.wrong, row.last_at, row.wait_until = left + 1, since, None
    wait = None
    if row.wrong >= kind.most_wrong:
        times = min(row.wrong - kind.most_wrong, 10)
        wait = min(FIRST_WAIT * 2**times, LONGEST_WAIT)
        row.wait_until = now + wait
    row.save(update_fields=["wrong", "last_at", "wait_until"])
    return wait


def _left(kind: Kind, row: SignInTry, now: datetime) -> tuple[int, datetime]:
    """Return how many wrong tries still count, and since when the next one is being forgotten."""
    passed = now - row.last_at
    if kind.forgives is None:
        return (0 if passed > FORGOTTEN_AFTER else row.wrong), now
    forgotten = max(0, passed // kind.forgives)
    if forgotten >= row.wrong:
        return 0, now
    return row.wrong - forgotten, row.last_at + forgotten * kind.forgives


def _key(kind: Kind, text: str) -> str:
    return keyed_hash(f"{kind.name}:{text[:200]}")
