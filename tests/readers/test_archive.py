from __future__ import annotations

import io
import zipfile

import pytest
from tests.readers import make_faces as faces
from tests.readers.make_ofd import ofd, zipped

from chapiao.formats import safe_zip
from chapiao.readers.archive import walk
from chapiao.readers.reading import Damaged, ReadError


def walked(data: bytes) -> dict[str, bytes | ReadError]:
    return dict(walk("交来的.zip", data))


def test_a_plain_file_is_itself() -> None:
    assert walked(b"%PDF-1.7") == {"": b"%PDF-1.7"}


def test_an_ofd_is_one_file() -> None:
    data = ofd(faces.digital())

    assert walked(data) == {"": data}


def test_members_of_archives_in_archives_are_found() -> None:
    inner = zipped({"二月/b.xml": b"<b/>"})

    found = walked(zipped({"a.pdf": b"%PDF-", "更多.zip": inner}))

    assert found == {"a.pdf": b"%PDF-", "更多.zip/二月/b.xml": b"<b/>"}


def test_chinese_names_of_windows_archives_are_understood() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = "发票.pdf".encode("gbk").decode("cp437")
        archive.writestr(info, b"1")
    data = bytearray(out.getvalue())
    for place in range(len(data) - 1):  # the names are GBK bytes, and nothing says UTF-8
        if data[place : place + 4] == b"PK\x03\x04":
            data[place + 7] &= ~0x08
        if data[place : place + 4] == b"PK\x01\x02":
            data[place + 9] &= ~0x08
    raw = "发票.pdf".encode("gbk")
    mangled = raw.decode("cp437").encode()
    patched = bytes(data).replace(mangled, raw.ljust(len(mangled), b"\0"))

    assert list(walked(patched)) == ["发票.pdf"]


def test_what_the_system_leaves_behind_is_left_out() -> None:
    found = walked(zipped({"__MACOSX/a": b"1", "x/.DS_Store": b"1", "a.xml": b"<a/>"}))

    assert list(found) == ["a.xml"]


def test_an_empty_archive_is_told() -> None:
    [refused] = walked(zipped({})).values()

    assert "空" in str(refused)


def test_archives_nested_too_deep_are_refused_where_they_stand() -> None:
    data = zipped({"a.xml": b"<a/>"})
    for _ in range(4):
        data = zipped({"z.zip": data})

    [(path, refused)] = walked(data).items()

    assert path.count("z.zip") == 3
    assert isinstance(refused, Damaged)


def test_a_bomb_is_refused_and_its_neighbour_read() -> None:
    found = walked(zipped({"bomb": b"\0" * 20_000_000, "a.xml": b"<a/>"}))

    assert "炸弹" in str(found["bomb"])
    assert found["a.xml"] == b"<a/>"


def test_too_many_members_are_refused() -> None:
    names = {f"{at}.xml": b"" for at in range(safe_zip.MAX_MEMBERS + 1)}

    [refused] = walked(zipped(names)).values()

    assert "分成几包" in str(refused)


def test_a_locked_member_is_told() -> None:
    data = bytearray(zipped({"a.xml": b"<a/>", "b.xml": b"<b/>"}))
    data[6] |= 1
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1

    found = walked(bytes(data))

    assert "密码" in str(found["a.xml"])
    assert found["b.xml"] == b"<b/>"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b"])
def test_a_path_that_climbs_out_is_refused(name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, b"1")

    [refused] = walked(out.getvalue()).values()

    assert "不安全" in str(refused)


def test_two_members_of_one_name_are_both_kept() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.xml", b"2")

    assert sorted(walked(out.getvalue()).values(), key=str) == [b"1", b"2"]


def test_a_cut_archive_is_refused() -> None:
    [refused] = walked(zipped({"a.xml": b"<a/>" * 100})[:60]).values()

    assert isinstance(refused, Damaged)


def test_a_member_said_to_begin_before_the_archive_is_refused() -> None:
    data = bytearray(zipped({"a.xml": b"<a/>"}))
    data[-6] += 7  # where the directory begins: what stands before it moves up

    [refused] = walked(bytes(data)).values()

    assert isinstance(refused, Damaged)
