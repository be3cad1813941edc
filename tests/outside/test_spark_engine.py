from __future__ import annotations

import gc
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from tests.outside.spark_cluster import SHORT_LIVED, Cluster, running
from tests.outside.spark_lists import two_lists

from chapiao.actions.compare.inputs import by_engine
from chapiao.actions.compare.run import Progress, Wanted, compare
from chapiao.outside import duckdb_engine, spark_engine
from chapiao.outside.duckdb_engine import BadSource
from chapiao.outside.spark_address import NoCluster, address
from chapiao.outside.spark_engine import SparkEngine
from chapiao.reconcile.engine import Cancelled, Engine
from chapiao.reconcile.model import COLUMNS, Level, Listed, Options, Outcome
from chapiao.reconcile.run import reconcile, widened

MISSING = [
    what
    for what, there in (
        ("pyspark", find_spec("pyspark")),
        ("sqlglot", find_spec("sqlglot")),
        ("Java", shutil.which("java")),
    )
    if not there
]
# pyspark leaves its sockets to the collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
needs_cluster = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")
ROWS, MEMORY = 3000, 512
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
HEADINGS = {
    "key": "发票号码",
    "issued_on": "开票日期",
    "seller_id": "销方识别号",
    "seller_name": "销方名称",
    "net": "金额",
    "tax": "税额",
    "total": "价税合计",
    "status": "发票状态",
    "booked_on": "入账日期",
    "voucher": "凭证号",
}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with pytest.MonkeyPatch.context() as around:
        around.setenv("JAVA_TOOL_OPTIONS", SHORT_LIVED)
        with running(tmp_path_factory.mktemp("cluster")) as made:
            yield made


@pytest.fixture(scope="module")
def engine(cluster: Cluster) -> Iterator[SparkEngine]:
    with spark_engine.session(cluster.address, memory_mb=MEMORY) as made:
        yield made
    gc.collect()  # pyspark leaves its sockets to it


def everything(engine: Engine) -> list[Any]:
    """Compare two lists of some thousands of rows; return all that comes of it."""
    lists = []
    for name, rows in zip(("left_given", "right_given"), two_lists(ROWS, 5), strict=True):
        engine.put(name, COLUMNS, [[row.get(one) for one in COLUMNS] for row in rows])
        lists.append(Listed(name=name, relation=name, columns=frozenset(COLUMNS)))
    done = reconcile(engine, lists, Options(asof=date(2026, 5, 20), keep_matched=True))
    wide = engine.stream(
        f"select * from {widened(engine, done, 1)}"
        " order by knot, left_row nulls last, right_row nulls last"
    )
    return [
        done,
        [row for batch in wide for row in batch],
        sorted(engine.rows(f"select * from {done.candidates}")),
        engine.rows(f"select * from {done.late} order by list, row"),
    ]


def gaps(engine: Engine, folder: Path, progress: Progress) -> list[Any]:
    """Compare a parquet file with a CSV file; return every gap with its cause."""
    given = [by_engine(one, (str(folder / one),)) for one in ("税局.parquet", "台账.csv")]
    compared = compare(engine, given, Wanted(job="files"), NOW, progress)
    return [compared.done, compared.beside, list(compared.gaps())]


def write_files(folder: Path) -> None:
    """Write two lists as people and programs do: money and days as text, under Chinese headings."""
    columns = ", ".join(
        f"cast({one} / 100.0 as decimal(18, 2)) as {name}"
        if one in {"net", "tax", "total"}
        else f"{one} as {name}"
        for one, name in HEADINGS.items()
    )
    with duckdb_engine.session() as engine:
        for rows, name in zip(two_lists(ROWS, 6), ("left_", "right_"), strict=True):
            engine.put(name, COLUMNS, [[row.get(one) for one in COLUMNS] for row in rows])
        engine.export(f"select {columns} from left_ order by row", folder / "税局.parquet")
        rows = engine.rows(f"select {columns} from right_ order by row")
    with (folder / "台账.csv").open("w", encoding="utf-8") as file:
        file.write(",".join(HEADINGS.values()) + "\n")
        for at, row in enumerate(rows):
            cells = ["" if one is None else str(one) for one in row]
            cells[1] = cells[1].replace("-", "/" if at % 2 else "")
            cells[6] = f"¥ {row[6]:,}" if row[6] is not None else ("不详" if at % 3 else "")
            file.write(",".join(f'"{one}"' for one in cells) + "\n")


