"""Import a tax-bureau export: preview, confirm, and take back; big ones by the worker.

    upload → 读取中 → prepare → 待确认 → confirm → 导入中 → carry_out … → 已导入
                   待指定列 → assign              undo → 撤销中 → take_back … → 已撤销

The worker's steps are short transactions. The import's state and its rows say how far
it is, so a step can be done again after a crash and two workers cannot both do it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction

from chapiao.actions import due, sentinel
from chapiao.actions.import_apply import Raced, apply_step
from chapiao.actions.import_read import GAVE_UP, LEASE, Clock, prepare
from chapiao.actions.import_state import (
    NotNow,
    due_now,
    fail,
    finished,
    held,
    locked,
    rest,
    write_down,
)
from chapiao.actions.import_undo import forget_parties, undo_step
from chapiao.actions.wake import wake_watchers
from chapiao.actions.whose import group
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store import access, originals
from chapiao.store.models import Person, RowOutcome, Snapshot, SnapshotState

HELD = timedelta(minutes=5)
_WAITING = {SnapshotState.PREVIEW, SnapshotState.ASKING}
_ENDED = {SnapshotState.UNDONE, SnapshotState.FAILED}  # and yet rows may be left


class NotAllowed(Exception):
    """The person may not import. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__(
            "您的账号没有导入权限：要有企业的经办、复核、财务主管或管理员角色，请联系本单位管理员"
        )


def upload(
    *,
    person: Person,
    name: str,
    data: bytes | BinaryIO,
    now: datetime,
    fresh_to: datetime | None = None,
    columns: Mapping[str, str] | None = None,
    held: bool = False,
) -> Snapshot:
    """Keep the file; it is due to be read.

    `fresh_to` says when the export was taken, if that is known; `columns` what fields its
    headings are (`import_columns.columns_said`), where they are not known. `held` says that
    the caller reads it at once: a worker takes it only when the caller is gone.

    Raises:
        NotAllowed: the person belongs to no company.
    """
    if not access.may_submit(person):
        raise NotAllowed
    document = originals.keep(data, name, now, person)
    with transaction.atomic():
        snapshot = Snapshot.objects.create(
            document=document,
            state=SnapshotState.READING,
            fresh_to=fresh_to,
            uploaded_by=person,
            uploaded_at=now,
            due_at=now,
            lease_until=now + HELD if held else None,
            counts={"name": name[-255:]} | ({"columns": dict(columns)} if columns else {}),
        )
        write_down(snapshot, person, now, "上传导出")
    return snapshot


def confirm(*, person: Person, pk: int, now: datetime, accept_rescued: bool = False) -> Snapshot:
    """Let a previewed import be carried out.

    `accept_rescued` says that the person agrees to the numbers suggested for damaged ones.

    Raises:
        access.NotSeen: there is no such import for this person.
        NotNow: it is not waiting to be confirmed.
    """
    with transaction.atomic():
        snapshot = held(person, pk)
        if snapshot.state != SnapshotState.PREVIEW:
            msg = f"这次导入现在是「{snapshot.state}」，不能确认"
            raise NotNow(msg)
        snapshot.state, snapshot.decided_at = SnapshotState.IMPORTING, now
        snapshot.counts |= {"done": 0, "handled": 0, "accept_rescued": accept_rescued}
        due_now(snapshot, now)
        write_down(snapshot, person, now, "确认导入")
    return snapshot


def undo(*, person: Person, pk: int, now: datetime) -> Snapshot:
    """Take an import back: a preview is dropped, what was imported is undone by the worker.

    Rows that were changed since are kept and named; undone again, they are tried again.

    Raises:
        access.NotSeen: there is no such import for this person.
        NotNow: there is nothing to take back.
    """
    with transaction.atomic():
        snapshot = held(person, pk)
        written = snapshot.rows.filter(before__isnull=False).exists()
        if snapshot.state in _WAITING:
            snapshot.state, snapshot.decided_at = SnapshotState.UNDONE, now
            snapshot.save()
        elif snapshot.state == SnapshotState.IMPORTED or (snapshot.state in _ENDED and written):
            snapshot.state = SnapshotState.UNDOING
            snapshot.counts |= {"done": 0, "handled": 0}
            due_now(snapshot, now)
        else:
            msg = f"这次导入现在是「{snapshot.state}」，没有可以撤销的"
            raise NotNow(msg)
        write_down(snapshot, person, now, "撤销导入")
    return snapshot


