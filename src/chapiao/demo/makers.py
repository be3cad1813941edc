"""One invoice of each kind, made up: who sold what to whom, and every sum to the fen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from chapiao.demo import trades
from chapiao.demo.group import Company
from chapiao.demo.ids import Numbers, tax_id
from chapiao.demo.lines import basket, split_tax
from chapiao.demo.shape import shape
from chapiao.demo.suppliers import SUPPLIERS, Supplier
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line

_AIR_FUND = 5000  # 民航发展基金, fen
_FACE_VALUES = (500, 1000, 2000, 5000, 10000)


@dataclass(slots=True)
class Tools:
    """What makes the made-up things: chance, and numbers that are given out once."""

    chance: Random
    numbers: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = Numbers(self.chance)


@dataclass(frozen=True, slots=True)
class Order:
    """An invoice to be made."""

    kind: Kind
    day: date
    buyer: Company
    seller: Supplier
    tools: Tools

    @property
    def chance(self) -> Random:
        """The one source of chance."""
        return self.tools.chance


def supplier_for(buyer: Company, kind: Kind, chance: Random) -> Supplier:
    """Pick a seller: mostly from the buyer's own town, of a trade that issues such papers."""
    fitting = [one for one in SUPPLIERS if one.trade in _TRADES_OF.get(kind, trades.TRADES)]
    near = [one for one in fitting if one.region == buyer.region]
    return chance.choice(near if near and chance.random() < 0.7 else fitting)  # noqa: PLR2004 - mostly


def make(order: Order) -> Invoice:
    """Return an invoice of the ordered kind whose arithmetic holds."""
    return _MAKERS.get(order.kind, _goods)(order)


def _invoice(  # noqa: PLR0913 - what differs between the kinds
    order: Order,
    *,
    amount: int,
    tax: int,
    total: int | None = None,
    lines: tuple[Line, ...] = (),
    region: str = "",
    seller: tuple[str, str] | None = None,
    buyer: tuple[str, str] | None = None,
    remark: str = "",
    drawer: str | None = None,
    issued: bool = True,
) -> Invoice:
    sold_by = (order.seller.name, order.seller.tax_id) if seller is None else seller
    sold_to = (order.buyer.name_on(order.day), order.buyer.tax_id) if buyer is None else buyer
    face = shape(
        order.kind,
        order.day,
        region or order.seller.region,
        order.tools.numbers,
        order.chance,
        machine=order.seller.machine,
    )
    return Invoice(
        kind=order.kind,
        code=face.code,
        number=face.number,
        second_number=face.second_number,
        issued_on=order.day if issued else None,
        buyer_name=sold_to[0],
        buyer_tax_id=sold_to[1],
        seller_name=sold_by[0],
        seller_tax_id=sold_by[1],
        amount=amount,
        tax=tax,
        total=amount + tax if total is None else total,
        check_code=face.check_code,
        machine_no=face.machine_no,
        remark=remark,
        title=face.title,
        drawer=(order.seller.drawer if drawer is None else drawer) or None,
        lines=lines,
    )


def _goods(order: Order) -> Invoice:
    bought = basket(order.seller.trade.wares, order.chance)
    return _invoice(order, amount=bought.amount, tax=bought.tax, lines=bought.lines)


def _rail(order: Order) -> Invoice:
    fare = order.chance.randint(40, 1200) * 100 + order.chance.choice((0, 50))
    amount, tax = split_tax(fare, "9%")
    remark = order.chance.choice(("G9001 云杉北—映川南", "D9032 云杉北—荆溪", "G9017 栖木—映川南"))
    return _invoice(
        order, amount=amount, tax=tax, region=order.buyer.region, seller=("", ""),
        remark=remark, drawer="",
    )  # fmt: skip


def _air(order: Order) -> Invoice:
    amount, tax = split_tax(order.chance.randint(380, 2600) * 100, "9%")
    airline = ("云雀演示航空有限公司", tax_id("110113", 901))
    return _invoice(
        order, amount=amount, tax=tax, total=amount + tax + _AIR_FUND, region=order.buyer.region,
        seller=airline, remark="民航发展基金50.00", drawer="",
    )  # fmt: skip


def _toll(order: Order) -> Invoice:
    amount, tax = split_tax(order.chance.randint(8, 320) * 100, "3%")
    road = ("演示高速公路有限公司", tax_id("130100", 902))
    one = Line(
        name="*经营租赁*通行费", spec="京A·演示1", unit="客车", amount=amount, rate="3%", tax=tax
    )
    return _invoice(order, amount=amount, tax=tax, lines=(one,), seller=road, region="1300")


