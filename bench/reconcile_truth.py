"""Whether what was found is right: beside bare SQL, plain Python, and what was mistyped."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

VOID = {"已作废", "已红冲"}


def wrong_beside_bare(ours: Path, bare: Path) -> int:
    """Count lines that only one of the two has; money of the bare ones is in yuan."""
    import duckdb

    columns = "outcome, left_row, right_row, key, fields"
    mine = f"select {columns}, left_total, right_total from '{ours}'"
    theirs = (
        f"select {columns}, cast(left_total * 100 as bigint), cast(right_total * 100 as bigint)"
        f" from '{bare}'"
    )
    return sum(
        duckdb.sql(f"select count(*) from ({a} except all {b})").fetchall()[0][0]
        for a, b in ((mine, theirs), (theirs, mine))
    )


def wrong_beside_python(folder: Path, ours: Path) -> int:
    """Count lines that only one of the two has, the other being made with dicts."""
    import duckdb

    found = duckdb.sql(
        f"select outcome, left_row, right_row, key, fields, left_total, right_total from '{ours}'"
    ).fetchall()
    return len(set(found) ^ set(_python(folder))) + len(found) - len(set(found))


def _rows(path: Path, more: str) -> list[tuple[Any, ...]]:
    import duckdb

    money = ", ".join(f"cast({one} * 100 as bigint)" for one in ("amount", "tax", "total"))
    return duckdb.sql(
        f"select file_row_number + 1, invoice_no, {money}, {more} from '{path}'"
    ).fetchall()


def _python(folder: Path) -> list[tuple[Any, ...]]:
    by_number: dict[str, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for row in _rows(folder / "tax.parquet", "status"):
        by_number[row[1]][0].append(row)
    for row in _rows(folder / "books.parquet", "''"):
        by_number[row[1]][1].append(row)
    lines: list[tuple[Any, ...]] = []
    for number, (left, right) in by_number.items():
        if len(left) > 1 or len(right) > 1:
            lines += [("重复", row[0], None, number, "", row[4], None) for row in left]
            lines += [("重复", None, row[0], number, "", None, row[4]) for row in right]
            continue
        a, b = (left or [None])[0], (right or [None])[0]
        differs = [
            name for name, x, y in zip(("net", "tax", "total"), a[2:5], b[2:5], strict=True) if x != y
        ] if a and b else []  # fmt: skip
        only = "只在甲" if a else "只在乙"
        outcome = "字段不同" if differs else "一致" if a and b else only
        if a and a[5] in VOID:
            outcome = "已作废/红冲"
        if outcome != "一致":
            ends = (a and a[0], b and b[0])
            lines.append((outcome, *ends, number, ",".join(differs), a and a[4], b and b[4]))
    return lines


def typed_right(folder: Path, typos: Path, exact: Path) -> tuple[float, float]:
    """Return recall and precision of numbers one slip apart; write what was free, for peers."""
    import duckdb

    pairs = f"select left_row, right_row from '{typos}' where level = '号码差一处'"
    truth = (
        f"select t.file_row_number + 1 as left_row, row as right_row from '{folder}/typos.parquet' y"
        f" join '{folder}/tax.parquet' t on y.number = t.invoice_no"
    )
    link = duckdb.connect()
    for side, name in (("left", "free_left"), ("right", "free_right")):
        link.execute(
            f"copy (select key from '{exact}' where {'right' if side == 'left' else 'left'}_row is null"
            f" and outcome <> '重复') to '{typos.parent / name}.parquet'"
        )
    [(found, true, both)] = link.sql(
        f"select (select count(*) from ({pairs})), (select count(*) from ({truth})),"
        f" (select count(*) from ({pairs} intersect {truth}))"
    ).fetchall()
    return both / true, both / found
