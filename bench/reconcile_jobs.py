"""One job of comparing, alone in its process: `python -m bench.reconcile_jobs NAME SIZE [OUT]`.

Prints seconds (of the job, without starting), processor seconds and peak memory; OUT gets the
lines as parquet. The bare jobs are what somebody would write who knows SQL and DuckDB well:
one list grouped by number, a full outer join, and the rows of what is there twice.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.reconcile_lists import lists
from chapiao.outside.duckdb_engine import DuckEngine, session
from chapiao.reconcile.keep import keep
from chapiao.reconcile.model import Done, Level, Listed, Options
from chapiao.reconcile.run import reconcile

COMPARED = ("net", "tax", "total")
EXACT = (Level.IDENTITY,)
TYPOS = (Level.IDENTITY, Level.ONE_EDIT)
TAX = frozenset({"row", "key", "issued_on", "seller_id", "seller_name", "status", *COMPARED})
BOOKS = frozenset({"row", "key", "booked_on", "seller_id", "seller_name", "voucher", *COMPARED})


def _fen(name: str, to: str = "") -> str:
    return f"cast({name} * 100 as bigint) as {to or name}"


def listed(engine: DuckEngine, folder: Path) -> tuple[Listed, Listed]:
    """Open both files as lists."""
    money = f"{_fen('amount', 'net')}, {_fen('tax')}, {_fen('total')}"
    engine.parquet("tax_file", [folder / "tax.parquet"])
    engine.parquet("books_file", [folder / "books.parquet"])
    engine.view(
        "tax_list",
        "select row, invoice_no as key, issue_date as issued_on, seller_tax_id as seller_id,"
        f" seller_name, status, {money} from tax_file",
    )
    engine.view(
        "books_list",
        "select row, invoice_no as key, book_date as booked_on, seller_tax_id as seller_id,"
        f" seller_name, voucher_no as voucher, {money} from books_file",
    )
    return (
        Listed(name="税局导出", relation="tax_list", columns=TAX),
        Listed(name="台账", relation="books_list", columns=BOOKS),
    )


def _ours(engine: DuckEngine, folder: Path, levels: tuple[Level, ...]) -> Done:
    options = Options(levels=levels, compare=COMPARED)
    return reconcile(engine, listed(engine, folder), options)


# The number is grouped on one side only: the bureau's export holds none twice.
DIFFER = " || ".join(
    f"case when a.{name} <> b.{name} then ',{name}' else '' end" for name in COMPARED
)
BARE = f"""
    with b as (select key, count(*) as n, any_value(row) as row, any_value(net) as net,
        any_value(tax) as tax, any_value(total) as total from {{books}} group by key)
    select a.row as left_row, b.row as right_row, coalesce(a.key, b.key) as key,
        a.total as left_total, b.total as right_total,
        case when n > 1 then '重复' when status in ('已作废', '已红冲') then '已作废/红冲'
            when a.key is null then '只在乙' when b.key is null then '只在甲'
            when {DIFFER} <> '' then '字段不同' else '一致' end as outcome,
        case when a.key is null or b.key is null then '' else substr({DIFFER}, 2) end as fields
    from {{tax}} a full outer join b on a.key = b.key"""
TWICE = """
    select left_row, right_row, key, left_total, right_total, outcome, fields
    from joined where outcome <> '重复'
    union all select left_row, null, key, left_total, null, outcome, ''
    from joined where outcome = '重复' and left_row is not null
    union all select null, row, key, null, total, '重复', ''
    from {books} where key in (select key from joined where outcome = '重复')"""


def _bare(engine: DuckEngine, tax: str, books: str) -> None:
    bare = BARE.format(tax=tax, books=books)
    engine.table("joined", f"select * from ({bare}) where outcome <> '一致'")
    engine.table("bare_lines", TWICE.format(books=books))
    for table in (tax, books):  # what agrees is all but the lines
        engine.rows(f"select count(*), sum(total) from {table}")
    engine.rows(
        "select outcome, count(distinct key), count(left_row), count(right_row),"
        " sum(left_total), sum(right_total) from bare_lines group by outcome"
    )


def _files(engine: DuckEngine, folder: Path) -> tuple[str, str]:
    """Open both files as a plain SQL user would: money as it lies there."""
    names = []
    for name, more in (("tax", ", status"), ("books", "")):
        engine.parquet(f"{name}_file", [folder / f"{name}.parquet"])
        columns = f"row, invoice_no as key, amount as net, tax, total{more}"
        engine.view(f"plain_{name}", f"select {columns} from {name}_file")
        names.append(f"plain_{name}")
    return names[0], names[1]


Job = Callable[[DuckEngine, Path], Callable[[], object]]  # prepares, and gives what is timed


def _exact(engine: DuckEngine, folder: Path) -> Callable[[], object]:
    return lambda: _ours(engine, folder, EXACT)


def _typos(engine: DuckEngine, folder: Path) -> Callable[[], object]:
    return lambda: _ours(engine, folder, TYPOS)


def _bare_files(engine: DuckEngine, folder: Path) -> Callable[[], object]:
    return lambda: _bare(engine, *_files(engine, folder))


def _import(engine: DuckEngine, folder: Path) -> Callable[[], object]:
    given = listed(engine, folder)
    return lambda: [keep(engine, one, f"kept{at}") for at, one in enumerate(given)]


def _bare_import(engine: DuckEngine, folder: Path) -> Callable[[], object]:
    given = listed(engine, folder)

    def work() -> None:
        for at, one in enumerate(given):
            columns = ", ".join(sorted(one.columns))
            engine.table(f"{engine.kept}kept{at}", f"select {columns} from {one.relation}")

    return work


def _stored(engine: DuckEngine, folder: Path) -> Callable[[], object]:
    kept = [keep(engine, one, f"kept{at}") for at, one in enumerate(listed(engine, folder))]
    return lambda: reconcile(engine, kept, Options(levels=EXACT, compare=COMPARED))


def _bare_stored(engine: DuckEngine, folder: Path) -> Callable[[], object]:
    _bare_import(engine, folder)()
    return lambda: _bare(engine, "kept.kept0", "kept.kept1")


JOBS: dict[str, tuple[Job, str]] = {
    "exact": (_exact, "job_lines"),
    "typos": (_typos, "job_lines"),
    "bare": (_bare_files, "bare_lines"),
    "import": (_import, ""),
    "bare import": (_bare_import, ""),
    "stored": (_stored, "job_lines"),
    "bare stored": (_bare_stored, "bare_lines"),
}


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak_mb() -> float:
    """Return the most memory this process held; what rusage says began with its parent's."""
    text = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measured(name: str, size: int, out: str = "", memory_mb: int | None = None) -> dict[str, Any]:
    """Do one job; return what it took."""
    job, result = JOBS[name]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store" if "stored" in name or "import" in name else None
        with session(memory_mb=memory_mb, store=store) as engine:
            work = job(engine, lists(size))
            began, cpu = time.perf_counter(), _spent()
            work()
            took = {"seconds": time.perf_counter() - began, "cpu": _spent() - cpu}
            took["memory"] = _peak_mb()
            if out:
                engine.export(f"select * from {result}", out)
    return took


if __name__ == "__main__":
    name, size, out, memory = (*sys.argv[1:], "", "")[:4]
    print(json.dumps(measured(name, int(size), out, int(memory) if memory else None)))
