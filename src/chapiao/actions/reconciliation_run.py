"""Carry a comparison out: in the engine, gap by gap into rows and a workbook, in one transaction.

Until the last moment nothing is written but how far it is: a worker that is killed leaves no
half a result behind.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction

from chapiao.actions import due
from chapiao.actions.compare import told
from chapiao.actions.compare.inputs import Given, named_apart
from chapiao.actions.compare.report import Report
from chapiao.actions.compare.run import COMPARED, Compared, Wanted, compare
from chapiao.actions.compare.told import Causes
from chapiao.actions.reconciliation_state import locked, rest, write_down
from chapiao.outside.duckdb_engine import DuckEngine, session
from chapiao.reconcile.engine import Cancelled
from chapiao.reconcile.model import Outcome
from chapiao.store import originals
from chapiao.store.models import Document, Reconciliation, ReconciliationGap, ReconciliationState

Clock = Callable[[], datetime]
LEASE = timedelta(seconds=60)
BATCH = 1000
MEMORY_MB = 2048
MOST_NOTED = 500  # rows of each kind that the page tells; the workbook has all
_STOPPED = "比对已取消"
_running: dict[int, DuckEngine] = {}
_guard = threading.Lock()


def stop_running(pk: int) -> None:
    """Stop the statement that runs for a comparison, where it runs in this process."""
    with _guard:
        engine = _running.get(pk)
    if engine is not None:
        engine.cancel()


@contextmanager
def _engine(pk: int) -> Iterator[DuckEngine]:
    with session(memory_mb=MEMORY_MB) as engine:
        with _guard:
            _running[pk] = engine
        try:
            yield engine
        finally:
            with _guard:
                del _running[pk]


def carry_out(
    one: Reconciliation, given: Sequence[Given], now: datetime, clock: Clock | None
) -> None:
    """Compare and keep the result.

    Raises:
        NotAList, BadLists: the lists cannot be compared.
        Cancelled: somebody stopped it.
    """

    def progress(share: float, what: str) -> None:
        _tell(one.pk, share, what, clock)

    wanted = Wanted(
        asof=one.asof, tolerance=one.tolerance, window_days=one.window_days, job=f"cp{one.pk}"
    )
    with _engine(one.pk) as engine, TemporaryFile() as out:
        compared = compare(engine, named_apart(given), wanted, one.made_at, progress)
        report = Report(compared, out)
        rows = list(_rows(one, compared, report, progress))
        causes = report.close()
        result = _result(compared, causes, len(rows))
        out.seek(0)
        document = originals.keep(out, f"比对结果_{one.pk}.xlsx", now, None)
        _keep(one.pk, rows, result, document, now)


def _keep(
    pk: int,
    rows: Sequence[ReconciliationGap],
    result: dict[str, Any],
    document: Document,
    now: datetime,
) -> None:
    with transaction.atomic():
        one = locked(pk)
        if one.stopping:
            raise Cancelled(_STOPPED)
        if one.state != ReconciliationState.RUNNING:
            return
        one.gaps.all().delete()
        ReconciliationGap.objects.bulk_create(rows, batch_size=BATCH)
        one.result, one.report, one.share = result, document, 100
        rest(one, ReconciliationState.DONE, now)
        write_down(one, None, now, "比对完成")


def _rows(
    one: Reconciliation,
    compared: Compared,
    report: Report,
    progress: Callable[[float, str], None],
) -> Iterator[ReconciliationGap]:
    whole = _findings(compared)
    for place, (gap, why) in enumerate(compared.gaps(), 1):
        if place % BATCH == 0:
            share = COMPARED + (1 - COMPARED) * min(1.0, place / max(whole, 1))
            progress(share, f"说明差异 {place} / {whole}")
        report.add(gap, why)
        yield ReconciliationGap(
            reconciliation=one,
            place=place,
            pair=gap.pair + 1,
            outcome=gap.outcome.value,
            cause="" if why is None else why.cause,
            owner="" if why is None else why.owner,
            key=gap.key[:64],
            stake=told.at_stake(gap),
            told=told.gap_json(compared, gap, why),
        )


def _findings(compared: Compared) -> int:
    pairs = compared.done.pairs
    return sum(
        one.findings for pair in pairs for one in pair.counts if one.outcome is not Outcome.MATCHED
    )


def _result(compared: Compared, causes: Causes, gaps: int) -> dict[str, Any]:
    """Return what the page tells beside the gaps; of long lists of rows only the first."""
    head = told.head_json(compared)
    late = told.late_json(compared, compared.late())
    counts = {}
    for name in ("rejected_rows", "damaged_numbers", "doubted_rows"):
        counts[name] = len(head[name])
        head[name] = head[name][:MOST_NOTED]
    return head | {
        "causes": told.causes_json(causes),
        "late": late[:MOST_NOTED],
        "late_count": len(late),
        "noted_counts": counts,
        "gap_count": gaps,
    }


def _tell(pk: int, share: float, what: str, clock: Clock | None) -> None:
    """Say how far it is, and keep the claim.

    Raises:
        Cancelled: somebody wants it stopped.
    """
    mine = Reconciliation.objects.filter(pk=pk)
    mine.update(share=int(share * 100), step=what[:60])
    if clock is not None:
        due.renew(Reconciliation.objects, pk, clock() + LEASE)
    if mine.filter(stopping=True).exists():
        raise Cancelled(_STOPPED)
