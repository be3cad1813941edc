"""群机器人: who in a company's groups is told; its address and secret are kept sealed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, time
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from chapiao.outside import robots
from chapiao.store import access, audit
from chapiao.store.kin import administered
from chapiao.store.models import Entity, MessageKind, Person, Robot
from chapiao.store.sealed import WrongKey, seal, unseal

OFFERED = tuple(one for one in MessageKind.values if one != MessageKind.ADDRESS)


class Unreadable(Exception):
    """The address was sealed with another key. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("机器人的地址解不开：identity_key 换过了，请重新登记这个机器人")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A robot as somebody registers it: `off` are kinds it is not told, `quiet` its quiet hours."""

    address: str
    name: str = ""
    secret: str = field(default="", repr=False)
    phones: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    quiet: tuple[time | None, time | None] = (None, None)


def robots_for(person: Person) -> QuerySet[Robot]:
    """Return the robots of the companies that this person administers."""
    mine = administered(person)
    found = Robot.objects.filter(entity__in=mine).select_related("entity", "made_by")
    return found.order_by("entity_id", "pk")


@transaction.atomic
def add_robot(
    *,
    by: Person,
    entity: Entity,
    wanted: Wanted,
    now: datetime,
) -> Robot:
    """Let a group be told what concerns a company.

    Raises:
        access.NotSeen: the person does not administer the company.
        robots.BadAddress: it is no robot's address, or lies elsewhere.
    """
    if not administered(by).filter(pk=entity.pk).exists():
        raise access.NotSeen
    parsed = robots.parse(
        wanted.address, secret=wanted.secret, phones=wanted.phones, allowed=settings.ROBOT_HOSTS
    )
    mark = token_hex(16)
    told = {
        "address": wanted.address.strip(),
        "secret": parsed.secret,
        "phones": list(wanted.phones),
    }
    robot = Robot.objects.create(
        entity=entity,
        vendor=parsed.vendor.value,
        name=wanted.name.strip()[:60] or parsed.vendor.value,
        mark=mark,
        sealed=seal(json.dumps(told), _about(mark)),
        off=[one for one in OFFERED if one in wanted.off],
        quiet_from=wanted.quiet[0],
        quiet_to=wanted.quiet[1],
        made_by=by,
        made_at=now,
    )
    audit.append(at=now, person_id=by.pk, act="登记群机器人", subject=f"robot:{robot.pk}")
    return robot


@transaction.atomic
def end_robot(*, by: Person, pk: int, now: datetime) -> Robot:
    """Tell a robot nothing any more; its address is forgotten.

    Raises:
        access.NotSeen: there is none for this person.
    """
    robot = _mine(by, pk)
    robot.active, robot.sealed = False, ""
    robot.save(update_fields=["active", "sealed"])
    audit.append(at=now, person_id=by.pk, act="停用群机器人", subject=f"robot:{robot.pk}")
    return robot


def try_robot(*, by: Person, pk: int, now: datetime) -> None:
    """Post one line of trial into the group at once.

    Raises:
        access.NotSeen: there is none for this person.
        robots.NotSent, Unreadable: says why it did not arrive.
    """
    robot = _mine(by, pk)
    robots.post(opened(robot), f"【查票·{robot.entity.name}】这是一条测试消息，收到就是接通了", now)
    Robot.objects.filter(pk=robot.pk).update(problem="")
    audit.append(at=now, person_id=by.pk, act="测试群机器人", subject=f"robot:{robot.pk}")


def opened(robot: Robot) -> robots.Robot:
    """Return where a robot is.

    Raises:
        Unreadable: its address was sealed with another key.
        robots.BadAddress: the operator no longer allows the host.
    """
    try:
        told = json.loads(unseal(robot.sealed, _about(robot.mark)))
    except WrongKey as error:
        raise Unreadable from error
    return robots.parse(
        told["address"],
        secret=told["secret"],
        phones=tuple(told["phones"]),
        allowed=settings.ROBOT_HOSTS,
    )


def _mine(by: Person, pk: int) -> Robot:
    robot = robots_for(by).filter(pk=pk, active=True).first()
    if robot is None:
        raise access.NotSeen
    return robot


def _about(mark: str) -> str:
    return f"robot:{mark}"
