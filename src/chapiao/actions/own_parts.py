"""我方故障: whether database, disk and worker are in order, and what waits for the worker."""

from __future__ import annotations

import os
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from chapiao.diagnosis.say import when
from chapiao.store.models import IntakeFile, Lookup, ProbeTarget, Snapshot, TargetKind, Whose
from chapiao.store.records import BEIJING
from chapiao.store.sql import rows

LEAST_FREE = 500 * 1024**2  # bytes
SLOW = 2.0  # seconds for a question to the database that costs nothing
WAITS_LONG = timedelta(minutes=30)
SILENT_AFTER = timedelta(minutes=5)
GIGA = 1024**3


def look(now: datetime) -> tuple[Whose, str]:
    """Return whether our own parts work, and what was seen of each."""
    faults: list[str] = []
    seen: list[str] = []
    started = time.monotonic()
    rows("select 1")
    took = time.monotonic() - started
    (faults if took > SLOW else seen).append(f"数据库{took * 1000:.0f}毫秒应答")
    folder = _there(Path(settings.DATA))
    free = shutil.disk_usage(folder).free
    (faults if free < LEAST_FREE else seen).append(f"磁盘还剩{free / GIGA:.1f} GB")
    if not os.access(folder, os.W_OK):
        faults.append("数据文件夹写不进去")
    late = waiting_long(now)
    (faults if late else seen).append(f"{late}件事排队超过半小时" if late else "后台没有积压")
    return (Whose.OURS, "；".join(faults)) if faults else (Whose.NOBODY, "；".join(seen))


def waiting_long(now: datetime) -> int:
    """Count the files, imports and look-ups that have been due for long."""
    due = {"due_at__lt": now - WAITS_LONG}
    return sum(
        each.filter(**due).count()
        for each in (IntakeFile.objects, Snapshot.objects, Lookup.objects)
    )


def fault(now: datetime) -> str:
    """Return what is wrong with our own parts, in words; "" where nothing is known to be."""
    row = ProbeTarget.objects.filter(kind=TargetKind.OWN, due_at__isnull=False).first()
    return "" if row is None else fault_of(row, now)


def fault_of(row: ProbeTarget, now: datetime) -> str:
    """Return the same of the row that the worker writes; its silence is the worker's."""
    if row.seen_at is not None and now - row.seen_at > SILENT_AFTER:
        return f"后台进程从{when(row.seen_at.astimezone(BEIJING), now)}起没有动静"
    return row.says if row.whose == Whose.OURS else ""


def _there(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(one for one in (folder, *folder.parents) if one.exists())
