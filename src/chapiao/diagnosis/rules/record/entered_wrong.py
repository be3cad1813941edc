"""台账登记的与票面或税局导出不同；哪一边错，要核对了才知道。"""

from __future__ import annotations

from chapiao.diagnosis.facts import HANDED_IN, LEDGER, Record
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain

_MONEY = (("amount", "不含税金额"), ("tax", "税额"), ("total", "价税合计"))
_PARTIES = (("seller", "销售方"), ("buyer", "购买方"))
_STEPS = (
    Step("先查验一次，确认台账和文件哪一边对", Who.ASKER),  # a file proves less than an export
    Step("对照票面改正台账这一行", Who.BUYER_ADMIN),
)


@rule(
    cause="entered_wrong",
    title="台账登记的与票面不一致",
    source="requirements §5 [数据]：录入错字段、重复覆盖；R32",
)
def entered_wrong(record: Record, copies: tuple[Record, ...]) -> Finding | RuledOut | None:
    other = next((one for one in copies if one.source != LEDGER), None)
    if other is None:
        return None
    wrong = _differences(record.invoice, other.invoice)
    if not wrong:
        return RuledOut(f"台账与{other.source}一致")
    listed = "、".join(
        f"{name}登记成{ours}，{other.source}是{theirs}" for name, ours, theirs in wrong
    )
    return Finding(
        says=f"台账登记的与{other.source}不一致：{listed}。",
        certainty=Certainty.LIKELY,
        evidence=tuple(
            Evidence(f"台账的{name}", seen=ours, expected=theirs, source=other.source)
            for name, ours, theirs in wrong
        ),
        steps=_STEPS if other.source == HANDED_IN else _STEPS[1:],
    )


def _differences(ours: Invoice, theirs: Invoice) -> list[tuple[str, str, str]]:
    found = []
    if ours.issued_on and theirs.issued_on and ours.issued_on != theirs.issued_on:
        found.append(("开票日期", ours.issued_on.isoformat(), theirs.issued_on.isoformat()))
    for field, name in _MONEY:
        mine, other = getattr(ours, field), getattr(theirs, field)
        if mine is not None and other is not None and abs(mine - other) > 1:
            found.append((name, plain(mine), plain(other)))
    if ours.kind and theirs.kind and ours.kind is not theirs.kind:
        found.append(("票种", str(ours.kind), str(theirs.kind)))
    return found + [
        (f"{name}{what}", getattr(ours, field), getattr(theirs, field))
        for party, name in _PARTIES
        for field, what, same in (
            (f"{party}_name", "", _one_name),
            (f"{party}_tax_id", "税号", str.__eq__),
        )
        if getattr(ours, field)
        and getattr(theirs, field)
        and not same(getattr(ours, field), getattr(theirs, field))
    ]


def _one_name(ours: str, theirs: str) -> bool:
    """Whether two names may be one: a row or a page may carry only a part of it."""
    return same_name(ours, theirs) or ours in theirs or theirs in ours
