"""What a list is, by its headings and the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chapiao.readers.lists.head import Head
from chapiao.readers.lists.headings import heading
from chapiao.readers.lists.model import Role

# Headings, or words above them, that only one maker writes; the first that is there counts.
_YONYOU: Final = (
    "制单日期", "凭证类别", "主体账簿", "凭证编号", "辅助项", "借方本币", "客商", "凭证号数",
    "辅助核算", "会计月", "会计年", "记账人", "票号", "业务员",
)  # fmt: skip
_KINGDEE: Final = (
    "凭证字", "核算项目", "核算维度", "过账", "参考信息", "分录序号", "分录号", "凭证字号",
    "原币金额", "科目编码.名称", "科目全名", "结算方式", "结算号", "年度", "期间",
)  # fmt: skip
_BANKS: Final = (
    ("中国工商银行", ("对方单位名称", "个性化信息", "回单个性化信息", "借/贷")),
    ("中国建设银行", ("账户明细编号-交易流水号", "对方开户机构", "借方发生额/元(支取)",
                "借方发生额(支取)", "关联账户")),
    ("中国农业银行", ("交易时间戳", "对方开户行", "交易用途", "账户余额")),
    ("中国银行", ("付款人名称", "收款人名称", "交易附言", "交易后余额", "付款人账号")),
    ("招商银行", ("收(付)方名称", "收(付)方账号", "业务参考号", "流程实例号", "业务摘要")),
    ("交通银行", ("借贷标志", "对方账户名称", "记账时间")),
)  # fmt: skip
_BY_NAME: Final = (
    ("中国工商银行", ("工商银行", "工行", "ICBC")),
    ("中国建设银行", ("建设银行", "建行", "CCB")),
    ("中国农业银行", ("农业银行", "农行", "ABC")),
    ("中国银行", ("中国银行", "中行", "BOC")),
    ("招商银行", ("招商银行", "招行", "CMB")),
    ("交通银行", ("交通银行", "交行", "BOCOM")),
    ("浦发银行", ("浦东发展银行", "浦发", "SPDB")),
    ("中信银行", ("中信银行", "中信", "CITIC")),
    ("民生银行", ("民生银行", "民生", "CMBC")),
    ("兴业银行", ("兴业银行", "兴业", "CIB")),
    ("光大银行", ("光大银行", "光大", "CEB")),
    ("平安银行", ("平安银行", "平安", "PAB")),
    ("北京银行", ("北京银行", "BOB")),
)  # fmt: skip


def layout(name: str, sheet: str, head: Head, above: Sequence[Sequence[str]]) -> str:
    """Name the layout as people call it; `above` are the rows over the headings."""
    texts = {heading(one) for one in head.texts if one}
    title = " ".join([name, sheet, *(cell for row in above for cell in row if cell)])
    if head.role is Role.VOUCHERS:
        return f"{_maker(title, texts)}凭证"
    if head.role is Role.PAYMENTS:
        bank = _bank(title, texts)
        return f"银行流水（{bank}）" if bank else "银行流水"
    return _invoices(title, sheet, head)


def is_bureau(head: Head) -> bool:
    """Whether a list has the columns that only the bureau's own export has."""
    return any(map(head.has, ("source", "positive", "risk")))


def by_line(head: Head) -> bool:
    """Whether each row of an export is a line of goods, so that an invoice may have several."""
    return any(map(head.has, ("item", "spec", "quantity", "price", "rate")))


def _invoices(title: str, sheet: str, head: Head) -> str:
    if head.has("use") and (head.has("deductible") or head.has("ticked_at")):
        return "用途确认信息"
    if "用途确认" in title or "勾选" in title:
        return "用途确认信息"
    if is_bureau(head) or "全量发票" in title:
        return f"税局导出·{sheet}" if sheet else "税局导出"
    if not any(map(head.has, ("number", "digital"))):
        return "付款清单" if "付" in "".join(head.texts) + title else "没有号码的清单"
    if head.has("voucher") or head.has("booked_on"):
        return "台账（财务系统导出）"
    return "发票清单"


def _maker(title: str, texts: set[str]) -> str:
    for name, words in (("金蝶", ("金蝶", "Kingdee", "K3", "KIS", "云星空")),
                        ("用友", ("用友", "U8", "NC", "T+", "YonBIP", "畅捷通"))):  # fmt: skip
        if any(word in title for word in words):
            return name
    signs = [(sum(heading(one) in texts for one in words), name)
             for words, name in ((_KINGDEE, "金蝶"), (_YONYOU, "用友"))]  # fmt: skip
    most, name = max(signs)
    even = signs[0][0] == signs[1][0]
    return name if most and not even else "财务"


def _bank(title: str, texts: set[str]) -> str:
    for name, words in _BY_NAME:
        if words[0] in title:
            return name
    signs = [(sum(heading(one) in texts for one in words), name) for name, words in _BANKS]
    most, name = max(signs)
    if most and [one for one, _ in signs].count(most) == 1:
        return name
    plain = title.upper()
    return next((name for name, words in _BY_NAME if any(one in plain for one in words)), "")
