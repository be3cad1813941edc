"""电子发票（铁路电子客票）: the face, and the XBRL `rai` instance beside it (domain §6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from chapiao.demo.paper import qr
from chapiao.demo.paper.extra import Extra
from chapiao.demo.paper.sheet import BLACK, Sheet, mark
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain

RATE: Final = "9%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """What the ticket was for; made up."""

    start: str = "云杉北"
    start_sound: str = "Yunshanbei"
    end: str = "映川南"
    end_sound: str = "Yingchuannan"
    train: str = "G9001"
    time: str = "08:12"
    coach: str = "05"
    seat: str = "12F"
    grade: str = "二等座"
    passenger: str = "演示壬九"
    id_number: str = "1101081990****0000"
    ticket: str = ""


def trip_of(invoice: Invoice) -> Trip:
    """Return the trip of a rail invoice."""
    return Trip(ticket=f"0000{(invoice.number or '')[-8:]}DEM0000000")


def draw(sheet: Sheet, invoice: Invoice, extra: Extra) -> None:
    """Draw the ticket."""
    trip = trip_of(invoice)
    day = f"{invoice.issued_on:%Y年%m月%d日}" if invoice.issued_on else ""
    mark(sheet, tag_y=20.6, across_y=72)
    sheet.label(105, 11.5, "电子发票（铁路电子客票）", size=6.6, color=BLACK, align="middle")
    for y in (14, 132):
        sheet.line(9, y, 201, y, color=BLACK, width=0.3)
    sheet.text(9, 22, f"发票号码:{invoice.number}", size=4)
    sheet.text(201, 22, f"开票日期:{day}", size=4, align="right")
    _route(sheet, trip)
    sheet.text(9, 50.6, f"{day} {trip.time}开", size=4)
    sheet.text(75, 50.6, f"{trip.coach}车{trip.seat}号", size=4)
    sheet.text(105, 50.6, trip.grade, size=4)
    sheet.text(9, 62.5, "票价:", size=4)
    sheet.text(21, 62.5, f"￥{plain(invoice.total or 0)}", size=5)
    sheet.text(9, 72.5, f"金额:￥{plain(invoice.amount or 0)}", size=4)
    sheet.text(75, 72.5, f"税率:{RATE}", size=4)
    sheet.text(105, 72.5, f"税额:￥{plain(invoice.tax or 0)}", size=4)
    sheet.text(9, 82.5, trip.id_number, size=4)
    sheet.text(75, 82.5, trip.passenger, size=4)
    sheet.text(9, 102.5, f"电子客票号:{trip.ticket}", size=4)
    sheet.text(9, 111, f"购买方名称:{invoice.buyer_name}", size=4)
    sheet.text(110, 111, f"统一社会信用代码:{invoice.buyer_tax_id}", size=4)
    sheet.qr(168, 58, 25, qr.words(invoice, extra.qr_last.lower()))
    words = "演示文字：本页只用来试读，不能乘车，也不能报销"
    sheet.text(105, 124, words, size=4, align="middle")


def _route(sheet: Sheet, trip: Trip) -> None:
    sheet.text(45, 36, f"{trip.start}站", size=6, align="middle")
    sheet.text(45, 42, trip.start_sound, size=4, align="middle")
    sheet.text(105, 34, trip.train, size=4.2, align="middle")
    sheet.line(88, 36.5, 122, 36.5, color=BLACK, width=0.3)
    sheet.text(165, 36, f"{trip.end}站", size=6, align="middle")
    sheet.text(165, 42, trip.end_sound, size=4, align="middle")


def xbrl(invoice: Invoice) -> bytes:
    """Return the instance document."""
    trip = trip_of(invoice)
    day = invoice.issued_on.isoformat() if invoice.issued_on else ""
    context = f"As_Of_{day.replace('-', '_')}"
    words = (
        ("TypeOfVoucher", "电子发票（铁路电子客票）"),
        ("ETicketNumber", trip.ticket),
        ("DateOfIssue", day),
        ("TypeOfBusiness", "售"),
        ("DepartureStation", trip.start),
        ("PhonicsOfDepartureStation", trip.start_sound),
        ("DestinationStation", trip.end),
        ("PhonicsOfDestinationStation", trip.end_sound),
        ("TrainNumber", trip.train),
        ("TravelDate", day),
        ("DepartureTime", trip.time),
        ("SeatLevel", trip.grade),
        ("Carriage", f"{trip.coach}车"),
        ("Seat", f"{trip.seat}号"),
        ("ElectronicInvoiceRailwayETicketNumber", invoice.number or ""),
        ("IdNumber", trip.id_number),
        ("Name", trip.passenger),
        ("NameOfPurchaser", invoice.buyer_name or ""),
        ("UnifiedSocialCreditCodeOfPurchaser", invoice.buyer_tax_id or ""),
        ("Remarks", invoice.remark or ""),
    )
    figures = (
        ("Fare", plain(invoice.total or 0)),
        ("TotalAmountExcludingTax", plain(invoice.amount or 0)),
        ("TaxRate", "0.09"),
        ("TaxAmount", plain(invoice.tax or 0)),
    )
    facts = [f'<rai:{n} contextRef="{context}">{escape(v)}</rai:{n}>' for n, v in words if v]
    facts += [
        f'<rai:{n} contextRef="{context}" decimals="2" unitRef="CNY">{v}</rai:{n}>'
        for n, v in figures
    ]
    return (
        _HEAD.format(context=context, number=invoice.number, day=day).encode()
        + ("\n".join(facts) + "\n</xbrl>\n").encode()
    )


_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<xbrl xmlns="http://www.xbrl.org/2003/instance"
  xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
  xmlns:link="http://www.xbrl.org/2003/linkbase"
  xmlns:rai="http://xbrl.mof.gov.cn/taxonomy/2021-11-30/rai"
  xmlns:xlink="http://www.w3.org/1999/xlink">
  <link:schemaRef xlink:href="rai_issuer_entry_point_2021-11-30.xsd" xlink:type="simple"/>
  <context id="{context}">
    <entity><identifier scheme="http://xbrl.mof.gov.cn">{number}</identifier></entity>
    <period><instant>{day}</instant></period>
  </context>
  <unit id="CNY"><measure>iso4217:CNY</measure></unit>
"""
