"""The words in which exports and lists say how an invoice stands → our words.

Source: domain §3.1, §3.2 [B]. A word that is not known says nothing: None.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from chapiao.invoice.status import TaxStatus, UseStatus

BLANK: Final = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "null", "NULL", "None",
                          "#N/A", "#REF!", "#VALUE!"})  # fmt: skip
YES: Final = frozenset({"是", "Y", "YES", "1", "TRUE", "T", "√", "✓", "✔", "对", "有"})
NO: Final = frozenset({"否", "N", "NO", "0", "FALSE", "F", "×", "✗", "✘", "X", "不是", "非"})
_BLUE: Final = re.compile(r"正数?(?:发票|票)?|蓝(?:字|票)?(?:发票)?")
_RED: Final = re.compile(r"负数?(?:发票|票)?|红(?:字|票)?(?:发票)?")
# The first that fits counts.
_STATUSES: Final = (
    (re.compile(r"未作废|未红冲|未冲红"), TaxStatus.NORMAL),
    (re.compile(r"作废|废票"), TaxStatus.VOIDED),
    (re.compile(r"部分.*(?:红冲|冲红|冲销)|(?:红冲|冲红).*部分"), TaxStatus.RED_PART),
    (re.compile(r"锁定"), TaxStatus.RED_LOCKED),
    (re.compile(r"红冲|冲红|冲销"), TaxStatus.RED_FULL),
    (re.compile(r"失控"), TaxStatus.LOST),
    (re.compile(r"异常|非正常"), TaxStatus.ABNORMAL),
    (re.compile(r"疑点"), TaxStatus.DOUBTFUL),
    (re.compile(r"正常|有效|已开具|开票成功"), TaxStatus.NORMAL),
)
_CONFIRMED = re.compile(
    r"已.{0,4}(?:确认|认证|抵扣|签名|申报)|^(?:用途)?确认$|^(?:认证|抵扣)(?:通过|成功)$"
)
_PENDING: Final = ("未", "待", "撤", "取消", "不")


@lru_cache(512)
def tax_status(text: str) -> TaxStatus | None:
    """Return the tax status a text says.

    >>> tax_status("已部分红冲").value, tax_status("非正常").value, tax_status("待处理")
    ('已红冲-部分', '异常凭证', None)
    """
    return next((value for words, value in _STATUSES if words.search(text)), None)


@lru_cache(512)
def use_status(text: str) -> UseStatus | None:
    """Return the use a text says.

    >>> use_status("已勾选未确认").value, use_status("不抵扣勾选").value, use_status("否").value
    ('已勾选', '不抵扣', '未勾选')
    """
    plain = text.upper()
    if "不抵扣" in plain:
        return UseStatus.NOT_DEDUCTED
    if "转出" in plain:
        return UseStatus.TRANSFERRED
    if _CONFIRMED.search(plain):
        return UseStatus.CONFIRMED
    if "已勾选" in plain or plain in YES:
        return UseStatus.TICKED
    if plain.startswith(_PENDING) or plain in NO:
        return UseStatus.UNUSED
    return UseStatus.TICKED if "勾选" in plain or "抵扣" in plain else None


@lru_cache(512)
def is_positive(text: str) -> bool | None:
    """Return whether 是否正数发票, or 蓝红标识, says that the invoice is a blue one."""
    plain = text.upper()
    if plain in YES or _BLUE.fullmatch(plain):
        return True
    return False if plain in NO or _RED.fullmatch(plain) else None


@lru_cache(512)
def is_red(text: str) -> bool | None:
    """Return whether 是否红字发票 says that the invoice is a red one."""
    plain = text.upper()
    if plain in YES or _RED.fullmatch(plain):
        return True
    return False if plain in NO or _BLUE.fullmatch(plain) else None
