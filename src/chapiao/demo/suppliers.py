"""About sixty suppliers with names that no real company has."""

from __future__ import annotations

from dataclasses import dataclass

from chapiao.demo import trades
from chapiao.demo.ids import tax_id
from chapiao.demo.trades import Trade


@dataclass(frozen=True, slots=True)
class Supplier:
    """A seller. `machine` is the 机器编号 on all its 税控 invoices, `drawer` who issues them."""

    name: str
    tax_id: str
    region: str
    trade: Trade
    machine: str
    drawer: str

    @property
    def address(self) -> str:
        """An address and a telephone number that do not exist."""
        return f"{self.name[:2]}市演示路{int(self.machine[-3:])}号 000-00000{self.machine[-3:]}"

    @property
    def bank(self) -> str:
        """A bank and an account that do not exist."""
        return f"演示银行{self.name[2:5]}支行 8809123456709{self.machine[-6:]}"


# region, district, city as the name starts, the rest of the name, trade
_ROWS = (
    ("1100", "110105", "北京", "荻浦渡餐饮管理有限公司", trades.MEALS),
    ("1100", "110108", "北京", "檐语集餐饮有限公司", trades.MEALS),
    ("1100", "110101", "北京", "苔阶铺小馆", trades.MEALS),
    ("1100", "110102", "北京", "鹭汀洲酒店管理有限公司", trades.LODGING),
    ("1100", "110105", "北京", "栖霞坞宾馆有限公司", trades.LODGING),
    ("1100", "110108", "北京", "砚北渡科技有限公司", trades.SOFTWARE),
    ("1100", "110108", "北京", "星槎谷信息技术有限公司", trades.SOFTWARE),
    ("1100", "110108", "北京", "云帛数据技术服务有限公司", trades.SOFTWARE),
    ("1100", "110106", "北京", "听松阁办公用品有限公司", trades.OFFICE),
    ("1100", "110107", "北京", "墨池滩文具有限公司", trades.OFFICE),
    ("1100", "110108", "北京", "萤窗记电子设备有限公司", trades.COMPUTERS),
    ("1100", "110115", "北京", "铜雀湾计算机有限公司", trades.COMPUTERS),
    ("1100", "110112", "北京", "驿柳亭物流有限公司", trades.CARGO),
    ("1100", "110113", "北京", "鸿雁驿快运有限公司", trades.CARGO),
    ("1100", "110105", "北京", "槐荫里物业管理有限公司", trades.PROPERTY),
    ("1100", "110108", "北京", "杏坛坊置业有限公司", trades.PROPERTY),
    ("1100", "110114", "北京", "燕石峪机电设备有限公司", trades.MACHINES),
    ("1100", "110111", "北京", "筑溪岸建筑装饰有限公司", trades.BUILDING),
    ("1100", "110102", "北京", "知微堂管理咨询有限公司", trades.COUNSEL),
    ("1100", "110105", "北京", "拂云台广告有限公司", trades.COUNSEL),
    ("1100", "110108", "北京", "青灯集教育咨询有限公司", trades.TRAINING),
    ("1100", "110116", "北京", "百草畦农业有限公司", trades.FARM),
    ("1100", "110109", "北京", "绿萝巷园艺有限公司", trades.FARM),
    ("1100", "110106", "北京", "雁翎巷图文设计工作室", trades.SMALL),
    ("1100", "110112", "北京", "麦垄上搬家服务部", trades.SMALL),
    ("1100", "110105", "北京", "朱雀桥能源有限公司", trades.FUEL),
    ("3100", "310115", "上海", "泊月湾餐饮有限公司", trades.MEALS),
    ("3100", "310104", "上海", "汀兰渚酒店有限公司", trades.LODGING),
    ("3100", "310115", "上海", "浮槎港信息科技有限公司", trades.SOFTWARE),
    ("3100", "310112", "上海", "锦鲤塘办公设备有限公司", trades.OFFICE),
    ("3100", "310117", "上海", "沙鸥渡国际货运有限公司", trades.CARGO),
    ("3100", "310115", "上海", "临皋亭仓储有限公司", trades.CARGO),
    ("3100", "310101", "上海", "观潮楼物业有限公司", trades.PROPERTY),
    ("3100", "310118", "上海", "折桂里企业管理有限公司", trades.COUNSEL),
    ("3702", "370212", "青岛", "礁石屿机械有限公司", trades.MACHINES),
    ("3702", "370211", "青岛", "听涛崖泵业有限公司", trades.MACHINES),
    ("3702", "370203", "青岛", "帆影台餐饮有限公司", trades.MEALS),
    ("3702", "370202", "青岛", "贝叶滩酒店有限公司", trades.LODGING),
    ("3702", "370214", "青岛", "潮信堂物流有限公司", trades.CARGO),
    ("3702", "370212", "青岛", "礁盘屿安装工程有限公司", trades.BUILDING),
    ("1200", "120101", "天津", "漕河沿货运有限公司", trades.CARGO),
    ("1200", "120116", "天津", "盐田浦设备有限公司", trades.MACHINES),
    ("1300", "130102", "石家庄", "柏坡岭办公家具有限公司", trades.OFFICE),
    ("1300", "130602", "保定", "荷淀湾食品有限公司", trades.FARM),
    ("3200", "320102", "南京", "乌衣渡软件有限公司", trades.SOFTWARE),
    ("3200", "320505", "苏州", "枫桥晚精密机械有限公司", trades.MACHINES),
    ("3300", "330106", "杭州", "断桥雪网络科技有限公司", trades.SOFTWARE),
    ("3302", "330203", "宁波", "望潮津文具有限公司", trades.OFFICE),
    ("4400", "440106", "广州", "荔枝涌餐饮有限公司", trades.MEALS),
    ("4403", "440305", "深圳", "鹏屿湾电子有限公司", trades.COMPUTERS),
    ("4403", "440304", "深圳", "木棉渡停车服务有限公司", trades.PROPERTY),
    ("4200", "420106", "武汉", "楚水汀信息服务有限公司", trades.SOFTWARE),
    ("5100", "510107", "成都", "竹汀影酒店管理有限公司", trades.LODGING),
    ("5100", "510104", "成都", "锦鳞汀餐饮有限公司", trades.MEALS),
    ("6100", "610113", "西安", "雁塔影会展服务有限公司", trades.COUNSEL),
    ("3500", "350102", "福州", "榕荫下茶业有限公司", trades.FARM),
    ("3502", "350203", "厦门", "鼓浪汀酒店有限公司", trades.LODGING),
    ("2102", "210202", "大连", "星海屿货运代理有限公司", trades.CARGO),
    ("5000", "500103", "重庆", "雾都巷餐饮有限公司", trades.MEALS),
    ("4100", "410105", "郑州", "黍离原机电有限公司", trades.MACHINES),
)
_DRAWERS = ("甲一", "乙二", "丙三", "丁四", "戊五", "己六")
_FIRST_SERIAL = 101

SUPPLIERS = tuple(
    Supplier(
        name=city + rest,
        tax_id=tax_id(district, _FIRST_SERIAL + i, "92" if rest[-1] in "馆部室" else "91"),
        region=region,
        trade=trade,
        machine=f"990000{(i + 1) * 7919 % 10**6:06d}",
        drawer="演示" + _DRAWERS[i % len(_DRAWERS)],
    )
    for i, (region, district, city, rest, trade) in enumerate(_ROWS)
)
