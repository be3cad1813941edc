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
            r"|(?:银行|网银|转账|汇款|支付)[^\n]{0,6}(?:电子回执|转账凭证|交易凭证|汇款凭证)"
        ),
    ),
    (Kind.BOOKING, re.compile(r"入账信息(?:单|表|结构化)|电子凭证入账")),
    (
        Kind.PAPER_TRAIN,
        re.compile(r"仅供报销使用[\s\S]{0,60}(?:中转签证|改签|12306)|限乘当日当次车"),
    ),
)


def other_kind(pages: Iterable[Page]) -> Kind | None:
    """Return which other document the pages are of; None when no sign is found."""
    text = "\n".join(page.text for page in pages)
    return next((kind for kind, sign in _SIGNS if sign.search(text)), None)
