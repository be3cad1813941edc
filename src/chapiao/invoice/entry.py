"""查询入口: where each kind is looked up, with which fields, in which form.

The entries, their fields, limits and validity dates are data (`entries.toml`),
because the tax bureau and the vendors change them.
"""

from __future__ import annotations

from enum import StrEnum


class Entry(StrEnum):
    """A place where an invoice can be asked for. The names are a contract."""

    PLATFORM = "查验平台"
    ETAX = "电子税务局"
    OWN = "本系统台账"
    BEIJING = "北京本地"
    FISCAL = "财政票据平台"
    BLOCKCHAIN = "区块链平台"
    RAIL = "12306"
    VENDOR = "第三方API"
