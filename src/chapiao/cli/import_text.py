"""What `chapiao import` says to a person: of each file, and how far it is."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

MANY = 5_000  # rows from which on it is told how far they are
STEP = 5  # per cent


def tell(told: dict[str, Any]) -> None:
    """Print one file's lines for a person."""
    if not told["readable"]:
        print(f"{told['file']}：没有读出，{told['reason']}")
        return
    if "rows" in told:
        counts = "，".join(f"{word}{n}" for word, n in told["counts"].items())
        print(f"{told['file']}：批次{told['batch']} {told['state']}，{counts}")
        for row in told["rows"]:
            where = f"「{row['sheet']}」" if row["sheet"] else ""
            reason = f"：{row['reason']}" if row["reason"] else ""
            print(f"  {where}第{row['row']}行 {row['number'] or '-'} {row['outcome']}{reason}")
        print(f"要撤销这一批：chapiao import --undo {told['batch']}")
        return
    totals = told["totals"]
    print(
        f"{told['file']}：{told['layout']}，{totals['count']}张，"
        f"金额{totals['amount']}，税额{totals['tax']}，价税合计{totals['total']}"
    )
    for row in told["rejected_rows"]:
        print(f"  第{row['row']}行 异常：{row['reason']}")
    for row in told["damaged_numbers"]:
        offered = f"可能是{row['suggested']}（{row['from']}）" if row["suggested"] else "无法恢复"
        print(f"  第{row['row']}行 号码损坏：{row['seen']}，{offered}")


def progress(state: str, counts: Mapping[str, Any], told: int) -> int:
    """Say how far a large import is, now and then; return the per cent last said."""
    total, handled = int(counts.get("total", 0)), int(counts.get("handled", 0))
    if total < MANY:
        return told
    share = 100 * handled // total
    if share < told + STEP:
        return told
    print(f"{state} {handled} / {total} 行（{share}%）", file=sys.stderr, flush=True)
    return share
