"""交来的纸面名称不是发票。"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome

NOT_ONE = re.compile(
    r"回单|对账单|行程单|行程报销|收据|小票|订单|结账单|账单|送货|发货|出库|入库|报价|合同|协议"
    r"|确认[函单]|签购单|水单|凭条|交易(?:记录|明细)|(?:交易|支付|付款|收款|电子)凭证|转账|保单|提货|预约"
    r"|购物凭证|购货凭|入账|通知书|缴款书|完税证明|清单$|明细$|截图"
)
# Papers of foreign trade that call themselves an invoice and are no 发票.
FOREIGN = re.compile(r"形式发票|商业发票|PRO.?FORMA|COMMERCIAL|DEBIT NOTE|QUOTATION", re.IGNORECASE)
IS_ONE = re.compile(r"发票|票据(?!汇总)|客票|非税|捐赠|火车票|INVOICE", re.IGNORECASE)


@rule(
    cause="not_an_invoice",
    title="纸面写的不是发票",
    source="domain §1.6 [S]：银行回单、行程单、收据、小票等不是发票，任何入口都查不到",
)
def paper_no_invoice(
    paper_title: str, told: frozenset[Outcome], given: frozenset[str]
) -> Finding | RuledOut | None:
    if IS_ONE.search(paper_title) and not FOREIGN.search(paper_title):
        return RuledOut("纸面写的是发票")
    if told & {Outcome.MATCH, Outcome.MISMATCH}:
        return None
    listed = bool(NOT_ONE.search(paper_title) or FOREIGN.search(paper_title))
    return Finding(
        says=f"这张写的是「{paper_title[:30]}」，不是发票，它上面的编号在任何入口都查不到。",
        certainty=_certainty(listed=listed, numbered="number" in given),
        evidence=(Evidence("票面名称", seen=paper_title[:30], expected="某某发票", source="票面"),),
        steps=(Step("向开具方要这笔业务的发票", Who.SELLER),),
        recheck=Recheck.NEVER,
    )


def _certainty(*, listed: bool, numbered: bool) -> Certainty:
    """Return less for a name not on the list: it may be read badly, unless a number came of it."""
    if listed:
        return Certainty.CERTAIN
    return Certainty.LIKELY if numbered else Certainty.POSSIBLE
