"""页签: which tabs of a list show other invoices than those received."""

from __future__ import annotations

RECEIVED = "取得"
OTHERS = ("开具", "未到勾选", "未勾选", "出口", "红字", "海关", "issued", "output")


def is_other(tab: str) -> bool:
    """Whether a tab shows something else than what was received.

    >>> is_other("开具发票"), is_other("取得发票"), is_other("")
    (True, False, False)
    """
    return any(one in tab for one in OTHERS) and RECEIVED not in tab
