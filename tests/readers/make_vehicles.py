"""Made-up faces of vehicle invoices, tolls and old local papers."""

from __future__ import annotations

from tests.readers.made_up import BUYER, BUYER_ID, NUMBER, PLAIN_NUMBER, SELLER, SELLER_ID
from tests.readers.make_faces import Page, Text

VEHICLE_CODE = "111002323001"
USED_CODE = "011002300117"
MACHINE_CODE = "111002312345"


def vehicle(*, digital: bool = False) -> Page:
    """Return a 机动车销售统一发票."""
    page = [Text(200, 40, "机动车销售统一发票", 18)]
    if digital:
        page = [Text(110, 40, "电子发票（机动车销售统一发票）", 18)]
        page += [Text(420, 40, f"发票号码：{NUMBER}"), Text(420, 56, "开票日期：2025年02月03日")]
    else:
        page += [
            Text(420, 40, f"发票代码 {VEHICLE_CODE}"),
            Text(420, 54, f"发票号码 {PLAIN_NUMBER}"),
            Text(30, 70, "开票日期 2023-06-25"),
            Text(30, 84, "机打代码"),
            Text(100, 84, VEHICLE_CODE),
            Text(30, 96, "机打号码"),
            Text(100, 96, PLAIN_NUMBER),
            Text(30, 108, "机器编号"),
            Text(100, 108, "661234567890"),
        ]
    return [
        *page,
        Text(30, 130, "购买方名称"),
        Text(130, 130, BUYER),
        Text(320, 130, "纳税人识别号/统一社会信用代码/身份证明号码"),
        Text(330, 142, BUYER_ID),
        Text(30, 160, "车辆类型"),
        Text(130, 160, "小型轿车"),
        Text(320, 160, "厂牌型号"),
        Text(400, 160, "云杉YS1234"),
        Text(30, 180, "车辆识别代号/车架号码"),
        Text(180, 180, "LSVAA11111A000001"),
        Text(30, 210, "价税合计"),
        Text(100, 210, "⊗壹拾壹万叁仟圆整"),
        Text(400, 210, "小写 ¥113000.00"),
        Text(30, 235, "销货单位名称"),
        Text(130, 235, SELLER),
        Text(400, 235, "电话"),
        Text(430, 235, "010-60001234"),
        Text(30, 252, "纳税人识别号"),
        Text(130, 252, SELLER_ID),
        Text(30, 290, "增值税税率"),
        Text(90, 290, "13%"),
        Text(150, 290, "增值税税额"),
        Text(230, 290, "¥13000.00"),
        Text(30, 310, "不含税价"),
        Text(100, 310, "小写 ¥100000.00"),
        Text(30, 350, "开票人"),
        Text(70, 350, "林三"),
    ]


def used_vehicle(*, digital: bool = False) -> Page:
    """Return a 二手车销售统一发票, on which neither tax nor amount is printed."""
    page = [Text(200, 40, "二手车销售统一发票", 18)]
    if digital:
        page = [Text(110, 40, "电子发票（二手车销售统一发票）", 18)]
        page += [Text(420, 40, f"发票号码：{NUMBER}"), Text(420, 56, "开票日期：2025年02月03日")]
    else:
        page += [
            Text(420, 40, f"发票代码 {USED_CODE}"),
            Text(420, 54, f"发票号码 {PLAIN_NUMBER}"),
            Text(30, 70, "开票日期 2023-06-25"),
        ]
    return [
        *page,
        Text(30, 130, "买方单位/个人"),
        Text(130, 130, BUYER),
        Text(320, 130, "单位代码/身份证号码"),
        Text(440, 130, BUYER_ID),
        Text(30, 160, "卖方单位/个人"),
        Text(130, 160, SELLER),
        Text(320, 160, "单位代码/身份证号码"),
        Text(440, 160, SELLER_ID),
        Text(30, 190, "车牌照号"),
        Text(100, 190, "京A00001"),
        Text(30, 220, "车价合计(大写)"),
        Text(120, 220, "伍万圆整"),
        Text(400, 220, "小写 ¥50000.00"),
        Text(30, 350, "开票人：林三"),
    ]


def machine() -> Page:
    """Return a 通用机打发票."""
    rows = (
        f"发票代码 {MACHINE_CODE}",
        f"发票号码 {PLAIN_NUMBER}",
        "机器编号 661234567890",
        "收款单位：" + SELLER,
        "税号：" + SELLER_ID,
        "开票日期 2023-06-25",
        "收款员 林一",
        "付款单位：" + BUYER,
        "项目 单价 数量 金额",
        "复印 5.30 20 106.00",
        "小写合计 ¥106.00",
        "大写合计 壹佰零陆圆整",
    )
    page = [Text(10, 60 + 16 * at, words, 8) for at, words in enumerate(rows)]
    return [Text(30, 30, "国家税务总局北京市税务局通用机打发票", 12), *page]


def quota() -> Page:
    """Return a 通用定额发票: a fixed value, no buyer, no date."""
    return [
        Text(60, 30, "国家税务总局北京市税务局通用定额发票", 12),
        Text(60, 60, f"发票代码 {MACHINE_CODE}"),
        Text(60, 76, f"发票号码 {PLAIN_NUMBER}"),
        Text(100, 120, "伍拾圆整", 16),
    ]


def taxi() -> Page:
    """Return a 出租汽车发票."""
    rows = (
        f"发票代码 {MACHINE_CODE}",
        f"发票号码 {PLAIN_NUMBER}",
        "车号 京B00001",
        "日期 2023-06-25",
        "上车 08:01",
        "下车 08:31",
        "单价 2.30元/公里",
        "里程 12.0公里",
        "金额 ¥43.60元",
    )
    page = [Text(10, 60 + 16 * at, words, 8) for at, words in enumerate(rows)]
    return [Text(30, 30, "北京市出租汽车专用发票", 12), *page]


def blockchain() -> Page:
    """Return a 区块链电子普通发票 of Shenzhen."""
    return [
        Text(200, 40, "深圳电子普通发票", 18),
        Text(420, 36, "发票代码：144032309110"),
        Text(420, 50, f"发票号码：{PLAIN_NUMBER}"),
        Text(420, 64, "开票日期：2023年06月25日"),
        Text(420, 78, "校验码：c7a8b"),
        Text(38, 95, "名　　称："),
        Text(98, 95, BUYER),
        Text(38, 109, "纳税人识别号："),
        Text(98, 109, BUYER_ID),
        Text(64, 263, "合　　计"),
        Text(433, 263, "¥100.00"),
        Text(560, 263, "¥6.00"),
        Text(50, 281, "价税合计（大写）"),
        Text(180, 281, "壹佰零陆圆整"),
        Text(440, 281, "（小写）¥106.00"),
        Text(38, 300, "名　　称："),
        Text(98, 300, SELLER),
        Text(38, 314, "纳税人识别号："),
        Text(98, 314, SELLER_ID),
        Text(300, 360, "开票人：林三"),
    ]
