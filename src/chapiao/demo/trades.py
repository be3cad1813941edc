"""What suppliers sell: names with their tax category, rates, units and usual prices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ware:
    """A thing or service. Prices are yuan with tax, from–to; `rate` is as invoices print it."""

    name: str
    rate: str
    low: int
    high: int
    spec: str = ""
    unit: str = ""
    most: int = 1


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business."""

    name: str
    wares: tuple[Ware, ...]


MEALS = Trade(
    "餐饮",
    (
        Ware("*餐饮服务*餐饮费", "6%", 80, 1800),
        Ware("*餐饮服务*工作餐", "6%", 20, 45, unit="份", most=60),
        Ware("*餐饮服务*会议茶歇", "6%", 600, 4200, unit="次", most=3),
    ),
)
LODGING = Trade(
    "酒店",
    (
        Ware("*住宿服务*住宿费", "6%", 260, 680, unit="间夜", most=12),
        Ware("*会展服务*会议室使用费", "6%", 1200, 9000, unit="场", most=2),
    ),
)
SOFTWARE = Trade(
    "信息技术",
    (
        Ware("*信息技术服务*技术服务费", "6%", 2000, 180000),
        Ware("*信息技术服务*软件服务费", "6%", 600, 26000, "标准版", "年", 3),
        Ware("*软件*报表工具软件", "13%", 3800, 9800, "V5", "套", 6),
        Ware("*信息系统服务*云主机租用费", "6%", 300, 8800, "4核8G", "月", 12),
    ),
)
OFFICE = Trade(
    "办公用品",
    (
        Ware("*纸制品*复印纸", "13%", 18, 32, "A4 70g", "包", 120),
        Ware("*文具*中性笔", "13%", 12, 26, "0.5mm", "盒", 80),
        Ware("*打印设备*硒鼓", "13%", 160, 520, "演示型号D2", "支", 12),
        Ware("*家具*人体工学椅", "13%", 480, 1680, "演示型号C1", "把", 20),
    ),
)
COMPUTERS = Trade(
    "电子设备",
    (
        Ware("*计算机外部设备*显示器", "13%", 780, 2600, "27英寸", "台", 16),
        Ware("*电子计算机*笔记本电脑", "13%", 4200, 9600, "演示型号N4", "台", 10),
        Ware("*计算机网络设备*交换机", "13%", 900, 7800, "24口", "台", 4),
    ),
)
CARGO = Trade(
    "货运",
    (
        Ware("*运输服务*国内货物运输服务", "9%", 300, 9800, "北京—上海", "车次", 4),
        Ware("*物流辅助服务*仓储服务费", "6%", 800, 16000, unit="月", most=3),
        Ware("*物流辅助服务*快递服务费", "6%", 60, 2600),
    ),
)
PROPERTY = Trade(
    "物业",
    (
        Ware("*经营租赁*房屋租赁费", "9%", 12000, 160000),
        Ware("*企业管理服务*物业管理费", "6%", 1800, 26000),
        Ware("*供电*电费", "13%", 300, 8600, unit="千瓦时", most=1),
        Ware("*水冰雪*自来水", "3%", 60, 900, unit="吨", most=1),
    ),
)
MACHINES = Trade(
    "设备",
    (
        Ware("*通用设备*离心泵", "13%", 2600, 18000, "演示型号P7", "台", 4),
        Ware("*金属制品*不锈钢法兰", "13%", 38, 160, "DN80", "片", 200),
        Ware("*修理修配劳务*设备维修费", "13%", 400, 12000, unit="次", most=2),
    ),
)
BUILDING = Trade(
    "工程",
    (
        Ware("*建筑服务*装修工程款", "9%", 18000, 260000, unit="项"),
        Ware("*建筑服务*水电安装费", "9%", 2600, 38000, unit="项"),
    ),
)
COUNSEL = Trade(
    "咨询",
    (
        Ware("*鉴证咨询服务*咨询费", "6%", 3000, 90000),
        Ware("*现代服务*人力资源服务费", "6%", 1200, 36000),
        Ware("*广告服务*广告发布费", "6%", 2000, 88000),
    ),
)
TRAINING = Trade(
    "培训",
    (
        Ware("*非学历教育服务*培训费", "3%", 600, 12000, unit="人次", most=8),
        Ware("*非学历教育服务*考试费", "免税", 120, 480, unit="人次", most=12),
    ),
)
FARM = Trade(
    "农产品",
    (
        Ware("*蔬菜*新鲜蔬菜", "免税", 4, 12, unit="千克", most=300),
        Ware("*水果*苹果", "9%", 6, 14, unit="千克", most=200),
        Ware("*花卉*绿植租摆", "9%", 30, 120, unit="盆", most=40),
    ),
)
SMALL = Trade(
    "小微",
    (
        Ware("*印刷品*宣传册", "1%", 3, 12, "A4", "册", 500),
        Ware("*劳务*搬运服务费", "1%", 200, 3200, unit="次", most=3),
        Ware("*设计服务*平面设计费", "1%", 800, 9800),
    ),
)
FUEL = Trade(
    "加油",
    (Ware("*汽油*95号车用汽油", "13%", 7, 9, "95号", "升", 60),),
)
TRADES = (
    MEALS, LODGING, SOFTWARE, OFFICE, COMPUTERS, CARGO, PROPERTY,
    MACHINES, BUILDING, COUNSEL, TRAINING, FARM, SMALL, FUEL,
)  # fmt: skip
