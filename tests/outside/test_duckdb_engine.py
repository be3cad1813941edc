from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chapiao.outside.duckdb_engine import BadSource, DuckEngine, session


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with session(threads=2) as made:
        yield made


def test_a_cell_not_known_and_one_known_to_be_empty_stay_apart(engine: DuckEngine) -> None:
    engine.put("given", {"row": "BIGINT", "said": "VARCHAR"}, [(1, None), (2, ""), (3, 'a"b,\nc')])

    assert engine.rows("select said from given order by row") == [(None,), ("",), ('a"b,\nc',)]


def test_a_table_without_rows_can_be_put(engine: DuckEngine) -> None:
    engine.put("given", {"row": "BIGINT", "said": "VARCHAR"}, [])

    assert engine.rows("select * from given") == []


def test_a_long_number_in_a_csv_file_stays_as_it_is(engine: DuckEngine, tmp_path: Path) -> None:
    lines = [f"2511200000{at:010d},1.20\n" for at in range(30_000)]
    (tmp_path / "books.csv").write_text("号码,金额\n" + "".join(lines), encoding="utf-8")

    engine.csv("books", tmp_path / "books.csv")

    wrong = "号码 <> '2511200000' || lpad((row - 1)::varchar, 10, '0') or 金额 <> '1.20'"
    assert engine.rows(f"select count(*), count(*) filter ({wrong}) from books") == [(30_000, 0)]


def test_rows_of_several_parquet_files_are_numbered_on(engine: DuckEngine, tmp_path: Path) -> None:
    for at in range(2):
        engine.export(f"select {at} as which from range(3)", tmp_path / f"{at}.parquet")

    engine.parquet("joined", [tmp_path / "0.parquet", tmp_path / "1.parquet"])

    rows = engine.rows("select row, which from joined order by row")
    assert rows == [(1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1)]


def test_rows_come_in_batches_and_other_questions_may_be_asked_meanwhile(
    engine: DuckEngine,
) -> None:
    engine.table("many", "select i from range(25) t(i)")

    sizes = []
    for batch in engine.stream("select i from many order by i", size=10):
        sizes.append(len(batch))
        engine.rows("select count(*) from many")

    assert sizes == [10, 10, 5]


@pytest.mark.parametrize("reads", ["parquet", "csv"])
def test_a_file_that_is_no_list_is_refused_in_words(
    engine: DuckEngine, tmp_path: Path, reads: str
) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x00\xff\xfe not a list")

    with pytest.raises(BadSource, match="读不了"):
        getattr(engine, reads)("given", [broken] if reads == "parquet" else tmp_path / "absent")


def test_a_database_that_does_not_answer_is_told_in_words(engine: DuckEngine) -> None:
    with pytest.raises(BadSource, match="PostgreSQL"):
        engine.postgres("given", "host=127.0.0.1 port=1 connect_timeout=1", "select 1")
