"""归集 from a mailbox: each mail once, the mailbox left as it was, its password sealed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.actions.collecting import read, tally
from tests.actions.papers import number, sale
from tests.outside import imap_server
from tests.outside.imap_server import PASSWORD, USER, Box, mail

from chapiao.actions import recheck, sources
from chapiao.actions.collect import collect, waiting
from chapiao.actions.look_up import look_up
from chapiao.actions.sources import Wanted, add_source
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

pytestmark = pytest.mark.django_db
LINK = "https://fp.example.com/download?id=1"


def mailbox_of(
    box: Box, admin: Person, clerk: Person, entity: Entity, now: datetime, **changes: str
) -> Source:
    told = {"user": USER, "password": PASSWORD} | changes
    wanted = Wanted(
        name="收票邮箱", place=Mailbox(host="localhost", port=box.port, **told), giver=clerk
    )
    return add_source(by=admin, entity=entity, wanted=wanted, now=now)


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
