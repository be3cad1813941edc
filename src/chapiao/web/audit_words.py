"""What an entry of the log says beside the act, in Chinese."""

from __future__ import annotations

from typing import Any

from chapiao.diagnosis.cause import CAUSES

_NAMES = {
    "accept_rescued": "按建议写入",
    "address": "地址",
    "attempt": "第几次",
    "before": "原来的原因",
    "cause": "原因",
    "count": "条数",
    "damaged": "号码损坏",
    "days": "有效天数",
    "device": "设备",
    "document": "文件",
    "documents": "文件",
    "done": "已写入",
    "ended": "退出处数",
    "entity": "企业",
    "entry": "入口",
    "factor": "编号",
    "found": "查到",
    "handled": "已处理",
    "how": "方式",
    "invitation": "邀请",
    "kind": "种类",
    "minutes": "分钟",
    "newest": "最新编号",
    "person": "人员",
    "reason": "事由",
    "role": "角色",
    "scope": "范围",
    "scopes": "用途",
    "side": "哪一方",
    "total": "共",
    "why": "为什么",
    "windows": "时段",
}
_SIDES = {"buyer": "购买方", "seller": "销售方"}
_OF_A_CAUSE = frozenset({"before", "cause"})


def said(detail: dict[str, Any]) -> str:
    """Return the details as one line; what was not given is left out.

    >>> said({"found": False, "entity": None, "side": "buyer", "documents": [8, 9]})
    '查到 否，哪一方 购买方，文件 8、9'
    >>> said({"cause": "voided", "found": True})
    '原因 已作废，查到 是'
    """
    return "，".join(
        f"{_NAMES.get(name, name)} {_cause(value) if name in _OF_A_CAUSE else _value(value)}"
        for name, value in detail.items()
        if value not in (None, "", [])
    )


def _cause(value: object) -> str:
    known = CAUSES.get(str(value))
    return _value(value) if known is None else known.title


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(_value, value))
    return _SIDES.get(str(value), str(value))
