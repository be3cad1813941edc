"""交来的不是发票。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.where import first_route
from chapiao.invoice.kind import Kind


@rule(
    cause="not_an_invoice",
    title="这不是发票",
    source="domain §1.6 [S]：银行回单、对账单、行程单、入账信息不是发票",
)
def not_an_invoice(kind: Kind) -> Finding | RuledOut | None:
    if kind is Kind.PAPER_TRAIN:
        return None  # it is a ticket to claim with; only no tax entry holds it
    if kind.is_invoice:
        return RuledOut("票种是发票")
    elsewhere = first_route(kind, None)
    note = f"{elsewhere.note}。" if elsewhere is not None else "任何查验入口都没有它。"
    return Finding(
        says=f"这是「{kind}」，不是能查验的发票。{note}",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("种类", seen=str(kind), expected="发票", source="票面"),),
        steps=(Step("向开具方要这笔业务的发票", Who.SELLER),),
        recheck=Recheck.NEVER,
    )
