"""Send messages out: by e-mail to people, by the robots of groups.

What waits for one recipient goes out together, so that a robot stays under its vendor's
limit. What is in a parcel, and that it is being sent, is written down before it is sent,
and that it was sent after it. A worker killed in between leaves a parcel that may have
arrived: it goes out once more, under the same Message-ID, marked 重发.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from chapiao.actions import due, message_text, robot_address
from chapiao.actions.message_sight import hidden
from chapiao.actions.quiet import after_quiet
from chapiao.outside import mail_out, robots
from chapiao.store.models import Message, MessageKind, Person, Robot, Wish

LEASE = timedelta(seconds=60)  # longer than a mail server or a vendor is waited for
MINUTE = timedelta(minutes=1)
POSTS = robots.A_MINUTE - 2  # a minute and robot: clocks differ, and one may be sent again
MAIL_ROOM = 200_000  # bytes
PAUSES = (10, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600)  # seconds after each failure
GAVE_UP = "多次发送都没有成功，不再重试"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Messages that go out together, their Message-ID, and whether they may have arrived."""

    messages: tuple[Message, ...]
    mark: str
    again: bool

    @property
    def first(self) -> Message:
        """The one that names the recipient."""
        return self.messages[0]

    @property
    def rows(self) -> QuerySet[Message]:
        """Its rows, where they are still in this worker's hands."""
        ids = [one.pk for one in self.messages]
        return Message.objects.filter(pk__in=ids, batch=self.mark, attempt=self.first.attempt)


def waiting(now: datetime) -> list[int]:
    """Return the messages that are due to go out."""
    return due.ids(Message.objects, now)


def send(pk: int, now: datetime) -> None:
    """Send a due message, and with it what else waits for the same recipient."""
    parcel = _packed(pk, now)
    if parcel is None:
        return
    try:
        if parcel.first.robot is None:
            mail_out.send(_letter(parcel))
        else:
            _post(parcel, parcel.first.robot, now)
    except (mail_out.MailFailed, robots.NotSent) as error:
        wait = error.wait if isinstance(error, robots.NotSent) else None
        if isinstance(error, mail_out.MailFailed) and error.server:
            _let_mail_rest(now)
        _failed(parcel, str(error), now, error.permanent, error.arrived, wait)
    except (robot_address.Unreadable, robots.BadAddress) as error:
        _failed(parcel, str(error), now, permanent=True, arrived=False, wait=None)
    else:
        _sent(parcel, now)


def put_off(pk: int, now: datetime) -> None:
    """Try again later what failed unforeseen, as it is; give it up in words in the end."""
    message = Message.objects.get(pk=pk)
    if message.attempt > len(PAUSES):
        _same(message).update(due_at=None, lease_until=None, problem=GAVE_UP)
        return
    later = now + timedelta(seconds=_pause(message.attempt))
    _same(message).update(due_at=later, lease_until=None)


def give_back(pk: int) -> None:
    """Put a claimed message down: the worker is told to stop. It may have gone out."""
    _same(Message.objects.get(pk=pk)).update(lease_until=None)


def _same(message: Message) -> QuerySet[Message]:
    """Return the rows of the message's parcel that wait, or its own row."""
    together = Q(batch=message.batch) if message.batch else Q(pk=message.pk)
    return Message.objects.filter(together, sent_at=None, due_at__isnull=False)


def _let_mail_rest(now: datetime) -> None:
    """Put off every mail that is due: a server that is not there costs its time only once."""
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    mails = Message.objects.filter(free, robot=None, due_at__lte=now, sent_at=None)
    mails.update(due_at=now + MINUTE)


@transaction.atomic
def _packed(pk: int, now: datetime) -> Parcel | None:
    """Claim a message with what goes with it; None where it is not its time."""
    robot = _hold_recipient(pk)
    first = _waiting(now).filter(pk=pk).first()
    if first is None:
        return None
    free_at = _free_at(first, robot, now)
    if free_at is None:
        _same(first).update(due_at=None, lease_until=None, problem="已停用，没有发出")
        return None
    if free_at > now:
        _same(first).update(due_at=free_at, lease_until=None)
        return None
    chosen = _seen_still(first, _chosen(first, robot, now))
    if not chosen:
        return None
    again = first.sending_at is not None
    mark = first.batch or first.mark
    ids = [one.pk for one in chosen]
    attempt = first.attempt + 1
    Message.objects.filter(pk__in=ids).update(
        lease_until=now + LEASE, attempt=attempt, batch=mark, sending_at=now
    )
    for one in chosen:
        one.attempt, one.batch = attempt, mark
    return Parcel(messages=tuple(chosen), mark=mark, again=again)


def _hold_recipient(pk: int) -> Robot | None:
    """Let who else sends to the same recipient wait; return the robot, None for a person."""
    whose = Message.objects.filter(pk=pk).values_list("person", "robot").first()
    person, robot = whose or (None, None)
    if robot is None:
        Person.objects.select_for_update(no_key=True).filter(pk=person or 0).first()
        return None
    return Robot.objects.select_for_update(no_key=True).filter(pk=robot).first()


