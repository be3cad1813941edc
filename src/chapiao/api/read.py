"""`POST /read`: files in, the lines of `chapiao read --json` out. Nothing is kept."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from chapiao.api.problem import Problem
from chapiao.api.reader import reader
from chapiao.outside import trust_folder
from chapiao.outside.reader_process import IsArchive, ReaderProcess
from chapiao.readers.as_json import json_lines
from chapiao.readers.reading import Damaged, ReadError, Reading
from chapiao.seals.as_json import seal_json

DEEPEST = 3
MOST_FILES = 200
MOST_BYTES = 256 * 1024 * 1024
LONGEST = 60.0  # seconds a request may read; a folder full is read by the command or the page

Line = dict[str, Any]


class _Budget:
    """What one request may still read."""

    def __init__(self) -> None:
        self._until = time.monotonic() + LONGEST
        self._files = MOST_FILES
        self._bytes = MOST_BYTES

    def spend(self, size: int) -> None:
        """Count a file; too much for one request is refused as a whole."""
        self._files -= 1
        self._bytes -= size
        if self._files < 0 or self._bytes < 0:
            msg = f"一次最多读{MOST_FILES}个文件、解开后{MOST_BYTES // 1024**2}MB，请分几次"
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many", msg)

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self._until


def lines(files: Sequence[UploadedFile[Any]]) -> list[Line]:
    """Read every file; each invoice, and each file refused, has its line."""
    if not files:
        msg = "没有收到文件：请用表单字段 file 上传"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "no_file", msg)
    budget = _Budget()
    with reader() as process:
        return [line for file in files for line in _file(process, file, budget)]


def _file(process: ReaderProcess, file: UploadedFile[Any], budget: _Budget) -> Iterator[Line]:
    path = file.name or "未命名"
    roots = trust_folder.trusted(Path(settings.DATA))
    for member, data, found in _walk(process, "", file.read(), 0, budget):
        seal = seal_json(process.seal(data, roots))
        lines_of_it = json_lines(data, found, seal)
        yield from ({"path": path, "member": member} | line for line in lines_of_it)


def _walk(
    process: ReaderProcess, member: str, data: bytes, depth: int, budget: _Budget
) -> Iterator[tuple[str, bytes, tuple[Reading, ...] | ReadError]]:
    """Yield what a file says, or each file of an archive, each with its path inside."""
    budget.spend(len(data))
    try:
        if budget.is_over:
            msg = f"读了{LONGEST:.0f}秒还没有读完，这个文件没有读；请分几次"
            raise Damaged(msg)
        yield member, data, process.read(data)
    except IsArchive:
        if depth == DEEPEST:
            yield member, data, Damaged(f"压缩包套了{DEEPEST}层以上，不再往里打开")
            return
        for name, content in _unpacked(process, data, budget):
            inside = f"{member}/{name}" if member else name
            if isinstance(content, str):
                yield inside, b"", Damaged(content)
            else:
                yield from _walk(process, inside, content, depth + 1, budget)
    except ReadError as error:
        yield member, data, error


def _unpacked(
    process: ReaderProcess, data: bytes, budget: _Budget
) -> list[tuple[str, bytes | str]]:
    """Take the members out before they are read: the child does one thing at a time."""
    taken: list[tuple[str, bytes | str]] = []
    size = 0
    for name, content in process.members(data):
        size += len(content)
        if len(taken) >= MOST_FILES or size > MOST_BYTES:
            budget.spend(MOST_BYTES + 1)
        taken.append((name, content))
    return taken
