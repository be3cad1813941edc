"""The Chinese words for the contracts' ids, in one place."""

from __future__ import annotations

CERTAINTY = {"CERTAIN": "确定", "LIKELY": "很可能", "POSSIBLE": "有可能", "NOTE": "提示"}

WHO = {
    "asker": "您",
    "seller": "销售方",
    "buyer_admin": "本单位管理员",
    "tax_bureau": "主管税务机关",
    "it": "技术人员",
    "wait": "等待",
}

FIELDS = {
    "kind": "票种",
    "code": "发票代码",
    "number": "发票号码",
    "second_number": "第二号码",
    "date": "开票日期",
    "buyer": "购买方",
    "seller": "销售方",
    "buyer_name": "购买方名称",
    "buyer_tax_id": "购买方税号",
    "seller_name": "销售方名称",
    "seller_tax_id": "销售方税号",
    "amount": "金额",
    "tax": "税额",
    "total": "价税合计",
    "check_code": "校验码",
    "machine_no": "机器编号",
    "entry": "查询入口",
}
