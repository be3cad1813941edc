"""Seeded lists to compare: the bureau's export and the books, as they lie in two parquet files.

Of the invoices 2 % are missing in the books, 1 % are there with another amount, 1 % with a
mistyped number (7 of 10 a wrong digit, 2 two digits swapped, 1 a digit lost), 0.5 % twice,
0.5 % are void; and the books hold 0.5 % the bureau does not know. Both lie in no order.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bench.row import SEED

FIRST = "云,映,栖,荆,知,玄,沐,砾,鸣,溪,杉,川,木,麓,圃"
SECOND = "宇通,力源,创科,联安,和丰,德利,美业,腾飞,海洋,星云,禾润,澄明"
TRADE = "科技,信息技术,商贸,餐饮管理,物流,建筑工程,文化传媒,电子商务,医疗器械,咨询服务,办公用品"
LEGAL = "有限公司,有限责任公司,股份有限公司,有限公司北京分公司,中心"
# Region digits as often as they occur, out of a hundred.
REGIONS = {11: 50, 12: 3, 13: 3, 14: 2, 21: 3, 31: 10, 32: 7, 33: 6, 37: 5, 44: 7, 50: 2, 51: 2}


def lists(size: int) -> Path:
    """Return the folder with tax.parquet, books.parquet and typos.parquet, made once per size."""
    folder = Path(__file__).parents[1] / ".bench" / f"reconcile-{size}"
    if not (folder / "typos.parquet").exists():
        folder.mkdir(parents=True, exist_ok=True)
        print(f"造两份{size}行的清单……", file=sys.stderr)
        _make(size, folder)
    return folder


def _u(salt: str, of: str = "i") -> str:
    """Return SQL for a number in (0, 1) that goes with `of`, and is another for another salt."""
    return f"((hash({of}, '{salt}', {SEED}) >> 12)::double + 0.5) / (1::ubigint << 52)::double"


def _pick(words: str, salt: str, of: str) -> str:
    some = "[" + ", ".join(f"'{word}'" for word in words.split(",")) + "]"
    return f"{some}[1 + (hash({of}, '{salt}', {SEED}) % {len(words.split(','))})::bigint]"


def _make(size: int, folder: Path) -> None:
    import duckdb

    with duckdb.connect(config={"temp_directory": str(folder / "spill")}) as link:
        for sql in _sellers(size), _invoices(size), _books():
            link.execute(sql)
        _write(link, folder / "tax.parquet", TAX)
        _write(link, folder / "books.parquet", BOOKS)
        _write(
            link, folder / "typos.parquet", "select number, typed, row from books where kind = 3"
        )


def _write(link: Any, path: Path, sql: str) -> None:
    link.execute(f"copy ({sql}) to '{path}' (format parquet, compression zstd)")


def _sellers(size: int) -> str:
    names = " || ".join(
        _pick(words, salt, "i")
        for words, salt in ((FIRST, "a"), (SECOND, "b"), (TRADE, "c"), (LEGAL, "d"))
    )
    return (
        "create table sellers as select i as seller, '91110' || (100 + i % 16)::varchar"
        f" || upper(substr(md5(i::varchar || '{SEED}'), 1, 10)) as tax_id,"
        f" '北京' || {names} as name from range({max(200, min(300_000, size // 40))}) t(i)"
    )


def _invoices(size: int) -> str:
    """Return SQL for the bureau's invoices, then those only the books have; `kind` says what for."""
    sellers = max(200, min(300_000, size // 40))
    weights = [region for region, many in REGIONS.items() for _ in range(many)]
    normal = f"sqrt(-2 * ln({_u('n1')})) * cos(2 * pi() * {_u('n2')})"
    return f"""create table invoices as
        select *, (net * rate + 50) // 100 as tax from (
        select i, (24 + floor(3 * {_u("year")}))::int::varchar
            || {weights}[1 + floor(100 * {_u("region")})::int]::varchar || '2'
            || lpad(((i * 7368787 + {SEED}) % {2 * 10**9})::varchar, 15, '0') as number,
            date '2024-01-01' + floor(1030 * {_u("day")})::int as issued_on,
            (least(pow({_u("seller")}, -4), 1e15)::bigint - 1) % {sellers} as seller,
            '911101' || lpad((i % 12)::varchar, 2, '0') || 'MA01ABCDE0' as buyer_tax_id,
            least(exp(6.2 + 1.8 * {normal}) * 100, 1e11)::bigint + 1 as net,
            [0, 1, 1, 1, 3, 3, 3, 6, 6, 6, 6, 6, 6, 9, 9, 9, 13, 13, 13, 13]
                [1 + floor(20 * {_u("rate")})::int] as rate,
            case when i >= {size} then 6 when p < 0.02 then 1 when p < 0.03 then 2
                when p < 0.04 then 3 when p < 0.045 then 4 when p < 0.05 then 5 else 0 end as kind
        from (select i, {_u("kind")} as p from range({size + max(1, size // 200)}) t(i)))"""


def _books() -> str:
    """Return SQL for what the books hold of them; `typed` is the number as somebody typed it."""
    spot = f"(1 + floor(20 * {_u('at')}))::int"  # of 20 digits
    wrong = f"((substr(number, spot, 1)::int + 1 + floor(9 * {_u('digit')})::int) % 10)::varchar"
    # Two neighbours that are not the same digit: one before the fifteen, which never is a 0.
    return f"""create table books as
        select *, row_number() over (order by hash(i, copy, 'order', {SEED})) as row from (
        select *, case when kind <> 3 then number
            when slip < 0.7 then substr(number, 1, spot - 1) || {wrong} || substr(number, spot + 1)
            when slip < 0.9 then substr(number, 1, swap - 1) || substr(number, swap + 1, 1)
                || substr(number, swap, 1) || substr(number, swap + 2)
            else substr(number, 1, spot - 1) || substr(number, spot + 1) end as typed,
            net + case when kind = 2
                then [1, 100, 900, 9000][1 + floor(4 * {_u("delta")})::int] else 0 end as booked
        from (select *, {spot} as spot, {_u("slip")} as slip,
            list_filter(range(1, 20), lambda x: substr(number, x, 1) <> substr(number, x + 1, 1)) as gaps,
            gaps[1 + floor(len(gaps) * {_u("swap")})::int] as swap
        from invoices cross join range(2) c(copy)
        where kind <> 1 and (copy = 0 or kind = 4)))"""


def _yuan(fen: str) -> str:
    return f"(({fen}) / 100)::decimal(18, 2)"


TAX = f"""select number as invoice_no, issued_on as issue_date, tax_id as seller_tax_id,
        buyer_tax_id, name as seller_name, {_yuan("net")} as amount, {_yuan("tax")} as tax,
        {_yuan("net + tax")} as total, case when kind <> 5 then '正常'
            when i % 2 = 0 then '已作废' else '已红冲' end as status
    from invoices join sellers using (seller) where kind <> 6 order by hash(i, 'tax')"""
BOOKS = f"""select row as erp_id, typed as invoice_no,
        issued_on + (hash(i, copy) % 20)::int as book_date, tax_id as seller_tax_id,
        name as seller_name, {_yuan("booked")} as amount, {_yuan("tax")} as tax,
        {_yuan("booked + tax")} as total,
        '记-' || lpad((hash(i, copy, 'v') % 5000)::varchar, 4, '0') as voucher_no
    from books join sellers using (seller) order by row"""
