"""Exports that are odd in layout: several tables, lines, other programs' lists, refused rows."""

from __future__ import annotations

from tests.readers import make_export as made
from tests.readers import make_zoo as zoo
from tests.readers.made_up import BUYER_ID, CODE, PLAIN_NUMBER, SELLER, SELLER_ID
from tests.readers.make_zoo import ONE, SHORT, THREE, TWO, Beast, digital, first, short

PAPER = f"{PLAIN_NUMBER}-{CODE}"
FULL = "全量发票查询导出结果·发票基础信息"
LINE = ("发票号码", "开票日期", "销方名称", "项目名称", "税率", "金额", "税额", "价税合计")
RED = (
    *("序号", "红字确认单编号", "确认单状态", "销售方名称", "销售方识别号", "蓝字发票代码"),
    *("蓝字发票号码", "蓝字数电发票号码", "蓝字发票开票日期", "金额", "税额"),
    *("红字发票号码", "红字开票日期"),
)
TICKED = (
    *("序号", "勾选状态", "数电发票号码", "发票代码", "发票号码", "开票日期"),
    *("销售方纳税人识别号", "销售方纳税人名称", "金额", "税额", "有效抵扣税额", "发票状态"),
    *("勾选时间", "发票来源", "发票票种", "发票风险等级"),
)
ERP = (
    *("单据编号", "供货单位", "发票号", "发票日期"),
    *("原币金额", "原币税额", "原币价税合计", "存货名称"),
)
KINGDEE = (
    *("供应商", "发票代码", "发票号码", "业务日期", "开票日期"),
    *("不含税金额", "税额", "价税合计"),
)


def line(place: int, goods: str, sums: tuple[made.Cell, ...]) -> list[made.Cell]:
    return [digital(place), "2025-01-04", SELLER, goods, "6%", *sums]


def red(place: int, state: str, number: str = "") -> list[made.Cell]:
    party = [f"{place}", f"1101082501002615708{place}", state, SELLER, SELLER_ID]
    day = "2025-02-01" if number else ""
    return [*party, "", "", digital(place), "2025-01-04", "-100.00", "-6.00", number, day]


def ticked(state: str, place: int = 1) -> list[made.Cell]:
    sums = ["100.00", "6.00", "6.00", "正常", "2025-02-01", "电子发票服务平台"]
    row = ["1", state, digital(place), "", "", "2025-01-04", SELLER_ID, SELLER, *sums]
    return [*row, "数电发票（增值税专用发票）", "正常"]


