"""归集来源: folders and mailboxes that files are collected from, in whose name; kept sealed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from chapiao.outside.mailbox import Mailbox
from chapiao.store import access, audit
from chapiao.store.kin import administered
from chapiao.store.models import Entity, Person, Source, SourceKind
from chapiao.store.sealed import WrongKey, seal, unseal

SOONEST, LATEST = 1, 24 * 60  # minutes between two looks


class BadSource(ValueError):
    """The source cannot be kept. The message can be shown to the user."""


class Unreadable(Exception):
    """Where it is was sealed with another key. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("邮箱的密码解不开：identity_key 换过了，请重新登记这个来源")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A source as somebody registers it; `place` is a folder of this machine or a mailbox."""

    name: str
    place: Path | Mailbox
    giver: Person
    every: int = 5


def sources_for(person: Person) -> QuerySet[Source]:
    """Return the sources of the companies this person administers, and those in their name."""
    mine = Q(entity__in=administered(person)) | Q(giver=person)
    found = Source.objects.filter(mine).select_related("entity", "giver", "made_by")
    return found.order_by("-active", "pk").distinct()


def source_for(person: Person, pk: int) -> Source:
    """Return one source, or raise access.NotSeen."""
    found = sources_for(person).filter(pk=pk).first()
    if found is None:
        raise access.NotSeen
    return found


@transaction.atomic
def add_source(*, by: Person, entity: Entity, wanted: Wanted, now: datetime) -> Source:
    """Let files be collected from a place, from now on.

    Raises:
        access.NotSeen: the person does not administer the company.
        BadSource: whose name it is in may not hand in files for the company.
    """
    if not administered(by).filter(pk=entity.pk).exists():
        raise access.NotSeen
    giver = wanted.giver
    belongs = giver.is_superuser or entity.pk in access.entity_ids(giver)
    if not belongs or not access.may_submit(giver):
        msg = f"{giver} 不是 {entity} 能交文件的人（经办、复核、财务主管或管理员）"
        raise BadSource(msg)
    if not SOONEST <= wanted.every <= LATEST:
        msg = f"间隔应是{SOONEST}到{LATEST}分钟"
        raise BadSource(msg)
    kind = SourceKind.FOLDER if isinstance(wanted.place, Path) else SourceKind.MAILBOX
    mark = token_hex(16)
    source = Source.objects.create(
        kind=kind,
        name=wanted.name.strip()[:60] or kind.value,
        entity=entity,
        giver=giver,
        mark=mark,
        sealed=seal(json.dumps(_told(wanted.place)), _about(mark)),
        every=wanted.every,
        made_by=by,
        made_at=now,
        due_at=now,
    )
    audit.append(
        at=now,
        person_id=by.pk,
        act="登记归集来源",
        subject=f"source:{source.pk}",
        detail={"kind": source.kind, "person": giver.pk},
    )
    return source


@transaction.atomic
def end_source(*, by: Person, pk: int, now: datetime) -> Source:
    """Collect nothing more from there; its password is forgotten, what was collected stays.

    Raises:
        access.NotSeen: there is none in use that this person may end.
    """
    source = source_for(by, pk)
    if not source.active or not administered(by).filter(pk=source.entity_id).exists():
        raise access.NotSeen
    source.active, source.sealed, source.due_at = False, "", None
    source.save(update_fields=["active", "sealed", "due_at"])
    audit.append(at=now, person_id=by.pk, act="停用归集来源", subject=f"source:{source.pk}")
    return source


def look_now(*, by: Person, pk: int, now: datetime) -> None:
    """Let a source be looked through at once.

    Raises:
        access.NotSeen: there is none for this person.
    """
    source = source_for(by, pk)
    Source.objects.filter(pk=source.pk, active=True).update(due_at=now)


def place_of(source: Source) -> Path | Mailbox:
    """Return where a source is.

    Raises:
        Unreadable: it was sealed with another key.
    """
    try:
        told: dict[str, Any] = json.loads(unseal(source.sealed, _about(source.mark)))
    except WrongKey as error:
        raise Unreadable from error
    return Path(told["path"]) if "path" in told else Mailbox(**told)


def _told(place: Path | Mailbox) -> dict[str, Any]:
    return {"path": str(place)} if isinstance(place, Path) else asdict(place)


def _about(mark: str) -> str:
    return f"source:{mark}"
