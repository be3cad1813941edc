"""Read files in a child process that can be killed.

A stranger's file may hang a parser, eat the memory or crash a C library. The
child takes that upon itself: past its time or its memory it is killed, the file
is refused in a sentence, and the next file gets a fresh child. A child that
behaves is used again, because starting one costs more than reading a file.
"""

from __future__ import annotations

import io
import os
import pickle
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self, cast

from chapiao import seals
from chapiao.formats import ocr
from chapiao.invoice.kind import Kind
from chapiao.outside import reader_child as child
from chapiao.outside.reader_child import IsArchive
from chapiao.outside.untrusted import loads
from chapiao.readers.export_model import ExportTable
from chapiao.readers.lists import Listing
from chapiao.readers.reading import Damaged, NotAnInvoice, ReadError, Reading, Unseen
from chapiao.seals import Verdict

__all__ = ["Crashed", "IsArchive", "ReaderProcess", "TooMuchMemory", "TooSlow"]

SECONDS = 60.0 if ocr.is_on() else 20.0  # a scan of a few pages on a busy machine
MEMORY = (4096 if ocr.is_on() else 1536) * 1024 * 1024
TABLES_TAKE = 6  # times as long as a file
_TABLES = {"export_table", "listing"}
RENEW_AFTER = 500  # files, before a child's small leaks add up
_REFUSALS = (IsArchive, Damaged, NotAnInvoice, Unseen)
_CHUNK = 1 << 20
_LARGEST_FRAME = 1 << 30
_PASSED_ON = (
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT",
    "CHAPIAO_OCR",
)  # fmt: skip


class TooSlow(ReadError):
    """The file was not read in time."""

    id = "too_slow"


class TooMuchMemory(ReadError):
    """Reading the file needs more memory than one file may have."""

    id = "too_much_memory"


class Crashed(ReadError):
    """The child died or stumbled over the file."""

    id = "crashed"


