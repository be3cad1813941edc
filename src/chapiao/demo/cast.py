"""The invoices that the stories and sample files are about, each with a part to play."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta

from chapiao.demo.group import YUNSHAN, Company
from chapiao.demo.ids import tax_id
from chapiao.demo.lines import Basket, discount, line
from chapiao.demo.makers import Order, Tools, make
from chapiao.demo.red import WHOLE, red_row, reddened
from chapiao.demo.row import Row
from chapiao.demo.state import FROM_EXPORT, FROM_FILE, FROM_HAND
from chapiao.demo.suppliers import SUPPLIERS, Supplier
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import DIGITAL_LENGTH
from chapiao.invoice.status import DocStatus, TaxStatus, UseStatus, VerifyStatus

STRANGER = ("北京陌上槐商贸有限公司", tax_id("110101", 801))
_MIDDLE = 15  # of a month: a day more or less stays in the same month and year
_BEFORE_RENAMING, _LONG_AGO = 480, 365 * 6 + 90
_EXCEL_KEEPS = 15  # digits
_KEYED_TOO_MUCH = 900  # fen: 56 keyed as 65
_PART = 20  # percent that the partial red invoice takes off


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Every part. Those not in `OFF_STAGE` are rows of the 台账."""

    plain: Row  # found
    mistyped: Row  # its number is typed with two digits swapped
    damaged: Row  # its number went through a spreadsheet
    misdated: Row
    priced: Row  # its amount is mistaken
    checked: Row  # its check code is mistaken
    bought: Row  # its buyer is mistaken
    uncoded: Row  # a 税控 invoice asked for without its code
    taxi: Row  # no entry of the platform holds it
    voided: Row
    reversed: Row  # wholly offset …
    reversal: Row  # … by this
    reduced: Row  # partly offset …
    reduction: Row  # … by this
    moved: Row  # the seller is registered elsewhere
    renamed: Row  # carries the buyer's former name
    stranger: Row  # carries a title that is none of ours
    drafted: Row  # its own paperwork is not finished
    old: Row  # beyond the look-back
    limited: Row  # its checks of the day are used up
    paper: Row  # 数电纸票: two identities
    fiscal: Row  # another platform holds it
    miskeyed: Row  # the 台账 has another amount than the bureau's export …
    asissued: Row  # … and this is what the export has
    scarred: Row  # the 台账 lost its last five digits …
    unscarred: Row  # … and this is what it was
    abnormal: Row
    doubted: Row
    locked: Row  # a red confirmation is under way
    archived: Row  # a file in the archive, not in the 台账
    exported: Row  # in the bureau's export, not in the 台账
    unexported: Row  # nowhere yet: younger than the newest export
    faces: Row  # one invoice as PDF, OFD and XML
    bargain: Row  # lines with a discount
    taxed: Row  # 税控电子普票, as PDF and OFD
    rail: Row
    fresh: Row  # a file nobody has handed in yet
    unturned: Row  # normal in the 台账 …
    turned: Row  # … and offset by now, says the next export
    arrivals: tuple[Row, ...]  # only the next export has them

    @property
    def ledger(self) -> list[Row]:
        """The parts that are rows of the 台账."""
        return [getattr(self, one.name) for one in fields(self) if one.name not in OFF_STAGE]


OFF_STAGE = frozenset(
    {"archived", "exported", "unexported", "fresh", "asissued", "unscarred", "turned", "arrivals"}
)


