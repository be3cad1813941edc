"""`chapiao read PATH…`: read invoice files. Needs no database and no network.

One line for each invoice found and for each file refused, in the order given;
folders in sorted order, the members of archives too.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chapiao.cli import django_setup

if TYPE_CHECKING:
    from chapiao.readers.reading import ReadError

MAX_BYTES = 1024 * 1024 * 1024
_LEFT_OUT = {".DS_Store", "Thumbs.db", "desktop.ini"}
_OUTCOMES = {"read": "已读出", "doubts": "有疑点", "refused": "未读出"}
_COLUMNS = (("结果", 6), ("票种", 24), ("发票号码", 20), ("开票日期", 10), ("价税合计", 12))


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("paths", nargs="+", metavar="路径", help="文件、压缩包或文件夹")
    parser.add_argument("--json", action="store_true", help="每张发票或每个拒收的文件输出一行JSON")
    parser.add_argument(
        "--jobs", type=_positive, default=1, metavar="个数", help="同时读几个文件，默认1"
    )
    django_setup.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Read the files and print what they say."""
    missing = [path for path in args.paths if not Path(path).exists()]
    if missing:
        for path in missing:
            print(f"没有这个文件或文件夹：{path}", file=sys.stderr)
        return 2
    files = list(_files(args.paths))
    from chapiao.outside import trust_folder

    roots = trust_folder.trusted(django_setup.data_folder(args.data))
    found = _read_all(files, args.jobs, roots)
    counts = _print_json(found) if args.json else _print_table(found)
    return 1 if counts["refused"] else 0


def read_file(path: str, roots: Sequence[bytes] = ()) -> list[dict[str, Any]]:
    """Return the lines of one file; a file that cannot be opened is refused like any other.

    `roots` are the certificates that seals are held against.
    """
    from chapiao.readers import intake
    from chapiao.readers.reading import Damaged

    try:
        size = Path(path).stat().st_size
        if size > MAX_BYTES:
            msg = f"文件超过{MAX_BYTES // 1024 // 1024}MB，不予读取，请拆成几份"
            return _unread(path, Damaged(msg))
        data = Path(path).read_bytes()
    except OSError as error:
        msg = f"文件打不开：{error.strerror or '读取失败'}"
        return _unread(path, Damaged(msg))
    return list(intake.lines(path, data, partial(_seal, roots)))


def _seal(roots: Sequence[bytes], data: bytes) -> dict[str, Any]:
    from chapiao import seals
    from chapiao.seals.as_json import seal_json

    return seal_json(seals.overall(seals.check(data, roots)))


def _unread(path: str, refusal: ReadError) -> list[dict[str, Any]]:
    from chapiao.readers import as_json

    return [{"path": path, "member": ""} | line for line in as_json.json_lines(None, refusal)]


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        msg = "要大于0"
        raise argparse.ArgumentTypeError(msg)
    return number


def _files(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if not Path(path).is_dir():
            yield path
            continue
        for folder, inside, names in os.walk(path):
            inside.sort()
            for name in sorted(names):
                if name not in _LEFT_OUT:
                    yield str(Path(folder, name))


def _read_all(files: list[str], jobs: int, roots: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    if jobs == 1 or len(files) < 2:  # noqa: PLR2004 - nothing to share out
        for path in files:
            yield from read_file(path, roots)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(max_workers=min(jobs, len(files))) as workers:
        for lines in workers.map(partial(read_file, roots=roots), files, chunksize=4):
            yield from lines


def _print_json(found: Iterable[dict[str, Any]]) -> dict[str, int]:
    import json

    counts = dict.fromkeys(_OUTCOMES, 0)
    for line in found:
        counts[line["outcome"]] += 1
        line["path"] = os.fsencode(line["path"]).decode("utf-8", "replace")
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return counts


def _print_table(found: Iterable[dict[str, Any]]) -> dict[str, int]:
    counts = dict.fromkeys(_OUTCOMES, 0)
    print("  ".join(_padded(name, width) for name, width in _COLUMNS) + "  文件")
    for line in found:
        counts[line["outcome"]] += 1
        cells = (
            _OUTCOMES[line["outcome"]],
            line["kind"] or "",
            line["number"] or "",
            line["date"] or "",
            line["total"] or (f"{line['amount']}（不含税）" if line["amount"] else ""),
        )
        padded = (_padded(cell, width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True))
        where = f"{line['path']} › {line['member']}" if line["member"] else line["path"]
        print("  ".join(padded) + "  " + os.fsencode(where).decode("utf-8", "replace"))
        if line["refused"]:
            print(f"    {line['refused']['text']}")
        for doubt in line["doubts"]:
            print(f"    · {doubt['text']}")
        if line["seal"]["result"] != "无签章":
            print(f"    {line['seal']['text']}")
    print("，".join(f"{_OUTCOMES[name]}{count}" for name, count in counts.items()))
    return counts


def _padded(text: str, width: int) -> str:
    """Fill up to a width in which a Chinese character counts double."""
    import unicodedata

    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * max(width - taken, 0)