@contextmanager
def killing(cluster: Cluster) -> Iterator[Thread]:
    """Give a thread that kills a worker as soon as the cluster is at work; a new one follows."""

    def kill() -> None:
        from pyspark import SparkContext

        context = SparkContext.getOrCreate()
        while not context.statusTracker().getActiveStageIds():
            time.sleep(0.001)
        cluster.kill_worker()

    thread = Thread(target=kill)
    yield thread
    thread.join(timeout=1)
    cluster.add_worker()


@needs_cluster
def test_a_cluster_finds_what_this_process_finds_row_for_row(engine: SparkEngine) -> None:
    with duckdb_engine.session() as here:
        expected = everything(here)

    found = everything(engine)

    [summary] = expected[0].pairs
    assert all(one.findings for one in summary.counts), Outcome
    assert all(findings for _, findings in summary.levels), Level
    assert found == expected


@needs_cluster
def test_a_worker_that_dies_in_the_middle_changes_nothing(
    cluster: Cluster, engine: SparkEngine, tmp_path: Path
) -> None:
    write_files(tmp_path)
    with duckdb_engine.session() as here:
        expected = gaps(here, tmp_path, lambda _share, _what: None)
    before = len(cluster.workers)
    left: list[int] = []

    with killing(cluster) as thread:

        def progress(share: float, what: str) -> None:
            if what == "核对其余":
                thread.start()
            if what == "汇总":
                left.append(len(cluster.workers))

        found = gaps(engine, tmp_path, progress)

    assert left == [before - 1]
    assert len(expected[2]) > 100
    assert found == expected


@needs_cluster
def test_cells_stay_what_they_are_on_a_cluster(engine: SparkEngine, tmp_path: Path) -> None:
    engine.put("given", {"row": "BIGINT", "said": "VARCHAR"}, [(1, None), (2, ""), (3, 'a"b,\nc')])
    engine.export("select said, row as at from given", tmp_path / "one.parquet")

    engine.parquet("twice", [tmp_path / "one.parquet", tmp_path / "one.parquet"])

    assert engine.rows("select said from given order by row") == [(None,), ("",), ('a"b,\nc',)]
    assert engine.rows("select count(*), sum(row), count(distinct row) from twice") == [(6, 21, 6)]
    assert engine.rows("describe given") == [("row", "BIGINT"), ("said", "VARCHAR")]


@needs_cluster
def test_a_comparison_on_a_cluster_can_be_stopped(cluster: Cluster, engine: SparkEngine) -> None:
    other = SparkEngine(engine._spark, engine._loader, engine._folder)  # noqa: SLF001
    other.cancel()

    with pytest.raises(Cancelled):
        other.rows("select 1")


@needs_cluster
def test_a_file_that_is_no_parquet_is_refused_in_words(engine: SparkEngine, tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"not a list")

    with pytest.raises(BadSource, match="读不了"):
        engine.parquet("given", [tmp_path / "broken"])
    with pytest.raises(BadSource, match="读不了"):
        engine.parquet("given", [tmp_path / "absent"])


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("spark://10.0.0.5", "要写成 spark://主机:端口"),
        ("spark://10.0.0.5:7077", "每台机器都能读写的文件夹"),
        ("spark://10.0.0.5:7077/no/such/folder", "没有这个文件夹"),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words(where: str, says: str) -> None:
    with pytest.raises(NoCluster, match=says):
        address(where)


@needs_cluster
def test_a_cluster_that_does_not_answer_is_told_in_words() -> None:
    with pytest.raises(NoCluster, match="连不上集群"), spark_engine.session("spark://127.0.0.1:1"):
        pass


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)

    with pytest.raises(NoCluster, match="chapiao\\[cluster\\]"), spark_engine.session("local[1]"):
        pass
