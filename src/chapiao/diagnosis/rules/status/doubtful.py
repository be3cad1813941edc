"""税务机关对这张票有疑点提示。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.status import TaxStatus


@rule(
    cause=None,
    title="疑点提示",
    source="domain §3.1 [B]：疑点发票是风险提示，不是结论",
)
def doubtful(stated: Record) -> Finding | None:
    if TaxStatus.DOUBTFUL not in {stated.tax_status, stated.risk}:
        return None
    return Finding(
        says=f"{stated.source}对这张票有疑点提示；这不是结论，也不影响查询。",
        certainty=Certainty.NOTE,
        evidence=(Evidence("风险等级", seen=TaxStatus.DOUBTFUL, source=stated.source),),
        steps=(Step("备好合同、货物、付款资料", Who.ASKER),),
    )
