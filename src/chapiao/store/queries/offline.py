"""What the tax office wrote of an invoice: one indexed read, as every look-up may ask it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from chapiao.store import sql
from chapiao.store.models import OfflineCheck
from chapiao.store.reach import Reach


def newest_result(
    keys: Collection[str], results: Collection[str], seen: Reach, until: datetime
) -> OfflineCheck | None:
    """Return the newest of these results on one of these invoices, known at that time.

    Of the companies that are seen whole, and of what one handed in oneself.
    """
    if not keys:
        return None
    condition, given = seen.whole("o", "o.made_by_id")
    text = (
        f"select o.id from store_offlinecheck o where o.key in ({sql.marks(len(keys))})"
        f" and o.result in ({sql.marks(len(results))}) and o.result_at<=?{condition}"
        " order by o.result_on desc, o.id desc limit 1"
    )
    found = sql.rows(text, (*keys, *results, sql.moment(until), *given))
    return OfflineCheck.objects.get(pk=found[0][0]) if found else None
