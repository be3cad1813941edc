from __future__ import annotations

from collections.abc import Iterator

import pytest

from chapiao.outside.duckdb_engine import DuckEngine, session


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with session(threads=1) as made:
        yield made
