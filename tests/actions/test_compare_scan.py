"""Lists that the engine reads by itself: parquet, and CSV files of any size."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from tests.actions.papers import number

from chapiao.actions.compare import inputs, scan
from chapiao.outside.duckdb_engine import session

CSV = (
    "发票号码,开票日期,价税合计,销方名称\n"
    f'{number(1)},2026/9/1,"1,130.00",甲\n'
    f"2.6112E+19,20260902,¥20,甲\n"
    f"{number(3)},2026年9月3日,一百,甲\n"
    f"'{number(4)},2026-09-04,-5.5,甲\n"
)


def test_a_large_csv_is_read_as_a_small_one_is(tmp_path: Path) -> None:
    place = tmp_path / "台账.csv"
    place.write_text(CSV, encoding="utf-8")
    given = inputs.by_engine(str(place), (str(place),))

    with session() as engine:
        _, refused, damaged = scan.scanned(engine, given, "taken")
        rows = engine.rows("select row, key, issued_on, total from taken order by row")

    assert rows == [
        (1, number(1), date(2026, 9, 1), 113000),
        (2, None, date(2026, 9, 2), 2000),
        (4, number(4), date(2026, 9, 4), -550),
    ]
    assert [(one.row, one.says) for one in refused] == [(4, "金额「一百」不是金额")]
    assert [(one.row, one.seen) for one in damaged] == [(3, "2.6112E+19")]


def test_parquet_is_read_with_its_own_types(tmp_path: Path) -> None:
    place = str(tmp_path / "税局.parquet")
    duckdb.sql(
        f"copy (select '{number(1)}' as invoice_no, date '2026-09-01' as issue_date,"
        f" 113.00::decimal(18,2) as total, 'x' as mood) to '{place}'"
    )

    with session() as engine:
        made, _, _ = scan.scanned(engine, inputs.opened(place), "taken")
        rows = engine.rows("select row, key, issued_on, total from taken")

    assert rows == [(1, number(1), date(2026, 9, 1), 11300)]
    assert "seller_name" not in made.columns


def test_numbers_kept_as_fractions_are_refused_in_words(tmp_path: Path) -> None:
    place = str(tmp_path / "坏.parquet")
    duckdb.sql(f"copy (select 2.6e19::double as invoice_no, 1.0 as total) to '{place}'")

    with session() as engine, pytest.raises(inputs.NotAList, match="按文本重新导出"):
        scan.scanned(engine, inputs.opened(place), "taken")
