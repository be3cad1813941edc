"""How an import stands: taken in hand, due for its next step, at rest, or failed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chapiao.actions import links
from chapiao.actions.tell import Said, tell
from chapiao.store import access, audit
from chapiao.store.models import MessageKind, Person, RowOutcome, Snapshot, SnapshotState


class NotNow(Exception):
    """The import is not in a state for this. The message can be shown to the user."""


def held(person: Person, pk: int) -> Snapshot:
    """Return an import of this person's, locked until the transaction ends.

    Raises:
        access.NotSeen: there is no such import for this person.
    """
    access.snapshot_for(person, pk)
    return locked(pk)


def locked(pk: int) -> Snapshot:
    """Return an import, locked until the transaction ends."""
    related = Snapshot.objects.select_for_update(of=("self",))
    return related.select_related("document", "uploaded_by", "entity").get(pk=pk)


def due_now(snapshot: Snapshot, now: datetime) -> None:
    """Save the import as due for its next step."""
    snapshot.due_at, snapshot.lease_until, snapshot.attempt = now, None, 0
    snapshot.save()


def rest(snapshot: Snapshot, state: SnapshotState) -> None:
    """Leave the import until a person decides: nothing more is due."""
    snapshot.state = state
    snapshot.due_at, snapshot.lease_until, snapshot.attempt = None, None, 0
    snapshot.save()


def fail(snapshot: Snapshot, problem: str, now: datetime) -> None:
    """Give the import up, in words."""
    snapshot.problem = problem[:300]
    with transaction.atomic():
        rest(snapshot, SnapshotState.FAILED)
        write_down(snapshot, None, now, "导入失败")
        _tell(
            snapshot,
            f"导入没有成功：{snapshot.problem}",
            "打开这次导入看原因，改好以后重新上传",
            now,
        )


def finished(snapshot: Snapshot, now: datetime) -> None:
    """Tell who uploaded it, and the company's groups, that the import is in."""
    counts = snapshot.counts
    parts = [f"{word}{counts[word]}行" for word in RowOutcome.values if counts.get(word)]
    says = f"导入完成：{'、'.join(parts) or '没有发票'}"
    wrong = counts.get(RowOutcome.REJECTED)
    step = "打开这次导入，看异常的行和原因" if wrong else "不用做什么；发现不对可以整批撤销"
    _tell(snapshot, says, step, now)


def _tell(snapshot: Snapshot, says: str, step: str, now: datetime) -> None:
    decided = "" if snapshot.decided_at is None else f":{snapshot.decided_at.timestamp():.0f}"
    said = Said(
        kind=MessageKind.IMPORT,
        once=f"snapshot:{snapshot.pk}:{snapshot.state}{decided}",
        says=says,
        step=step,
        link=links.snapshot(snapshot.pk),
    )
    tell(said, people=(snapshot.uploaded_by,), entity=snapshot.entity, now=now)


def write_down(snapshot: Snapshot, person: Person | None, now: datetime, act: str) -> None:
    """Put into the audit log what was done to the import."""
    numbers = {name: n for name, n in snapshot.counts.items() if isinstance(n, int)}
    audit.append(
        at=now,
        person_id=None if person is None else person.pk,
        act=act,
        subject=f"snapshot:{snapshot.pk}",
        detail={"document": snapshot.document_id} | numbers,
    )
