from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reconcile.comparing import compared, lines
from tests.reconcile.reference import reference

from chapiao.outside.duckdb_engine import DuckEngine
from chapiao.reconcile.model import Options

Row = dict[str, Any]

FIRST = "25112000000012345678"
KEYS = (
    FIRST,
    "25112000000012345687",  # two digits of it swapped
    "2511200000001234567",  # its last digit lost
    "25112000000012345079",
    "12345678-011002300111",
    "12345679-011002300111",
    "",
)
DAY = date(2025, 3, 10)
SELLERS = ("911101080000000018", "911101080000000026", "")
NAMES = ("北京云杉科技有限公司", "北京栖木商贸有限公司", "")
TOTALS = (0, 50, 100, 150, 200, -100)

rows_ = st.lists(
    st.fixed_dictionaries(
        {
            "key": st.sampled_from(KEYS) | st.none(),
            "total": st.sampled_from(TOTALS) | st.none(),
            "net": st.sampled_from((90, 100)) | st.none(),
            "tax": st.just(0),
            "issued_on": st.sampled_from((DAY, DAY + timedelta(days=20))) | st.none(),
            "booked_on": st.sampled_from((DAY, DAY + timedelta(days=60))) | st.none(),
            "seller_id": st.sampled_from(SELLERS) | st.none(),
            "seller_name": st.sampled_from(NAMES) | st.none(),
            "status": st.sampled_from(("正常", "正常", "已作废")) | st.none(),
            "voucher": st.sampled_from(("记-1", "")) | st.none(),
        }
    ),
    max_size=9,
)


def ordered(rows: list[tuple[Any, ...]]) -> list[str]:
    return sorted(str(tuple(map(str, row))) for row in rows)


@settings(max_examples=40, deadline=None)
@given(rows_, rows_, st.sampled_from((0, 50)))
def test_every_line_is_what_plain_python_finds(
    engine: DuckEngine, left: list[Row], right: list[Row], tolerance: int
) -> None:
    options = Options(tolerance=tolerance)

    done = compared(engine, left, right, options=options)

    expected, unsure = reference(left, right, options)
    assert ordered(lines(engine, done)) == ordered(expected)
    found = engine.rows(f"select level, left_row, right_row from {done.candidates}")
    assert sorted(found) == sorted(unsure)
