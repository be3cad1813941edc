"""发票地区与销售方税号的地区不同。

A tax id holds where the company was registered. Moved firms, branches, chains and
代开 differ legitimately, so this is a note and never a cause.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.code import SHORT, Code
from chapiao.invoice.model import Invoice
from chapiao.invoice.number import DIGITAL
from chapiao.invoice.region import Region, code_region, id_region, number_region, same_province


@rule(
    cause=None,
    title="发票地区与销售方注册地不同",
    source="domain §1.5：税号第3-6位为注册地，迁址、分支机构、代开都会不同，只作提示",
)
def region_seller(copy: Record) -> Finding | RuledOut | None:
    seller = id_region(copy.invoice.seller_tax_id or "")
    invoice = _region(copy.invoice)
    same = same_province(seller, invoice)
    if same is None or seller is None or invoice is None:
        return None
    if same:
        return RuledOut("发票地区与销售方注册地一致")
    return Finding(
        says=f"发票是{invoice.name}的，销售方注册地在{seller.name}；迁址、分支机构或代开都会这样，不算错。",
        certainty=Certainty.NOTE,
        evidence=(
            Evidence("发票地区", seen=invoice.name, source=copy.source),
            Evidence("销售方注册地", seen=seller.name, source=copy.source),
        ),
        steps=(Step("不用处理；觉得奇怪时问一下销售方", Who.ASKER),),
    )


def _region(invoice: Invoice) -> Region | None:
    if invoice.number and len(invoice.number) == DIGITAL:
        return number_region(invoice.number[2:4])
    if invoice.code and len(invoice.code) >= SHORT:
        return code_region(Code(invoice.code).region or "")
    return None
