"""Faces of other forms: the list of goods, rail tickets, air itineraries."""

from __future__ import annotations

from tests.readers.made_up import BUYER, BUYER_ID, CODE, PLAIN_NUMBER, SELLER
from tests.readers.make_faces import Page, Text, right


def goods_list(*, code: str = CODE, number: str = PLAIN_NUMBER) -> Page:
    """Return a 清单 page, which names the invoice it belongs to."""
    return [
        Text(200, 40, "销售货物或者提供应税劳务、服务清单", 14),
        Text(30, 70, "购买方名称："),
        Text(90, 70, BUYER),
        Text(30, 85, "销售方名称："),
        Text(90, 85, SELLER),
        Text(30, 100, f"所属增值税电子普通发票代码：{code} 号码：{number}"),
        Text(30, 130, "序号"),
        Text(60, 130, "货物（劳务）名称"),
        Text(400, 130, "金额"),
        Text(30, 150, "1"),
        Text(60, 150, "*纸制品*笔记本"),
        right(440, 150, "77.00"),
        Text(30, 700, "小计"),
        right(440, 700, "77.00"),
        Text(30, 715, "总计"),
        right(440, 715, "100.00"),
    ]


def rail(*, number: str = "25119165666000012345", fare: str = "￥553.00") -> Page:
    """Return a rail ticket, which prints no amount and no tax."""
    return [
        Text(190, 30, "电子发票（铁路电子客票）", 18),
        Text(26, 58, f"发票号码:{number}", 12),
        Text(400, 58, "开票日期:2025年03月04日", 12),
        Text(112, 100, "北京南站", 18),
        Text(270, 100, "G101", 18),
        Text(400, 100, "上海虹桥站", 18),
        Text(26, 145, "2025年03月01日 06:23开 01车05C号", 12),
        Text(26, 178, f"票价:{fare}", 16),
        Text(26, 235, "1101011990****0016 林一", 12),
        Text(26, 292, "电子客票号:916560123456789012345", 12),
        Text(290, 292, "原发票号码:25119165666000012344", 12),
        Text(26, 314, f"购买方名称:{BUYER}", 12),
        Text(300, 314, f"统一社会信用代码:{BUYER_ID}", 12),
        Text(217, 358, "买票请到12306 发货请到95306", 12),
    ]


def air(*, number: str = "25117856211000012345") -> Page:
    """Return an air itinerary: labels in one row, figures in the next."""
    page = [
        Text(180, 37, "电子发票（航空运输电子客票行程单）", 15),
        Text(425, 86, "发票号码："),
        Text(470, 86, number),
        Text(20, 101, "旅客姓名"),
        Text(24, 121, "林一"),
        Text(20, 347, "电子客票号码： 7841234567890"),
        Text(200, 347, "验证码： 7890"),
        Text(20, 370, "销售网点代号： CAN001/08000000"),
        Text(200, 370, "填开单位："),
        Text(245, 370, "南国航空股份有限公司"),
        Text(475, 370, "填开日期： 2025-07-28"),
        Text(20, 392, "购买方名称："),
        Text(70, 392, BUYER),
        Text(298, 392, "统一社会信用代码/纳税人识别号："),
        Text(445, 392, BUYER_ID),
    ]
    heads = ("票价", "燃油附加费", "增值税税率", "增值税税额", "民航发展基金", "其他税费", "合计")
    figures = (
        "CNY 477.06",
        "CNY 45.87",
        "9%",
        "CNY 47.07",
        "CNY 50.00",
        "CNY 0.00",
        "CNY 620.00",
    )
    places = (114, 179, 244, 290, 356, 420, 484)
    for x, head, figure in zip(places, heads, figures, strict=True):
        page += [Text(x, 314, head), Text(x + 18, 329, figure)]
    return page


def above_one_another(*pages: Page, height: float = 397) -> Page:
    """Return several faces on one sheet, as people print them to save paper."""
    return [
        Text(text.x, text.y + at * height, text.words, text.size)
        for at, page in enumerate(pages)
        for text in page
        if text.y < height
    ]


def roll(*, code: str = "011002300107", number: str = PLAIN_NUMBER) -> Page:
    """Return a 卷票: one narrow column of labels."""
    rows = (
        f"发票代码 {code}",
        f"发票号码 {number}",
        "机打号码 12345678",
        "机器编号 661234567890",
        "收款员 林一",
        "销售方名称:" + SELLER,
        "销售方税号:91310105DEM0000224",
        "开票日期:2023-06-25",
        "购买方名称:" + BUYER,
        "购买方税号:" + BUYER_ID,
        "项目 单价 数量 金额",
        "餐费 106.00 1 106.00",
        "合计金额(小写):¥106.00",
        "合计金额(大写):壹佰零陆圆整",
        "校验码 12345678901234567890",
    )
    page = [Text(10 + 0 * at, 60 + 16 * at, words, 8) for at, words in enumerate(rows)]
    return [Text(30, 30, "北京增值税普通发票", 14), *page]


def fiscal() -> Page:
    """Return a 财政电子票据."""
    return [
        Text(180, 40, "北京市医疗门诊收费票据（电子）", 18),
        Text(30, 80, "票据代码：11060124"),
        Text(400, 80, "票据号码：0012345678"),
        Text(30, 95, "交款人统一社会信用代码："),
        Text(400, 95, "校验码：c748a8"),
        Text(30, 110, "交款人：林一"),
        Text(400, 110, "开票日期：2025-02-03"),
        Text(30, 150, "项目名称"),
        Text(300, 150, "金额（元）"),
        Text(30, 170, "诊察费"),
        Text(300, 170, "50.00"),
        Text(30, 250, "金额合计（大写）伍拾圆整"),
        Text(300, 250, "（小写）50.00"),
        Text(30, 370, "收款单位（章）：北京青松医院"),
    ]
