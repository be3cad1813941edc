"""`chapiao import PATH…`: import tax-bureau exports; look first with --preview, undo a batch.

`--preview` reads the files and loads no Django; it writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from chapiao.cli import django_setup, import_files, import_text
from chapiao.readers.export_assigned import BadColumns
from chapiao.readers.export_rescue import Whole
from chapiao.readers.reading import ReadError

if TYPE_CHECKING:
    from chapiao.store.models import Person, Snapshot

REFUSED, WRONG_USAGE = 1, 2
PATIENCE = 0.2  # seconds, where a worker does the step


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("paths", nargs="*", metavar="路径", help="税局导出的表格、压缩包或文件夹")
    parser.add_argument("--preview", action="store_true", help="只看文件里有什么，什么都不写入")
    parser.add_argument("--json", action="store_true", help="每个文件输出一行JSON")
    parser.add_argument("--undo", type=int, metavar="批次", help="撤销这一批导入")
    parser.add_argument(
        "--rescue-from",
        metavar="文件",
        help="号码被表格损坏时，从这里找完整的号码：另一份表格、JSONL、发票文件或文件夹；只提建议",
    )
    parser.add_argument(
        "--accept-rescued", action="store_true", help="同意按建议写入恢复的号码（默认列为异常）"
    )
    parser.add_argument(
        "--map",
        metavar="列名=字段,…",
        help="表头认不出时说明每一列是什么，如 票号=发票号码,总额=价税合计；正式导入后下次自动沿用",
    )
    parser.add_argument("--as", dest="login", metavar="登录名", help="以谁的身份，默认本机操作员")
    django_setup.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Preview, import or undo."""
    wrong = _wrong(args)
    if wrong:
        print(wrong, file=sys.stderr)
        return WRONG_USAGE
    if args.undo is not None:
        return _undo(args)
    try:
        rescue = import_files.whole_records(args.rescue_from) if args.rescue_from else []
        columns = import_files.columns(args.map) if args.map else {}
    except (import_files.CannotRescue, BadColumns) as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    lines = _previews(args, rescue, columns) if args.preview else _imports(args, rescue, columns)
    return max((_tell(told, as_json=args.json) for told in lines), default=0)


def _tell(told: dict[str, Any], *, as_json: bool) -> int:
    """Print what became of one file; return the exit code it asks for."""
    if not as_json:
        import_text.tell(told)
    elif "invoices" in told:
        sys.stdout.buffer.writelines(import_files.as_lines(told))
    else:
        sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.flush()
    refused = not told["readable"] or told.get("rejected_rows") or told.get("damaged_numbers")
    return REFUSED if refused or told.get("counts", {}).get("异常") else 0


def _wrong(args: argparse.Namespace) -> str:
    """Say what is wrong with what was asked; "" when nothing is."""
    if args.undo is not None:
        return "--undo 只要批次号，不要文件" if args.paths or args.preview else ""
    if not args.paths:
        return "请给出要导入的文件，或用 --undo 撤销一批"
    missing = [path for path in args.paths if not Path(path).exists()]
    return f"没有这个文件或文件夹：{'、'.join(missing)}" if missing else ""


