"""What is printed, read by its place, from PDF and OFD alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.readers import make_faces as faces
from tests.readers.made_up import (
    BUYER,
    BUYER_ID,
    CHECK_CODE,
    CODE,
    LONG_NAME,
    MACHINE,
    NUMBER,
    OTHER_NUMBER,
    PLAIN_NUMBER,
    SELLER,
    SELLER_ID,
)
from tests.readers.make_ofd import ofd
from tests.readers.make_pdf import pdf
from tests.readers.make_travel import goods_list

from chapiao import readers
from chapiao.invoice.kind import Kind
from chapiao.readers.reading import Reading, Witness

Make = Callable[..., bytes]
RED_SUMS = ("¥-100.00", "¥-6.00", "¥-106.00")

pytestmark = pytest.mark.parametrize("make", [pdf, ofd], ids=["pdf", "ofd"])


def read(data: bytes) -> Reading:
    [reading] = readers.read(data)
    return reading


def parties(reading: Reading) -> tuple[str | None, ...]:
    invoice = reading.invoice
    return (
        invoice.buyer_name,
        invoice.buyer_tax_id,
        invoice.seller_name,
        invoice.seller_tax_id,
    )


def sums(reading: Reading) -> tuple[int | None, ...]:
    return (reading.invoice.amount, reading.invoice.tax, reading.invoice.total)


def test_a_digital_invoice(make: Make) -> None:
    reading = read(make(faces.digital()))

    invoice = reading.invoice
    assert invoice.kind is Kind.DIGITAL_ORDINARY
    assert (invoice.code, invoice.number, invoice.check_code) == ("", NUMBER, "")
    assert invoice.issued_on == date(2025, 1, 4)
    assert parties(reading) == (BUYER, BUYER_ID, SELLER, SELLER_ID)
    assert sums(reading) == (10000, 600, 10600)
    assert invoice.drawer == "周青"
    assert reading.doubts == ()
    assert set(reading.read_from["total"]) == {Witness.TEXT}


def test_a_tax_control_invoice(make: Make) -> None:
    reading = read(make(faces.tax_control()))

    invoice = reading.invoice
    assert invoice.kind is Kind.E_ORDINARY
    assert (invoice.code, invoice.number) == (CODE, PLAIN_NUMBER)
    assert (invoice.check_code, invoice.machine_no) == (CHECK_CODE, MACHINE)
    assert invoice.issued_on == date(2023, 6, 25)
    assert parties(reading) == (BUYER, BUYER_ID, SELLER, SELLER_ID)
    assert sums(reading) == (10000, 600, 10600)
    assert reading.doubts == ()


@pytest.mark.parametrize("face", [faces.digital, faces.tax_control])
def test_names_over_two_rows_stay_whole(make: Make, face: Callable[..., faces.Page]) -> None:
    page = face(buyer=(LONG_NAME, BUYER_ID), seller=(LONG_NAME, SELLER_ID))

    assert parties(read(make(page))) == (LONG_NAME, BUYER_ID, LONG_NAME, SELLER_ID)


@pytest.mark.parametrize("face", [faces.digital, faces.tax_control])
def test_a_person_without_an_id(make: Make, face: Callable[..., faces.Page]) -> None:
    assert parties(read(make(face(buyer=("个人", "")))))[:2] == ("个人", "")


def test_latin_names_keep_their_blanks(make: Make) -> None:
    name = "Pine Grove Trading (Beijing) Co., Ltd"

    found = read(make(faces.digital(buyer=(name, BUYER_ID), wrap=60)))

    assert found.invoice.buyer_name == name


@pytest.mark.parametrize(
    "title",
    [
        "电子发票（增值税专用发票）",
        "电子发票(普通发票)",
        "上海增值税电子专用发票",
        "北京增值税电子普通发票",
    ],
)
def test_the_title_tells_the_kind(make: Make, title: str) -> None:
    page = (
        faces.digital(title=title)
        if title.startswith("电子发票")
        else faces.tax_control(title=title)
    )

    assert read(make(page)).invoice.title == title


def test_numbers_in_the_remark_are_not_taken(make: Make) -> None:
    remark = (
        "发票号码：25112000000088888888 开票日期：2024年12月31日",
        "合计：¥999.00 价税合计（小写）¥9999.00",
        "购买方地址：某路1号； 名称：某某有限公司； 税号：91110108MA00000000",
    )

    reading = read(make(faces.digital(remark=remark)))

    assert reading.invoice.number == NUMBER
    assert reading.invoice.issued_on == date(2025, 1, 4)
    assert parties(reading) == (BUYER, BUYER_ID, SELLER, SELLER_ID)
    assert sums(reading) == (10000, 600, 10600)
    assert reading.invoice.remark is not None
    assert "25112000000088888888" in reading.invoice.remark


def test_the_blue_invoice_of_a_red_one_is_not_taken(make: Make) -> None:
    remark = (f"对应正数发票代码:{CODE}号码:87654321",)

    reading = read(
        make(faces.tax_control(sums=RED_SUMS, capital="（负数）壹佰零陆圆整", remark=remark))
    )

    assert reading.invoice.number == PLAIN_NUMBER
    assert sums(reading) == (-10000, -600, -10600)


def test_a_red_digital_invoice(make: Make) -> None:
    remark = ("被红冲蓝字数电票号码：25112000000099999999",)
    row = faces.Row(quantity="-1", amount="-100.00", tax="-6.00")

    reading = read(
        make(
            faces.digital(sums=RED_SUMS, capital="（负数）壹佰零陆圆整", remark=remark, rows=(row,))
        )
    )

    assert reading.invoice.number == NUMBER
    assert sums(reading) == (-10000, -600, -10600)
    assert [line.amount for line in reading.invoice.lines] == [-10000]
    assert reading.doubts == ()


def test_stars_for_tax_are_nothing(make: Make) -> None:
    row = faces.Row(rate="免税", tax="***")

    reading = read(
        make(faces.tax_control(sums=("¥100.00", "***", "¥100.00"), capital="壹佰圆整", rows=(row,)))
    )

    assert sums(reading) == (10000, 0, 10000)
    assert reading.doubts == ()


def test_a_face_without_cipher(make: Make) -> None:
    assert parties(read(make(faces.tax_control(cipher=())))) == (
        BUYER,
        BUYER_ID,
        SELLER,
        SELLER_ID,
    )


@pytest.mark.parametrize("apart", ["", " ", "　　　　"])
def test_spaced_labels_are_found(make: Make, apart: str) -> None:
    assert read(make(faces.tax_control(apart=apart))).invoice.buyer_name == BUYER


def test_goods_over_two_rows_and_a_discount(make: Make) -> None:
    rows = (
        faces.Row(
            name="*纸制品*笔记本加厚牛皮纸封面商务办公用", spec="A5", amount="110.00", tax="6.60"
        ),
        faces.Row(
            name="*纸制品*笔记本", unit="", quantity="", price="", amount="-10.00", tax="-0.60"
        ),
    )

    invoice = read(make(faces.digital(rows=rows))).invoice

    assert [line.amount for line in invoice.lines] == [11000, -1000]
    assert invoice.lines[0].name == "*纸制品*笔记本加厚牛皮纸封面商务办公用"
    assert invoice.lines[0].spec == "A5"
    assert invoice.lines[0].price == 100


def test_lines_that_do_not_add_up_are_left_out(make: Make) -> None:
    assert read(make(faces.digital(rows=(faces.Row(amount="90.00"),)))).invoice.lines == ()


def test_a_long_invoice_has_its_total_on_the_last_page(make: Make) -> None:
    rows = (faces.Row(amount="50.00", tax="3.00"),)

    reading = read(make(faces.digital(rows=rows, with_total=False), faces.digital(rows=rows)))

    assert sums(reading) == (10000, 600, 10600)
    assert len(reading.invoice.lines) == 2


def test_the_list_of_goods_belongs_to_its_invoice(make: Make) -> None:
    row = faces.Row(name="(详见销货清单)", unit="", quantity="", price="")

    reading = read(make(faces.tax_control(rows=(row,)), goods_list()))

    assert reading.invoice.number == PLAIN_NUMBER
    assert sums(reading) == (10000, 600, 10600)


def test_several_invoices_in_one_document(make: Make) -> None:
    second = faces.digital(
        number=OTHER_NUMBER, sums=("¥200.00", "¥12.00", "¥212.00"), capital="贰佰壹拾贰圆整"
    )

    one, two = readers.read(make(faces.digital(), second))

    assert (one.part, one.invoice.number, one.invoice.total) == (1, NUMBER, 10600)
    assert (two.part, two.invoice.number, two.invoice.total) == (2, OTHER_NUMBER, 21200)


def test_a_paper_digital_invoice_has_two_numbers(make: Make) -> None:
    page = faces.tax_control(
        title="北京增值税专用发票",
        code="1100234130",
        check_code="",
        cipher=(f"数电票号码：{OTHER_NUMBER}", "", "", ""),
    )

    invoice = read(make(page)).invoice

    assert invoice.kind is Kind.PAPER_DIGITAL_SPECIAL
    assert (invoice.code, invoice.number) == ("1100234130", PLAIN_NUMBER)
    assert invoice.second_number == OTHER_NUMBER


def test_words_and_figures_that_differ_are_doubted(make: Make) -> None:
    [doubt] = read(make(faces.digital(capital="壹佰零柒圆整"))).doubts

    assert "107.00" in doubt.text
