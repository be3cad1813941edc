"""完整性: which fields an invoice of its kind must have, and which of them it has.

缺 and 不适用 are different answers: a 数电票 without a code lacks nothing. What
nobody has read yet is 未知, never 缺.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.tables import table

ORGANISATIONS = tuple("司厂店部院校所会局社行站场馆庭心团处队室")  # how a company's name ends
PERSONAL = ("个人", "(个人)", "（个人）")
LONGEST_PERSON = 4


class Field(StrEnum):
    """A field of an invoice, by the name people know it under."""

    NUMBER = "发票号码"
    CODE = "发票代码"
    ISSUED_ON = "开票日期"
    BUYER_NAME = "购买方名称"
    SELLER_NAME = "销售方名称"
    ITEM = "商品或服务名称"
    SPEC = "规格型号"
    UNIT = "单位"
    QUANTITY = "数量"
    PRICE = "单价"
    AMOUNT = "金额"
    TAX = "税额"
    BUYER_TAX_ID = "购买方税号"
    SELLER_TAX_ID = "销售方税号"
    RATE = "税率"
    TOTAL = "价税合计"
    CHECK_CODE = "校验码"
    MACHINE_NO = "机器编号"
    SECOND_NUMBER = "数电票号码"
    DRAWER = "开票人"


_IN_LINES = {
    Field.ITEM: "name",
    Field.SPEC: "spec",
    Field.UNIT: "unit",
    Field.QUANTITY: "quantity",
    Field.PRICE: "price",
    Field.RATE: "rate",
}


class Presence(StrEnum):
    """Whether a field is there."""

    PRESENT = "有"
    MISSING = "缺"
    NOT_APPLICABLE = "不适用"
    NOT_KNOWN = "未知"


class Need(StrEnum):
    """Whether a kind asks for a field."""

    REQUIRED = "必有"
    OPTIONAL = "可有可无"
    NONE = "没有这一项"


@dataclass(frozen=True, slots=True)
class FieldPresence:
    """One field: whether it is there, and why that is right or not."""

    field: Field
    presence: Presence
    says: str = ""


def completeness(invoice: Invoice) -> tuple[FieldPresence, ...]:
    """Return for every field whether it is there, missing, not applicable or not known.

    >>> {f.field.value: f.presence.value for f in completeness(
    ...     Invoice(kind=Kind.DIGITAL_ORDINARY, code="", number="25112000000012345678")
    ... )}["发票代码"]
    '不适用'
    """
    return tuple(_presence(invoice, field) for field in Field)


def missing(invoice: Invoice) -> tuple[Field, ...]:
    """Return the fields that the invoice's kind asks for and the invoice lacks."""
    return tuple(one.field for one in completeness(invoice) if one.presence is Presence.MISSING)


def need_of(kind: Kind, field: Field) -> Need | None:
    """Return whether a kind asks for a field; None for kinds no table describes."""
    group = _groups().get(kind)
    if group is None:
        return None
    if field.name in group["required"]:
        return Need.REQUIRED
    return Need.OPTIONAL if field.name in group["optional"] else Need.NONE


def is_personal(buyer_name: str | None) -> bool | None:
    """Whether the buyer is a natural person, by the name alone; None when it is not known.

    >>> is_personal("个人"), is_personal("北京云杉科技有限公司"), is_personal(None)
    (True, False, None)
    """
    if not buyer_name:
        return None
    name = buyer_name.strip()
    if name.endswith(ORGANISATIONS):
        return False
    return len(name) <= LONGEST_PERSON or name.startswith("个人") or name.endswith(PERSONAL)


@cache
def _groups() -> dict[str, dict[str, Any]]:
    return {kind: group for group in table("required")["group"] for kind in group["kinds"]}


def _presence(invoice: Invoice, field: Field) -> FieldPresence:
    there = _there(invoice, field)
    need = need_of(invoice.kind, field) if invoice.kind else None
    if there:
        odd = f"{invoice.kind}一般没有{field}" if need is Need.NONE else ""
        return FieldPresence(field, Presence.PRESENT, odd)
    if need is Need.NONE:
        return FieldPresence(field, Presence.NOT_APPLICABLE, f"{invoice.kind}没有{field}")
    read = there is not None or (field in _IN_LINES and bool(invoice.lines))
    if need is Need.OPTIONAL and read:
        return FieldPresence(field, Presence.NOT_APPLICABLE, f"{field}可以不填")
    if there is None or need is None:
        return FieldPresence(field, Presence.NOT_KNOWN, f"还不知道{field}")
    if field is Field.BUYER_TAX_ID and _may_lack_tax_id(invoice):
        return FieldPresence(field, Presence.NOT_APPLICABLE, "购买方是个人，可以没有税号")
    return FieldPresence(field, Presence.MISSING, f"{invoice.kind}应当有{field}，票上没有")


def _may_lack_tax_id(invoice: Invoice) -> bool:
    group = _groups().get(invoice.kind or "", {})
    return bool(group.get("personal")) and is_personal(invoice.buyer_name) is True


def _there(invoice: Invoice, field: Field) -> bool | None:
    """Whether a field is there; None when it has not been read."""
    if field in _IN_LINES:
        return _in_lines(invoice.lines, _IN_LINES[field])
    value = getattr(invoice, field.name.lower())
    return None if value is None else value != ""


def _in_lines(lines: Sequence[Line], name: str) -> bool | None:
    """Look for a field in any line: discounts and services need not repeat it."""
    if not lines:
        return None
    values = [getattr(line, name) for line in lines]
    if any(value not in {None, ""} for value in values):
        return True
    return False if name not in {"quantity", "price"} else None
