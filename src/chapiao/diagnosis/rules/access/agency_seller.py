"""票面销方是代开的税务机关。

The seller on the face is the tax office; the true seller stands in the remark. Whoever
looks for the true seller's name finds nothing.
"""

from __future__ import annotations

import re

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome

AGENCY = re.compile(r"^\d{8}DK\d{5}$")
TRUE_SELLER = re.compile(r"代开(?:企业|单位|纳税人|个人)?名称[::：]\s*([^\s;；,，]+)")


@rule(
    cause="agency_issued",
    title="代开的票，真正的销方在备注里",
    source="domain §4.4 [S]、§8.2 第20行：代开机关号含DK，备注写代开企业税号、名称",
)
def agency_seller(
    copy: Record, sought_seller: str, told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    invoice = copy.invoice
    named = TRUE_SELLER.search(invoice.remark or "")
    is_agency = bool(AGENCY.match(invoice.seller_tax_id or "")) or named is not None
    if not is_agency:
        return RuledOut("不是代开的票") if invoice.seller_tax_id else None
    true = named[1] if named else ""
    face = invoice.seller_name or invoice.seller_tax_id or ""
    sought = bool(sought_seller) and not same_name(sought_seller, face)
    reaches = sought and not told & {Outcome.MATCH}
    return Finding(
        says=f"这是代开的票：票面销方是「{face}」，真正的销方"
        f"{f'是「{true}」，' if true else ''}写在备注里，按它的名称查不到。",
        certainty=Certainty.LIKELY if reaches else Certainty.NOTE,
        evidence=(
            Evidence(
                "票面销方", seen=f"{face} {invoice.seller_tax_id or ''}".strip(), source=copy.source
            ),
            *((Evidence("备注里的代开企业", seen=true, source=copy.source),) if true else ()),
            *((Evidence("所找的销方", seen=sought_seller, expected=face),) if sought else ()),
        ),
        steps=(Step("按票面的税务机关名称或按号码查，再与备注里的代开企业核对", Who.ASKER),),
    )
