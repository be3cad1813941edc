"""Compare lists in the background: asked, run by the worker, stopped, run again.

    start → 排队中 → work → 比对中 → 已完成        again → 排队中
                     待指定列 → assign             cancel → 已取消

What is compared is kept: files as they were given, rows of the 台账 as they were when they
were taken. So a killed worker loses nothing and a second run gives the same to the byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction

from chapiao.actions import due, import_columns, reconciliation_lists
from chapiao.actions.compare.inputs import NotAList
from chapiao.actions.reconciliation_lists import BadPeriod, period_of
from chapiao.actions.reconciliation_open import NeedsColumns, opened
from chapiao.actions.reconciliation_run import Clock, carry_out, stop_running
from chapiao.actions.reconciliation_state import (
    ENDED,
    NotNow,
    due_now,
    give_up,
    locked,
    rest,
    write_down,
)
from chapiao.outside.duckdb_engine import BadSource
from chapiao.outside.reader_process import ReaderProcess
from chapiao.readers.export_assigned import BadColumns
from chapiao.readers.lists.mapping import said
from chapiao.reconcile.engine import Cancelled
from chapiao.reconcile.model import BadLists
from chapiao.store import access, originals
from chapiao.store.models import Person, Reconciliation, ReconciliationState
from chapiao.store.reach import reach
from chapiao.store.reconciliations import reconciliation_for

LEASE = timedelta(seconds=60)  # renewed while the comparison goes on
LEAST, MOST = 2, 4
GAVE_UP = "多次比对都没有成功，清单已保存；请换成xlsx或CSV再试，或联系管理员"

__all__ = [
    "BadColumns",
    "BadPeriod",
    "Chosen",
    "NotAllowed",
    "NotNow",
    "again",
    "assign",
    "cancel",
    "give_back",
    "put_off",
    "renew",
    "start",
    "take_report",
    "waiting",
    "work",
]


class NotAllowed(Exception):
    """The comparison cannot be asked for. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One list as somebody chose it: a file, an import, or else the 台账 of a period."""

    name: str = ""
    data: bytes | BinaryIO | None = None
    snapshot: int | None = None
    period: str = ""
    entity: int | None = None  # of the 台账: only this company's rows
    columns: Mapping[str, str] | None = None  # heading → the field's name


def start(
    *,
    person: Person,
    lists: Sequence[Chosen],
    now: datetime,
    asof: date | None = None,
    tolerance: int = 0,
    window_days: int = 31,
) -> Reconciliation:
    """Keep the lists; the comparison is due at once.

    Raises:
        NotAllowed: the person may not look invoices up, or the lists are too few or too many.
        BadPeriod: a period of the 台账 is not understood.
        BadColumns: what was said of columns cannot be.
        access.NotSeen: there is no such import for this person.
    """
    if not access.may_look_up(person):
        msg = "您的账号还没有所属企业，不能比对；请联系本单位管理员开通"
        raise NotAllowed(msg)
    if not LEAST <= len(lists) <= MOST:
        msg = "请选两到四份清单"
        raise NotAllowed(msg)
    kept = [_kept(person, one, now) for one in lists]
    with transaction.atomic():
        made = Reconciliation(
            made_by=person,
            made_at=now,
            lists=kept,
            asof=asof,
            tolerance=tolerance,
            window_days=window_days,
        )
        due_now(made, now)
        write_down(made, person, now, "开始比对")
    return made


def _kept(person: Person, one: Chosen, now: datetime) -> dict[str, Any]:
    """Keep one list's bytes; return how it is known from now on."""
    if one.snapshot is not None:
        taken = access.snapshot_for(person, one.snapshot)
        return {"ledger": False, "name": taken.document.name, "document": taken.document_id}
    if one.data is None:
        days = period_of(one.period)
        seen = reach(person)
        name = f"{reconciliation_lists.NAME} {days.words}"
        table = reconciliation_lists.table_of(person, days, one.entity)
        document = originals.keep(table, f"{name}.csv", now, None)
        rests_on = seen.rests_on(private=True)
        return {"ledger": True, "name": name, "document": document.pk, "rests_on": rests_on}
    document = originals.keep(one.data, one.name, now, person)
    told = {"ledger": False, "name": one.name[-200:], "document": document.pk}
    return told | ({"columns": said(one.columns)} if one.columns else {})


