from __future__ import annotations

from datetime import date

import pytest

from chapiao.diagnosis.facts import Slip, Unsaid
from chapiao.diagnosis.question import Asked, Question, entry_named, understand
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice

TODAY = date(2026, 11, 24)
NUMBER = "26112000000012345678"


def asked(**fields: object) -> Asked:
    return understand(Question(**fields), TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        f"  {NUMBER}\n",
        "No. 2611 2000 0000 1234 5678",
        "２６１１２０００００００１２３４５６７８",
        f"发票号码：{NUMBER}",
        f"请帮忙查一下这张票 {NUMBER} 谢谢",
        f"01,32,,{NUMBER},264.00,20260105,,9B52",
        f"票号是{NUMBER}，昨天收到的",
        f"老师您好！\n麻烦看看：\n数电票号码: {NUMBER}\n急用",
        f"https://example.test/i?x=1 发票号码 {NUMBER}",
    ],
)
def test_the_one_big_field_takes_whatever_holds_the_number(text: str) -> None:
    found = asked(text=text)

    assert found.number is not None
    assert found.number.text == NUMBER


def test_a_qr_text_gives_every_field_it_holds() -> None:
    found = asked(text="01,10,011002600111,12345678,39.1,20260830,60152253408253410409,98A2,")

    assert found.code is not None
    assert found.code.text == "011002600111"
    assert found.number is not None
    assert found.number.text == "12345678"
    assert found.amount == 3910
    assert found.issued_on == date(2026, 8, 30)
    assert found.check_code == "60152253408253410409"
    assert found.hint is Kind.E_ORDINARY


def test_a_qr_text_scanned_into_the_number_s_own_field_is_understood_too() -> None:
    found = asked(number=f"01,32,,{NUMBER},264.00,20260105,,9B52")

    assert found.typed_number == NUMBER
    assert found.amount == 26400
    assert found.hint is Kind.DIGITAL_ORDINARY


def test_a_blockchain_qr_is_an_address() -> None:
    found = asked(
        text="https://bcfp.shenzhen.chinatax.gov.cn/verify/scan?hash=00aabb11&bill_num=12345678&total_amount=3720"
    )

    assert found.number is not None
    assert found.number.text == "12345678"
    assert found.amount == 3720
    assert found.check_code == "abb11"
    assert found.hint is Kind.BLOCKCHAIN


def test_a_pasted_paragraph_gives_its_labelled_fields() -> None:
    found = asked(
        text="""电子发票（普通发票）
        发票号码：26112000000012345678  开票日期：2026年10月20日
        购买方信息 名称：北京云杉科技有限公司  统一社会信用代码：91110108MA00000000
        销售方信息 名称：北京栖木花艺有限公司
        合计 ¥100.00 ¥6.00
        价税合计（大写）壹佰零陆圆整（小写）¥106.00"""
    )

    assert found.number is not None
    assert found.number.text == NUMBER
    assert found.issued_on == date(2026, 10, 20)
    assert found.amount == 10600
    assert found.buyer == "北京云杉科技有限公司"
    assert found.seller == "北京栖木花艺有限公司"
    assert found.hint is Kind.DIGITAL_ORDINARY
    assert found.typed_code == ""


def test_a_chat_line_without_labels_is_taken_apart_by_shape() -> None:
    found = asked(text="帮查 011002600111 12345678 2026.8.30 39.10元 多谢")

    assert found.code is not None
    assert found.code.text == "011002600111"
    assert found.number is not None
    assert found.number.text == "12345678"
    assert found.issued_on == date(2026, 8, 30)
    assert found.amount == 3910


def test_the_labels_of_an_older_invoice_are_known() -> None:
    found = asked(
        text="发票代码:011002600111 发票号码:12345678 开票日期:20260830 "
        "校验码:60152 25340 82534 10409 金额：39.10"
    )

    assert found.check_code == "60152253408253410409"
    assert found.amount == 3910
    assert found.issued_on == date(2026, 8, 30)


def test_what_is_typed_into_a_field_wins_over_what_was_pasted() -> None:
    found = asked(text=f"发票号码：{NUMBER} 开票日期：2026-10-20", date="2026-10-21")

    assert found.issued_on == date(2026, 10, 21)


def test_a_long_text_in_the_number_s_field_is_read_as_a_paragraph() -> None:
    found = asked(
        number=f"各位，这张票怎么也查不到，发票号码：{NUMBER}，开票日期：2026-10-20，帮忙看看吧"
    )

    assert found.typed_number == NUMBER
    assert found.issued_on == date(2026, 10, 20)