def make_cast(made_on: date, companies: tuple[Company, ...], tools: Tools) -> Cast:
    """Return the cast, made for that day; every part belongs to 北京云杉."""
    us = companies[YUNSHAN]

    def part(kind: Kind, back: int, seller: str = "星槎谷") -> Row:
        order = Order(kind, _mid_month(made_on, back), us, _supplier(seller), tools)
        return _row(order, made_on)

    turning = part(Kind.DIGITAL_SPECIAL, 38, "枫桥晚")
    keyed = part(Kind.DIGITAL_SPECIAL, 68, "汀兰渚")
    whole = part(Kind.DIGITAL_ORDINARY, 72, "麦垄上")
    blue, part_blue = part(Kind.DIGITAL_SPECIAL, 130), part(Kind.DIGITAL_SPECIAL, 110, "砚北渡")
    return Cast(
        plain=part(Kind.DIGITAL_SPECIAL, 60, "云帛"),
        mistyped=part(Kind.DIGITAL_ORDINARY, 70, "檐语集"),
        damaged=part(Kind.DIGITAL_ORDINARY, 80, "荻浦渡"),
        misdated=part(Kind.DIGITAL_ORDINARY, 75, "鹭汀洲"),
        priced=part(Kind.DIGITAL_SPECIAL, 90, "萤窗记"),
        checked=part(Kind.E_ORDINARY, 100, "听松阁"),
        bought=part(Kind.DIGITAL_ORDINARY, 65, "墨池滩"),
        uncoded=part(Kind.E_ORDINARY, 95, "槐荫里"),
        taxi=part(Kind.TAXI, 45),
        voided=_voided(part(Kind.ORDINARY, 85, "雁翎巷")),
        reversed=reddened(blue, whole=True),
        reversal=_red(blue, WHOLE, made_on, tools),
        reduced=reddened(part_blue, whole=False),
        reduction=_red(part_blue, _PART, made_on, tools),
        moved=_moved(part(Kind.DIGITAL_ORDINARY, 50, "知微堂")),
        renamed=part(Kind.DIGITAL_ORDINARY, _BEFORE_RENAMING, "拂云台"),
        stranger=_to(part(Kind.DIGITAL_ORDINARY, 55, "苔阶铺"), STRANGER),
        drafted=_drafted(part(Kind.DIGITAL_ORDINARY, 40, "栖霞坞")),
        old=part(Kind.E_ORDINARY, _LONG_AGO, "杏坛坊"),
        limited=part(Kind.DIGITAL_SPECIAL, 58, "星槎谷"),
        paper=part(Kind.PAPER_DIGITAL_ORDINARY, 78, "雁翎巷"),
        fiscal=part(Kind.FISCAL, 82),
        miskeyed=_miskeyed(keyed),
        asissued=keyed,
        scarred=_scarred(whole),
        unscarred=whole,
        abnormal=_graded(part(Kind.DIGITAL_SPECIAL, 105, "沙鸥渡"), TaxStatus.ABNORMAL, "异常凭证"),
        doubted=_graded(part(Kind.DIGITAL_SPECIAL, 92, "临皋亭"), TaxStatus.DOUBTFUL, "疑点发票"),
        locked=_graded(part(Kind.DIGITAL_SPECIAL, 88, "折桂里"), TaxStatus.RED_LOCKED, "正常"),
        archived=part(Kind.DIGITAL_ORDINARY, 62, "青灯集"),
        exported=part(Kind.DIGITAL_SPECIAL, 64, "驿柳亭"),
        unexported=_row(
            Order(
                Kind.DIGITAL_ORDINARY, made_on - timedelta(days=1), us, _supplier("铜雀湾"), tools
            ),
            made_on,
        ),
        faces=part(Kind.DIGITAL_SPECIAL, 52, "燕石峪"),
        bargain=_bargain(part(Kind.DIGITAL_ORDINARY, 48, "墨池滩")),
        taxed=part(Kind.E_ORDINARY, 150, "荻浦渡"),
        rail=part(Kind.RAIL, 42),
        unturned=turning,
        turned=reddened(turning, whole=True),
        arrivals=tuple(_arrivals(made_on, us, tools)),
        fresh=part(Kind.DIGITAL_ORDINARY, 35, "百草畦"),
    )


def _arrivals(made_on: date, us: Company, tools: Tools) -> Iterator[Row]:
    for back, seller in zip(
        range(4, 20, 3), ("泊月湾", "锦鲤塘", "帆影台", "断桥雪", "乌衣渡"), strict=False
    ):
        day = made_on - timedelta(days=back)
        yield _row(Order(Kind.DIGITAL_ORDINARY, day, us, _supplier(seller), tools), made_on)


