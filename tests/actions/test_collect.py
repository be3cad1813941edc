"""归集: what lies in a folder or a mailbox comes in once, and all of it is accounted for."""

from __future__ import annotations

import os
import random
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from tests.actions.collecting import read, tally
from tests.actions.papers import sale, zipped

from chapiao.actions import hand_in, recheck
from chapiao.actions.collect import collect
from chapiao.actions.sources import BadSource, Wanted, add_source
from chapiao.actions.tell import inbox
from chapiao.demo.paper import einvoice
from chapiao.diagnosis.question import Question
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import (
    Entity,
    Follow,
    Invoice,
    Lookup,
    Person,
    Source,
)

pytestmark = pytest.mark.django_db
LINK = "https://fp.example.com/download?id=1"


def put(place: Path, name: str, data: bytes, now: datetime) -> None:
    file = place / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    at = now.timestamp() - 60
    os.utime(file, (at, at))


def as_it_lies(place: Path) -> dict[Path, tuple[int, int, int]]:
    told = {one: one.stat() for one in place.rglob("*")}
    return {one: (it.st_ino, it.st_size, it.st_mtime_ns) for one, it in told.items()}


def folder_of(place: Path, admin: Person, clerk: Person, entity: Entity, now: datetime) -> Source:
    wanted = Wanted(name="扫描文件夹", place=place, giver=clerk)
    return add_source(by=admin, entity=entity, wanted=wanted, now=now)


def test_a_folder_is_collected_once_and_nothing_in_it_is_touched(
    clerk: Person, admin: Person, entity: Entity, now: datetime, place: Path, reader: ReaderProcess
) -> None:
    inner = zipped({"三.xml": einvoice.xml(sale(3)), "说明.txt": b"hello"})
    put(place, "一.xml", einvoice.xml(sale(1)), now)
    put(place, "十一月/二.zip", zipped({"内.zip": inner, "二.xml": einvoice.xml(sale(2))}), now)
    put(place, "又一份.xml", einvoice.xml(sale(1, remark="又一份")), now)
    put(place, "别家.xml", einvoice.xml(sale(4, buyer_name="某某公司", buyer_tax_id="X")), now)
    put(place, "坏.pdf", b"%PDF-1.7 nothing", now)
    before = as_it_lies(place)
    source = folder_of(place, admin, clerk, entity, now)

    assert collect(source.pk, now) == 5
    read(now, reader)
    source.refresh_from_db()
    again = collect(source.pk, source.due_at or now)

    assert again == 0
    assert as_it_lies(place) == before
    told = tally(source)
    assert (told.found, told.pieces) == (5, 8)
    assert told.filed == 3
    assert (told.duplicate, told.by_hand, told.refused, told.opened) == (1, 1, 2, 1)
    assert (told.waiting, told.difference) == (0, 0)
    assert Invoice.objects.count() == 3


def test_a_file_that_was_changed_is_another_one_and_one_half_written_waits(
    clerk: Person, admin: Person, entity: Entity, now: datetime, place: Path
) -> None:
    put(place, "一.xml", einvoice.xml(sale(1)), now)
    put(place, "二.xml.crdownload", b"<half", now)
    (place / "三.xml").write_bytes(b"<being written")
    at = now.timestamp()
    os.utime(place / "三.xml", (at, at))
    source = folder_of(place, admin, clerk, entity, now)
    assert collect(source.pk, now) == 1

    put(place, "一.xml", einvoice.xml(sale(1, remark="改过")), now)
    later = now + timedelta(minutes=5)

    assert collect(source.pk, later) == 2
    assert collect(source.pk, later + timedelta(minutes=5)) == 0


def test_links_out_of_the_folder_lead_nowhere(
    clerk: Person, admin: Person, entity: Entity, now: datetime, place: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    put(secret, "key.xml", b"<key/>", now)
    (place / "link.xml").symlink_to(secret / "key.xml")
    (place / "folder").symlink_to(secret)
    os.mkfifo(place / "pipe.xml")
    source = folder_of(place, admin, clerk, entity, now)

    assert collect(source.pk, now) == 0


def test_a_folder_that_is_gone_is_told_once_and_tried_again(
    clerk: Person, admin: Person, entity: Entity, now: datetime, place: Path
) -> None:
    source = folder_of(place, admin, clerk, entity, now)
    place.rmdir()
    for _ in range(3):
        source.refresh_from_db()
        collect(source.pk, source.due_at or now)

    source.refresh_from_db()
    assert "不存在" in source.problem
    assert inbox(clerk).count() == 1
    place.mkdir()
    put(place, "一.xml", einvoice.xml(sale(1)), now)
    assert collect(source.pk, source.due_at or now) == 1
    source.refresh_from_db()
    assert source.problem == ""


def test_who_hands_in_nothing_for_the_company_gives_no_name_to_a_source(
    other_clerk: Person, admin: Person, entity: Entity, now: datetime, place: Path
) -> None:
    with pytest.raises(BadSource, match="李强 不是"):
        folder_of(place, admin, other_clerk, entity, now)


def test_found_by_its_own_file_is_no_news(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    hand_in.hand_in(
        giver=clerk, files=[("一.xml", einvoice.xml(sale(1)))], question=Question(), now=now
    )
    read(now, reader)
    Lookup.objects.update(follow=Follow.WATCHING, due_at=now)
    recheck.recheck(Lookup.objects.get().pk, now)

    assert Lookup.objects.get().follow == Follow.FOUND
    assert not inbox(clerk).exists()


def test_a_thousand_files_in_archives_in_archives_are_all_accounted_for(
    clerk: Person, admin: Person, entity: Entity, now: datetime, place: Path, reader: ReaderProcess
) -> None:
    chance = random.Random(20261124)
    kinds = ["票"] * 12 + ["重"] * 2 + ["坏"] * 3 + ["空"]
    made, invoices = BytesIO(), set()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as outer:
        for part in range(10):
            members = {}
            for place_in in range(100):
                kind = chance.choice(kinds)
                name = f"{part}/{place_in:03}{kind}.xml"
                one = 1 if kind == "重" else part * 100 + place_in + 2
                if kind in "票重":
                    invoices.add(one)
                members[name] = {
                    "坏": b"<EInvoice><broken", "空": b"",
                }.get(kind, einvoice.xml(sale(one, remark=name)))  # fmt: skip
            outer.writestr(f"{part}.zip", zipped(members))
    put(place, "全部.zip", made.getvalue(), now)
    source = folder_of(place, admin, clerk, entity, now)

    collect(source.pk, now)
    read(now, reader)

    told = tally(source)
    assert (told.found, told.pieces, told.opened) == (1, 1001, 1)
    assert told.difference == told.waiting == 0
    assert told.filed == len(invoices) == Invoice.objects.count()
