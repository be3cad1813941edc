from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.diagnosis.case_facts import NOW

from chapiao.diagnosis.pasted import LONGEST, extract
from chapiao.diagnosis.question import Asked, Question, understand


def asked(**fields: str) -> Asked:
    return understand(Question(**fields), NOW.date())  # type: ignore[arg-type]


@given(text=st.text(), number=st.text(), date=st.text(), amount=st.text(), code=st.text())
def test_nothing_a_person_types_is_ever_an_error(
    text: str, number: str, date: str, amount: str, code: str
) -> None:
    found = asked(
        text=text, number=number, date=date, amount=amount, code=code, check_code=text,
        buyer=text, seller=number, entry=date, answer=text,
    )  # fmt: skip

    assert isinstance(found, Asked)


@given(
    st.from_regex(
        r"(01,)?(\d{0,3}[,，： 发票号码代码日期年月¥元E+.\-]){0,12}\d{0,22}", fullmatch=True
    )
)
def test_nothing_like_an_invoice_is_ever_an_error(text: str) -> None:
    assert isinstance(asked(text=text), Asked)
    assert isinstance(asked(number=text), Asked)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000,
        "发票号码" * 250_000,
        "12345678 " * 100_000,
        "<script>alert(1)</script>' OR 1=1; DROP TABLE store_invoice;--",
        "\x00\ud800".encode("utf-8", "replace").decode(),
        "价税合计" + " " * 500_000 + "¥1",
        "01," * 300_000,
    ],
)
def test_a_megabyte_of_anything_is_read_at_once_and_only_its_opening(text: str) -> None:
    found = asked(text=text)

    assert len(found.typed_number or "") <= LONGEST


def test_extract_gives_blank_fields_for_words_alone() -> None:
    found = extract("请问为什么这张发票在北京的系统里怎么都查不到呢，急，在线等")

    assert (found.number, found.code, found.date, found.amount) == ("",) * 4
