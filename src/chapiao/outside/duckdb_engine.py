"""The embedded engine: DuckDB, within this process, with a limit of memory and a folder to spill.

    with session() as engine:
        engine.put("a", {"row": "BIGINT", "key": "VARCHAR"}, [(1, "25112000000012345678")])

It loads no extension and reaches no network.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chapiao.reconcile.engine import Cancelled

if TYPE_CHECKING:
    import duckdb

STOPPED = "比对已取消"


class BadSource(Exception):
    """A file or database cannot be read as a list. The message is fit to show a user."""


class DuckEngine:
    """A session; see `reconcile.engine.Engine`."""

    wide = "hugeint"

    def __init__(self, session: duckdb.DuckDBPyConnection, folder: Path, kept: str = "") -> None:
        self.kept = kept
        self._session = session
        self._folder = folder
        self._stopped = False

    def table(self, name: str, select: str, /) -> None:
        self._execute(f"create or replace table {name} as {select}")

    def view(self, name: str, select: str, /) -> None:
        self._execute(f"create or replace view {name} as {select}")

    def drop(self, *names: str) -> None:
        for name in names:
            self._execute(f"drop table if exists {name}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._execute(sql).fetchall()

    def stream(self, sql: str, size: int = 10_000) -> Iterator[list[tuple[Any, ...]]]:
        answer = self._execute(sql, self._session.cursor())
        while rows := answer.fetchmany(size):
            yield rows

    def put(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]], /) -> None:
        with tempfile.NamedTemporaryFile(
            "w", dir=self._folder, suffix=".csv", newline="", encoding="utf-8"
        ) as out:
            out.writelines(",".join(map(_cell, row)) + "\n" for row in rows)
            out.flush()
            types = ", ".join(f"{_text(one)}: {_text(kind)}" for one, kind in columns.items())
            source = f"read_csv({_text(out.name)}, columns = {{{types}}}, {CSV})"
            self.table(name, f"select * from {source}")

    def parquet(self, name: str, paths: Sequence[str | Path], /) -> None:
        import duckdb

        parts, before = [], 0
        for path in map(_text, paths):
            parts.append(
                f"select *, file_row_number + {before + 1} as row from read_parquet({path})"
            )
            try:
                [(count,)] = self.rows(f"select count(*) from read_parquet({path})")
            except duckdb.Error as error:
                msg = f"读不了这个 parquet 文件：{path}"
                raise BadSource(msg) from error
            before += count
        self.view(name, " union all ".join(parts))

    def csv(self, name: str, path: str | Path, /) -> None:
        import duckdb

        try:
            self._execute("set preserve_insertion_order = true")  # or `row` would be anything
            source = f"read_csv({_text(path)}, header = true, all_varchar = true)"
            self.table(name, f"select *, row_number() over () as row from {source}")
        except duckdb.Error as error:
            msg = f"读不了这个 CSV 文件：{path}"
            raise BadSource(msg) from error
        finally:
            self._execute("set preserve_insertion_order = false")

    def postgres(self, name: str, dsn: str, query: str, /) -> None:
        import psycopg
        from psycopg import sql

        where = self._folder / "postgres.csv"
        try:
            with psycopg.connect(dsn) as link, link.cursor() as cursor, where.open("wb") as out:
                link.read_only = True
                asked = sql.SQL(query)
                with cursor.copy(
                    sql.SQL("copy ({}) to stdout with (format csv, header)").format(asked)
                ) as rows:
                    for block in rows:
                        out.write(block)
            self.csv(name, where)
        except psycopg.Error as error:
            msg = f"读不了 PostgreSQL 里的数据：{error}"
            raise BadSource(msg) from error
        finally:
            where.unlink(missing_ok=True)

    def export(self, sql: str, path: str | Path, /) -> None:
        self._execute(f"copy ({sql}) to {_text(path)} (format parquet, compression zstd)")

    def cancel(self) -> None:
        self._stopped = True
        self._session.interrupt()

    def _execute(
        self, sql: str, session: duckdb.DuckDBPyConnection | None = None
    ) -> duckdb.DuckDBPyConnection:
        import duckdb

        if self._stopped:
            raise Cancelled(STOPPED)
        try:
            return (session or self._session).execute(sql)
        except duckdb.InterruptException as error:
            raise Cancelled(STOPPED) from error
        except duckdb.OutOfMemoryException as error:
            msg = "清单太大，给的内存不够；请用 --memory 多给一些，或者把清单分成几份"
            raise BadSource(msg) from error


@contextmanager
def session(
    *, memory_mb: int | None = None, threads: int | None = None, store: Path | None = None
) -> Iterator[DuckEngine]:
    """Open a session; what it made is gone at the end.

    Tables whose name begins with the engine's `kept` stay in the file `store`.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="chapiao-engine-") as folder:
        settings: dict[str, Any] = {
            "temp_directory": folder,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
        }
        if memory_mb is not None:
            settings["memory_limit"] = f"{memory_mb}MiB"
        if threads is not None:
            settings["threads"] = threads
        with duckdb.connect(config=settings) as link:
            if store is not None:
                link.execute(f"attach {_text(store)} as kept")
            yield DuckEngine(link, Path(folder), "" if store is None else "kept.")


# NULL is an empty cell; what is known to be absent is written as "".
CSV = (
    "auto_detect = false, delim = ',', header = false, quote = '\"', escape = '\"',"
    " nullstr = '', allow_quoted_nulls = false"
)


def _cell(value: object) -> str:
    return "" if value is None else '"' + str(value).replace('"', '""') + '"'


def _text(value: object) -> str:
    """Return a value as an SQL text literal."""
    return "'" + str(value).replace("'", "''") + "'"