def _previews(
    args: argparse.Namespace, rescue: list[Whole], columns: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for path, content in import_files.tables(args.paths):
        yield import_files.preview(path, content, rescue, columns)


def _imports(
    args: argparse.Namespace, rescue: list[Whole], columns: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    person = _person(args)
    for path, content in import_files.tables(args.paths):
        if isinstance(content, ReadError):
            yield _unread(path, str(content))
        else:
            given = _Given(person, rescue, columns, accept=args.accept_rescued)
            yield _import(path, content, given)


@dataclass(frozen=True, slots=True)
class _Given:
    """What was said of all the files: by whom, and how they are to be read."""

    person: Person
    rescue: list[Whole]
    columns: Mapping[str, str]
    accept: bool


def _import(path: str, data: bytes, given: _Given) -> dict[str, Any]:
    """Take one file through all its states."""
    from django.utils import timezone

    from chapiao.actions import import_export

    now = timezone.localtime
    name = Path(path).name
    try:
        snapshot = import_export.upload(
            person=given.person,
            name=name,
            data=data,
            now=now(),
            columns=given.columns,
            held=True,
        )
    except import_export.NotAllowed as error:
        return _unread(path, str(error))
    import_export.prepare(snapshot.pk, now(), held=True, rescue=given.rescue)
    snapshot.refresh_from_db()
    if "outline" in snapshot.counts and snapshot.due_at is None and not snapshot.layout:
        return _unread(path, import_files.unknown(snapshot.counts["outline"]["headings"]))
    if snapshot.problem:
        return _unread(path, snapshot.problem)
    import_export.confirm(
        person=given.person, pk=snapshot.pk, now=now(), accept_rescued=given.accept
    )
    snapshot = _carry_on(snapshot)
    return {
        "file": path,
        "layout": snapshot.layout,
        "readable": True,
        "reason": snapshot.problem or None,
        "batch": snapshot.pk,
        "state": snapshot.state,
        "counts": {word: snapshot.counts.get(word, 0) for word in ("新增", "更新", "重复", "异常")},
        "rows": list(_rows(snapshot)),
    }


def _carry_on(snapshot: Snapshot) -> Snapshot:
    """Do the steps that are due until none is; a worker beside may do some of them."""
    from django.utils import timezone

    from chapiao.actions import import_export

    told = 0
    while True:
        before = snapshot.counts
        snapshot.refresh_from_db()
        if snapshot.due_at is None:
            return snapshot
        told = import_text.progress(snapshot.state, snapshot.counts, told)
        if snapshot.counts == before:
            time.sleep(PATIENCE)
        import_export.work(snapshot.pk, timezone.localtime())


def _rows(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    from chapiao.actions.import_place import row_of, sheet_name

    sheets = snapshot.counts.get("sheets", ())
    for row in snapshot.rows.order_by("row").iterator(chunk_size=2000):
        yield {
            "row": row_of(row.row),
            "sheet": sheet_name(row.row, sheets),
            "number": row.payload.get("number"),
            "code": row.payload.get("code"),
            "outcome": row.outcome,
            "reason": row.reason or None,
        }


def _undo(args: argparse.Namespace) -> int:
    """Take a batch back; 1 when rows were kept because somebody changed them since."""
    from django.utils import timezone

    from chapiao.actions import import_export
    from chapiao.actions.import_place import row_of
    from chapiao.store import access

    person = _person(args)
    try:
        snapshot = import_export.undo(person=person, pk=args.undo, now=timezone.localtime())
    except (import_export.NotNow, access.NotSeen) as error:
        print(error, file=sys.stderr)
        return REFUSED
    _carry_on(snapshot)
    left = snapshot.rows.filter(before__isnull=False).order_by("row")
    kept = [
        {
            "row": row_of(row.row),
            "number": row.payload.get("number"),
            "reason": row.reason,
        }
        for row in left
    ]
    if args.json:
        told = {"batch": snapshot.pk, "state": snapshot.state, "kept": kept}
        print(orjson.dumps(told).decode())
    else:
        print(f"批次{snapshot.pk}：{snapshot.state}" + (f"，保留{len(kept)}行" if kept else ""))
        for one in kept:
            print(f"  第{one['row']}行 {one['number']}：{one['reason']}")
    return REFUSED if kept else 0


def _person(args: argparse.Namespace) -> Person:
    django_setup.ready(args.data)
    from chapiao.actions import accounts

    try:
        return accounts.person_named(args.login) if args.login else accounts.operator()
    except accounts.AccountRefused as error:
        django_setup.stop(str(error))
        raise


def _unread(path: str, reason: str) -> dict[str, Any]:
    return {
        "file": path,
        "layout": None,
        "readable": False,
        "reason": reason,
        "batch": None,
        "state": None,
        "counts": {},
        "rows": [],
    }
