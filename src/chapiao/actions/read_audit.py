"""日志: who may read it, and taking it away as a table; that is written down as well."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import StringIO

from django.db.models import QuerySet

from chapiao.store import access, audit
from chapiao.store.kin import audited
from chapiao.store.models import AuditEntry, Person
from chapiao.store.queries.audit_trail import Trail, names, people_of, trail_of
from chapiao.store.records import BEIJING

HEADINGS = ("编号", "时间", "人员", "动作", "对象", "说明", "校验值")
BOM = "\ufeff"
BATCH = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def readable(person: Person, trail: Trail) -> QuerySet[AuditEntry]:
    """Return the entries this person may read: a superuser all, others their companies' people's.

    Raises:
        access.NotSeen: this person may read none.
    """
    return trail_of(_narrowed(person, trail))


def people_seen(person: Person) -> QuerySet[Person]:
    """Return whose acts this person may read."""
    if person.is_superuser:
        return Person.objects.order_by("username")
    return people_of(audited(person))


def export_csv(*, by: Person, trail: Trail, now: datetime) -> Iterator[str]:
    """Yield the entries as CSV that a spreadsheet opens, line by line.

    Raises:
        access.NotSeen: this person may read none.
    """
    found = readable(by, trail)
    newest = found.values_list("pk", flat=True).first()
    audit.append(
        at=now,
        person_id=by.pk,
        act="导出日志",
        subject="audit",
        detail={"count": found.count(), "newest": newest},
    )
    return _lines(found.filter(pk__lte=newest or 0))


def _lines(found: QuerySet[AuditEntry]) -> Iterator[str]:
    yield BOM + _line(HEADINGS)
    logins: dict[int, str] = {}
    for one in found.iterator(chunk_size=BATCH):
        if one.person is not None and one.person not in logins:
            logins |= {one.person: ""} | names({one.person})
        at = f"{one.at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
        detail = json.dumps(one.detail, ensure_ascii=False) if one.detail else ""
        who = logins.get(one.person or 0, "")
        yield _line((str(one.pk), at, who, one.act, one.subject, detail, one.digest))


def _line(cells: tuple[str, ...]) -> str:
    """Write a line; a cell that a spreadsheet would take for a formula is told as text."""
    out = StringIO()
    csv.writer(out).writerow([f"'{one}" if one.startswith(_FORMULA) else one for one in cells])
    return out.getvalue()


def _narrowed(person: Person, trail: Trail) -> Trail:
    if person.is_superuser:
        return trail
    mine = audited(person)
    if not mine.exists():
        raise access.NotSeen
    return replace(trail, of=list(people_of(mine).values_list("pk", flat=True)))
