"""Importing an export of 300,000 rows: upload, preview, confirm; again; and undo.

In a data folder of its own, made anew, by one process with its reader child, as the worker
does it. Times are by the clock, and in processor time, which says on a busy machine what
the clock would say on an idle one; memory is the peak of both processes together.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import exports
from bench.row import Row

ROWS = int(os.environ.get("CHAPIAO_BENCH_IMPORT_ROWS", "300000"))
NAME = "全量发票查询导出结果.xlsx"


def run(_: Sequence[int]) -> list[Row]:
    """Measure in a process of its own. The sizes are those of the look-up's pools."""
    path = exports.made("import", ROWS)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.imports", str(path)]
        env = os.environ | {"CHAPIAO_DATA": folder, "CHAPIAO_OCR": "0"}
        done = subprocess.run(command, check=True, env=env, stdout=subprocess.PIPE)
    told = json.loads(done.stdout.splitlines()[-1])
    units = {
        "seconds": "s",
        "processor seconds": "s",
        "memory": "MB",
        "changed": "行",
        "left": "行",
    }
    return [
        Row(name=f"import: {name}", size=ROWS, ours=value, unit=units[name.rpartition(", ")[2]])
        for name, value in told.items()
    ]


def _measured(data: bytes) -> dict[str, float]:
    from chapiao.cli import django_setup

    django_setup.ready(None, upgrade=True)
    from django.utils import timezone
    from tests.readers.made_up import BUYER, BUYER_ID

    from chapiao.actions import import_export
    from chapiao.store.models import Entity, Invoice, Party, Person, Snapshot

    person = Person.objects.create_superuser("bench", password="not a secret")  # noqa: S106
    Entity.objects.create(name=BUYER, tax_id=BUYER_ID)

    def carry_on(snapshot: Snapshot) -> None:
        while snapshot.due_at is not None:
            import_export.work(snapshot.pk, timezone.localtime())
            snapshot.refresh_from_db()

    def whole() -> Snapshot:
        now = timezone.localtime()
        one = import_export.upload(person=person, name=NAME, data=data, now=now)
        carry_on(one)
        carry_on(import_export.confirm(person=person, pk=one.pk, now=timezone.localtime()))
        one.refresh_from_db()
        return one

    first, taken, spent = _timed(whole)
    memory = sum(
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    again, twice, twice_spent = _timed(whole)
    _, undone, undone_spent = _timed(
        lambda: carry_on(import_export.undo(person=person, pk=first.pk, now=timezone.localtime()))
    )
    if first.counts["新增"] != ROWS:
        raise AssertionError(first.counts)
    return {
        "preview and confirm, seconds": taken,
        "preview and confirm, processor seconds": spent,
        "preview and confirm, memory": memory,
        "again, seconds": twice,
        "again, processor seconds": twice_spent,
        "again, changed": float(again.counts["新增"] + again.counts["更新"]),
        "undo, seconds": undone,
        "undo, processor seconds": undone_spent,
        "undo, left": float(Invoice.objects.count() + Party.objects.count()),
    }


def _processor() -> float:
    mine, below = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return mine.ru_utime + mine.ru_stime + below.ru_utime + below.ru_stime


def _timed(act: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what an act gives, and the seconds it took by the clock and of the processor."""
    spent, began = _processor(), time.monotonic()
    found = act()
    return found, time.monotonic() - began, _processor() - spent


if __name__ == "__main__":
    print(json.dumps(_measured(Path(sys.argv[1]).read_bytes())))
