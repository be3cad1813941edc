"""Tell people, and the robots of a company's groups, what happened: once, in its transaction.

The row written here is the in-app message. Where it goes out too it is due at once, or at
the end of the recipient's quiet hours; `send_messages.py` sends it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from chapiao.actions.quiet import after_quiet
from chapiao.store.models import Entity, Message, MessageKind, Person, Robot, Wish

LONGEST_SAYS, LONGEST_STEP = 300, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One event to tell of. `once` names it; told again under that name, nothing is written.

    `link` is a path of ours; `amount` is in fen, None where it is not known.
    """

    kind: MessageKind
    once: str
    says: str
    step: str
    link: str
    tail: str = ""
    amount: int | None = None


def tell(said: Said, *, people: Iterable[Person], entity: Entity | None, now: datetime) -> None:
    """Write a message for each of these people, and for the company's robots that want it."""
    persons = {one.pk: one for one in people if one.is_active}
    wishes = {one.person_id: one for one in Wish.objects.filter(person__in=persons)}
    rows = [
        _row(said, now, person=one, due_at=_mail_due(one, wishes.get(pk), said.kind, now))
        for pk, one in persons.items()
    ]
    if entity is not None:
        for robot in Robot.objects.filter(entity=entity, active=True):
            if said.kind not in robot.off:
                due_at = after_quiet(now, robot.quiet_from, robot.quiet_to)
                rows.append(_row(said, now, robot=robot, due_at=due_at))
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def tell_address(person: Person, address: str, link: str, once: str, now: datetime) -> None:
    """Send a link to an address that somebody says is theirs, and nothing else there."""
    said = Said(
        kind=MessageKind.ADDRESS,
        once=once,
        says=f"{person} 要用这个地址接收查票的消息",
        step="是您本人就打开下面的链接确认；不是就不用理会",
        link=link,
    )
    row = _row(said, now, person=person, due_at=now if settings.EMAIL_HOST else None)
    row.address = address
    Message.objects.bulk_create([row], ignore_conflicts=True)


def inbox(person: Person) -> QuerySet[Message]:
    """Return the messages of a person, newest first."""
    mine = Message.objects.filter(person=person).exclude(kind=MessageKind.ADDRESS)
    return mine.order_by("-made_at", "-pk")


def unread(person: Person) -> int:
    """Return how many messages a person has not read."""
    return inbox(person).filter(read_at=None).count()


def note_read(person: Person, now: datetime, link: str | None = None) -> int:
    """Note that a person has read all, or what leads to one page; return how many."""
    mine = Message.objects.filter(person=person, read_at=None)
    if link is not None:
        mine = mine.filter(link=link)
    return mine.update(read_at=now) if mine.exists() else 0


def _mail_due(
    person: Person, wish: Wish | None, kind: MessageKind, now: datetime
) -> datetime | None:
    """Return when a message goes out by e-mail; None: it does not."""
    if not settings.EMAIL_HOST or not person.email:
        return None
    if wish is None:
        return now
    if not wish.by_mail or kind in wish.off:
        return None
    return after_quiet(now, wish.quiet_from, wish.quiet_to)


def _row(said: Said, now: datetime, **more: Any) -> Message:  # noqa: ANN401 - columns
    return Message(
        kind=said.kind,
        once=said.once[:80],
        tail=said.tail[:20],
        amount=said.amount,
        says=said.says[:LONGEST_SAYS],
        step=said.step[:LONGEST_STEP],
        link=said.link,
        made_at=now,
        mark=token_hex(16),
        **more,
    )
