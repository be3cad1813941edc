"""归集: what lies in a folder or a mailbox comes in once, and all of it is accounted for."""

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.actions.papers import number, sale, zipped
from tests.outside import imap_server
from tests.outside.imap_server import PASSWORD, USER, Box, mail

from chapiao.actions import hand_in, recheck, sources
from chapiao.actions.collect import collect, waiting
from chapiao.actions.look_up import look_up
from chapiao.actions.sources import BadSource, Wanted, add_source
from chapiao.actions.tell import inbox
from chapiao.demo.paper import einvoice, files
from chapiao.diagnosis.question import Question
from chapiao.outside.mailbox import Mailbox
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.access import NotSeen
from chapiao.store.models import (
    Collected,
    Entity,
    Follow,
    Invoice,
    Lookup,
    Person,
    Source,
)
from chapiao.store.queries.collection import Tally, tallies

pytestmark = pytest.mark.django_db
LINK = "https://fp.example.com/download?id=1"


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Box]:
    with imap_server.running(tmp_path) as one:
        monkeypatch.setenv("SSL_CERT_FILE", str(one.trusted))
        settings.MAILBOX_HOSTS = ["localhost"]
        yield one


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "收票"
    folder.mkdir()
    return folder


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


def mailbox_of(
    box: Box, admin: Person, clerk: Person, entity: Entity, now: datetime, **changes: str
) -> Source:
    told = {"user": USER, "password": PASSWORD} | changes
    wanted = Wanted(
        name="收票邮箱", place=Mailbox(host="localhost", port=box.port, **told), giver=clerk
    )
    return add_source(by=admin, entity=entity, wanted=wanted, now=now)


def read(now: datetime, reader: ReaderProcess) -> None:
    while due := hand_in.waiting(now):
        for pk in due:
            hand_in.read_file(pk, now, reader)


def tally(source: Source) -> Tally:
    return tallies([source.pk])[source.pk]


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


def test_a_mailbox_is_collected_once_and_left_as_it_was(
    clerk: Person, admin: Person, entity: Entity, now: datetime, box: Box, reader: ReaderProcess
) -> None:
    box.put(
        mail(
            "您的电子发票", ("一.xml", einvoice.xml(sale(1))), ("回单.pdf", files.bank_pdf(sale(1)))
        ),
        mail("发票下载", text=f'<a href="{LINK}">下载发票</a>', html=True),
        mail("会议通知"),
    )
    before = box.flags()
    source = mailbox_of(box, admin, clerk, entity, now)

    assert collect(source.pk, now) == 3
    read(now, reader)
    box.put(mail("又一张", ("二.xml", einvoice.xml(sale(2)))))
    later = now + timedelta(minutes=5)
    assert collect(source.pk, later) == 1
    read(later, reader)
    assert collect(source.pk, later + timedelta(minutes=5)) == 0

    assert box.flags()[:3] == before
    assert not any(b"Seen" in one for one in box.flags())
    told = tally(source)
    assert (told.found, told.filed, told.by_hand, told.difference) == (4, 2, 1, 0)
    by_hand = Collected.objects.get(state="需人工")
    assert by_hand.links == [LINK]
    assert "有1个下载链接" in by_hand.said
    assert "发票下载" in inbox(clerk).get().says
    assert Collected.objects.get(name="会议通知").said == "没有附件，也没有下载链接"
    assert Collected.objects.get(name="您的电子发票").sender == "开票助手 <billing@example.com>"


