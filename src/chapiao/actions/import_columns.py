"""Say what the columns of a table are whose headings nobody knows; and remember it.

The same headings come every month: what a person said of them once holds for their next
table like it, until they say otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from chapiao.actions.import_state import NotNow, due_now, held, write_down
from chapiao.readers.export_assigned import BadColumns, check_enough, columns_said, guessed
from chapiao.readers.export_headings import plain_heading
from chapiao.readers.export_model import Outline
from chapiao.store.models import ColumnMap, Person, Snapshot, SnapshotState

MOST_COLUMNS = 200

__all__ = ["BadColumns", "as_kept", "assign", "remember", "remembered"]


def assign(*, person: Person, pk: int, given: Mapping[str, str], now: datetime) -> Snapshot:
    """Say what the columns are; the import is read again with that, and it is remembered.

    Raises:
        access.NotSeen: there is no such import for this person.
        NotNow: it does not ask for columns.
        BadColumns: what was said cannot be.
    """
    said = columns_said(given)
    with transaction.atomic():
        snapshot = held(person, pk)
        if snapshot.state != SnapshotState.ASKING:
            msg = f"这次导入现在是「{snapshot.state}」，不用指定列"
            raise NotNow(msg)
        headings = snapshot.counts["outline"]["headings"]
        check_enough(headings, said)
        remember(person, headings, said, now)
        snapshot.state, snapshot.problem = SnapshotState.READING, ""
        snapshot.counts |= {"columns": said}
        due_now(snapshot, now)
        write_down(snapshot, person, now, "指定列")
    return snapshot


def remember(
    person: Person, headings: Sequence[str], said: Mapping[str, str], now: datetime
) -> None:
    """Keep what was said for the next table with these headings."""
    ColumnMap.objects.update_or_create(
        person=person,
        headings=_digest(headings),
        defaults={"columns": dict(said), "said_at": now},
    )


def remembered(person: Person, headings: Sequence[str]) -> dict[str, str] | None:
    """Return what this person said of the same headings before."""
    found = ColumnMap.objects.filter(person=person, headings=_digest(headings))
    said: dict[str, str] | None = found.values_list("columns", flat=True).first()
    return said


def as_kept(outline: Outline) -> dict[str, Any]:
    """Return the top of a table as an import keeps it while it asks.

    `guessed` is, by column, the name of the field that a heading alone says it is.
    """
    headings = outline.headings[:MOST_COLUMNS]
    return {
        "sheet": outline.sheet,
        "row": outline.row,
        "headings": list(headings),
        "guessed": [guessed(one) for one in headings],
        "rows": [list(row[:MOST_COLUMNS]) for row in outline.rows],
    }


def _digest(headings: Sequence[str]) -> str:
    plain = "\n".join(plain_heading(one) for one in headings)
    return hashlib.sha256(plain.encode()).hexdigest()