def assign(
    *, person: Person, pk: int, at: int, given: Mapping[str, str], now: datetime
) -> Reconciliation:
    """Say what the columns of a list are; it is remembered for the next list like it.

    Raises:
        access.NotSeen: there is no such comparison for this person.
        NotNow: it does not ask for columns.
        BadColumns: what was said cannot be.
    """
    reconciliation_for(person, pk)  # nothing is said of what is not theirs to see
    fields = said(given)
    if not set(fields.values()) & {"number", "digital", "total", "amount", "out", "debit"}:
        msg = "至少要指定「发票号码」或一列金额"
        raise BadColumns(msg)
    with transaction.atomic():
        one = locked(pk)
        if one.state != ReconciliationState.ASKING or not 0 <= at < len(one.lists):
            raise NotNow(one.state, "指定列")
        outline = one.lists[at].pop("outline", None)
        if outline is not None:
            import_columns.remember(person, outline["headings"], fields, now)
        one.lists[at] |= {"columns": fields}
        due_now(one, now)
        write_down(one, person, now, "指定列")
    return one


def cancel(*, person: Person, pk: int, now: datetime) -> Reconciliation:
    """Stop a comparison; one that runs is stopped by the worker that runs it.

    Raises:
        access.NotSeen: there is no such comparison for this person.
        NotNow: it has ended.
    """
    with transaction.atomic():
        reconciliation_for(person, pk)
        one = locked(pk)
        if one.state in ENDED:
            raise NotNow(one.state, "取消")
        if one.state == ReconciliationState.RUNNING:
            one.stopping = True
            one.save(update_fields=["stopping"])
        else:
            rest(one, ReconciliationState.CANCELLED, now)
        write_down(one, person, now, "取消比对")
    return one


def again(*, person: Person, pk: int, now: datetime) -> Reconciliation:
    """Run an ended comparison once more, over the very same lists.

    Raises:
        access.NotSeen: there is no such comparison for this person.
        NotNow: it has not ended.
    """
    with transaction.atomic():
        reconciliation_for(person, pk)
        one = locked(pk)
        if one.state not in ENDED:
            raise NotNow(one.state, "再比一次")
        due_now(one, now)
        write_down(one, person, now, "再比一次")
    return one


def take_report(*, person: Person, pk: int, now: datetime) -> BinaryIO:
    """Open the workbook of a finished comparison, and write down that it was taken.

    Raises:
        access.NotSeen: there is none for this person.
        originals.OriginalLost: its bytes are gone.
    """
    one = reconciliation_for(person, pk)
    if one.report is None:
        raise access.NotSeen
    opened_report = originals.open_original(one.report)
    write_down(one, person, now, "下载比对结果")
    return opened_report


def waiting(now: datetime) -> list[int]:
    """Return the comparisons that are due."""
    return due.ids(Reconciliation.objects, now)


def work(
    pk: int, now: datetime, reader: ReaderProcess | None = None, clock: Clock | None = None
) -> None:
    """Claim a due comparison and carry it out."""
    if reader is None:
        with ReaderProcess() as own:
            return work(pk, now, own, clock)
    if not due.claim(Reconciliation.objects, pk, now, LEASE):
        return None
    one = Reconciliation.objects.select_related("made_by").get(pk=pk)
    if one.stopping:
        give_up(pk, ReconciliationState.CANCELLED, now)
    elif one.attempt > due.MOST_ATTEMPTS:
        give_up(pk, ReconciliationState.FAILED, now, GAVE_UP)
    else:
        _work(one, now, reader, clock)
    return None


def _work(one: Reconciliation, now: datetime, reader: ReaderProcess, clock: Clock | None) -> None:
    one.state = ReconciliationState.RUNNING
    one.save(update_fields=["state"])
    try:
        given = [opened(one, at, reader) for at in range(len(one.lists))]
        carry_out(one, given, now, clock)
    except NeedsColumns as error:
        one.lists[error.at]["outline"] = import_columns.as_kept(error.outline)
        rest(one, ReconciliationState.ASKING, now)
    except (NotAList, BadLists, BadSource, originals.OriginalLost) as error:
        give_up(one.pk, ReconciliationState.FAILED, now, str(error))
    except Cancelled:
        give_up(one.pk, ReconciliationState.CANCELLED, now)


def renew(pk: int, until: datetime) -> None:
    """Keep a claimed comparison for longer; stop it where somebody asked for that."""
    due.renew(Reconciliation.objects, pk, until)
    if Reconciliation.objects.filter(pk=pk, stopping=True).exists():
        stop_running(pk)


def put_off(pk: int, now: datetime) -> None:
    """Try again later what failed unforeseen; give it up in words in the end."""
    if not due.put_off(Reconciliation.objects, pk, now):
        give_up(pk, ReconciliationState.FAILED, now, GAVE_UP)


def give_back(pk: int) -> None:
    """Put a claimed comparison down again: the worker is told to stop."""
    due.give_back(Reconciliation.objects, pk)