def test_a_mailbox_that_is_numbered_anew_brings_nothing_twice(
    clerk: Person, admin: Person, entity: Entity, now: datetime, box: Box, reader: ReaderProcess
) -> None:
    box.put(mail("一", ("一.xml", einvoice.xml(sale(1)))))
    source = mailbox_of(box, admin, clerk, entity, now)
    collect(source.pk, now)
    Collected.objects.update(mark="1:1")  # as the numbering was before
    Source.objects.update(validity=1, due_at=now)
    box.put(mail("二", ("二.xml", einvoice.xml(sale(2)))))

    assert collect(source.pk, now) == 2
    read(now, reader)

    assert list(Collected.objects.order_by("pk").values_list("name", "state")) == [
        ("一", "交读"),
        ("一", "重复"),
        ("二", "交读"),
    ]
    assert Invoice.objects.count() == 2


def test_a_folder_of_the_mailbox_may_have_a_chinese_name(
    clerk: Person, admin: Person, entity: Entity, now: datetime, box: Box
) -> None:
    line = box.line()
    line.create('"&U9F5aA-"')
    line.logout()
    box.put(mail("一", ("一.xml", einvoice.xml(sale(1)))), folder='"&U9F5aA-"')

    assert collect(mailbox_of(box, admin, clerk, entity, now, folder="发票").pk, now) == 1
    missing = mailbox_of(box, admin, clerk, entity, now, folder="没有")
    collect(missing.pk, now)
    missing.refresh_from_db()
    assert missing.problem == "邮箱里没有文件夹“没有”"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("password", "用户名或密码（授权码）不对"),
        ("certificate", "证书不可信"),
        ("inside", "在内网，没有得到许可"),
    ],
)
def test_why_a_mailbox_cannot_be_opened_is_told(
    clerk: Person, admin: Person, entity: Entity, now: datetime, box: Box, request:
    pytest.FixtureRequest, change: str, says: str,
) -> None:  # fmt: skip
    source = mailbox_of(
        box, admin, clerk, entity, now, **({"password": "wrong"} if change == "password" else {})
    )
    if change == "certificate":
        folder = request.getfixturevalue("place")
        other, _ = imap_server.certificate(folder)
        request.getfixturevalue("monkeypatch").setenv("SSL_CERT_FILE", str(other))
    if change == "inside":
        request.getfixturevalue("settings").MAILBOX_HOSTS = []
    collect(source.pk, now)

    source.refresh_from_db()
    assert says in source.problem
    assert not Collected.objects.exists()


def test_a_mailboxs_password_lies_sealed_and_is_forgotten_when_it_ends(
    clerk: Person, admin: Person, entity: Entity, now: datetime, box: Box
) -> None:
    source = mailbox_of(box, admin, clerk, entity, now, password="猜不到的授权码")

    assert "猜不到" not in source.sealed
    with pytest.raises(NotSeen):
        sources.end_source(by=clerk, pk=source.pk, now=now)
    assert sources.end_source(by=admin, pk=source.pk, now=now).sealed == ""
    assert waiting(now + timedelta(days=1)) == []


def test_who_hands_in_nothing_for_the_company_gives_no_name_to_a_source(
    other_clerk: Person, admin: Person, entity: Entity, now: datetime, place: Path
) -> None:
    with pytest.raises(BadSource, match="李强 不是"):
        folder_of(place, admin, other_clerk, entity, now)


def test_what_is_collected_answers_who_waits_for_it(
    clerk: Person, admin: Person, entity: Entity, now: datetime, box: Box, reader: ReaderProcess
) -> None:
    asked = look_up(
        asker=clerk,
        question=Question(number=number(1), date="2026-11-03", amount="106.00"),
        now=now,
    )
    recheck.follow(clerk, asked.pk, now)
    box.put(mail("您的发票", ("一.xml", einvoice.xml(sale(1)))))
    collect(mailbox_of(box, admin, clerk, entity, now).pk, now)
    read(now, reader)

    for pk in recheck.due(now):
        recheck.recheck(pk, now)

    assert Lookup.objects.get(pk=asked.pk).follow == Follow.FOUND
    message = inbox(clerk).get()
    assert message.link == f"/look-ups/{asked.pk}/"
    assert (message.tail, message.amount) == (f"…{number(1)[-4:]}", 10600)


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