class ReaderProcess:
    """A child that reads files, one at a time. Close it, or use it as a context."""

    def __init__(
        self, *, seconds: float = SECONDS, memory: int = MEMORY, renew_after: int = RENEW_AFTER
    ) -> None:
        self._seconds = seconds
        self._memory = memory
        self._renew_after = renew_after
        self._child: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def seconds(self) -> float:
        """How long one file may take."""
        return self._seconds

    @property
    def table_seconds(self) -> float:
        """How long a table may take, which may have rows by the hundred thousand."""
        return self._seconds * TABLES_TAKE

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is a child."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """End the child at once, whatever it is doing."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                cast(io.FileIO, pipe).close()
            self._child = None

    def read(self, data: bytes) -> tuple[Reading, ...]:
        """Return the invoices the file holds.

        Raises:
            IsArchive: its files are to be had from `members`.
            ReadError: it holds none; the message says why in a sentence.
        """
        return cast(tuple[Reading, ...], self._one("read", data=data))

    def seal(self, data: bytes, roots: tuple[bytes, ...] = ()) -> Verdict:
        """Return what holds of the file's signatures; a check that was killed is 未执行."""
        if not seals.may_be_signed(data):
            return seals.UNSIGNED
        try:
            return cast(Verdict, self._one("seal", data=data, roots=roots))
        except ReadError as error:
            return seals.not_run(str(error))

    def about(self, data: bytes) -> tuple[str, int | None]:
        """Return the format of a file, and how many pages it can be shown by (None: none).

        Raises:
            ReadError: it was not told in time.
        """
        return cast(tuple[str, int | None], self._one("about", data=data))

    def picture(self, data: bytes, page: int = 1) -> tuple[str, bytes]:
        """Return a page as a picture, and its form: svg, png or jpg.

        Raises:
            ReadError: it cannot be drawn, or not in time; says why in a sentence.
        """
        return cast(tuple[str, bytes], self._one("picture", data=data, page=page))

    def written(self, data: bytes) -> str:
        """Return what is written in a picture or a PDF, line by line, or raise ReadError."""
        return cast(str, self._one("written", data=data))

    def export_table(
        self, data: bytes, name: str, assigned: Mapping[str, str] | None = None
    ) -> ExportTable:
        """Return the table of a tax-bureau export, or raise ReadError with a sentence.

        `assigned` is what a person said that columns are.
        """
        said = None if assigned is None else dict(assigned)
        return cast(ExportTable, self._one("export_table", data=data, name=name, assigned=said))

    def listing(self, data: bytes, name: str, mapped: Mapping[str, str] | None = None) -> Listing:
        """Return a list that is to be compared, or raise ReadError with a sentence.

        `mapped` is what a person said that columns are.
        """
        said = None if mapped is None else dict(mapped)
        return cast(Listing, self._one("listing", data=data, name=name, mapped=said))

    def members(self, data: bytes) -> Iterator[tuple[str, bytes | str]]:
        """Yield the files of an archive; a text in place of bytes says why one was refused.

        Raises:
            ReadError: the archive as a whole is damaged or unsafe.
        """
        for value in self._ask("members", data=data):
            yield cast(tuple[str, bytes | str], value)

    def _one(self, job: str, **given: object) -> object:
        [value] = self._ask(job, **given)
        return value

    def _ask(self, job: str, **given: object) -> Iterator[object]:
        """Put one request to the child and yield what it answers, within the time."""
        seconds = self.table_seconds if job in _TABLES else self._seconds
        talk = _Talk(self._ready(), seconds)
        whole = False
        try:
            talk.send(pickle.dumps((seconds, job, given)))
            many = job == "members"
            while True:
                tag, body = talk.frame()
                if tag == child.VALUE:
                    whole = True
                    if not many:
                        yield loads(body)
                    return
                if tag != child.MORE:
                    whole = tag != child.MEMORY
                    raise _refusal(tag, loads(body))
                yield loads(body)
                talk.again()
        except pickle.UnpicklingError as error:
            raise Crashed(_crashed("答复无法识别")) from error
        finally:
            if not whole:  # cut off in the middle, its answers can no longer be told apart
                self.close()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._asked >= self._renew_after or (self._child and self._child.poll() is not None):
            self.close()
        if self._child is None:
            self._asked = 0
            self._child = subprocess.Popen(
                [sys.executable, "-m", child.__name__, str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a parser's complaint may quote the invoice
                bufsize=0,
                start_new_session=True,  # Ctrl-C is for the parent, which then closes us
                env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            )
            for pipe in (self._child.stdin, self._child.stdout):
                os.set_blocking(cast(io.FileIO, pipe).fileno(), False)
        self._asked += 1
        return self._child


class _Talk:
    """One request and its answers over the child's pipes, never waiting past the time."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._in = cast(io.FileIO, process.stdin).fileno()
        self._out = cast(io.FileIO, process.stdout).fileno()
        self._process = process
        self._seconds = seconds
        self.again()

    def again(self) -> None:
        """Give the child its full time once more: it has answered a part."""
        self._until = time.monotonic() + self._seconds

    def send(self, body: bytes) -> None:
        """Write the request."""
        rest = memoryview(child.LENGTH.pack(len(body)) + body)
        while rest:
            self._wait(self._in, selectors.EVENT_WRITE)
            try:
                rest = rest[os.write(self._in, rest[:_CHUNK]) :]
            except BrokenPipeError as error:
                raise self._died() from error

    def frame(self) -> tuple[bytes, bytes]:
        """Return the next answer: its tag and its body."""
        tag, length = child.HEAD.unpack(self._exactly(child.HEAD.size))
        if length > _LARGEST_FRAME:
            raise TooMuchMemory(_too_much())
        return tag, self._exactly(length)

    def _exactly(self, length: int) -> bytes:
        body = bytearray()
        while len(body) < length:
            self._wait(self._out, selectors.EVENT_READ)
            part = os.read(self._out, min(_CHUNK, length - len(body)))
            if not part:
                raise self._died()
            body += part
        return bytes(body)

    def _wait(self, pipe: int, event: int) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            if not selector.select(max(0.0, self._until - time.monotonic())):
                msg = f"这个文件读了{self._seconds:.0f}秒还没有读完，已停止；请另存或重新下载后再交"
                raise TooSlow(msg)

    def _died(self) -> ReadError:
        code = self._process.wait()
        return Crashed(_crashed(f"信号{-code}" if code < 0 else f"退出码{code}"))


def _refusal(tag: bytes, value: object) -> ReadError:
    if tag == child.MEMORY:
        return TooMuchMemory(_too_much())
    if tag == child.REFUSED:
        names, text, kind = cast(tuple[tuple[str, ...], str, str | None], value)
        made = next((one for one in _REFUSALS if one.__name__ in names), ReadError)
        return made(text, kind=Kind(kind) if kind else None)
    return Crashed(_crashed(str(value)))


def _crashed(how: str) -> str:
    return f"读取这个文件时程序出错（{how}），其他文件不受影响；请换一种格式（PDF、OFD或XML）再交"


def _too_much() -> str:
    return "读取这个文件要用的内存超过上限，已停止；请拆成小一点的文件再交"
