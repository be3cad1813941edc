"""The headings of lists that are no export of the bureau: ledgers, vouchers, bank statements.

Source: requirements N26; the headings of 金蝶 and 用友 vouchers and of the statements that
工商, 建设, 农业, 中国, 招商 and other banks let a company download, as public programs that
read them have them. A heading is compared as `export_headings.plain_heading` has it, and
without an English half: 交易日期[ Transaction Date ] is 交易日期.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from chapiao.readers.export_headings import FIELDS, RANKS, plain_heading

# What an ERP writes, or a program: the column names of a database and of a data frame.
INVOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "number": (
        "invoice_no", "invoice_number", "invoice_num", "invoice", "fphm",
        "发票号码/数电票号码", "发票号码(数电)", "票据号", "发票号数", "发票流水号",
    ),
    "digital": ("digital_no", "digital_number", "einvoice_no", "sdfphm", "数电发票号码/发票号码"),
    "code": ("invoice_code", "invoicecode", "fpdm"),
    "issued_on": (
        "issue_date", "invoice_date", "issued_on", "date", "kprq",
        "发票开票日期", "票面日期",
    ),
    "booked_on": (
        "入账日期", "记账日期", "凭证日期", "过账日期", "登记日期", "收票日期", "录入日期",
        "报销日期", "业务日期", "单据日期", "付款日期", "记帐日期", "入帐日期", "制单日期",
        "日期", "book_date", "booked_on", "posting_date", "posted_on", "document_date",
        "voucher_date",
    ),
    "known_on": (
        "取得日期", "取得时间", "获取日期", "获取时间", "采集日期", "采集时间", "导入日期",
        "导入时间",
        "收入时间", "登记时间", "入库时间", "归集时间", "归集日期", "known_on", "created_at",
    ),
    "seller_tax_id": ("seller_tax_id", "seller_taxid", "seller_id", "vendor_tax_id",
                      "supplier_tax_id", "xfsbh", "xsfnsrsbh", "往来单位税号", "对方税号"),
    "seller_name": (
        "seller_name", "seller", "vendor_name", "vendor", "supplier_name", "supplier", "xfmc",
        "xsfmc", "往来单位", "往来单位名称", "对方单位", "收款单位", "收款方", "开票单位",
        "开票单位名称", "收款单位名称",
    ),
    "buyer_tax_id": ("buyer_tax_id", "buyer_taxid", "customer_tax_id", "gfsbh", "gmfnsrsbh"),
    "buyer_name": ("buyer_name", "buyer", "customer_name", "gfmc", "gmfmc", "付款单位",
                   "开票抬头", "公司名称", "公司", "法人公司", "核算组织"),
    "amount": ("amount", "net_amount", "net", "amount_without_tax", "hjje", "je", "不含税",
               "未税", "本币不含税金额", "净额"),
    "tax": ("tax", "tax_amount", "hjse", "se", "进项税额", "进项税", "可抵扣进项税", "deduct_tax"),
    "total": (
        "total", "gross", "total_amount", "gross_amount", "amount_with_tax", "jshj", "含税",
        "报销金额", "付款金额", "应付金额", "入账金额", "支付金额", "实付金额", "价税合计(元)",
        "合计(含税)", "发票含税金额", "核定金额", "实报金额",
    ),
    "status": ("status", "invoice_status", "fpzt", "作废标志", "是否作废"),
    "kind": ("kind", "invoice_type", "type", "fplx"),
    "voucher": ("凭证号", "凭证编号", "凭证字号", "会计凭证号", "凭证号码", "记账凭证号",
                "voucher_no", "voucher", "document_no", "报销单号", "单据编号", "单据号", "单号",
                "erp_id"),
    "remark": ("remark", "memo", "summary", "摘要", "用途", "事由", "说明"),
}  # fmt: skip
VOUCHERS: Final[Mapping[str, tuple[str, ...]]] = {
    "subject": ("科目名称", "会计科目", "科目", "总账科目", "科目全名", "会计科目名称",
                "科目全称", "明细科目", "一级科目", "科目名", "科目.名称", "科目编码.名称"),
    "subject_code": ("科目编码", "科目代码", "会计科目编码", "科目编号", "会计科目代码", "科目号"),
    "debit": ("借方本币", "借方本位币", "借方金额(本位币)", "本币借方", "借方本币金额",
              "本币借方金额", "借方(本币)", "组织本币(借方)",
              "借方金额", "借方", "借方发生额", "借金额"),
    "credit": ("贷方本币", "贷方本位币", "贷方金额(本位币)", "本币贷方", "贷方本币金额",
               "本币贷方金额", "贷方(本币)", "组织本币(贷方)",
               "贷方金额", "贷方", "贷方发生额", "贷金额"),
    "side": ("方向", "借贷方向", "借贷", "余额方向", "借/贷"),
    "sum": ("金额", "本币金额", "本位币金额", "本币", "发生额"),
    "word": ("凭证字", "凭证类别", "凭证类别字", "凭证类型", "类别", "字", "凭证类别编码"),
    "voucher": ("凭证号", "凭证编号", "凭证字号", "凭证号码", "凭证号数", "凭证序号", "号",
                "会计凭证号"),
    "entry": ("分录号", "分录", "行号", "分录序号", "序号", "项次"),
    "booked_on": ("日期", "凭证日期", "制单日期", "记账日期", "业务日期", "会计日期", "过账日期",
                  "凭证制单日期", "填制日期"),
    "period": ("期间", "会计期间", "会计月", "月份", "月", "会计期"),
    "year": ("年度", "会计年度", "会计年", "年"),
    "remark": ("摘要", "凭证摘要", "分录摘要", "事由"),
    "number": ("发票号码", "发票号", "票号", "票据号", "发票编号", "结算号", "票据号码",
               "数电票号码", "数电发票号码", "参考信息", "业务号"),
    "code": ("发票代码",),
    "issued_on": ("票据日期", "发票日期", "开票日期"),
    "seller_name": (
        "供应商", "供应商名称", "往来单位", "往来单位名称", "单位名称", "客商", "客商名称",
        "客商辅助核算", "供应商辅助核算", "往来户", "供应商档案",
    ),
    "aside": ("核算项目", "辅助核算", "核算维度", "辅助项", "辅助核算项目", "辅助账", "项目辅助",
              "核算项目名称", "辅助核算值"),
    "buyer_name": ("主体账簿", "账簿", "核算组织", "公司名称", "账套", "账套名称"),
}  # fmt: skip
PAYMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "out": (
        "借方发生额", "借方发生额/元(支取)", "借方发生额(支取)", "借方发生额/元", "借方金额",
        "支出金额", "支出", "转出金额", "付款金额", "支取金额", "支出(借方)", "借方(支出)",
        "借方(出账)", "借方金额(支出)", "支出额", "付出金额", "出账金额", "借方", "借方交易金额",
        "交易金额(借)", "支出金额(-)", "转出额", "取出金额", "取款金额",
    ),
    "in": (
        "贷方发生额", "贷方发生额/元(收入)", "贷方发生额(收入)", "贷方发生额/元", "贷方金额",
        "收入金额", "收入", "转入金额", "收款金额", "存入金额", "收入(贷方)", "贷方(收入)",
        "贷方(入账)", "贷方金额(收入)", "收入额", "入账金额", "贷方", "贷方交易金额",
        "交易金额(贷)", "收入金额(+)", "转入额", "存款金额",
    ),
    "sum": ("交易金额", "发生额", "金额", "交易额", "发生金额", "交易金额(元)", "记账金额"),
    "side": ("借贷标志", "借/贷", "借贷", "借贷方向", "收/付", "收付标志", "收支标志", "收付",
             "收支", "交易方向", "借贷标记", "交易类型", "借贷类型", "收支方向", "来往账标志"),
    "booked_on": ("交易日期", "交易日", "记账日期", "入账日期", "记账日", "发生日期", "入帐日期",
                  "记帐日期", "日期", "起息日", "起息日期", "交易日期时间", "交易时间", "入账时间",
                  "记账时间", "交易时间/入账时间", "发生时间"),
    "party": (
        "对方户名", "对方单位名称", "收(付)方名称", "对方名称", "对方单位", "对方账户名称",
        "收付方名称", "对方账户名", "对方客户名称", "交易对方", "交易对手", "对手户名",
        "对方账号名称", "对方帐户名称", "收(付)方户名", "对方户名/账号", "交易对方户名",
        "对手方户名", "对手名称", "交易对手名称", "对方姓名", "收款方户名", "收/付方名称",
    ),
    "payer": ("付款人名称", "付款人户名", "付款方名称", "付款人", "付款户名", "付款账户名称"),
    "payee": ("收款人名称", "收款人户名", "收款方名称", "收款人", "收款户名", "收款账户名称"),
    "voucher": (
        "交易流水号", "流水号", "账户明细编号-交易流水号", "核心流水号", "业务流水号", "交易序号",
        "企业流水号", "日志号", "银行流水号", "主机流水号", "凭证号", "凭证号码", "柜员流水号",
    ),
    "remark": ("摘要", "用途", "附言", "备注", "交易用途", "交易摘要", "交易附言", "业务摘要",
               "摘要/附言", "客户附言", "交易说明", "个性化信息", "摘要备注", "其它摘要"),
    "balance": ("余额", "账户余额", "交易后余额", "本次余额", "当前余额", "账面余额"),
    "account": ("对方账号", "收(付)方账号", "对方账户", "对方帐号", "本方账号", "账号"),
}  # fmt: skip
# What a person can say that a column is, in the words that say it, beside those of an import.
ASSIGNABLE: Final[Mapping[str, str]] = {
    "入账日期": "booked_on",
    "取得日期": "known_on",
    "凭证号": "voucher",
    "对方户名": "seller_name",
    "摘要": "remark",
    "支出金额": "total",
    "付款金额": "total",
    "不比对": "",
}
_BETWEEN: Final = re.compile(r"[\s_\-.*:#]+")
_ENGLISH: Final = re.compile(
    r"\[[^\]]*\]|\([A-Za-z][A-Za-z'. ]*\)"
    r"|(?<=[\u4e00-\u9fff)])[A-Za-z][A-Za-z'. ]+$"
)


def heading(cell: str) -> str:
    """Return a heading as it is compared here.

    >>> heading("交易日期[ Transaction Date ]"), heading("余额（元）"), heading("Invoice_No")
    ('交易日期', '余额', 'invoiceno')
    """
    if cell.isascii():  # Invoice No, invoice_no and InvoiceNo are one
        return _BETWEEN.sub("", cell).lower()
    bare = _ENGLISH.sub("", cell) if any(one.isascii() for one in cell) else cell
    return plain_heading(bare or cell).lower()


def _fields(names: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, int]]:
    return {
        heading(one): (field, rank)
        for field, many in names.items()
        for rank, one in enumerate(many)
    }


_BUREAU: Final = {heading(one): (field, RANKS[one]) for one, field in FIELDS.items()}
INVOICE_FIELDS: Final = _fields(INVOICES) | _BUREAU
VOUCHER_FIELDS: Final = _fields(VOUCHERS)
PAYMENT_FIELDS: Final = _fields(PAYMENTS)
