from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.reconcile.comparing import compared

from chapiao.outside.duckdb_engine import DuckEngine, session
from chapiao.reconcile.model import Options

sqlglot = pytest.importorskip("sqlglot")

DAY = date(2025, 3, 10)


class Listening:
    """An engine that remembers every query it is given."""

    def __init__(self, engine: DuckEngine) -> None:
        self.heard: list[str] = []
        self._engine = engine

    def table(self, name: str, select: str, /) -> None:
        self.heard.append(select)
        self._engine.table(name, select)

    def view(self, name: str, select: str, /) -> None:
        self.heard.append(select)
        self._engine.view(name, select)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        self.heard.append(sql)
        return self._engine.rows(sql)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._engine, name)


def test_every_statement_can_be_carried_over_to_spark() -> None:
    left = [
        {"key": key, "total": total, "seller_id": seller, "seller_name": "北京云杉科技有限公司",
         "issued_on": DAY, "known_on": None, "status": "正常", "voucher": "记-1"}
        for key, total, seller in (
            *((f"2511200000{at:010d}", 100, "911101080000000018") for at in range(30)),
            ("12345678-011002300111", 5, None), ("2511200000", 5, None), (None, 350, None),
        )
    ]  # fmt: skip
    right = [one | {"key": (one["key"] or "")[1:] if at % 3 else one["key"]}
             for at, one in enumerate([*left, left[0]])]  # fmt: skip

    with session(threads=1) as engine:
        listening = Listening(engine)
        compared(listening, left, right, options=Options(asof=DAY, keep_matched=True))

    assert len(listening.heard) > 50
    for sql in listening.heard:
        plain = sql.replace(engine.wide, "decimal(38, 0)")
        raising = sqlglot.ErrorLevel.RAISE
        [spark] = sqlglot.transpile(plain, read="duckdb", write="spark", unsupported_level=raising)
        assert sqlglot.parse_one(spark, read="spark")
        assert "EXISTS(" not in spark.partition(" WHERE ")[0]  # Spark takes those in filters only
