"""`chapiao scenario FILE…`: answer told worlds, and score the answers by their labels.

Nothing but the file is used: no database, no clock, no network. One JSON line a scenario.
`--from-look-up ID` goes the other way: a look-up kept in the store is printed as such a line,
with every name, tax id and number masked.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from chapiao.cli import django_setup

REFUSED, WRONG_USAGE = 1, 2


class Refused(Exception):
    """A file or a line cannot be taken. The message can be shown to the user."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("files", nargs="*", metavar="文件.jsonl", help="场景文件，每行一个")
    parser.add_argument("--json", action="store_true", help="输出JSON")
    parser.add_argument("--score", action="store_true", help="按每行的label评分，只输出总分")
    parser.add_argument(
        "--from-look-up",
        type=int,
        metavar="编号",
        help="把这一次查询写成一行场景（名称、税号、号码都换成别的），不读场景文件",
    )
    parser.add_argument("--as", dest="login", metavar="登录名", help="以谁的身份取，默认本机操作员")
    django_setup.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Answer line by line; stop at the first malformed one. Or tell a kept look-up as a line."""
    if args.from_look_up is not None:
        return _tell(args)
    if not args.files:
        print("请给出场景文件，或用 --from-look-up", file=sys.stderr)
        return WRONG_USAGE
    from chapiao.diagnosis.scenario.answer import scenario_json
    from chapiao.diagnosis.scenario.fields import Fields, Malformed
    from chapiao.diagnosis.scenario.label import label_of
    from chapiao.diagnosis.scenario.score import score

    pairs = []
    try:
        for where, row in _lines(args.files):
            try:
                told = scenario_json(row)
                if args.score:
                    pairs.append((told, label_of(Fields(row))))
            except Malformed as error:
                msg = f"{where}：{error}"
                raise Refused(msg) from error
            if not args.score:
                _print(told, as_json=args.json)
    except (Refused, OSError) as error:
        sys.stdout.flush()
        print(_why(error), file=sys.stderr)
        return WRONG_USAGE
    if args.score:
        _print_score(score(pairs), as_json=args.json)
    sys.stdout.flush()
    return 0


def _tell(args: argparse.Namespace) -> int:
    django_setup.ready(args.data)
    from chapiao.actions import accounts
    from chapiao.actions.tell_scenario import tell_scenario
    from chapiao.store import access

    try:
        asker = accounts.person_named(args.login) if args.login else accounts.operator()
    except accounts.AccountRefused as error:
        print(error, file=sys.stderr)
        return REFUSED
    lookup = access.lookups_for(asker).filter(pk=args.from_look_up).first()
    if lookup is None:
        print(f"没有编号为{args.from_look_up}的查询，或不是您查的", file=sys.stderr)
        return REFUSED
    line = orjson.dumps(tell_scenario(lookup), option=orjson.OPT_APPEND_NEWLINE)
    sys.stdout.buffer.write(line)
    sys.stdout.flush()
    return 0


def _lines(files: list[str]) -> Iterator[tuple[str, object]]:
    for file in files:
        with Path(file).open("rb") as lines:
            for at, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    yield f"{file} 第{at}行", orjson.loads(line)
                except orjson.JSONDecodeError as error:
                    msg = f"{file} 第{at}行：不是JSON"
                    raise Refused(msg) from error


def _print(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
    else:
        print(f"{told['id']}\t{told['headline']}")


def _print_score(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(orjson.dumps(told).decode())
        return
    for name, value in told.items():
        if not isinstance(value, dict):
            print(f"{name}\t{value}")


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"打不开 {error.filename}：{error.strerror or '读取失败'}"
    return str(error)
