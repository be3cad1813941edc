"""Documents that are no invoice, told by the words they carry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chapiao.formats.layout import Page
from chapiao.invoice.kind import Kind

_SIGNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.TRIP_SHEET,
        re.compile(
            r"行程单(?!号)[\s\S]{0,400}(?:上车时间|起点|行程人|笔行程|车型|里程)"
            r"|(?:滴滴|高德|曹操|美团|T3|首汽|享道|花小猪|如祺|哈啰)[\s\S]{0,40}行程(?:单|报销单)"
            r"|TRIPTABLE",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.BANK_STATEMENT,
        re.compile(r"对账单|账户(?:交易)?明细|交易明细清单|银行流水"),
    ),
    (
        Kind.BANK_RECEIPT,
        re.compile(
            r"(?:电子|业务|客户|银行|国内支付业务)[\s\S]{0,12}回单"
            r"|回单(?:编号|号码|号|专用章|验证码)"
            r"|(?:借记|贷记|收款|付款|入账|进账)通知"
        ),
    ),
    (
        Kind.PAPER_TRAIN,
        re.compile(r"仅供报销使用[\s\S]{0,60}(?:中转签证|改签|12306)|限乘当日当次车"),
    ),
)
WHAT: dict[Kind, str] = {
    Kind.TRIP_SHEET: "这是网约车行程单，不是发票；请交同一订单的电子发票",
    Kind.BANK_STATEMENT: "这是银行电子对账单，不是发票，不用查验",
    Kind.BANK_RECEIPT: "这是银行电子回单，不是发票，不用查验",
    Kind.PAPER_TRAIN: "这是纸质火车票，没有发票号码，不能查验；请凭原票报销",
    Kind.BOOKING: "这是入账信息（收票方的记账结果），不是发票原件，请交发票文件",
    Kind.OTHER: "文件里没有发票号码，不是发票，请确认交对了文件",
}


def other_kind(pages: Iterable[Page]) -> Kind | None:
    """Return which other document the pages are of; None when no sign is found."""
    text = "\n".join(page.text for page in pages)
    return next((kind for kind, sign in _SIGNS if sign.search(text)), None)