def waiting(now: datetime) -> list[int]:
    """Return the imports that are due for their next step."""
    return due.ids(Snapshot.objects, now)


def work(
    pk: int, now: datetime, reader: ReaderProcess | None = None, clock: Clock | None = None
) -> None:
    """Do the next step of a due import."""
    state = Snapshot.objects.filter(pk=pk).values_list("state", flat=True).first()
    if state == SnapshotState.READING:
        prepare(pk, now, reader, clock=clock)
    elif state == SnapshotState.IMPORTING:
        carry_out(pk, now)
    elif state == SnapshotState.UNDOING:
        take_back(pk, now)


def carry_out(pk: int, now: datetime) -> None:
    """Do one step of a due, confirmed import."""
    if not due.claim(Snapshot.objects, pk, now, LEASE):
        return
    try:
        with transaction.atomic():
            snapshot = locked(pk)
            if snapshot.state != SnapshotState.IMPORTING:
                return
            last = apply_step(
                snapshot, group(snapshot.uploaded_by), now, snapshot.counts.get("done", 0)
            )
            if last is not None:
                _go_on(snapshot, last)
                return
            _count(snapshot)
            rest(snapshot, SnapshotState.IMPORTED)
            wake_watchers(snapshot, now)
            sentinel.after_import(snapshot, now)
            finished(snapshot, now)
            write_down(snapshot, None, now, "导入完成")
    except Raced:
        due.give_back(Snapshot.objects, pk)


def take_back(pk: int, now: datetime) -> None:
    """Do one step of undoing a due import."""
    if not due.claim(Snapshot.objects, pk, now, LEASE):
        return
    with transaction.atomic():
        snapshot = locked(pk)
        if snapshot.state != SnapshotState.UNDOING:
            return
        done = snapshot.counts.get("done", 0)
        last = undo_step(snapshot, done)
        if last is not None or forget_parties(snapshot):
            _go_on(snapshot, last or done)
            return
        snapshot.counts["kept"] = snapshot.rows.filter(before__isnull=False).count()
        rest(snapshot, SnapshotState.UNDONE)
        write_down(snapshot, None, now, "撤销完成")


def put_off(pk: int, now: datetime) -> None:
    """Try a step again later that failed unforeseen; give the import up in words in the end."""
    if not due.put_off(Snapshot.objects, pk, now):
        fail(Snapshot.objects.get(pk=pk), GAVE_UP, now)


def renew(pk: int, until: datetime) -> None:
    """Keep a claimed import for longer: its step still goes on."""
    due.renew(Snapshot.objects, pk, until)


def give_back(pk: int) -> None:
    """Put a claimed import down again: the worker is told to stop."""
    due.give_back(Snapshot.objects, pk)


def _go_on(snapshot: Snapshot, last: int) -> None:
    """Keep a finished step, and how many rows are done; the next one is due at once."""
    passed = snapshot.rows.filter(row__gt=snapshot.counts.get("done", 0), row__lte=last)
    snapshot.counts["handled"] = snapshot.counts.get("handled", 0) + passed.count()
    snapshot.counts["done"] = last
    snapshot.lease_until, snapshot.attempt = None, 0
    snapshot.save()


def _count(snapshot: Snapshot) -> None:
    for outcome in RowOutcome.values:
        snapshot.counts[outcome] = snapshot.rows.filter(outcome=outcome).count()


__all__ = [
    "NotAllowed",
    "NotNow",
    "carry_out",
    "confirm",
    "give_back",
    "prepare",
    "put_off",
    "renew",
    "take_back",
    "undo",
    "upload",
    "waiting",
    "work",
]
