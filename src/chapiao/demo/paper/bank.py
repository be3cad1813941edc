"""A bank's 电子回单: it looks official and is no invoice, so it has to be refused in words."""

from __future__ import annotations

from typing import Final

from chapiao.demo.paper.sheet import BLACK, Sheet, mark
from chapiao.invoice.capital import write_capital
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import format_money

_LEFT, _MIDDLE, _RIGHT = 12.0, 105.0, 198.0
_ROWS: Final = (42, 52, 62, 72, 82, 92, 102)


def draw(sheet: Sheet, invoice: Invoice) -> None:
    """Draw the receipt for the payment of an invoice."""
    mark(sheet, tag_y=28, across_y=70)
    sheet.label(105, 16, "演示银行 电子回单", size=7, color=BLACK, align="middle")
    day = f"{invoice.issued_on:%Y-%m-%d}" if invoice.issued_on else ""
    sheet.text(_LEFT, 36, f"回单编号：DEM0{(invoice.number or '')[-10:]}")
    sheet.text(_RIGHT, 36, f"记账日期：{day}", align="right")
    for y in _ROWS:
        sheet.line(_LEFT, y - 4, _RIGHT, y - 4, color=BLACK)
    for x in (_LEFT, _RIGHT, _MIDDLE):
        sheet.line(x, 38, x, 78 if x == _MIDDLE else 98, color=BLACK)
    total = invoice.total or 0
    cells = (
        ("付款人户名", invoice.buyer_name, "收款人户名", invoice.seller_name),
        ("付款人账号", "8809123456709876541", "收款人账号", "8809123456709876777"),
        ("付款人开户行", "演示银行云杉支行", "收款人开户行", "演示银行第二支行"),
        ("币种", "人民币", "业务种类", "网上转账"),
    )
    for y, (first, payer, second, payee) in zip(_ROWS, cells, strict=False):
        sheet.text(_LEFT + 2, y + 2.4, f"{first}：{payer}")
        sheet.text(_MIDDLE + 2, y + 2.4, f"{second}：{payee}")
    sheet.text(_LEFT + 2, 84.4, f"金额（小写）：￥{format_money(total)}")
    sheet.text(_MIDDLE + 2, 84.4, f"金额（大写）：{write_capital(total)}")
    sheet.text(_LEFT + 2, 94.4, "用途：货款        附言：演示付款")
    sheet.text(_LEFT, 108, "重要提示：银行电子回单只证明付款，不是发票，请另向销售方索取发票。")
