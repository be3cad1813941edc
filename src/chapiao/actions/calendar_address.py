"""日历地址: a person's own address of the calendar, for a calendar program that cannot sign in.

The address is made of a nonce and this installation's key, so that it can be shown again
and nobody makes it out of the database. It opens the calendar and nothing else.
"""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex

from django.utils.crypto import constant_time_compare, salted_hmac

from chapiao.store import audit
from chapiao.store.models import CalendarAddress, Person

SALT = "chapiao.calendar"
NONCE = 16  # bytes


def token_of(person: Person) -> str | None:
    """Return the token of a person's address; None where there is none yet."""
    address = CalendarAddress.objects.filter(person=person).first()
    return _token(address) if address is not None else None


def renew(person: Person, now: datetime) -> str:
    """Make a new address, and the old one dead; return its token."""
    address, _ = CalendarAddress.objects.update_or_create(
        person=person, defaults={"nonce": token_hex(NONCE), "made_at": now}
    )
    audit.append(
        at=now, person_id=person.pk, act="新建日历地址", subject=f"person:{person.pk}", detail={}
    )
    return _token(address)


def drop(person: Person, now: datetime) -> None:
    """Make the address dead without a new one."""
    if CalendarAddress.objects.filter(person=person).delete()[0]:
        audit.append(at=now, person_id=person.pk, act="停用日历地址", subject=f"person:{person.pk}")


def person_of(token: str) -> Person | None:
    """Return whose address a token is of; None for a dead one, or one of somebody who left."""
    pk = token.partition("-")[0]
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):  # noqa: PLR2004 - a key of the database
        return None
    address = CalendarAddress.objects.select_related("person").filter(person=int(pk)).first()
    if address is None or not constant_time_compare(_token(address), token):
        return None
    return address.person if address.person.is_active else None


def _token(address: CalendarAddress) -> str:
    code = salted_hmac(SALT, f"{address.person_id}:{address.nonce}", algorithm="sha256")
    return f"{address.person_id}-{code.hexdigest()[:40]}"
