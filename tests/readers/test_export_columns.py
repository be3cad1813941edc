"""Rows read a column at a time say what the same rows say read one by one.

A second column of the same heading makes every row be read on its own.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.readers import make_export as made
from tests.readers.made_up import BUYER, BUYER_ID, CODE, NUMBER, PLAIN_NUMBER, SELLER, SELLER_ID

from chapiao.readers import export

HEADS = (*made.BASE, "校验码", "勾选状态")
NUMBERS = st.sampled_from(
    ["", " ", NUMBER, f" {NUMBER}", "25112000000012300000", "2.5112E+19", 2.5112e19, "x", "1234567"]
) | st.integers(0, 10**9).map(lambda n: f"2511200000{n:010d}")
CODES = st.sampled_from(["", "", "", CODE, "1100234130", "11002300111", "代码", 11002300111.0])
PLAINS = st.sampled_from(["", "", PLAIN_NUMBER, "00000001", 1.0, NUMBER])
MONEY = (
    st.sampled_from(["", "100.00", "6.00", "106", "-1.5", "￥1,234.50", "***", "一", "（6）", "-"])
    | st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 2))
    | st.floats(-1e6, 1e6, allow_nan=False)
)
DAYS = st.sampled_from(
    ["2025-01-04", "2025-01-04 10:32:00", "2025年1月4日", "", "昨天", 45661.0, 45661.4, "20250104"]
)
NAMES = st.sampled_from([SELLER, BUYER, f" {SELLER} ", "", "-", 7.0, "北京 云杉"])
IDS = st.sampled_from([SELLER_ID, BUYER_ID.lower(), "", "9.1E+17", 9.1e17, 110108.0])
WORDS = st.sampled_from(["", "正常", "已作废", "是", "否", "Y", "数电发票（普通发票）", 1.0, "无"])


@st.composite
def rows(draw: st.DrawFn) -> list[made.Cell]:
    amount, tax = draw(st.integers(-(10**9), 10**9)), draw(st.integers(-(10**7), 10**7))
    fitting = (amount / 100, tax / 100, (amount + tax) / 100)
    sums = draw(st.just(fitting) | st.tuples(MONEY, MONEY, MONEY))
    return [
        *("1", draw(CODES), draw(PLAINS), draw(NUMBERS), draw(IDS), draw(NAMES), draw(IDS)),
        *(draw(NAMES), draw(DAYS), *sums),
        *(draw(WORDS) for _ in range(9)),
    ]


@settings(max_examples=150, deadline=None)
@given(st.lists(rows(), max_size=12), st.booleans())
def test_columns_and_single_rows_say_the_same(
    table: list[list[made.Cell]],
    lines: bool,  # noqa: FBT001 - drawn
) -> None:
    heads = (*HEADS, "商品名称") if lines else HEADS
    goods = ["笔"] if lines else []
    body = [[*row, *goods] for row in table]
    first = [*made.base_row(1, "25112000009999999999"), "", "", *goods]

    together = export.read(made.xlsx({"表": [heads, first, *body]}))
    alone = export.read(
        made.xlsx({"表": [(*heads, "备注"), *([*row, ""] for row in (first, *body))]})
    )

    assert replace(together, headings=()) == replace(alone, headings=())
    assert len(together.rows) > 0
