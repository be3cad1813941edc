"""The headings of tax-bureau exports and lists like them, as they were and are written.

Source: domain §6.4 [B]; requirements N26; headings of 金蝶 and 用友 lists. A heading is
compared without blanks, stars and units, for they come with a trailing `*`, over two
lines or as 金额（元）. Of several names of one field the one listed first counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from chapiao.invoice.typed import halfwidth

_TAX_ID: Final = ("识别号", "税号", "纳税人识别号", "统一社会信用代码/纳税人识别号",
                  "统一社会信用代码", "纳税号", "税务登记号")  # fmt: skip
_NAME: Final = ("名称", "纳税人名称", "单位名称", "企业名称", "公司名称")
_SELLERS: Final = ("销方", "销售方", "销货方", "销货单位", "开票方", "销项方", "卖方")
_BUYERS: Final = ("购方", "购买方", "购货方", "购货单位", "受票方", "收票方", "买方")


def _each(sides: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(side + word for side in sides for word in words)


HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "index": ("序号", "行号", "编号", "NO", "No", "№"),
    "code": ("发票代码", "票据代码", "增值税发票代码", "进项发票代码", "销项发票代码", "代码"),
    "number": (
        "发票号码", "发票号", "票据号码", "增值税发票号码", "增值税发票号", "进项发票号码",
        "进项发票号", "销项发票号码", "发票编号", "发票No", "票号", "发票号码(8位)", "号码",
    ),
    "digital": (
        "数电发票号码", "数电票号码", "全电发票号码", "全电票号码", "数电号码", "数电发票号",
        "数电票号", "全电发票号", "全电号码", "电子发票号码", "全面数字化的电子发票号码",
        "数电发票号码(20位)", "数电票号码(20位)", "20位发票号码", "数字化电子发票号码",
    ),
    "issued_on": (
        "开票日期", "填开日期", "开票时间", "开具日期", "开具时间", "发票日期", "开票日",
        "填发日期", "票据日期", "发票开具日期", "红字开票日期",
    ),
    "seller_tax_id": (*_each(_SELLERS, _TAX_ID), "供应商税号", "供应商纳税人识别号",
                      "供应商识别号", "供应商统一社会信用代码", "供货单位税号"),
    "seller_name": (*_each(_SELLERS, _NAME), "供应商名称", "供应商全称", "供应商", "供货单位",
                    "供货单位名称", "供货商", "供货商名称", *_SELLERS),
    "buyer_tax_id": (*_each(_BUYERS, _TAX_ID), "客户税号", "客户纳税人识别号", "客户识别号"),
    "buyer_name": (*_each(_BUYERS, _NAME), "客户名称", "客户全称", "客户", "发票抬头", "抬头",
                   *_BUYERS),
    "amount": (
        "不含税金额", "无税金额", "金额(不含税)", "未税金额", "不含税金额合计", "合计不含税金额",
        "发票金额(不含税)", "不含税价", "不含税额", "合计金额", "金额合计", "红冲金额",
        "红字金额", "冲红金额", "金额",
    ),
    "tax": ("税额", "合计税额", "税额合计", "增值税额", "增值税税额", "税金", "发票税额",
            "红冲税额", "红字税额", "冲红税额"),
    "total": (
        "价税合计", "价税合计金额", "价税合计(小写)", "含税金额", "含税总额", "金额(含税)",
        "发票金额(含税)", "含税合计", "税价合计", "价税总额", "总金额(含税)", "发票总金额",
        "含税价", "价税合计额", "票面总金额", "含税总金额",
    ),
    "check_code": ("校验码", "发票校验码", "校验码后6位", "校验码后六位"),
    "source": ("发票来源", "数据来源"),
    "kind": ("发票票种", "票种", "发票类型", "发票种类", "票据类型", "票据种类", "发票类别"),
    "status": ("发票状态", "票据状态", "状态", "发票状态(税局)"),
    "positive": ("是否正数发票", "正数发票", "蓝红标识", "蓝红标志", "发票正负", "正负标志",
                 "蓝字红字", "是否蓝字发票"),
    "negative": ("是否红字发票", "是否红票", "红字标志", "红字发票标志", "是否负数发票",
                 "红票标志"),
    "risk": ("发票风险等级", "风险等级"),
    "use": ("勾选状态", "用途状态", "勾选标志", "是否勾选", "勾选情况", "发票用途", "用途",
            "认证状态", "抵扣状态", "勾选用途", "用途标签"),
    "deductible": ("有效抵扣税额", "有效税额", "可抵扣税额", "抵扣税额"),
    "ticked_at": ("勾选时间", "勾选日期", "用途确认时间", "确认时间", "认证日期"),
    "drawer": ("开票人",),
    "remark": ("备注", "发票备注"),
    "item": (
        "货物或应税劳务名称", "货物或应税劳务、服务名称", "货物、应税劳务及服务", "商品名称",
        "货物名称", "项目名称", "货物或应税劳务服务名称", "存货名称", "物料名称", "商品和服务名称",
        "货物劳务名称", "货物或服务名称", "开票项目", "开票内容",
    ),
    "spec": ("规格型号", "规格"),
    "unit": ("单位", "计量单位"),
    "quantity": ("数量", "计价数量", "开票数量"),
    "price": ("单价", "不含税单价", "无税单价", "单价(不含税)"),
    "rate": ("税率", "税率/征收率", "税率(征收率)"),
    "confirm_no": (
        "红字确认单编号", "红字发票信息确认单编号", "确认单编号", "红字信息确认单编号",
        "红字确认单号", "红字通知单编号", "确认单号", "红字信息表编号",
    ),
    "confirm_state": (
        "确认单状态", "红字确认单状态", "红字确认信息状态", "红字确认单确认状态", "确认状态",
        "红字信息确认单状态", "确认单处理状态",
    ),
    "red_number": ("红字发票号码", "红字数电发票号码", "红字数电票号码", "红票号码",
                   "开具的红字发票号码", "对应红字发票号码", "红字全电发票号码"),
    "blue_digital": (
        "蓝字数电发票号码", "对应蓝字数电发票号码", "蓝字数电票号码", "对应蓝字数电票号码",
        "蓝字全电发票号码", "被红冲蓝字数电票号码", "被红冲蓝字数电发票号码",
    ),
    "blue_code": ("蓝字发票代码", "对应蓝字发票代码", "被红冲蓝字发票代码", "原蓝字发票代码"),
    "blue_number": ("蓝字发票号码", "对应蓝字发票号码", "被红冲蓝字发票号码", "原蓝字发票号码",
                    "对应蓝票号码", "蓝票号码"),
    "blue_day": ("蓝字发票开票日期", "蓝字开票日期", "对应蓝字发票开票日期", "蓝票开票日期"),
}  # fmt: skip
EITHER_SUM: Final = ("发票金额", "票面金额", "开票金额", "总金额")  # with tax or without
# What a person can say that a column is, in the words that say it.
ASSIGNABLE: Final[Mapping[str, str]] = {
    "发票号码": "number",
    "数电发票号码": "digital",
    "发票代码": "code",
    "开票日期": "issued_on",
    "销方名称": "seller_name",
    "销方税号": "seller_tax_id",
    "购方名称": "buyer_name",
    "购方税号": "buyer_tax_id",
    "金额（不含税）": "amount",
    "税额": "tax",
    "价税合计": "total",
    "票种": "kind",
    "发票状态": "status",
    "是否正数发票": "positive",
    "勾选状态": "use",
    "校验码": "check_code",
    "货物或服务名称": "item",
    "数量": "quantity",
    "单价": "price",
    "税率": "rate",
    "开票人": "drawer",
    "备注": "remark",
    "不导入": "",
}
_UNIT = re.compile(r"(?:\((?:元|人民币|人民币元|单位:元|%|必填|选填|必录|小数|本位币)\))+$|,元$")
_AROUND = re.compile(r"[\s*★※:：·。、]+")
_BEFORE = re.compile(r"^(?:\d{1,2}[.．)]|(?:原币|本币|人民币)(?=.))")


def plain_heading(cell: str) -> str:
    """Return a heading as it is compared.

    >>> plain_heading(" 价税合计（元） *"), plain_heading("货物或应税 劳务名称")
    ('价税合计', '货物或应税劳务名称')
    >>> plain_heading("原币价税合计"), plain_heading("金额（万元）")
    ('价税合计', '金额(万元)')
    """
    bare = _AROUND.sub("", halfwidth(cell).replace("【", "(").replace("】", ")"))
    return _BEFORE.sub("", _UNIT.sub("", bare))


FIELDS: Final = {plain_heading(one): field for field, names in HEADINGS.items() for one in names}
RANKS: Final = {
    plain_heading(one): rank for names in HEADINGS.values() for rank, one in enumerate(names)
}


def field_named(words: str) -> str | None:
    """Return the field that a person calls so; "" for a column to leave out; None for none.

    >>> field_named("金额"), field_named("不导入"), field_named("心情")
    ('amount', '', None)
    """
    plain = plain_heading(words)
    said = {plain_heading(name): field for name, field in ASSIGNABLE.items()}
    return said.get(plain, FIELDS.get(plain))
