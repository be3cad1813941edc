from __future__ import annotations

import base64
import random

import pytest
from tests.readers import make_faces as faces
from tests.readers import make_seven_zip as made
from tests.readers.make_ofd import ofd, zipped
from tests.readers.make_seven_zip import seven_zip

from chapiao.formats import safe_zip
from chapiao.readers import intake
from chapiao.readers.archive import walk
from chapiao.readers.reading import Damaged, ReadError

FILES = {"发票/一.xml": b"<a/>" * 500, "空.txt": b"", "b.xml": b"<b/>"}


def walked(data: bytes) -> dict[str, bytes | ReadError]:
    return dict(walk("收到的.7z", data))


@pytest.mark.parametrize("coder", made.CODERS)
def test_the_files_of_an_archive_are_found(coder: str) -> None:
    assert walked(seven_zip(FILES, coder)) == FILES


def test_an_archive_as_another_program_writes_it_is_read() -> None:
    found = walked(base64.b64decode(made.USUAL))

    assert found == {"发票/一.xml": b"<a/>" * 50, "空.txt": b"", "b.xml": b"<b/>"}


def test_invoices_in_it_are_read_one_by_one() -> None:
    files = {"a.ofd": ofd(faces.digital()), "b.txt": b"hello", "c.ofd": ofd(faces.tax_control())}

    lines = list(intake.lines("收到的.7z", seven_zip(files)))

    assert [line["member"] for line in lines] == list(files)
    assert [line["outcome"] for line in lines] == ["read", "refused", "read"]


def test_archives_in_archives_are_found() -> None:
    inner = seven_zip({"a.xml": b"<a/>"})

    assert walked(zipped({"x.7z": inner})) == {"x.7z/a.xml": b"<a/>"}
    assert walked(seven_zip({"x.zip": zipped({"a.xml": b"<a/>"})})) == {"x.zip/a.xml": b"<a/>"}


def test_archives_nested_too_deep_are_refused_where_they_stand() -> None:
    data = seven_zip({"a.xml": b"<a/>"})
    for _ in range(4):
        data = seven_zip({"z.7z": data})

    [(path, refused)] = walked(data).items()

    assert path.count("z.7z") == 3
    assert isinstance(refused, Damaged)


def test_folders_of_the_file_system_are_no_files() -> None:
    assert walked(seven_zip({"文件夹/": b"", "文件夹/a.xml": b"<a/>"})) == {"文件夹/a.xml": b"<a/>"}


def test_an_empty_archive_is_told() -> None:
    [refused] = walked(seven_zip({})).values()

    assert "空" in str(refused)


@pytest.mark.parametrize(("made_by", "says"), [(made.LOCKED, "密码"), (made.PPMD, "少见")])
def test_what_cannot_be_unpacked_is_named_with_what_to_do(made_by: str, says: str) -> None:
    refused = walked(base64.b64decode(made_by))["发票/一.xml"]

    assert says in str(refused)
    assert "请解压后再交" in str(refused)


def test_a_locked_directory_is_told() -> None:
    [refused] = walked(base64.b64decode(made.HIDDEN)).values()

    assert "密码" in str(refused)


def test_a_bomb_is_refused() -> None:
    [refused] = walked(seven_zip({"bomb": b"\0" * 20_000_000})).values()

    assert "炸弹" in str(refused)


def test_a_file_too_large_is_refused_and_its_neighbour_read() -> None:
    large = random.Random(1).randbytes(1 << 20) * 65

    found = walked(seven_zip({"large": large, "a.xml": b"<a/>"}, made.COPY))

    assert "超过64MB" in str(found["large"])
    assert found["a.xml"] == b"<a/>"


def test_too_many_members_are_refused() -> None:
    names = {f"{at}.xml": b"" for at in range(safe_zip.MAX_MEMBERS + 1)}

    [refused] = walked(seven_zip(names)).values()

    assert "分成几包" in str(refused)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\..\\..\\b"])
def test_a_path_that_climbs_out_is_refused(name: str) -> None:
    [refused] = walked(seven_zip({name: b"1"})).values()

    assert "不安全" in str(refused)


def test_two_members_of_one_name_are_both_kept() -> None:
    found = walked(seven_zip([("a.xml", b"1"), ("a.xml", b"2")]))

    assert found == {"a.xml": b"1", "a.xml (2)": b"2"}


@pytest.mark.parametrize("coder", made.CODERS)
def test_a_changed_byte_spoils_its_file_and_is_told(coder: str) -> None:
    files = {"a.xml": random.Random(2).randbytes(5_000), "b.xml": random.Random(3).randbytes(5_000)}
    data = bytearray(seven_zip(files, coder))
    data[32 + 7_500] ^= 1

    found = walked(bytes(data))

    assert "损坏" in str(found["b.xml"])


def test_a_cut_archive_is_refused_wherever_it_is_cut() -> None:
    data = seven_zip(FILES)
    for end in range(8, len(data)):
        [refused] = walked(data[:end]).values()
        assert isinstance(refused, Damaged)


def test_a_torn_archive_does_not_begin_anew_for_every_member() -> None:
    files = {f"{at}.xml": random.Random(at).randbytes(2_000) for at in range(1_000)}
    data = bytearray(seven_zip(files))
    data[32:5_032] = bytes(5_000)

    found = walked(bytes(data))

    assert len(found) == 1_000
    assert all(isinstance(one, Damaged) for one in found.values())
