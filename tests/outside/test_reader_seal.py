"""Seals checked in the child process: the same verdict, and never a crash of ours."""

from __future__ import annotations

import pytest
from tests.seals.make_people import root
from tests.seals.make_sealed import pack, sealed
from tests.seals.make_signed_pdf import signed_pdf

from chapiao.outside.reader_process import ReaderProcess
from chapiao.seals import Result, check, overall

WHOLE = pack(sealed())
FILES = {
    "whole": WHOLE,
    "changed": pack(sealed() | {"OFD.xml": b"<a/>"}),
    "PDF": signed_pdf(),
    "unsigned": b"%PDF-1.5",
    "cut short": WHOLE[:-30],
}


@pytest.mark.parametrize("name", FILES)
def test_the_child_says_what_the_room_says(name: str) -> None:
    roots = (root().certificate,)

    with ReaderProcess() as reader:
        seen = reader.seal(FILES[name], roots)

    assert seen == overall(check(FILES[name], roots))


def test_a_check_that_takes_too_long_is_not_run() -> None:
    with ReaderProcess(seconds=0.001) as reader:
        seen = reader.seal(WHOLE)

    assert seen.result is Result.NOT_RUN
    assert "没有验成" in seen.text
    assert seen.trusted is None
