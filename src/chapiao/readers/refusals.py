"""What a person is told of a document that is no invoice, by its kind."""

from __future__ import annotations

from chapiao.invoice.kind import Kind

WHAT: dict[Kind, str] = {
    Kind.TRIP_SHEET: "这是网约车行程单，不是发票；请交同一订单的电子发票",
    Kind.BANK_STATEMENT: "这是银行电子对账单，不是发票，不用查验",
    Kind.BANK_RECEIPT: "这是银行电子回单，不是发票，不用查验",
    Kind.PAPER_TRAIN: "这是纸质火车票，没有发票号码，不能查验；请凭原票报销",
    Kind.BOOKING: "这是入账信息（收票方的记账结果），不是发票原件，请交发票文件",
    Kind.OTHER: "文件里没有发票号码，不是发票，请确认交对了文件",
}
