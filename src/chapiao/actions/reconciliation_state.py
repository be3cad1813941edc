"""How a comparison stands: due, running, asked to stop, or at rest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chapiao.store import audit
from chapiao.store.models import Person, Reconciliation, ReconciliationState

ENDED = frozenset(
    {ReconciliationState.DONE, ReconciliationState.FAILED, ReconciliationState.CANCELLED}
)


class NotNow(Exception):
    """The comparison is not in a state for this. The message can be shown to the user."""

    def __init__(self, state: str, what: str) -> None:
        super().__init__(f"这次比对现在是「{state}」，不能{what}")


def locked(pk: int) -> Reconciliation:
    """Return a comparison, locked until the transaction ends."""
    rows = Reconciliation.objects.select_for_update(of=("self",))
    return rows.select_related("made_by", "report").get(pk=pk)


def due_now(one: Reconciliation, now: datetime) -> None:
    """Save the comparison as due to be run."""
    one.state, one.step, one.share, one.problem = ReconciliationState.WAITING, "", 0, ""
    one.stopping, one.ended_at = False, None
    one.due_at, one.lease_until, one.attempt = now, None, 0
    one.save()


def rest(one: Reconciliation, state: ReconciliationState, now: datetime, problem: str = "") -> None:
    """Leave the comparison: nothing more is due."""
    one.state, one.problem, one.step = state, problem[:300], ""
    one.due_at, one.lease_until, one.attempt, one.stopping = None, None, 0, False
    one.ended_at = now if state in ENDED else None
    one.save()


def give_up(pk: int, state: ReconciliationState, now: datetime, problem: str = "") -> None:
    """End a comparison without a result, and write it down."""
    with transaction.atomic():
        one = locked(pk)
        if one.state in ENDED:
            return
        one.gaps.all().delete()
        rest(one, state, now, problem)
        write_down(one, None, now, "比对取消" if state == "已取消" else "比对没有完成")


def write_down(one: Reconciliation, person: Person | None, now: datetime, act: str) -> None:
    """Put into the audit log what was done to a comparison."""
    audit.append(
        at=now,
        person_id=None if person is None else person.pk,
        act=act,
        subject=f"reconciliation:{one.pk}",
        detail={"lists": len(one.lists), "gaps": one.result.get("gap_count", 0)},
    )
