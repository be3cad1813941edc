from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.formats import safe_zip
from chapiao.formats.safe_zip import BadZip

FILES = {"a.xml": b"<a/>" * 200, "Doc_0/b.xml": b"", "云杉/c.bin": bytes(range(256))}


def packed(
    files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, zip64: bool = False
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.mkdir("Doc_0")
        for name, data in files.items():
            with archive.open(name, "w", force_zip64=zip64) as member:
                member.write(data)
    return out.getvalue()


def streamed() -> bytes:
    """An archive written to where one cannot go back: sizes stand behind the data."""
    out = io.BytesIO()
    out.seekable = lambda: False  # type: ignore[method-assign]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_comment() -> bytes:
    out = io.BytesIO(packed(FILES))
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"made by hand"
    return out.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    archive = safe_zip.open_zip(data)
    return {name: archive.read(name) for name in archive.names}


@pytest.mark.parametrize(
    "data",
    [
        packed(FILES),
        packed(FILES, zipfile.ZIP_STORED),
        packed(FILES, zipfile.ZIP_BZIP2),
        packed(FILES, zipfile.ZIP_LZMA),
        packed(FILES, zip64=True),
        streamed(),
        with_comment(),
        b"before" + packed(FILES),
    ],
    ids=["deflated", "stored", "bzip2", "lzma", "zip64", "streamed", "comment", "prefix"],
)
def test_members_are_read_however_they_were_packed(data: bytes) -> None:
    archive = safe_zip.open_zip(data)

    assert contents(data) == FILES
    assert {name: b"".join(archive.pieces(name)) for name in archive.names} == FILES
    assert archive.size("a.xml") == 800


def test_a_name_is_read_as_its_author_wrote_it() -> None:
    assert contents(gbk("发票/一.xml", b"1")) == {"发票/一.xml": b"1"}


def gbk(name: str, data: bytes) -> bytes:
    """An archive as older Windows programs make it: names in GBK, and nothing says so."""
    raw = name.encode("gb18030")
    stand_in = "n" * len(raw)
    return packed({stand_in: data}).replace(stand_in.encode(), raw)


def test_a_name_that_comes_again_is_numbered() -> None:
    data = packed({"a.xml": b"1", "b.xml": b"2"}).replace(b"b.xml", b"a.xml")

    assert contents(data) == {"a.xml": b"1", "a.xml (2)": b"2"}


def test_a_member_longer_than_it_says_is_refused() -> None:
    data = packed({"a.xml": b"<a/>" * 50})
    at = data.rindex(b"PK\x01\x02") + 24  # where the directory tells its size
    lying = data[:at] + (100).to_bytes(4, "little") + data[at + 4 :]

    with pytest.raises(BadZip, match="损坏"):
        safe_zip.open_zip(lying).read("a.xml")


def test_many_members_of_a_rare_make_take_no_longer_each() -> None:
    files = {f"{at}.xml": b"<a/>" for at in range(2000)}
    archive = safe_zip.open_zip(packed(files, zipfile.ZIP_BZIP2))

    began = process_time()
    for name in archive.names:
        archive.read(name)

    assert process_time() - began < 5


def test_what_is_not_there_is_said_by_name() -> None:
    with pytest.raises(BadZip, match=r"没有「b\.xml」"):
        safe_zip.open_zip(packed({"a.xml": b"1"})).read("b.xml")


WHOLE = packed(FILES)


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_never_changes_what_is_read(at: int, by: int) -> None:
    changed = WHOLE[:at] + bytes([WHOLE[at] ^ by]) + WHOLE[at + 1 :]

    try:
        archive = safe_zip.open_zip(changed)
    except BadZip:
        return
    for name in archive.names:
        try:
            assert archive.read(name) in FILES.values()
        except BadZip:
            continue


@given(st.binary(max_size=300))
def test_any_bytes_are_opened_or_refused(data: bytes) -> None:
    for given_ in (data, WHOLE + data, WHOLE[: -len(data) or None]):
        try:
            contents(given_)
        except BadZip:
            continue
