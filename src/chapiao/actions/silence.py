"""来源没有动静: exports that nobody imports any more, channels that answer nobody.

An alarm stays open until the source speaks again; who has dealt with it sees it no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from chapiao.actions.tell import Said, tell
from chapiao.invoice.status import VerifyStatus
from chapiao.store import access, audit
from chapiao.store.kin import stewards
from chapiao.store.models import (
    Check,
    Entity,
    MessageKind,
    Person,
    Snapshot,
    SnapshotState,
    SourceAlarm,
)
from chapiao.store.records import BEIJING

ASKED_OFTEN = 3  # checks of a day after which nothing but silence is a sign
A_DAY = timedelta(days=1)
NO_ANSWER = ("", VerifyStatus.FAILED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A source without a sign of life; `entity_id` None: it is no one company's."""

    subject: str
    says: str
    entity_id: int | None = None


def look(now: datetime) -> int:
    """Raise and end alarms by what came in up to now; return how many sources are silent."""
    silent = {one.subject: one for one in (*_exports(now), *_channels(now))}
    still = SourceAlarm.objects.filter(ended_at=None)
    still.exclude(subject__in=silent).update(ended_at=now)
    for subject, one in silent.items():
        with transaction.atomic():
            alarm, fresh = SourceAlarm.objects.get_or_create(
                subject=subject,
                ended_at=None,
                defaults={"says": one.says[:300], "raised_at": now, "entity_id": one.entity_id},
            )
            if fresh:
                _tell(alarm, now)
    return len(silent)


def _tell(alarm: SourceAlarm, now: datetime) -> None:
    """Tell who looks after the company; of a channel, the administrators of the system."""
    entity = alarm.entity
    people = Person.objects.filter(is_superuser=True) if entity is None else stewards(entity)
    said = Said(
        kind=MessageKind.IMPORT,
        once=f"silent:{alarm.pk}",
        says=alarm.says,
        step="从电子税务局导出并导入" if entity is not None else "看状态页是哪边的事",
        link="/import/" if entity is not None else "/status/",
    )
    tell(said, people=people.filter(is_active=True), entity=entity, now=now)


def open_alarms(person: Person) -> QuerySet[SourceAlarm]:
    """Return what nobody has dealt with yet, of this person's companies, newest first."""
    found = SourceAlarm.objects.filter(ended_at=None, handled_at=None)
    if not person.is_superuser:
        found = found.filter(Q(entity=None) | Q(entity__in=access.entity_ids(person)))
        if not access.may_submit(person):
            found = found.none()
    return found.order_by("-raised_at", "-pk")


def handle(person: Person, pk: int, now: datetime) -> None:
    """Note that a person has dealt with it.

    Raises:
        access.NotSeen: there is none open for this person.
    """
    mine = SourceAlarm.objects.filter(pk__in=open_alarms(person).filter(pk=pk).values("pk"))
    if not mine.update(handled_at=now, handled_by=person):
        raise access.NotSeen
    audit.append(at=now, person_id=person.pk, act="处理来源提醒", subject=f"source_alarm:{pk}")


def _exports(now: datetime) -> Iterator[Silent]:
    """Yield the companies whose last export is older than the operator lets it be."""
    if not settings.SILENT_DAYS:
        return
    since = now - timedelta(days=settings.SILENT_DAYS)
    done = Snapshot.objects.filter(state=SnapshotState.IMPORTED, entity__isnull=False)
    last = done.values("entity").annotate(last=Max(Coalesce("decided_at", "uploaded_at")))
    late = {row["entity"]: row["last"] for row in last.filter(last__lt=since)}
    for entity in Entity.objects.filter(pk__in=late):
        day = late[entity.pk].astimezone(BEIJING)
        yield Silent(
            subject=f"export:{entity.pk}",
            entity_id=entity.pk,
            says=f"{entity}已有{(now - late[entity.pk]).days}天没有导入税局导出"
            f"（上次{day:%Y-%m-%d}）：请从电子税务局导出后导入，否则之后开的票这里查不到",
        )


def _channels(now: datetime) -> Iterator[Silent]:
    """Yield the entries that were asked again and again in a day and never answered."""
    lately = Check.objects.filter(asked_at__gt=now - A_DAY, asked_at__lte=now, sandbox=False)
    told = lately.values("entry").annotate(
        asked=Count("pk"), answered=Count("pk", filter=~Q(outcome__in=NO_ANSWER))
    )
    for row in told.filter(asked__gte=ASKED_OFTEN, answered=0):
        yield Silent(
            subject=f"channel:{row['entry']}",
            says=f"{row['entry']}最近24小时问了{row['asked']}次，一次也没有答复：看状态页是哪边的事",
        )
