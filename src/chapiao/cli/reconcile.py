"""`chapiao reconcile A B [C D]`: compare lists, and tell every gap with its cause.

Two to four files (tables, parquet, folders of invoice files); with 台账 as one of them, the
rows that one person may see. Without it no Django and no database is loaded.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from chapiao.cli import django_setup
from chapiao.cli.reconcile_lists import lists_of, mappings
from chapiao.cli.reconcile_text import summary_lines
from chapiao.invoice.dates import BEIJING, BadDate, parse_date
from chapiao.invoice.money import BadMoney, parse_money

if TYPE_CHECKING:
    from chapiao.actions.compare.inputs import Given
    from chapiao.actions.compare.run import Compared
    from chapiao.actions.compare.told import Causes
    from chapiao.reconcile.engine import Engine

REFUSED, WRONG_USAGE = 1, 2
LEAST, MOST = 2, 4
CHUNK = 500  # gaps written at once


class Wrong(Exception):
    """What was asked cannot be done. The message can be shown to the user."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "lists",
        nargs="*",
        metavar="清单",
        help="两到四份清单：Excel、CSV、Parquet、装发票文件的文件夹；"
        "写 台账 或 台账:2026-09 取本系统台账",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="列名=字段,…",
        help="表头认不出时说明每一列是什么；只对第2份写 2:票号=发票号码；也可给一个JSON文件",
    )
    parser.add_argument(
        "--asof", type=_day, metavar="日期", help="按这一天已知的情况比对，之后的列为补到"
    )
    parser.add_argument(
        "--engine",
        default="duckdb",
        metavar="引擎",
        help="duckdb（默认）或 spark://主机:端口/共享文件夹",
    )
    parser.add_argument("--out", metavar="文件.xlsx", help="把结果写成Excel：汇总、差异、原因")
    parser.add_argument("--json", action="store_true", help="输出JSON")
    parser.add_argument(
        "--tolerance", type=_fen, default=0, metavar="金额", help="金额差在多少以内算相同，默认0"
    )
    parser.add_argument(
        "--window",
        type=int,
        default=31,
        metavar="天",
        help="按金额和销售方配时，日期最多差几天，默认31",
    )
    parser.add_argument("--memory", type=int, metavar="兆", help="引擎最多用多少内存（MB）")
    parser.add_argument(
        "--as", dest="login", metavar="登录名", help="以谁的身份取台账，默认本机操作员"
    )
    parser.add_argument("--now", type=_moment, metavar="时间", help="当作现在的时间")
    django_setup.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Compare and tell."""
    from chapiao.actions.compare import inputs
    from chapiao.outside.duckdb_engine import BadSource
    from chapiao.readers.export_assigned import BadColumns
    from chapiao.reconcile.model import BadLists

    if not LEAST <= len(args.lists) <= MOST:
        print("请给出两到四份清单", file=sys.stderr)
        return WRONG_USAGE
    try:
        _not_over_a_list(args.out, args.lists)
        said = mappings(args.map, len(args.lists))
        given = lists_of(args.lists, said, args.login, args.data)
        with _engine(args) as engine:
            return _compare(engine, inputs.named_apart(given), args)
    except (Wrong, inputs.NotAList, BadColumns, BadLists, BadSource) as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE


def _compare(engine: Engine, given: Sequence[Given], args: argparse.Namespace) -> int:
    from chapiao.actions.compare.run import Wanted, compare

    wanted = Wanted(asof=args.asof, tolerance=args.tolerance, window_days=args.window)
    compared = compare(engine, given, wanted, args.now or datetime.now(BEIJING))
    with ExitStack() as stack:
        out = stack.enter_context(_out(args.out)) if args.out else None
        causes = _tell(compared, out, as_json=args.json, path=args.out)
    if not args.json:
        sys.stdout.write("\n".join(summary_lines(compared, causes, args.out)) + "\n")
    sys.stdout.flush()
    refused = any(one.refused or one.damaged for one in compared.beside)
    return REFUSED if refused else 0


def _tell(compared: Compared, out: BinaryIO | None, *, as_json: bool, path: str | None) -> Causes:
    """Write every gap where it is wanted, in one pass; return the causes counted."""
    from chapiao.actions.compare.report import Report
    from chapiao.actions.compare.told import (
        Causes,
        causes_json,
        gap_json,
        head_json,
        late_json,
    )

    causes = Causes()
    report = None if out is None else Report(compared, out)
    write = sys.stdout.buffer.write
    if as_json:
        write(orjson.dumps(head_json(compared))[:-1] + b',"gaps":[')
    waiting: list[dict[str, Any]] = []
    between = b""
    for gap, why in compared.gaps():
        if why is not None:
            causes.add(gap, why)
        if report is not None:
            report.add(gap, why)
        if as_json:
            waiting.append(gap_json(compared, gap, why))
            if len(waiting) == CHUNK:
                write(between + orjson.dumps(waiting)[1:-1])
                waiting, between = [], b","
    if as_json:
        if waiting:
            write(between + orjson.dumps(waiting)[1:-1])
        rest = {
            "causes": causes_json(causes),
            "late": late_json(compared, compared.late()),
            "report": path,
        }
        write(b"]," + orjson.dumps(rest)[1:] + b"\n")
    if report is not None:
        report.close()
    return causes


@contextmanager
def _engine(args: argparse.Namespace) -> Iterator[Engine]:
    if args.engine in ("", "duckdb"):
        from chapiao.outside import duckdb_engine

        with duckdb_engine.session(memory_mb=args.memory) as engine:
            yield engine
        return
    if args.engine.startswith(("spark://", "local[")):
        from chapiao.outside import spark_engine
        from chapiao.outside.spark_address import NoCluster

        try:
            with spark_engine.session(args.engine, memory_mb=args.memory) as cluster:
                yield cluster
        except NoCluster as error:
            raise Wrong(str(error)) from error
        return
    msg = f"不认识引擎「{args.engine}」，可以用 duckdb 或 spark://主机:端口"
    raise Wrong(msg)


def _not_over_a_list(out: str | None, lists: Sequence[str]) -> None:
    """Refuse to write the report over what is compared: nothing a user has is ever lost."""
    if not out:
        return
    place = Path(out).resolve()
    for one in map(Path, lists):
        if one.exists() and (one.resolve() == place or one.resolve() in place.parents):
            msg = f"--out 不能写到要比对的清单「{one}」上，请换一个文件名"
            raise Wrong(msg)


@contextmanager
def _out(path: str) -> Iterator[BinaryIO]:
    try:
        with Path(path).open("wb") as file:
            yield file
    except OSError as error:
        msg = f"写不了「{path}」：{error.strerror or '写入失败'}"
        raise Wrong(msg) from error


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except BadDate as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _fen(text: str) -> int:
    try:
        return abs(parse_money(text))
    except BadMoney as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        msg = f"「{text}」不是时间，写成 2026-03-05T15:02"
        raise argparse.ArgumentTypeError(msg) from error
    return at if at.tzinfo else at.replace(tzinfo=BEIJING)