LAYOUTS: dict[str, Beast] = {
    "每月一张工作表": Beast(
        made.xlsx({"1月": [SHORT, short(1)], "2月": [SHORT, short(2), short(1)], "说明": [["无"]]}),
        ((2, digital(1), ONE), (2, digital(2), ONE)),
        ((3, "与「1月」第2行是同一张发票"),),
    ),
    "明细和汇总两张工作表": Beast(
        made.xlsx(
            {
                "明细": [
                    (*SHORT, "商品名称"),
                    [*short(1, sums=(60, 3.6, 63.6)), "笔"],
                    [*short(1, sums=(40, 2.4, 42.4)), "本"],
                    [*short(3), "纸"],
                ],
                "汇总": [SHORT, short(1), short(2)],
            }
        ),
        ((4, digital(3), ONE), (2, digital(1), ONE), (3, digital(2), ONE)),
    ),
    "特定业务工作表重复同一张": first(
        made.xlsx(
            {
                "信息汇总表": [
                    made.LINES,
                    made.line_row(made.base_row(1, digital(1)), "*运输*运费", ("100", "6", "106")),
                ],
                "发票基础信息": [made.BASE, made.base_row(1, digital(1))],
                "货物运输服务": [made.BASE, made.base_row(1, digital(1))],
            }
        ),
        layout=FULL,
    ),
    "只有特定业务工作表": first(
        made.xlsx({"建筑服务": [made.BASE, made.base_row(1, digital(1))]}),
        layout="全量发票查询导出结果·建筑服务",
    ),
    "旧的全电表头带星号和单位": first(
        made.xlsx(
            {
                "发票基础信息": [
                    [
                        {"数电发票号码": "全电发票号码 *", "金额": "金额（元）*"}.get(one, one)
                        for one in made.BASE
                    ],
                    made.base_row(1, digital(1)),
                ]
            }
        ),
        layout=FULL,
    ),
    "税控票和数电票混在一起": Beast(
        made.xlsx({"发票基础信息": [made.BASE, zoo.paper(), made.base_row(2, digital(1))]}),
        ((2, PAPER, ONE), (3, digital(1), ONE)),
        layout=FULL,
    ),
    "列名重复": Beast(
        zoo.sheet(
            (*SHORT, "金额"),
            [*short(1), "100.00"],
            [*short(2), "90.00"],
            [*short(3, sums=("", "6.00", "106.00")), "100.00"],
            ["", "2025-01-04", SELLER, SELLER_ID, "1", "0", "1", "2"],
        ),
        ((2, digital(1), ONE), (4, digital(3), ONE)),
        ((3, "两列「金额」"), (5, "没有发票号码")),
    ),
    "一行一项货物而没有项目列": Beast(
        zoo.sheet(
            ("发票号码", "开票日期", "税率", "金额", "税额"),
            [digital(1), "2025-01-04", "6%", 60, 3.6],
            [digital(2), "2025-01-04", "6%", 100, 6],
            [digital(1), "2025-01-04", "6%", 40, 2.4],
        ),
        ((2, digital(1), (10000, 600, None)), (3, digital(2), (10000, 600, None))),
    ),
    "每行都写着整张的价税合计": Beast(
        zoo.sheet(LINE, line(1, "笔", (60, 3.6, 106)), line(1, "本", (40, 2.4, 106))),
        ((2, digital(1), ONE),),
    ),
    "一行有错整张不收": Beast(
        zoo.sheet(
            LINE,
            line(1, "笔", (60, 3.6, 63.6)),
            line(1, "本", ("四十", 2.4, 42.4)),
            line(2, "纸", (100, 6, 106)),
        ),
        ((4, digital(2), ONE),),
        ((2, "第3行有误"), (3, "四十")),
    ),
    "同一张发票出现两次": Beast(
        zoo.sheet(SHORT, short(1), short(1)), ((2, digital(1), ONE),), ((3, "与第2行是同一张"),)
    ),
    "红字发票是负数": Beast(
        zoo.sheet(SHORT, short(1, sums=(-100, -6, -106))), ((2, digital(1), TWO),)
    ),
    "用友清单": first(
        zoo.sheet(
            ["应付发票列表"], ERP, ["F1", SELLER, digital(1), "2025-01-04", 100, 6, 106, "纸"]
        ),
        3,
    ),
    "金蝶清单": Beast(
        zoo.sheet(
            KINGDEE,
            [SELLER, CODE, PLAIN_NUMBER, "2025-01-09", "2023-06-25", 100, 6, 106],
        ),
        ((2, PAPER, ONE),),
    ),
    "发票金额没有税额列就是价税合计": Beast(
        zoo.sheet(("发票号码", "开票日期", "发票金额"), [digital(1), "2025-01-04", 106]),
        ((2, digital(1), THREE),),
    ),
    "用途确认信息": Beast(
        zoo.sheet(["用途确认信息"], [f"纳税人识别号：{BUYER_ID}"], TICKED, ticked("已勾选")),
        ((4, digital(1), (10000, 600, None)),),
        layout="用途确认信息",
    ),
    "旧版勾选清单": Beast(
        zoo.sheet(
            ["发票勾选清单"],
            (
                "序号",
                "发票代码",
                "发票号码",
                "开票日期",
                "销方名称",
                "金额",
                "税额",
                "有效税额",
                "是否勾选",
                "发票状态",
            ),
            ["1", CODE, PLAIN_NUMBER, "2023-06-25", SELLER, "100", "6", "6", "是", "正常"],
        ),
        ((3, PAPER, (10000, 600, None)),),
        layout="用途确认信息（旧版勾选清单）",
    ),
    "红字确认单": Beast(
        zoo.sheet(
            ["红字信息确认单"],
            RED,
            red(1, "购销双方已确认", digital(50)),
            red(2, "销方录入待购方确认"),
            red(3, "作废（超72小时未确认）"),
        ),
        ((3, digital(50), TWO), (4, digital(2), (None, None, None))),
        ((5, "台账不用改"),),
        layout="红字确认单",
    ),
    "前面空出几行几列": first(zoo.sheet([], [], ["", "", *SHORT], ["", "", *short(1)]), 4),
    "中间有空行": Beast(
        zoo.sheet(SHORT, short(1), [], [], short(2)),
        ((2, digital(1), ONE), (5, digital(2), ONE)),
    ),
    "没有号码的行": Beast(
        zoo.sheet(SHORT, short(1), ["", "2025-01-04", SELLER, "", "1", "0", "1"]),
        ((2, digital(1), ONE),),
        ((3, "没有发票号码"),),
    ),
    "税号被改成科学计数": Beast(
        zoo.sheet(SHORT, [*short(1)[:3], 911101081234567890.0, 100, 6, 106]),
        (),
        ((2, "识别号被表格改成了"),),
    ),
    "号码少一位": Beast(zoo.sheet(SHORT, short(1, number=digital(1)[:19])), (), ((2, "19位"),)),
}
