from __future__ import annotations

import hashlib
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest

from chapiao.store import originals
from chapiao.store.models import Document, Person

pytestmark = pytest.mark.django_db

DATA = b"<EInvoice/>" * 3


def test_bytes_are_kept_as_they_came(clerk: Person, now: datetime) -> None:
    kept = originals.keep(DATA, "餐费.xml", now, clerk)

    with originals.open_original(kept) as file:
        assert file.read() == DATA
    assert kept.sha256 == hashlib.sha256(DATA).hexdigest()
    assert (kept.size, kept.name, kept.received_by) == (len(DATA), "餐费.xml", clerk)


def test_the_same_bytes_given_again_are_the_same_document(
    clerk: Person, other_clerk: Person, now: datetime, data_folder: Path
) -> None:
    first = originals.keep(DATA, "a.xml", now, clerk)
    again = originals.keep(BytesIO(DATA), "b.xml", now, other_clerk)

    assert again == first
    assert again.name == "a.xml"
    files = [one for one in (data_folder / "originals").rglob("*") if one.is_file()]
    assert files == [originals.place(first.sha256)]


def test_a_big_file_is_read_in_pieces(clerk: Person, now: datetime) -> None:
    big = bytes(range(256)) * 10_000

    kept = originals.keep(BytesIO(big), "big.bin", now, clerk)

    assert kept.size == len(big)
    assert kept.sha256 == hashlib.sha256(big).hexdigest()


def test_an_original_cannot_be_written_over_by_chance(clerk: Person, now: datetime) -> None:
    kept = originals.keep(DATA, "a.xml", now, clerk)

    assert originals.place(kept.sha256).stat().st_mode & 0o222 == 0


def test_half_a_file_left_by_a_crash_is_replaced(clerk: Person, now: datetime) -> None:
    place = originals.place(hashlib.sha256(DATA).hexdigest())
    place.parent.mkdir(parents=True)
    place.write_bytes(DATA[:5])

    kept = originals.keep(DATA, "a.xml", now, clerk)

    with originals.open_original(kept) as file:
        assert file.read() == DATA


def test_nothing_is_left_of_a_file_that_breaks_off(
    clerk: Person, now: datetime, data_folder: Path
) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                msg = "连接断了"
                raise ConnectionError(msg)
            return super().read(size and 4)

    with pytest.raises(ConnectionError):
        originals.keep(Broken(DATA), "a.xml", now, clerk)

    assert not Document.objects.exists()
    assert [one for one in (data_folder / "originals").rglob("*") if one.is_file()] == []


def test_a_lost_original_is_said_in_words(clerk: Person, now: datetime) -> None:
    kept = originals.keep(DATA, "a.xml", now, clerk)
    originals.place(kept.sha256).unlink()

    with pytest.raises(originals.OriginalLost, match="备份"):
        originals.open_original(kept)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\票据\\一月.pdf", "一月.pdf"),
        ("a\0b\n.pdf", "ab.pdf"),
        ("", "未命名"),
        ("长" * 400 + ".pdf", "长" * 251 + ".pdf"),
    ],
)
def test_a_file_name_is_only_a_name(given: str, kept: str, clerk: Person, now: datetime) -> None:
    assert originals.keep(DATA, given, now, clerk).name == kept
