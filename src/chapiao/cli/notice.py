"""`chapiao notice FILE…`: the windows that maintenance notices state.

Nothing but the file is used: no database, no clock, no network. One JSON line a notice.
Only `--keep` writes the windows down, so that nothing is sent to an entry while it is stopped.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from chapiao.cli import django_setup

if TYPE_CHECKING:
    from chapiao.notices.model import Window
    from chapiao.notices.told import Notice

WRONG_USAGE = 2


class Refused(Exception):
    """A file or a line cannot be taken. The message can be shown to the user."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("files", nargs="+", metavar="文件.jsonl", help="公告文件，每行一份公告")
    parser.add_argument("--json", action="store_true", help="输出JSON，每份公告一行")
    parser.add_argument(
        "--keep", action="store_true", help="把停机时段登记下来，自动再查和查验会避开"
    )
    django_setup.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Read notice by notice; stop at the first malformed line."""
    from chapiao.notices.windows import windows

    keep = _keeper(args.data) if args.keep else None
    known: dict[str, tuple[Window, ...]] = {}
    try:
        for notice in _notices(args.files):
            earlier = known.get(notice.publisher, ())
            found = windows(notice.text, notice.published_at, notice.publisher, earlier)
            known[notice.publisher] = (*earlier, *found)
            _print(notice, found, as_json=args.json)
            if keep is not None:
                keep(notice)
    except (Refused, OSError) as error:
        sys.stdout.flush()
        print(_why(error), file=sys.stderr)
        return WRONG_USAGE
    sys.stdout.flush()
    return 0


def _keeper(data: str | None) -> Callable[[Notice], object]:
    """Return what writes the windows of a notice down."""
    django_setup.ready(data)
    from django.utils import timezone

    from chapiao.actions import accounts
    from chapiao.actions.keep_notice import keep_notice
    from chapiao.actions.take_notice import BadNotice

    operator = accounts.operator()

    def keep(notice: Notice) -> None:
        try:
            keep_notice(
                operator, notice.text, notice.published_at, notice.publisher, timezone.localtime()
            )
        except BadNotice as error:
            msg = f"{notice.id}：{error}"
            raise Refused(msg) from error

    return keep


def _notices(files: list[str]) -> Iterator[Notice]:
    from chapiao.notices.told import Malformed, notice_of

    for file in files:
        with Path(file).open("rb") as lines:
            for at, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                where = f"{file} 第{at}行"
                try:
                    yield notice_of(orjson.loads(line))
                except orjson.JSONDecodeError as error:
                    msg = f"{where}：不是JSON"
                    raise Refused(msg) from error
                except Malformed as error:
                    msg = f"{where}：{error}"
                    raise Refused(msg) from error


def _print(notice: Notice, found: tuple[Window, ...], *, as_json: bool) -> None:
    from chapiao.notices.as_json import window_json

    if as_json:
        row = {"id": notice.id, "windows": [window_json(one) for one in found]}
        sys.stdout.buffer.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        return
    from chapiao.notices.services import named

    for one in found:
        start = f"{one.start:%Y-%m-%d %H:%M}" if one.start else "开始时间见原公告"
        end = f"{one.end:%Y-%m-%d %H:%M}" if one.end else "恢复时间未定"
        print(f"{notice.id}\t{start} 至 {end}\t{one.kind.chinese}\t{named(one.services)}")
    if not found:
        print(f"{notice.id}\t没有停机时段")


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"打不开 {error.filename}：{error.strerror or '读取失败'}"
    return str(error)