def _waiting(now: datetime) -> QuerySet[Message]:
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    rows = Message.objects.filter(free, due_at__lte=now, sent_at=None)
    return rows.select_related("person", "robot__entity").order_by("made_at", "pk")


def _chosen(first: Message, robot: Robot | None, now: datetime) -> list[Message]:
    """Return what goes out now: a parcel made before as it was; else what waits and fits."""
    if first.batch:
        return list(_waiting(now).filter(batch=first.batch))
    if first.kind == MessageKind.ADDRESS:
        return [first]
    whose: dict[str, Any] = {"robot": robot} if robot is not None else {"person": first.person}
    others = _waiting(now).filter(batch="", **whose).exclude(pk=first.pk)
    room = MAIL_ROOM if robot is None else robots.Vendor(robot.vendor).room
    name = "" if robot is None else robot.entity.name
    chosen = [first]
    for one in others.exclude(kind=MessageKind.ADDRESS)[: message_text.MOST]:
        if not message_text.fits([*chosen, one], room, name):
            break
        chosen.append(one)
    return chosen


def _seen_still(first: Message, chosen: list[Message]) -> list[Message]:
    """Return what may still be told: what has gone out of its person's sight is not sent."""
    if first.person is None or first.kind == MessageKind.ADDRESS:
        return chosen
    gone = hidden(first.person, chosen)
    if gone:
        Message.objects.filter(pk__in=gone).update(
            due_at=None, lease_until=None, problem="权限已变，没有发出"
        )
    return [one for one in chosen if one.pk not in gone]


def _free_at(first: Message, robot: Robot | None, now: datetime) -> datetime | None:
    """Return when the recipient may be written to; None: not any more."""
    if robot is None:
        wish = Wish.objects.filter(person=first.person).first()
        if first.kind == MessageKind.ADDRESS:
            return now
        if first.person is None or not (first.person.email and first.person.is_active):
            return None
        if wish is None:
            return now
        return after_quiet(now, wish.quiet_from, wish.quiet_to) if wish.by_mail else None
    if not robot.active:
        return None
    lately = Message.objects.filter(robot=robot, sending_at__gt=now - MINUTE)
    each = lately.values("batch").annotate(at=Max("sending_at"), times=Max("attempt"))
    # One that was sent again may have come twice within the minute: each time counts.
    posts: list[datetime] = sorted(
        (one["at"] for one in each for _ in range(one["times"])), reverse=True
    )
    at = now if len(posts) < POSTS else posts[POSTS - 1] + MINUTE
    return after_quiet(max(at, now), robot.quiet_from, robot.quiet_to)


def _letter(parcel: Parcel) -> mail_out.Letter:
    first = parcel.first
    host = settings.SITE.rpartition("//")[2].partition(":")[0]
    own = first.person.email if first.person is not None else ""
    return mail_out.Letter(
        to=first.address or own,
        subject=message_text.subject(parcel.messages, again=parcel.again),
        body=message_text.text(parcel.messages, again=parcel.again),
        message_id=f"<{parcel.mark}@{host}>",
    )


def _post(parcel: Parcel, robot: Robot, now: datetime) -> None:
    text = message_text.text(parcel.messages, again=parcel.again, whose=robot.entity.name)
    robots.post(robot_address.opened(robot), text, now)


@transaction.atomic
def _sent(parcel: Parcel, now: datetime) -> None:
    parcel.rows.update(sent_at=now, due_at=None, lease_until=None, problem="")
    if parcel.first.robot_id is not None:
        Robot.objects.filter(pk=parcel.first.robot_id).exclude(problem="").update(problem="")


@transaction.atomic
def _failed(
    parcel: Parcel,
    problem: str,
    now: datetime,
    permanent: bool,  # noqa: FBT001 - the words of the error
    arrived: bool | None,  # noqa: FBT001
    wait: int | None,
) -> None:
    """Put a parcel off, or give it up, in words; what surely did not arrive is no repeat."""
    attempt = parcel.first.attempt
    new: dict[str, Any] = {"lease_until": None, "problem": problem[:200]}
    if arrived is False and not parcel.again:
        new["sending_at"] = None
    if permanent or attempt > len(PAUSES):
        new["due_at"] = None
        new["problem"] = (problem if permanent else f"{GAVE_UP}：{problem}")[:200]
    else:
        new["due_at"] = now + timedelta(seconds=wait or _pause(attempt))
    parcel.rows.update(**new)
    robot = parcel.first.robot_id
    if robot is not None:
        Robot.objects.filter(pk=robot).update(problem=problem[:200])
        if (
            new["due_at"] is not None
        ):  # what would knock in vain, or make its rest longer, waits too
            others = _waiting(now).filter(robot=robot, batch="").values("pk")
            Message.objects.filter(pk__in=others).update(due_at=new["due_at"])


def _pause(attempt: int) -> int:
    return PAUSES[min(max(attempt, 1), len(PAUSES)) - 1]
