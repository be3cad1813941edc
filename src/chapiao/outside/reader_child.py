"""The child that reads strangers' files: limited, killable, and with nothing to steal.

It is started by `reader_process` as a program of its own, gets one request after
another on its standard input and answers on what was its standard output. It
loads the pure readers and no more: no Django, no database, no secret.

A request is pickled by the parent, whom the child trusts. An answer is one or
more frames: a tag byte, the length, the body; the parent does not trust them.
"""

from __future__ import annotations

import os
import pickle
import resource
import struct
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from chapiao.readers import archive
from chapiao.readers.reading import Damaged, ReadError

VALUE, MORE, REFUSED, MEMORY, BUG = b"v", b"m", b"r", b"o", b"b"
HEAD = struct.Struct(">cQ")
LENGTH = struct.Struct(">Q")


class IsArchive(ReadError):
    """The file is an archive of files, which are to be read one by one."""

    id = "archive"


def read(data: bytes) -> object:
    """Read the invoices of one file."""
    from chapiao import readers

    path, content = next(archive.walk("", data))
    if path:
        msg = "这是压缩包，里面的文件要逐个读取"
        raise IsArchive(msg)
    if isinstance(content, ReadError):
        raise content
    return readers.read(content)


def seal(data: bytes, roots: tuple[bytes, ...]) -> object:
    """Check the signatures of one file."""
    from chapiao import seals

    return seals.overall(seals.check(data, roots))


def about(data: bytes) -> object:
    """Tell the format of one file, and how many pages it can be shown by; None: none."""
    from chapiao import render
    from chapiao.readers.as_json import file_facts

    try:
        pages = render.page_count(data)
    except render.NotDrawn:
        pages = None
    return file_facts(data)["format"], pages


def picture(data: bytes, page: int) -> object:
    """Draw a page of one file."""
    from chapiao import render

    try:
        drawn = render.drawn(data, page)
    except render.NotDrawn as error:
        raise Damaged(str(error)) from error
    return drawn.form, drawn.data


def written(data: bytes) -> object:
    """Read what is written in a picture or a PDF."""
    from chapiao.readers.written import written as text_of

    return text_of(data)


def export_table(data: bytes, name: str, assigned: dict[str, str] | None) -> object:
    """Read a tax-bureau export."""
    from chapiao.readers import export

    return export.read(data, name, assigned)


def listing(data: bytes, name: str, mapped: dict[str, str] | None) -> object:
    """Read a list that is to be compared."""
    from chapiao.readers import lists

    return lists.read(data, name, mapped)


def members(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    """Yield the files of an archive, or in place of one the sentence that refuses it."""
    for path, content in archive.walk("压缩包", data):
        yield path, str(content) if isinstance(content, ReadError) else content


JOBS: dict[str, Callable[..., object]] = {
    "read": read,
    "seal": seal,
    "about": about,
    "picture": picture,
    "written": written,
    "export_table": export_table,
    "listing": listing,
    "members": members,
}


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not garble the answers
    while head := asked.read(LENGTH.size):
        seconds, job, given = pickle.loads(_all(asked, LENGTH.unpack(head)[0]))  # noqa: S301 - our parent
        _limit_cpu(seconds)
        _answer(answers, job, given)


def _answer(answers: BinaryIO, job: str, given: dict[str, Any]) -> None:
    try:
        result = JOBS[job](**given)
        if isinstance(result, Iterator):
            for one in result:
                _frame(answers, MORE, one)
            result = None
        _frame(answers, VALUE, result)
    except ReadError as error:
        names = tuple(one.__name__ for one in type(error).__mro__)
        _frame(answers, REFUSED, (names, str(error), error.kind and str(error.kind)))
    except MemoryError:
        _frame(answers, MEMORY, None)
    except Exception as error:  # noqa: BLE001 - the edge of a process: the parent says it in words
        _frame(answers, BUG, type(error).__name__)


def _frame(answers: BinaryIO, tag: bytes, value: object) -> None:
    body = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    answers.write(HEAD.pack(tag, len(body)))
    answers.write(body)
    answers.flush()


def _all(asked: BinaryIO, length: int) -> bytes:
    body = asked.read(length)
    if len(body) < length:
        raise SystemExit(1)  # the parent is gone in the middle of a request
    return body


def _limit_cpu(seconds: float) -> None:
    """See that even an orphan ends: the kernel stops it soon after its time."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(spent.ru_utime + spent.ru_stime + seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
