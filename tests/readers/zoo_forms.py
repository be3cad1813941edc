"""Exports that are odd in form: titles, sums, dates, money, encodings, markup."""

from __future__ import annotations

from tests.readers import make_zoo as zoo
from tests.readers.made_up import BUYER
from tests.readers.make_xls import xls
from tests.readers.make_zoo import ONE, SHORT, TWO, Beast, digital, first, short

FORMS: dict[str, Beast] = {
    "标题在上、合计和落款在下": Beast(
        zoo.sheet(
            ["发票清单"],
            ["单位：", BUYER],
            [],
            SHORT,
            short(1),
            short(2),
            [],
            ["合计", "", "", "", 200, 12, 212],
            ["制表人：周青", "", "", "", "导出时间：2025-02-01"],
        ),
        ((5, digital(1), ONE), (6, digital(2), ONE)),
    ),
    "每页小计并重印表头": Beast(
        zoo.sheet(
            SHORT,
            short(1),
            ["本页小计", "", "", "", 100, 6, 106],
            SHORT,
            short(2),
            ["总计：2张", "", "", "", 200, 12, 212],
        ),
        ((2, digital(1), ONE), (5, digital(2), ONE)),
    ),
    "一张表里叠着两个清单": Beast(
        zoo.sheet(
            ["一、蓝字发票"],
            SHORT,
            short(1),
            ["二、红字发票"],
            ("开票日期", "发票号码", "价税合计", "税额", "金额"),
            ["2025-01-06", digital(2), "-106.00", "-6.00", "-100.00"],
        ),
        ((3, digital(1), ONE), (6, digital(2), TWO)),
    ),
    "表头占两行并有合并": first(zoo.two_row_headings(), 3),
    "明细行的号码和价税合计是合并单元格": Beast(
        zoo.merged_lines(), ((2, digital(1), ONE), (4, digital(2), (1000, 60, 1060)))
    ),
    "隐藏的工作表不算": first(zoo.hidden_sheet()),
    "日期是序列值": Beast(zoo.real_dates(), tuple((n + 1, digital(n), ONE) for n in (1, 2, 3, 4))),
    "日期写法各不相同": Beast(
        zoo.sheet(
            SHORT,
            short(1, day="2025年1月4日"),
            short(2, day="2025/1/4"),
            short(3, day="20250104"),
            short(4, day="2025-01-04 10:32:00"),
            short(5, day="二〇二五年一月四日"),
            short(6, day="2025-02-30"),
            short(7, day="昨天"),
            short(8, day=""),
            short(9, day="1/4/2025"),
        ),
        tuple((n + 1, digital(n), ONE) for n in (1, 2, 3, 4, 5)),
        ((7, "2025-02-30"), (8, "昨天"), (9, "没有开票日期"), (10, "可以读成")),
    ),
    "金额写法各不相同": Beast(
        zoo.sheet(
            SHORT,
            short(1, sums=("￥1,234.50", "74.07", "1,308.57元")),
            short(2, sums=("（100.00）", "(6.00)", "-106.00")),
            short(3, sums=("１００．００", "６．００", "１０６．００")),
            short(4, sums=("－100.00", "−6.00", "-106")),
            short(5, sums=(81849.75999999999, 4910.99, 86760.75)),
            short(6, sums=("100", "***", "100.00")),
            short(7, sums=("约100", "6", "106")),
            short(8, sums=("100", "6", "160")),
        ),
        (
            (2, digital(1), (123450, 7407, 130857)),
            (3, digital(2), TWO),
            (4, digital(3), ONE),
            (5, digital(4), TWO),
            (6, digital(5), (8184976, 491099, 8676075)),
            (7, digital(6), (10000, 0, 10000)),
        ),
        ((8, "约100"), (9, "不等于价税合计160.00")),
    ),
    "号码被Excel损坏": Beast(
        zoo.sheet(
            SHORT,
            short(1, number=float(digital(1))),
            short(2, number="2.5112E+19"),
            short(3, number="25112000000012300000"),
            short(4),
        ),
        ((5, digital(4), ONE),),
        damaged=(2, 3, 4),
    ),
    "号码前有单引号、等号或制表符": Beast(
        zoo.delimited(
            [
                SHORT,
                short(1, number="'" + digital(1)),
                short(2, number=f'="{digital(2)}"'),
                short(3, number=digital(3) + "\t"),
            ],
            ",",
            "utf-8",
        ),
        tuple((n + 1, digital(n), ONE) for n in (1, 2, 3)),
    ),
    "GBK的CSV": first(zoo.delimited([SHORT, short(1)], ",", "gbk")),
    "没有标记的UTF-16": first(zoo.delimited([SHORT, short(1)], "\t", "utf-16-le")),
    "有标记的UTF-16": first(zoo.delimited([SHORT, short(1)], "\t", "utf-16")),
    "大端的UTF-16": first(zoo.delimited([SHORT, short(1)], ",", "utf-16-be")),
    "制表符分隔而金额带千分位": Beast(
        zoo.delimited([SHORT, short(1, sums=("1,234.50", "74.07", "1,308.57"))], "\t", "utf-8"),
        ((2, digital(1), (123450, 7407, 130857)),),
    ),
    "分号分隔": first(zoo.delimited([SHORT, short(1)], ";", "utf-8-sig")),
    "首行是sep": first(b"sep=;\r\n" + zoo.delimited([SHORT, short(1)], ";", "utf-8")),
    "行尾多出分隔符": first(zoo.delimited([SHORT, [*short(1), "", "", ""]], ",", "utf-8")),
    "真正的旧版xls": Beast(
        xls([SHORT, short(1, day=45661.0, sums=(100.0, 6.0, 106.0)), short(2)]),
        ((2, digital(1), ONE), (3, digital(2), ONE)),
    ),
    "网页冒充的xls": first(zoo.html_table([SHORT, short(1)])),
    "UTF-8的网页表格": first(zoo.html_table([["发票"], SHORT, short(1)], "utf-8"), 3),
    "2003版XML表格": first(zoo.xml_spreadsheet([SHORT, short(1)]), 3),
}