def _vehicle(order: Order) -> Invoice:
    amount, tax = split_tax(order.chance.randint(88, 360) * 100_000, "13%")
    dealer = ("北京驭风坞汽车销售有限公司", tax_id("110115", 903))
    one = Line(
        name="小型轿车", spec="演示牌D1", unit="辆", quantity=Decimal(1),
        price=Decimal(amount) / 100, amount=amount, rate="13%", tax=tax,
    )  # fmt: skip
    return _invoice(
        order, amount=amount, tax=tax, lines=(one,), seller=dealer, region="1100",
        remark="车架号 DEM1A2B3C4D5E6F7A",
    )  # fmt: skip


def _used_vehicle(order: Order) -> Invoice:
    price = order.chance.randint(30, 120) * 100_000
    market = ("北京老驿桥旧机动车交易市场有限公司", tax_id("110106", 904))
    return _invoice(order, amount=price, tax=0, seller=market, region="1100")


def _roll(order: Order) -> Invoice:
    gross = order.chance.randint(20, 600) * 100
    amount, tax = split_tax(gross, "6%")
    one = Line(
        name="*餐饮服务*餐饮费", quantity=Decimal(1), price=Decimal(gross) / 100,
        amount=amount, rate="6%", tax=tax,
    )  # fmt: skip
    return _invoice(order, amount=amount, tax=tax, lines=(one,))


def _blockchain(order: Order) -> Invoice:
    amount, tax = split_tax(order.chance.randint(6, 90) * 100, "6%")
    one = Line(name="*停车服务*停车费", amount=amount, rate="6%", tax=tax)
    parking = next(s for s in SUPPLIERS if s.name.startswith("深圳木棉渡"))
    return _invoice(
        order, amount=amount, tax=tax, lines=(one,), region="4403",
        seller=(parking.name, parking.tax_id),
    )  # fmt: skip


def _fiscal(order: Order) -> Invoice:
    body = ("北京市演示公共资源服务中心", tax_id("110102", 905, "12"))
    fee = order.chance.randint(50, 3000) * 100
    one = Line(name="公共资源服务费", quantity=Decimal(1), amount=fee)
    return _invoice(order, amount=fee, tax=0, lines=(one,), seller=body, region="1100")


def _machine(order: Order) -> Invoice:
    fee = order.chance.randint(30, 900) * 100
    return _invoice(order, amount=fee, tax=0)


def _freight(order: Order) -> Invoice:
    amount, tax = split_tax(order.chance.randint(300, 9000) * 100, "11%")
    one = Line(name="货物运输", spec="北京—天津", amount=amount, rate="11%", tax=tax)
    return _invoice(order, amount=amount, tax=tax, lines=(one,))


def _quota(order: Order) -> Invoice:
    value = order.chance.choice(_FACE_VALUES)
    return _invoice(order, amount=value, tax=0, buyer=("", ""), drawer="", issued=False)


def _taxi(order: Order) -> Invoice:
    fare = order.chance.randint(14, 190) * 100
    cabs = {"1100": "北京", "3100": "上海", "3702": "青岛"}[order.buyer.region]
    return _invoice(
        order, amount=fare, tax=0, buyer=("", ""), region=order.buyer.region, drawer="",
        seller=(f"{cabs}柳营桥出租汽车有限公司", tax_id("110106", 906)),
    )  # fmt: skip


_TRADES_OF = {
    Kind.ROLL: (trades.MEALS, trades.OFFICE, trades.SMALL),
    Kind.MACHINE: (trades.SMALL, trades.MEALS),
    Kind.QUOTA: (trades.PROPERTY, trades.MEALS),
    Kind.MANUAL: (trades.SMALL, trades.FARM),
    Kind.FREIGHT: (trades.CARGO,),
}
_MAKERS: dict[Kind, Callable[[Order], Invoice]] = {
    Kind.RAIL: _rail,
    Kind.AIR: _air,
    Kind.TOLL: _toll,
    Kind.DIGITAL_VEHICLE: _vehicle,
    Kind.PAPER_DIGITAL_VEHICLE: _vehicle,
    Kind.VEHICLE: _vehicle,
    Kind.DIGITAL_USED_VEHICLE: _used_vehicle,
    Kind.PAPER_DIGITAL_USED_VEHICLE: _used_vehicle,
    Kind.USED_VEHICLE: _used_vehicle,
    Kind.ROLL: _roll,
    Kind.BLOCKCHAIN: _blockchain,
    Kind.FISCAL: _fiscal,
    Kind.MACHINE: _machine,
    Kind.QUOTA: _quota,
    Kind.FREIGHT: _freight,
    Kind.MANUAL: _machine,
    Kind.TAXI: _taxi,
}
