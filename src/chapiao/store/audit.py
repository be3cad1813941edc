"""The audit log: append only, each entry bound to the one before by a hash.

What `verify` sees: an entry changed, taken out, put in between or moved. What it
cannot see from inside: entries taken off the end, and the whole log written anew
by somebody who can write to the database. Against these the operator notes the
`head` (number and digest of the newest entry) somewhere else from time to time
and gives it to `verify`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from chapiao.store import sql
from chapiao.store.models import AuditEntry

START = "0" * 64
LOCK = 0x6368_6170  # PostgreSQL: one writer of the chain at a time, until its commit

_LAST = "select digest from store_auditentry order by id desc limit 1"
_INSERT = (
    "insert into store_auditentry (at, person, act, subject, detail, previous, digest)"
    " values (?,?,?,?,?,?,?)"
)


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link that does not hold. The message can be shown to the user."""

    entry: int | None  # None: the noted head is not in the log
    message: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: what the operator notes elsewhere."""

    entry: int
    digest: str


def append(
    *,
    at: datetime,
    person_id: int | None,
    act: str,
    subject: str,
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write one act down. `detail` holds ids and counts, never what an invoice says."""
    told = dict(detail or {})
    with sql.Writing():
        pk, previous, digest = _append(at, person_id, act, subject, told)
    return AuditEntry(
        pk=pk,
        at=at,
        person=person_id,
        act=act,
        subject=subject,
        detail=told,
        previous=previous,
        digest=digest,
    )


def append_quickly(
    at: datetime, person_id: int | None, act: str, subject: str, detail: Mapping[str, Any]
) -> None:
    """Write one act down inside a transaction that is open; gives nothing back."""
    _append(at, person_id, act, subject, detail)


def _append(
    at: datetime, person_id: int | None, act: str, subject: str, detail: Mapping[str, Any]
) -> tuple[int, str, str]:
    if not sql.is_sqlite():
        sql.run("select pg_advisory_xact_lock(?)", (LOCK,))
    # On SQLite the transaction is IMMEDIATE: nobody else writes until it ends.
    last = sql.rows(_LAST)
    previous: str = last[0][0] if last else START
    text = _json(detail)
    digest = _digest(previous, at, person_id, act, subject, text)
    given = (sql.moment(at), person_id, act, subject, text.decode(), previous, digest)
    return sql.insert(_INSERT, given), previous, digest


def head() -> Head | None:
    """Return the newest entry, to be noted outside the database."""
    found = sql.rows("select id, digest from store_auditentry order by id desc limit 1")
    return Head(*found[0]) if found else None


def verify(noted: Head | None = None) -> Broken | None:
    """Follow the chain from its start; None when every link holds.

    `noted` is a head from earlier: it must still be in the log, as it was.
    """
    previous = START
    seen_noted = noted is None
    for one in AuditEntry.objects.order_by("pk").iterator(chunk_size=2000):
        if one.previous != previous:
            return Broken(one.pk, f"日志第{one.pk}条接不上前一条：中间有记录被删除、插入或调换")
        text = _json(one.detail)
        if one.digest != _digest(previous, one.at, one.person, one.act, one.subject, text):
            return Broken(one.pk, f"日志第{one.pk}条的内容被改动")
        previous = one.digest
        if noted is not None and one.pk == noted.entry:
            seen_noted = one.digest == noted.digest
    if not seen_noted and noted is not None:
        return Broken(
            None, f"另存的第{noted.entry}条不在日志里：末尾的记录被删除，或整个日志被重写"
        )
    return None


def _digest(
    previous: str, at: datetime, person_id: int | None, act: str, subject: str, detail: bytes
) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    told = orjson.dumps([previous, moment, person_id, act, subject])
    return hashlib.sha256(told + detail).hexdigest()


def _json(detail: Any) -> bytes:  # noqa: ANN401 - any JSON
    return orjson.dumps(detail, option=orjson.OPT_SORT_KEYS)
