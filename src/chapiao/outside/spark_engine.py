"""The engine on an Apache Spark cluster: the statements of DuckDB, carried over by sqlglot.

    with session("spark://10.0.0.5:7077/mnt/shared") as engine:
        engine.parquet("bureau", ["/mnt/shared/bureau.parquet"])

Every table is parquet in a folder that this machine and all workers see; so what was made
outlives a worker that dies, and only what it was doing is done again elsewhere. Files are
read here by the embedded engine, so that a cell means the same on either.
Needs the extra `cluster` and Java 17.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

from chapiao.outside import duckdb_engine
from chapiao.outside.duckdb_engine import STOPPED, BadSource, DuckEngine
from chapiao.outside.spark_address import Address, NoCluster, address
from chapiao.reconcile.engine import Cancelled

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

CONNECT_SECONDS, READY_SECONDS = 5, 60


class SparkEngine:
    """A session; see `reconcile.engine.Engine`."""

    wide = "decimal(38, 0)"
    kept = ""

    def __init__(self, spark: SparkSession, loader: DuckEngine, folder: Path) -> None:
        self._spark = spark
        self._loader = loader
        self._folder = folder
        self._places: dict[str, Path] = {}  # of every table
        self._numbers = count(1)
        self._stopped = False

    def table(self, name: str, select: str, /) -> None:
        place = self._place(name)
        answer = self._ask(select)
        with self._cancellable():
            answer.write.parquet(str(place))
        self._show(name, place, answer)

    def view(self, name: str, select: str, /) -> None:
        from chapiao.outside.spark_sql import carried

        with self._cancellable():
            self._spark.sql(f"create or replace temporary view `{name}` as {carried(select)}")

    def drop(self, *names: str) -> None:
        for name in names:
            self._spark.catalog.dropTempView(name)
            if place := self._places.pop(name, None):
                shutil.rmtree(place, ignore_errors=True)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        from chapiao.outside.spark_sql import described, kind

        if name := described(sql):
            return [(one, kind(type_)) for one, type_ in self._spark.table(name).dtypes]
        answer = self._ask(sql)
        with self._cancellable():
            return [_plain(row) for row in answer.collect()]

    def stream(self, sql: str, size: int = 10_000) -> Iterator[list[tuple[Any, ...]]]:
        answer = self._ask(sql)
        batch: list[tuple[Any, ...]] = []
        with self._cancellable():
            for row in answer.toLocalIterator():
                batch.append(_plain(row))
                if len(batch) == size:
                    yield batch
                    batch = []
        if batch:
            yield batch

    def put(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]], /) -> None:
        self._loader.put("loaded", columns, rows)
        self._take(name)

    def parquet(self, name: str, paths: Sequence[str | Path], /) -> None:
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException

        parts, before = [], 0
        for path in paths:
            place = self._shared(Path(path))
            try:
                read = self._spark.read.parquet(str(place))
                rows = read.count()
            except (PySparkException, Py4JJavaError) as error:
                msg = f"读不了这个 parquet 文件：{path}"
                raise BadSource(msg) from error
            where = f"_metadata.row_index + {before + 1} as row"
            parts.append(read.selectExpr("*", where))
            before += rows
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.unionByName(part)
        whole.createOrReplaceTempView(name)

    def csv(self, name: str, path: str | Path, /) -> None:
        self._loader.csv("loaded", path)
        self._take(name)

    def postgres(self, name: str, dsn: str, query: str, /) -> None:
        self._loader.postgres("loaded", dsn, query)
        self._take(name)

    def export(self, sql: str, path: str | Path, /) -> None:
        self.table("exported", sql)
        parts = str(self._places["exported"] / "*.parquet").replace("'", "''")
        self._loader.export(f"select * from read_parquet('{parts}')", path)
        self.drop("exported")

    def cancel(self) -> None:
        self._stopped = True
        self._spark.sparkContext.cancelAllJobs()

    def _ask(self, sql: str) -> DataFrame:
        from chapiao.outside.spark_sql import carried

        if self._stopped:
            raise Cancelled(STOPPED)
        return self._spark.sql(carried(sql))

    @contextmanager
    def _cancellable(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if self._stopped:
                raise Cancelled(STOPPED) from error
            raise

    def _place(self, name: str) -> Path:
        return self._folder / f"{name}-{next(self._numbers)}"

    def _show(self, name: str, place: Path, like: DataFrame | None = None) -> None:
        """Let a folder of parquet be the table of this name."""
        read = self._spark.read
        if like is not None:
            read = read.schema(like.schema)  # so that no file must be opened to know it
        read.parquet(str(place)).createOrReplaceTempView(name)
        if old := self._places.get(name):
            shutil.rmtree(old, ignore_errors=True)
        self._places[name] = place

    def _take(self, name: str) -> None:
        """Let what the loader has read be the table of this name."""
        place = self._place(name)
        place.mkdir()
        self._loader.export("select * from loaded", place / "all.parquet")
        self._loader.drop("loaded")
        self._show(name, place)

    def _shared(self, path: Path) -> Path:
        """Return where every worker finds this file: in the shared folder, if need be a copy."""
        folder = self._folder.parent.resolve()
        if (self._spark.sparkContext.master or "").startswith(
            "local"
        ) or path.resolve().is_relative_to(folder):
            return path.resolve()
        place = self._folder / f"given-{next(self._numbers)}.parquet"
        try:
            shutil.copyfile(path, place)
        except OSError as error:
            msg = f"读不了这个 parquet 文件：{path}"
            raise BadSource(msg) from error
        return place


@contextmanager
def session(where: str, *, memory_mb: int | None = None) -> Iterator[SparkEngine]:
    """Open a session on a cluster; what it made is gone at the end.

    `memory_mb` is what each worker may use for it. There can be one session a process.

    Raises:
        NoCluster: it cannot be reached, or something is not installed.
    """
    at = address(where)
    _check(at)
    with (
        tempfile.TemporaryDirectory(prefix="chapiao-cluster-", dir=at.folder) as folder,
        duckdb_engine.session(threads=1) as loader,
    ):
        spark = _started(at, memory_mb)
        try:
            _ready(spark, at)
            yield SparkEngine(spark, loader, Path(folder))
        finally:
            spark.stop()


def _check(at: Address) -> None:
    if find_spec("pyspark") is None or find_spec("sqlglot") is None:
        msg = "在集群上比对要先安装扩展组件：make extras，或 pip install 'chapiao[cluster]'"
        raise NoCluster(msg)
    if shutil.which("java") is None:
        msg = "在集群上比对要有 Java 17：apt install openjdk-17-jre-headless"
        raise NoCluster(msg)
    if at.host:
        try:
            socket.create_connection((at.host, at.port), CONNECT_SECONDS).close()
        except OSError as error:
            msg = f"连不上集群 {at.master}（{error.strerror or error}）"
            raise NoCluster(msg) from error


def _started(at: Address, memory_mb: int | None) -> SparkSession:
    from pyspark.sql import SparkSession

    settings: dict[str, bool | float | int | str | None] = {
        "spark.locality.wait": "0",  # a folder that all see is near to all
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.legacy.timeParserPolicy": "CORRECTED",
        "spark.sql.ansi.enabled": "true",
    }
    if at.is_here:
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    if memory_mb is not None:
        settings["spark.executor.memory"] = f"{memory_mb}m"
    builder: SparkSession.Builder = SparkSession.builder.master(at.master).appName("chapiao")
    return builder.config(map=settings).getOrCreate()


def _ready(spark: SparkSession, at: Address) -> None:
    """Wait until a worker has done something.

    Raises:
        NoCluster: none did.
    """
    from py4j.protocol import Py4JJavaError

    late = Timer(READY_SECONDS, spark.sparkContext.cancelAllJobs)
    late.start()
    try:
        spark.range(1).count()
    except Py4JJavaError as error:
        msg = (
            f"集群 {at.master} 在{READY_SECONDS}秒内没有给出工作节点："
            "没有节点，节点都在忙，或内存不够（见 --memory）"
        )
        raise NoCluster(msg) from error
    finally:
        late.cancel()


def _plain(row: Iterable[Any]) -> tuple[Any, ...]:
    """Return a row with whole numbers as int."""
    return tuple(int(one) if isinstance(one, Decimal) and one == int(one) else one for one in row)
