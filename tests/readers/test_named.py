"""Papers of the same drawer that are no invoices are told by their titles, with what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.readers import make_faces as faces
from tests.readers import make_vehicles
from tests.readers.made_up import BUYER, BUYER_ID, NUMBER, SELLER, SELLER_ID
from tests.readers.make_faces import Page, Text
from tests.readers.make_ofd import ofd
from tests.readers.make_pdf import pdf

from chapiao import readers
from chapiao.invoice.kind import Kind

Make = Callable[[Page], bytes]
both = pytest.mark.parametrize("make", [pdf, ofd], ids=["pdf", "ofd"])
PAPERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "中华人民共和国税收完税证明": (
        "完税证明",
        ("税务机关 国家税务总局某区税务局", f"纳税人识别号 {BUYER_ID}", "增值税 ￥106.00"),
    ),
    "海关进口增值税专用缴款书": (
        "税务数字账户",
        ("收入系统：海关系统", "号码 No.010120251012345678-L01", "税款金额合计（￥） 106.00"),
    ),
    "红字发票信息确认单": (
        "红字发票信息确认单",
        (f"对应蓝字数电发票号码 {NUMBER}", f"购买方名称 {BUYER}", f"销售方名称 {SELLER}"),
    ),
    "全国增值税发票查验平台 查验结果明细": ("发票查验结果", ("查验次数：第1次",)),
    "航空运输电子客票行程单": (
        "印刷序号",
        ("旅客姓名 林一", "电子客票号码 7841234567890", "印刷序号：12345678901"),
    ),
    "增值税及附加税费申报表": ("纳税申报表", (f"纳税人识别号 {BUYER_ID}", "应纳税额 106.00")),
    "技术服务合同（2025版）": ("合同", (f"甲方：{BUYER}", f"乙方：{SELLER}", "乙方应当开具发票")),
    "公路货物运输电子运单": ("运单", (f"托运人 {BUYER}", "运单编号 25010412345678901234")),
    "报价单": ("报价单", (f"客户：{BUYER}", "合计 106.00")),
    "2025年1月工资条": ("工资单", ("姓名 林一", "实发工资 9900.00")),
    "收款收据": ("收据", ("No 0012345", f"今收到 {BUYER}", "人民币壹佰零陆圆整 ￥106.00")),
    "送货单": ("货物单据", ("单号：20250104001", "品名 数量 单价 金额")),
    "费用结算单": ("结算单", (f"客户：{BUYER}", "结算金额 106.00")),
    "采购订单": ("订单", ("采购订单号：PO20250104", f"供应商：{SELLER}")),
    "费用报销单": ("内部报销", ("报销人 林一", "报销金额 106.00")),
    "机动车交通事故责任强制保险单": ("保险单", (f"被保险人：{BUYER}", "保险费合计 106.00")),
}


def paper(title: str, rows: tuple[str, ...]) -> Page:
    """Return a page with a title and some rows."""
    return [Text(60, 40, title, 18), *(Text(60, 80 + 22 * at, row) for at, row in enumerate(rows))]


@both
@pytest.mark.parametrize("title", PAPERS)
def test_a_paper_is_refused_by_the_name_it_bears(make: Make, title: str) -> None:
    name, rows = PAPERS[title]

    with pytest.raises(readers.NotAnInvoice) as refused:
        readers.read(make(paper(title, rows)))

    assert name in str(refused.value)
    assert refused.value.kind is Kind.OTHER


@both
@pytest.mark.parametrize(
    ("title", "kind"),
    [("网上银行电子回执", Kind.BANK_RECEIPT), ("电子凭证入账信息单", Kind.BOOKING)],
)
def test_a_kind_of_its_own_is_kept(make: Make, title: str, kind: Kind) -> None:
    rows = (f"付款人名称 {BUYER}", f"收款人名称 {SELLER}", "入账日期 2025-01-31")

    with pytest.raises(readers.NotAnInvoice) as refused:
        readers.read(make(paper(title, rows)))

    assert refused.value.kind is kind


@both
def test_an_invoice_that_speaks_of_a_contract_stays_an_invoice(make: Make) -> None:
    [reading] = readers.read(make(faces.digital(remark=("技术服务合同", "采购订单"))))

    assert reading.invoice.number == NUMBER


@both
@pytest.mark.parametrize("used", [False, True])
def test_a_paper_digital_vehicle_invoice_has_both_numbers_and_its_parties(
    make: Make, *, used: bool
) -> None:
    page = make_vehicles.used_vehicle() if used else make_vehicles.vehicle()

    [reading] = readers.read(make([*page, Text(330, 100, NUMBER)]))

    invoice = reading.invoice
    kind = Kind.PAPER_DIGITAL_USED_VEHICLE if used else Kind.PAPER_DIGITAL_VEHICLE
    assert (invoice.kind, invoice.second_number) == (kind, NUMBER)
    assert (invoice.buyer_name, invoice.buyer_tax_id) == (BUYER, BUYER_ID)
    assert (invoice.seller_name, invoice.seller_tax_id) == (SELLER, SELLER_ID)
    assert invoice.tax == (None if used else 1300000)


@both
def test_a_slip_filled_in_by_hand_has_a_day_without_a_label(make: Make) -> None:
    rows = (
        *("发票代码 111002312345", "发票号码 12345678", f"付款单位：{BUYER}", "2023年06月25日"),
        *("复印 106.00", "合计人民币（大写）壹佰零陆圆整", "￥106.00"),
        f"收款单位（盖章）：{SELLER}",
    )
    page = [Text(60, 60 + 16 * at, row) for at, row in enumerate(rows)]

    [reading] = readers.read(
        make([Text(60, 30, "国家税务总局北京市税务局通用手工发票", 12), *page])
    )

    assert reading.invoice.kind is Kind.MANUAL
    assert str(reading.invoice.issued_on) == "2023-06-25"
    assert (reading.invoice.seller_name, reading.invoice.total) == (SELLER, 10600)
