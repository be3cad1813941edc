"""Vouchers and bank statements: a row for each invoice booked, and each payment made."""

from __future__ import annotations

from datetime import date

import pytest
from tests.readers.make_lists import NUMBER, OTHER, SELLER, as_csv, rows_of

from chapiao.readers.lists import Role, read

VOUCHERS = {
    "金蝶凭证": [
        ["日期", "会计期间", "凭证字", "凭证号", "分录号", "摘要", "科目代码", "科目名称", "借方",
         "贷方", "核算项目"],
        ["2026-08-03", "2026.8", "记", "12", "1", f"办公 {NUMBER}", "6602", "办公费", "100", "",
         ""],
        ["", "", "", "", "2", "进项", "22210101", "应交税费-应交增值税-进项税额", "13", "", ""],
        ["", "", "", "", "3", "应付", "2202", "应付账款", "", "113", f"供应商：001/{SELLER}"],
        ["2026-08-09", "2026.8", "记", "13", "1", "付款", "2202", "应付账款", "113", "", ""],
        ["", "", "", "", "2", "付款", "1002", "银行存款", "", "113", ""],
        ["合计", "", "", "", "", "", "", "", "226", "226", ""],
    ],
    "用友凭证": [
        ["序时账"],
        ["制单日期", "凭证编号", "摘要", "科目编码", "科目名称", "辅助项", "借方金额", "贷方金额",
         "票号"],
        ["2026.08.03", "记-12", "采购", "1403", "原材料", "", "100", "", NUMBER],
        ["2026.08.03", "记-12", "采购", "2221", "应交税费\\进项税额", "", "13", "", NUMBER],
        ["2026.08.03", "记-12", "采购", "2202", "应付账款", f"供应商：{SELLER}", "", "113", ""],
    ],
}  # fmt: skip


@pytest.mark.parametrize("layout", VOUCHERS)
def test_a_voucher_is_one_row_for_each_invoice_it_books(layout: str) -> None:
    listing = read(as_csv(VOUCHERS[layout]))

    assert (listing.layout, listing.role) == (layout, Role.VOUCHERS)
    [row] = rows_of(listing)
    assert (row["number"], row["amount"], row["tax"], row["total"]) == (NUMBER, 10000, 1300, 11300)
    assert (row["seller_name"], row["voucher"]) == (SELLER, "记-12")
    assert row["booked_on"] == date(2026, 8, 3)


def test_a_voucher_of_several_invoices_that_are_not_told_apart_has_no_number() -> None:
    listing = read(
        as_csv(
            [
                ["凭证字", "凭证号", "日期", "摘要", "科目名称", "借方", "贷方"],
                ["记", "1", "2026-08-03", f"{NUMBER} {OTHER}", "管理费用", "200", ""],
                ["记", "1", "2026-08-03", "", "应付账款", "", "200"],
            ]
        )
    )

    [row] = rows_of(listing)
    assert "number" not in row
    assert row["total"] == 20000
    assert "2张发票" in listing.doubted[0].says


STATEMENTS = {
    "中国工商银行": (
        ["凭证号", "对方账号", "交易时间", "借/贷", "借方发生额", "贷方发生额", "摘要",
         "对方单位名称", "余额"],
        ["0", "0201", "2026-08-01 10:00:00", "借", "1,000.00", "", "货款", SELLER, "9"],
        ["0", "0201", "2026-08-02 10:00:00", "贷", "", "5.00", "利息", "某行", "9"],
    ),
    "中国建设银行": (
        ["交易时间", "借方发生额/元(支取)", "贷方发生额/元(收入)", "余额", "对方户名",
         "对方开户机构", "记账日期", "摘要"],
        ["20260801 15:24:03", "1000.00", "0", "9", SELLER, "某行", "20260801", "货款"],
        ["20260802 15:24:03", "0", "5.00", "9", "某户", "某行", "20260802", "利息"],
    ),
    "中国农业银行": (
        ["交易时间", "交易时间戳", "收入金额", "支出金额", "账户余额", "对方户名", "交易用途"],
        ["2026-08-01", "101010", "", "1000.00", "9", SELLER, "货款"],
        ["2026-08-02", "101010", "5.00", "", "9", "某户", "利息"],
    ),
    "中国银行": (
        ["交易类型[ Transaction Type ]", "付款人名称[ Payer's Name ]", "收款人名称[ Payee's Name ]",
         "交易日期[ Transaction Date ]", "交易金额[ Trade Amount ]", "交易附言[ Remark ]"],
        ["往账", "北京云杉科技有限公司", SELLER, "20260801", "-1,000.00", "货款"],
        ["来账", "某客户有限公司", "北京云杉科技有限公司", "20260802", "5.00", "回款"],
    ),
    "招商银行": (
        ["交易日", "交易时间", "借方金额", "贷方金额", "余额", "摘要", "流水号", "收(付)方名称"],
        ["20260801", "101010", "1000.00", "", "9", "货款", "C1", SELLER],
        ["20260802", "101010", "", "5.00", "9", "利息", "C2", "某户"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("bank", STATEMENTS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_payments_are_read_from_a_statement(bank: str, encoding: str) -> None:
    data = as_csv([["账户明细"], ["账号：6222"], *STATEMENTS[bank]], encoding)
    listing = read(data)

    assert listing.layout == f"银行流水（{bank}）"
    [row] = rows_of(listing)
    assert (row["seller_name"], row["total"]) == (SELLER, 100000)
    assert row["booked_on"] == date(2026, 8, 1)
    assert listing.left_out == (("收入", 1),)