def test_code_and_number_run_together_are_taken_apart_and_not_for_a_digital_number() -> None:
    found = asked(number="01100260011112345678")

    assert found.number is None
    [repair] = found.repairs
    assert repair.slip is Slip.JOINED
    assert (repair.code, repair.number) == ("011002600111", "12345678")


@pytest.mark.parametrize(
    ("number", "code", "meant"),
    [
        ("O351O827", "011002300107", ("03510827", "011002300107")),
        ("O351O827", "", ("03510827", None)),
        ("03510827", "O11002300107", ("03510827", "011002300107")),
    ],
)
def test_letters_read_for_digits_are_turned_back(
    number: str, code: str, meant: tuple[str, str | None]
) -> None:
    [repair] = asked(number=number, code=code).repairs

    assert repair.slip is Slip.LETTERS
    assert (repair.number, repair.code) == meant
    assert "字母" in repair.because


@pytest.mark.parametrize("number", ["", "云杉科技", "OOO", NUMBER, "12345678"])
def test_what_cannot_be_turned_back_is_left_alone(number: str) -> None:
    assert asked(number=number).repairs == ()


def test_letters_that_leave_no_number_are_not_guessed_at() -> None:
    assert asked(number="O351O82", code="x").repairs == ()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20260305", date(2026, 3, 5)),
        ("2026.3.5", date(2026, 3, 5)),
        ("2026年3月5日", date(2026, 3, 5)),
        ("3月5日", date(2026, 3, 5)),
        ("今天", TODAY),
        ("昨天", None),
        ("2026-02-30", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_people_type_it(typed: str, day: date | None) -> None:
    found = asked(number=NUMBER, date=typed)

    assert found.issued_on == day
    assert ("date" in found.unread) == (bool(typed) and day is None)


def test_a_date_without_a_year_is_not_guessed_for_a_number_without_one() -> None:
    assert asked(number="12345678", date="3月5日").issued_on is None


def test_a_day_that_the_year_of_the_number_lacks_stays_unread() -> None:
    found = asked(number=NUMBER, date="2月30日")

    assert found.issued_on is None
    assert "date" in found.unread


def test_what_cannot_be_understood_stays_as_typed_with_the_reason() -> None:
    found = asked(number="云杉", code="13位代码", date="那天", amount="一百多")

    assert (found.number, found.code, found.issued_on, found.amount) == (None,) * 4
    assert found.unread.keys() == {"number", "code", "date", "amount"}
    assert found.typed_amount == "一百多"


def test_a_file_gives_the_number_where_none_was_typed() -> None:
    found = asked(file=Invoice(number=NUMBER))

    assert found.number is not None
    assert found.number.text == NUMBER
    assert found.typed_number is None


@pytest.mark.parametrize("number", ["", "12345678", " No. 12345678"])
def test_a_file_gives_the_code_with_its_number(number: str) -> None:
    found = asked(number=number, file=Invoice(number="12345678", code="011002600111"))

    assert found.code is not None
    assert found.code.text == found.typed_code == "011002600111"


def test_a_file_s_code_is_not_put_to_another_number() -> None:
    found = asked(number="87654321", file=Invoice(number="12345678", code="011002600111"))

    assert (found.code, found.typed_code) == (None, "")


def test_a_file_whose_code_was_not_read_leaves_it_unknown() -> None:
    assert asked(file=Invoice(number="12345678")).typed_code is None


def test_a_file_without_a_number_gives_none() -> None:
    assert asked(file=Invoice(total=1)).number is None


def test_our_own_ledger_needs_nobody_s_words() -> None:
    own = asked(number=NUMBER)
    elsewhere = asked(number=NUMBER, entry="查验平台")
    told = asked(number=NUMBER, entry="查验平台", answer=" 查无此票 ")

    assert (own.words, own.heard) == ("", Unsaid.NOTHING)
    assert (elsewhere.words, elsewhere.heard) == (None, None)
    assert (told.words, told.heard) == ("查无此票", Outcome.NOT_FOUND)


def test_a_place_nobody_knows_is_ours_as_long_as_it_did_not_answer() -> None:
    assert asked(number=NUMBER, entry="隔壁老王").entry is Entry.OWN
    assert asked(number=NUMBER, entry="隔壁老王", answer="查无此票").entry is None


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("查验平台", Entry.PLATFORM),
        ("全国增值税发票查验平台", Entry.PLATFORM),
        ("税务数字账户", Entry.ETAX),
        (" API ", Entry.VENDOR),
        ("", Entry.OWN),
        ("12306", Entry.RAIL),
        ("隔壁老王", None),
    ],
)
def test_an_entry_is_known_under_the_names_people_use(name: str, entry: Entry | None) -> None:
    assert entry_named(name) is entry
