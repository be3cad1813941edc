"""Statuses: four vocabularies that must never be mixed (domain §3).

What the tax side says of the invoice, what the holder did with it, what the
enterprise's own paperwork is at, and what the last check answered.
"""

from __future__ import annotations

from enum import StrEnum


class TaxStatus(StrEnum):
    """税务状态, domain §3.1 [B]."""

    NORMAL = "正常"
    VOIDED = "已作废"
    RED_FULL = "已红冲-全额"
    RED_PART = "已红冲-部分"
    RED_LOCKED = "红字锁定"
    LOST = "失控"
    ABNORMAL = "异常凭证"
    DOUBTFUL = "疑点发票"


class UseStatus(StrEnum):
    """用途与入账, domain §3.2."""

    UNUSED = "未勾选"
    TICKED = "已勾选"
    CONFIRMED = "已确认"
    NOT_DEDUCTED = "不抵扣"
    TRANSFERRED = "进项转出"


class DocStatus(StrEnum):
    """单据状态: the enterprise's own paperwork, domain §3.4."""

    DRAFT = "未提交"
    PENDING = "待审核"
    SUBMITTED = "已提交"
    REIMBURSED = "已报销"
    BOOKED = "已入账"


class VerifyStatus(StrEnum):
    """查验状态: what the last check answered, domain §3.4 [B]."""

    NOT_CHECKED = "未查验"
    MATCH = "一致"
    MISMATCH = "不一致"
    NOT_FOUND = "查无此票"
    LIMIT = "次数超限"
    SAME_DAY = "当天票"
    TOO_OLD = "超五年"
    BAD_FORMAT = "格式错误"
    FAILED = "查验异常"
    NOT_NEEDED = "不查验"
