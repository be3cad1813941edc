from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from chapiao.invoice.tax_id import IdShape, check_tax_id, mask_id

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def company(body: str) -> str:
    return body + uscc.calc_check_digit(body)


def person(body: str) -> str:
    return body + ric.calc_check_digit(f"{body}0")


COMPANY = company("91110108MA0000AB1")
PERSON = person("11010119900307123")
BODIES = st.from_regex(r"9[1-3][1-6][1-5][0-9]{4}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True)


@given(BODIES)
def test_a_company_with_its_check_digit_is_valid(body: str) -> None:
    check = check_tax_id(company(body))

    assert check.is_valid is True
    assert check.shape is IdShape.COMPANY
    assert not check.is_person


@given(BODIES, st.integers(8, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(body: str, place: int, char: str) -> None:
    typed = company(body)
    wrong = typed[:place] + char + typed[place + 1 :]

    assert wrong == typed or check_tax_id(wrong).is_valid is False


@pytest.mark.parametrize(
    ("typed", "shape", "is_valid", "says"),
    [
        (COMPANY, IdShape.COMPANY, True, "校验位正确"),
        (company("N2110108MF0000AB1"), IdShape.COMPANY, True, "校验位正确"),
        (COMPANY[:-1] + "A", IdShape.COMPANY, False, "校验位不对"),
        ("91110108MAOO00AB1I", IdShape.COMPANY, False, "没有字母O、I"),
        ("91110108MA0000AB1*", IdShape.OTHER, None, "字符"),
        (PERSON, IdShape.PERSON, True, "身份证号的校验位正确"),
        (PERSON[:-1] + ("0" if PERSON[-1] != "0" else "1"), IdShape.PERSON, False, "身份证号"),
        (PERSON + "01", IdShape.SOLE_TRADER, None, "个体户"),
        ("110108123456789", IdShape.OLD, None, "旧税号"),
        ("11010800DK01234", IdShape.AGENCY, None, "写在备注里"),
        ("911101199003071234", IdShape.COMPANY, False, "统一社会信用代码"),
        ("91110108MA0000AB1", IdShape.OTHER, None, "这里是17位"),
        ("12345678901234567890", IdShape.OTHER, None, "这里是20位"),
        ("", IdShape.BLANK, None, "没有税号"),
        ("  ", IdShape.BLANK, None, "没有税号"),
    ],
)
def test_only_an_18_character_id_can_be_wrong(
    typed: str, shape: IdShape, says: str, *, is_valid: bool | None
) -> None:
    check = check_tax_id(typed)

    assert (check.shape, check.is_valid) == (shape, is_valid)
    assert says in check.says


@pytest.mark.parametrize(
    "typed",
    [
        COMPANY.lower(),
        f" {COMPANY[:6]} {COMPANY[6:]} ",
        f"纳税人识别号：{COMPANY}",
        f"统一社会信用代码/纳税人识别号：{COMPANY}",
        COMPANY.translate({ord("1"): "１"}),
    ],
)
def test_what_people_type_around_an_id_is_forgiven(typed: str) -> None:
    assert check_tax_id(typed).text == COMPANY


def test_only_a_natural_persons_id_is_masked() -> None:
    assert mask_id(PERSON) == f"{PERSON[:6]}********{PERSON[-4:]}"
    assert mask_id(PERSON + "01") == f"{PERSON[:6]}**********{PERSON[-2:]}01"
    assert mask_id(COMPANY) == COMPANY
    assert mask_id("") == ""


@given(st.text(max_size=24))
def test_any_text_gets_a_verdict_and_a_sentence(text: str) -> None:
    check = check_tax_id(text)

    assert check.says
    assert check.is_valid is None or len(check.text) == 18
