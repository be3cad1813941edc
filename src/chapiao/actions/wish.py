"""通知设置: where messages go for one person, which kinds, and when not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from secrets import token_hex

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from chapiao.actions import links
from chapiao.actions.tell import tell_address
from chapiao.store import audit
from chapiao.store.models import Message, MessageKind, Person, Wish

LINK_HOLDS = timedelta(days=3)
A_DAY = timedelta(days=1)
LONGEST_ADDRESS = 254
MOST_A_DAY = 5  # mails to addresses that nobody has confirmed yet
OFFERED = tuple(one for one in MessageKind.values if one != MessageKind.ADDRESS)


class BadAddress(ValueError):
    """The e-mail address is not taken. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person wants: `off` are kinds not to go out by e-mail."""

    by_mail: bool = True
    off: tuple[str, ...] = ()
    quiet: tuple[time | None, time | None] = (None, None)


def wishes_of(person: Person) -> Wishes:
    """Return what a person wants; who never said so wants all, at any time."""
    kept = Wish.objects.filter(person=person).first()
    if kept is None:
        return Wishes()
    quiet = (kept.quiet_from, kept.quiet_to)
    return Wishes(by_mail=kept.by_mail, off=tuple(kept.off), quiet=quiet)


def set_wishes(person: Person, wishes: Wishes) -> None:
    """Keep what a person wants."""
    Wish.objects.update_or_create(
        person=person,
        defaults={
            "by_mail": wishes.by_mail,
            "off": [one for one in OFFERED if one in wishes.off],
            "quiet_from": wishes.quiet[0],
            "quiet_to": wishes.quiet[1],
        },
    )


@transaction.atomic
def ask_address(person: Person, address: str, now: datetime) -> None:
    """Send a link to an address; once it is opened, messages go there.

    Raises:
        BadAddress: it is none, or too many were tried today.
    """
    given = address.strip()
    if not _is_address(given):
        msg = "邮箱地址不对，应形如 wangmin@example.com"
        raise BadAddress(msg)
    tried = Message.objects.filter(person=person, kind=MessageKind.ADDRESS, made_at__gt=now - A_DAY)
    if tried.count() >= MOST_A_DAY:
        msg = "今天已经试了几个地址，请明天再改"
        raise BadAddress(msg)
    token = token_hex(16)
    tell_address(person, given, links.confirm_address(token), f"address:{token}", now)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS


@transaction.atomic
def confirm_address(person: Person, token: str, now: datetime) -> str | None:
    """Let messages go to the address that the link was sent to; None: the link is no good."""
    asked = Message.objects.filter(
        person=person,
        kind=MessageKind.ADDRESS,
        once=f"address:{token}",
        made_at__gt=now - LINK_HOLDS,
    ).first()
    if asked is None:
        return None
    person.email = asked.address
    person.save(update_fields=["email"])
    audit.append(at=now, person_id=person.pk, act="确认邮箱", subject=f"person:{person.pk}")
    return asked.address


@transaction.atomic
def drop_address(person: Person, now: datetime) -> None:
    """Send no more mails to a person."""
    person.email = ""
    person.save(update_fields=["email"])
    audit.append(at=now, person_id=person.pk, act="移除邮箱", subject=f"person:{person.pk}")
