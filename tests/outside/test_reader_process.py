"""The child that reads files is killed when it must be, and nobody else suffers."""

from __future__ import annotations

import io
import os
import pickle
import signal
import threading
import zipfile
from collections.abc import Iterator
from decimal import Decimal

import pytest
from tests.actions.papers import sale

from chapiao.demo.paper import files
from chapiao.outside import untrusted
from chapiao.outside.reader_process import Crashed, IsArchive, ReaderProcess, TooMuchMemory, TooSlow
from chapiao.readers.reading import Damaged, NotAnInvoice


@pytest.fixture
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess(seconds=3) as made:
        yield made


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_one_child_reads_many_files(reader: ReaderProcess) -> None:
    first = list(reader.members(zipped(a=b"1", b=b"2")))
    child = reader.pid
    big = os.urandom(3_000_000)
    second = list(reader.members(zipped(c=big)))

    assert first == [("a", b"1"), ("b", b"2")]
    assert second == [("c", big)]
    assert reader.pid == child


def test_a_refusal_comes_back_as_the_same_error(reader: ReaderProcess) -> None:
    with pytest.raises(Damaged, match="压缩包已损坏"):
        reader.read(b"PK\x03\x04 cut short")
    with pytest.raises(NotAnInvoice):
        reader.read(b"just some words")


def test_an_archive_says_so_and_gives_its_files(reader: ReaderProcess) -> None:
    nested = zipped(b=b"2", c=zipped(d=b"4"))

    with pytest.raises(IsArchive):
        reader.read(nested)

    assert list(reader.members(nested)) == [("b", b"2"), ("c/d", b"4")]


def test_a_child_that_hangs_is_killed_and_the_next_file_is_read() -> None:
    with ReaderProcess(seconds=2) as reader:
        list(reader.members(zipped(a=b"1")))
        stuck = reader.pid
        assert stuck
        os.kill(stuck, signal.SIGSTOP)

        with pytest.raises(TooSlow, match="读了2秒还没有读完"):
            list(reader.members(zipped(a=b"1")))

        with pytest.raises(ProcessLookupError):
            os.kill(stuck, 0)
        assert list(reader.members(zipped(b=b"2"))) == [("b", b"2")]
        assert reader.pid != stuck


def test_a_child_that_dies_over_a_file_is_a_refusal_in_words(reader: ReaderProcess) -> None:
    list(reader.members(zipped(a=b"1")))
    child = reader.pid
    assert child
    os.kill(child, signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (child, signal.SIGKILL)).start()

    with pytest.raises(Crashed, match="信号9"):
        list(reader.members(zipped(a=b"1")))

    assert list(reader.members(zipped(b=b"2"))) == [("b", b"2")]


def test_a_child_that_died_between_files_is_replaced_without_a_word(reader: ReaderProcess) -> None:
    list(reader.members(zipped(a=b"1")))
    child = reader.pid
    assert child
    os.kill(child, signal.SIGKILL)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)

    assert list(reader.members(zipped(b=b"2"))) == [("b", b"2")]


def test_a_file_that_needs_too_much_memory_is_refused() -> None:
    with ReaderProcess(memory=160 * 1024 * 1024) as reader:
        with pytest.raises((TooMuchMemory, Crashed)):
            list(reader.members(zipped(a=os.urandom(50_000_000), b=os.urandom(50_000_000))))
        assert list(reader.members(zipped(b=b"2"))) == [("b", b"2")]


def test_a_child_is_renewed_after_its_share_of_files() -> None:
    with ReaderProcess(renew_after=2) as reader:
        pids = []
        for _ in range(4):
            list(reader.members(zipped(a=b"1")))
            pids.append(reader.pid)

    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_leaving_in_the_middle_of_an_archive_leaves_nothing_behind(reader: ReaderProcess) -> None:
    members = reader.members(zipped(a=b"1", b=b"2"))
    next(members)
    members.close()  # type: ignore[attr-defined]

    assert list(reader.members(zipped(c=b"3"))) == [("c", b"3")]


def test_closing_ends_the_child() -> None:
    reader = ReaderProcess()
    list(reader.members(zipped(a=b"1")))
    child = reader.pid
    assert child

    reader.close()

    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_the_child_is_told_no_secret(
    reader: ReaderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAPIAO_SECRET_KEY", "not-for-children")
    list(reader.members(zipped(a=b"1")))

    with open(f"/proc/{reader.pid}/environ", "rb") as environment:  # noqa: PTH123 - no path of ours
        assert b"not-for-children" not in environment.read()


class _Command:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


def test_an_answer_that_would_run_a_command_is_not_opened() -> None:
    with pytest.raises(pickle.UnpicklingError, match=r"posix\.system"):
        untrusted.loads(pickle.dumps(_Command()))

    assert untrusted.loads(pickle.dumps((Decimal("1.20"), "一"))) == (Decimal("1.20"), "一")


def test_the_child_tells_format_and_pages_and_draws(reader: ReaderProcess) -> None:
    ofd, pdf = files.digital_ofd(sale()), files.digital_pdf(sale())

    assert [reader.about(one) for one in (ofd, pdf, b"<a/>", b"%PDF-1.4 broken")] == [
        ("ofd", 1),
        ("pdf", 1),
        ("xml", None),
        ("pdf", None),
    ]
    assert reader.picture(ofd)[0] == "svg"
    assert reader.picture(pdf)[1].startswith(b"\x89PNG")
    with pytest.raises(Damaged, match="没有第2页"):
        reader.picture(pdf, page=2)
    with pytest.raises(Damaged, match="只能画"):
        reader.picture(b"<a/>")