def _mid_month(made_on: date, back: int) -> date:
    return (made_on - timedelta(days=back)).replace(day=_MIDDLE)


def _supplier(word: str) -> Supplier:
    return next(one for one in SUPPLIERS if word in one.name)


def _row(order: Order, made_on: date) -> Row:
    """Return a row without any accident: normal, checked, booked."""
    invoice = make(order)
    added = min(order.day + timedelta(days=6), made_on - timedelta(days=1))
    return Row(
        invoice=invoice,
        company=YUNSHAN,
        owner="wangmin",
        department="财务部",
        source=FROM_FILE,
        added_at=datetime.combine(added, time(10, 20), tzinfo=BEIJING),
        doc_status=DocStatus.BOOKED,
        use_status=UseStatus.CONFIRMED if invoice.kind is Kind.DIGITAL_SPECIAL else None,
        verify_status=VerifyStatus.MATCH,
        booked_on=added,
        voucher=f"记-{order.day:%m}{order.day.toordinal() % 90 + 10}",
    )


def _voided(row: Row) -> Row:
    return replace(
        row, tax_status=TaxStatus.VOIDED, doc_status=DocStatus.SUBMITTED, booked_on=None, voucher=""
    )


def _drafted(row: Row) -> Row:
    return replace(row, doc_status=DocStatus.DRAFT, booked_on=None, voucher="")


def _miskeyed(row: Row) -> Row:
    """Swap two digits of the sums, as somebody who keys them in does."""
    swapped = (row.invoice.total or 0) + _KEYED_TOO_MUCH
    invoice = replace(row.invoice, total=swapped, amount=swapped - (row.invoice.tax or 0), lines=())
    return replace(row, invoice=invoice, source=FROM_HAND)


def _scarred(row: Row) -> Row:
    """Keep fifteen digits of the number, as a spreadsheet does."""
    number = (row.invoice.number or "")[:_EXCEL_KEEPS].ljust(DIGITAL_LENGTH, "0")
    return replace(row, invoice=replace(row.invoice, number=number), source=FROM_EXPORT)


def _graded(row: Row, status: TaxStatus, risk: str) -> Row:
    return replace(
        row,
        tax_status=status,
        risk=risk,
        doc_status=DocStatus.SUBMITTED,
        booked_on=None,
        voucher="",
    )


def _red(blue: Row, share: int, made_on: date, tools: Tools) -> Row:
    day = (blue.invoice.issued_on or made_on) + timedelta(days=12)
    return replace(red_row(blue, day, share, made_on, tools), owner=blue.owner)


def _moved(row: Row) -> Row:
    """Let a seller that moved to Beijing sell it; its tax id tells where it was registered."""
    name = "浦东迁来的折桂里咨询有限公司"
    return _sold_by(row, (name, tax_id("310115", 802)))


def _sold_by(row: Row, seller: tuple[str, str]) -> Row:
    return replace(
        row, invoice=replace(row.invoice, seller_name=seller[0], seller_tax_id=seller[1])
    )


def _to(row: Row, buyer: tuple[str, str]) -> Row:
    invoice = replace(row.invoice, buyer_name=buyer[0], buyer_tax_id=buyer[1])
    return replace(row, invoice=invoice, doc_status=DocStatus.PENDING, booked_on=None, voucher="")


def _bargain(row: Row) -> Row:
    """Three lines, one with a discount below it, so that a sample shows them."""
    pens, paper, toner = (
        _supplier("墨池滩").trade.wares[1],
        *_supplier("墨池滩").trade.wares[::2][:2],
    )
    first = line(paper, 40, 2380)
    bought = Basket((first, discount(first, 10), line(pens, 24, 1880), line(toner, 2, 36800)))
    return replace(
        row,
        invoice=replace(
            row.invoice,
            lines=bought.lines,
            amount=bought.amount,
            tax=bought.tax,
            total=bought.total,
        ),
    )
