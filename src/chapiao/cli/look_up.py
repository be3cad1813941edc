"""`chapiao look-up [NUMBER]`: find an invoice, or say why it cannot be found.

With `--pool` it answers from the rows of a file and loads no Django; without, it asks
the stored 台账 as one person may see it, and keeps question and answer.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from chapiao.cli import django_setup
from chapiao.cli.answer_text import answer_text
from chapiao.diagnosis.question import Question
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice

REFUSED, WRONG_USAGE = 1, 2
CLOCKS_DIFFER = timedelta(minutes=1)  # a moment further back is a replay
FIELDS = ("number", "text", "code", "date", "amount", "check_code", "buyer", "seller", "answer")

# Answers one question about an optional file, at a moment, as somebody.
Look = Callable[[Question, str | None, datetime, str | None], dict[str, Any]]


class Refused(Exception):
    """The question cannot be asked. The message can be shown to the user."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("number", nargs="?", metavar="号码", help="发票号码，照原样填")
    for option, label in (
        ("--code", "发票代码"),
        ("--date", "开票日期，怎么写都行，如20250104、2025.1.4、2025年1月4日"),
        ("--amount", "金额"),
        ("--check-code", "校验码"),
        ("--buyer", "购买方名称"),
        ("--seller", "销售方名称"),
        ("--text", "粘贴的整段文字，或二维码内容"),
        ("--answer", "那个入口的原话，如「查无此票」"),
    ):
        parser.add_argument(option, metavar="文字", default="", help=label)
    parser.add_argument("--file", metavar="文件", help="发票文件（PDF、OFD、XML、图片）")
    entries = "、".join(Entry)
    parser.add_argument(
        "--entry",
        metavar="入口",
        default=Entry.OWN.value,
        help=f"在哪里查的：{entries}；默认本系统台账",
    )
    parser.add_argument("--as", dest="login", metavar="登录名", help="以谁的身份查，默认本机操作员")
    parser.add_argument(
        "--now",
        type=_moment,
        metavar="时间",
        help="当作现在的时间，如2026-03-05T15:02；已过去的时间不看那以后才有的记录",
    )
    parser.add_argument(
        "--batch", metavar="文件.jsonl", help="一次查多张：每行一个JSON，键同上面的选项，另有id"
    )
    parser.add_argument("--pool", metavar="文件.jsonl", help="用这个文件里的发票当台账，不读数据库")
    parser.add_argument("--json", action="store_true", help="输出JSON")
    django_setup.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Answer one question, or one a line."""
    question = _question(vars(args) | {"number": args.number or ""})
    if args.batch is None and args.file is None and not (question.number or question.text):
        print("请给出发票号码，或用 --text、--file、--batch", file=sys.stderr)
        return WRONG_USAGE
    try:
        look = _stored(args) if args.pool is None else _from_pool(args.pool)
        now = args.now or datetime.now(BEIJING)
        if args.batch is not None:
            with Path(args.batch).open("rb") as lines:
                return _answer_all(_batch(lines), look, now, args)
    except (Refused, OSError) as error:
        print(_why(error), file=sys.stderr)
        return WRONG_USAGE
    try:
        told = look(question, args.file, now, args.login)
    except Refused as error:
        print(error, file=sys.stderr)
        return REFUSED
    print(orjson.dumps(told).decode() if args.json else answer_text(told))
    return 0


def _answer_all(
    rows: Iterator[dict[str, Any] | str], look: Look, now: datetime, args: argparse.Namespace
) -> int:
    """Answer line by line, as they are read: neither side waits for the whole file."""
    code = 0
    for row in rows:
        told = _answer_one(row, look, now, args.login)
        code = code or (REFUSED if "refused" in told else 0)
        if args.json:
            sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
        else:
            said = told["refused"]["text"] if "refused" in told else told["headline"]
            print(f"{told['id']}\t{said}")
    sys.stdout.flush()
    return code


def _answer_one(
    row: dict[str, Any] | str, look: Look, now: datetime, login: str | None
) -> dict[str, Any]:
    if isinstance(row, str):
        return {"id": None, "refused": {"id": "bad_line", "text": row}}
    try:
        at = _moment(str(row["now"])) if row.get("now") else now
        told = look(_question(row), row.get("file"), at, row.get("as") or login)
    except (Refused, argparse.ArgumentTypeError) as error:
        return {"id": row.get("id"), "refused": {"id": "refused", "text": str(error)}}
    return {"id": row.get("id")} | told


def _batch(lines: Any) -> Iterator[dict[str, Any] | str]:  # noqa: ANN401 - any stream of bytes
    """Yield the questions of a batch file; a line that is none as a sentence about it."""
    for at, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            yield f"第{at}行不是JSON"
            continue
        yield row if isinstance(row, dict) else f"第{at}行不是JSON对象"


def _question(given: Mapping[str, Any]) -> Question:
    """Return the question; keys may be spelled as the options are, and values may be numbers."""
    texts: dict[str, Any] = {
        name: _text(given.get(name, given.get(name.replace("_", "-")))) for name in FIELDS
    }
    return replace(Question(entry=_text(given.get("entry"))), **texts)


def _text(value: object) -> str:
    return "" if value is None else str(value).replace("\0", "")


def _from_pool(path: str) -> Look:
    """Return a look into the rows of a file."""
    from chapiao.diagnosis.as_json import answer_json
    from chapiao.diagnosis.ask import answer_for
    from chapiao.diagnosis.memory import BadRow, Memory, record_of

    records = []
    with Path(path).open("rb") as lines:
        for at, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                records.append(record_of(orjson.loads(line)))
            except (orjson.JSONDecodeError, AttributeError) as error:
                msg = f"{path} 第{at}行不是JSON对象"
                raise Refused(msg) from error
            except BadRow as error:
                msg = f"{path} 第{at}行：{error}"
                raise Refused(msg) from error
    pool = Memory(records)

    def look(
        question: Question, file: str | None, now: datetime, login: str | None
    ) -> dict[str, Any]:
        del login  # a pool has no people
        asked = question if file is None else _with_file(question, _bytes(file))
        return answer_json(answer_for(asked, now, pool))

    return look


def _with_file(question: Question, data: bytes) -> Question:
    """Return the question with what the file says. What is no invoice is told by its kind."""
    from chapiao import readers

    try:
        return replace(question, file=readers.read(data)[0].invoice)
    except readers.ReadError as error:
        if error.kind is None:
            raise Refused(str(error)) from error
        return replace(question, file=Invoice(kind=error.kind))


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Refused(_why(error)) from error


def _stored(args: argparse.Namespace) -> Look:
    """Return a look into the stored 台账; question and answer are kept."""
    django_setup.ready(args.data)
    from chapiao.actions import accounts
    from chapiao.actions.look_up import NotAllowed, look_up
    from chapiao.actions.look_up_file import look_up_file
    from chapiao.outside.reader_process import ReaderProcess
    from chapiao.readers.reading import ReadError

    def look(
        question: Question, file: str | None, now: datetime, login: str | None
    ) -> dict[str, Any]:
        past = now < datetime.now(BEIJING) - CLOCKS_DIFFER
        try:
            asker = accounts.person_named(login) if login else accounts.operator()
            if file is None:
                kept = look_up(asker=asker, question=question, now=now, past=past)
            else:
                with ReaderProcess() as reader:
                    kept = look_up_file(
                        asker=asker,
                        name=Path(file).name,
                        data=_bytes(file),
                        question=question,
                        now=now,
                        reader=reader,
                        past=past,
                    )
        except (accounts.AccountRefused, NotAllowed, ReadError) as error:
            raise Refused(str(error)) from error
        told: dict[str, Any] = kept.answer
        return told | {"look_up": str(kept.pk)}

    return look


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"打不开 {error.filename}：{error.strerror or '读取失败'}"
    return str(error)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        msg = f"「{text}」不是时间，请写成 2026-03-05T15:02"
        raise argparse.ArgumentTypeError(msg) from error
    return moment.replace(tzinfo=BEIJING) if moment.tzinfo is None else moment.astimezone(BEIJING)
