"""A seeded pool of N invoices in the product's own tables, made once per size.

Numbers are spread over years, regions and channels, and lie in the table in an
order that has nothing to do with their value, as they would after years of imports.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.row import SEED

# The prefix (year, region, channel) of a digital number, by weight.
REGIONS = (11, 11, 11, 12, 31, 32, 44)  # of numbers, and of the sellers who issue them
PREFIXES = [f"{yy}{rr}{c}" for yy in (24, 25, 26) for rr in REGIONS for c in "27"]
NAMES_A = "云映栖荆知玄沐砾鸣溪杉川木麓圃潼屿岚澄霁"
NAMES_B = [
    "科技",
    "信息技术",
    "商贸",
    "餐饮管理",
    "物流",
    "建筑工程",
    "文化传媒",
    "电子商务",
    "医疗器械",
    "咨询服务",
    "办公用品",
    "酒店管理",
]
NAMES_C = ["有限公司", "有限责任公司", "股份有限公司", "有限公司北京分公司", "中心"]
STEP = 7_368_787  # prime and no divisor of any size used: i → i·STEP mod N visits every row once
ENTITIES = 4


def number(i: int) -> str:
    """Return the i-th number of the pool: 25112000000012345678 and the like, all different."""
    prefix = PREFIXES[(i * 31 + i // 7) % len(PREFIXES)]
    return f"{prefix}{i * 193 + (i * i + SEED) % 191:015d}"


def party_count(size: int) -> int:
    """Return how many distinct names a pool of that size has (perf.md: 188 k at 10 M)."""
    return max(200, min(188_000, size // 42))


def party_name(i: int) -> str:
    """Return the i-th distinct name."""
    a, rest = i % 20, i // 20
    b, rest = rest % 20, rest // 20
    c, rest = rest % 12, rest // 12
    tail = f"第{rest}" if rest else ""
    return f"北京{NAMES_A[a]}{NAMES_A[b]}{tail}{NAMES_B[c]}{NAMES_C[(a + b + c) % 5]}"


def home(size: int) -> Path:
    """Return the data folder of the pool of that size."""
    root = Path(os.environ.get("CHAPIAO_BENCH_DATA", ".bench")).resolve()
    return root / f"pool-{size}"


def make(size: int) -> Path:
    """Make the pool if it is not there; return its data folder."""
    folder = home(size)
    if (folder / "ready").exists():
        _migrate(folder)  # made by an earlier version, maybe
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "chapiao.sqlite3"
    for old in folder.glob("chapiao.sqlite3*"):
        old.unlink()
    print(f"生成 {size:,} 行的台账……", file=sys.stderr)
    _migrate(folder)
    with sqlite3.connect(database) as db:
        _fill(db, size)
    (folder / "ready").touch()
    return folder


def _migrate(folder: Path) -> None:
    """Make the tables in a process of its own, so that this one keeps its settings."""
    import subprocess

    env = os.environ | {
        "CHAPIAO_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "chapiao.config.settings",
    }
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=env, check=True)


def _fill(db: sqlite3.Connection, size: int) -> None:
    db.execute("pragma synchronous=off")
    db.execute("pragma journal_mode=off")
    db.execute("pragma cache_size=-4000000")
    later = db.execute(
        "select name, sql from sqlite_master where type='index' and sql is not null"
        " and tbl_name in ('store_invoice','store_partypiece')"
    ).fetchall()
    for name, _ in later:
        db.execute(f'drop index "{name}"')
    db.executemany(
        "insert into store_entity(id,name,tax_id,region,\"group\") values(?,?,?,'1100','')",
        [(one, name, tax_id) for one, name, tax_id, _ in _parties(ENTITIES)],
    )
    parties = party_count(size)
    db.executemany(
        "insert into store_party(id,name,tax_id,plain) values(?,?,?,?)", _parties(parties)
    )
    db.executemany("insert into store_partypiece(piece,party_id) values(?,?)", _pieces(parties))
    columns = _not_null_defaults(db)
    names = ",".join(f'"{c}"' for c in columns)
    marks = ",".join("?" * len(columns))
    db.executemany(
        f"insert into store_invoice({names}) values({marks})", _invoices(size, parties, columns)
    )
    for _, sql in later:
        db.execute(sql)
    db.execute("analyze")
    db.commit()
    db.execute("pragma journal_mode=wal")


def _parties(count: int) -> Iterator[tuple[int, str, str, str]]:
    for i in range(count):
        region = REGIONS[i % len(REGIONS)]
        yield i + 1, party_name(i), f"91{region}0108MA{i:08d}", party_name(i)


def _pieces(count: int) -> Iterator[tuple[str, int]]:
    for i in range(count):
        name = party_name(i)
        for piece in sorted({name[j : j + 2] for j in range(len(name) - 1)}):
            yield piece, i + 1


def _not_null_defaults(db: sqlite3.Connection) -> dict[str, object]:
    """Return the columns of the invoice table that must be filled, with an empty value."""
    filled: dict[str, object] = {}
    for _, name, kind, not_null, _, key in db.execute("pragma table_info(store_invoice)"):
        if key:
            continue
        if not_null:
            filled[name] = 0 if "int" in kind else ""
        elif name in {"kind", "issued_on", "amount", "tax", "total", "entity_id", "tax_status"}:
            filled[name] = None
    return filled


def _seller(at: int, text: str, parties: int) -> int:
    """Return who issued a number: a few send most invoices, each from its own region."""
    one = (at * at) % (parties if at % 5 == 0 else max(1, parties // 50))
    every = len(REGIONS)
    home = one - one % every + REGIONS.index(int(text[2:4]))
    return 1 + (home if home < parties else home - every)


def _invoices(size: int, parties: int, columns: dict[str, object]) -> Iterator[list[object]]:
    for i in range(size):
        at = (i * STEP) % size
        text = number(at)
        net = 100 + (at * 7919) % 5_000_000
        tax = net * 6 // 100
        day = f"20{text[:2]}-{1 + at % 12:02d}-{1 + at % 28:02d}"
        row = columns | {
            "key": text,
            "number": text,
            "kind": "数电票（普通发票）",
            "issued_on": day,
            "seller_id": _seller(at, text, parties),
            "buyer_id": 1 + at % ENTITIES,  # its entity, under the same number among the parties
            "amount": net,
            "tax": tax,
            "total": net + tax,
            "lines": "[]",
            "tax_status": "正常",
            "entity_id": 1 + at % ENTITIES,
            "source": "税局导出",
            "added_at": "2026-11-01 09:00:00",
        }
        yield list(row.values())
