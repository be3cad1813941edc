"""归集: the page on which every file collected has its word, and the sums balance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.actions.papers import sale, zipped
from tests.outside import imap_server
from tests.outside.imap_server import PASSWORD, USER, Box, mail
from tests.web.desk import browse, text

from chapiao.demo.paper import einvoice, files
from chapiao.store.models import Entity, Membership, Person, Role, Source
from chapiao.web.account_enter import PROVED

pytestmark = pytest.mark.django_db
Work = Callable[[], None]
LINK = "https://fp.example.com/download?id=1"


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Box]:
    with imap_server.running(tmp_path) as one:
        monkeypatch.setenv("SSL_CERT_FILE", str(one.trusted))
        settings.MAILBOX_HOSTS = ["localhost"]
        yield one


@pytest.fixture
def steward(clerk: Person) -> Client:
    Membership.objects.filter(person=clerk).update(role=Role.ADMIN)
    client = browse(clerk)
    session = client.session
    session[PROVED] = timezone.localtime().timestamp()
    session.save()
    return client


def form(entity: Entity, clerk: Person, box: Box) -> dict[str, object]:
    return {
        "entity": entity.pk, "giver": clerk.pk, "name": "收票邮箱", "host": "localhost",
        "port": box.port, "user": USER, "password": PASSWORD, "folder": "INBOX",
    }  # fmt: skip


def test_a_mailbox_is_registered_collected_and_told_of(
    steward: Client, clerk: Person, entity: Entity, box: Box, work: Work
) -> None:
    inner = zipped({"二.xml": einvoice.xml(sale(2)), "坏.pdf": b"%PDF-1.7 nothing"})
    box.put(
        mail("您的发票", ("一.xml", einvoice.xml(sale(1))), ("包.zip", inner)),
        mail("请下载", text=f'<a href="{LINK}">下载发票</a>', html=True),
        mail("又发一次", ("一.xml", einvoice.xml(sale(1, remark="又")))),
    )
    added = steward.post("/collection/add/", form(entity, clerk, box))
    work()
    listed, shown = text(steward.get("/collection/")), text(steward.get(added["Location"]))

    assert "差额为 0" in listed
    assert "拆出的 7 个都有去向" in listed
    for part in (
        "您的发票",
        "又发一次",
        "包.zip/二.xml",
        "重复发票",
        LINK,
        "没有附件，有1个下载链接",
    ):
        assert part in shown
    assert PASSWORD not in shown + listed
    filtered = text(steward.get(f"{added['Location']}?word=需人工"))
    assert "请下载" in filtered
    assert "您的发票" not in filtered


def test_what_one_hands_in_oneself_is_in_the_sums(page: Client, work: Work) -> None:
    page.post(
        "/",
        {
            "file": [
                SimpleUploadedFile("一.xml", einvoice.xml(sale(1))),
                SimpleUploadedFile("回单.pdf", files.bank_pdf(sale(2))),
            ]
        },
    )
    work()

    assert "拆出的 2 个都有去向，差额为 0" in text(page.get("/collection/"))


def test_a_source_of_another_company_is_not_there(
    steward: Client, clerk: Person, entity: Entity, other_clerk: Person, box: Box
) -> None:
    steward.post("/collection/add/", form(entity, clerk, box))
    source = Source.objects.get()
    stranger = browse(other_clerk)

    assert "收票邮箱" not in text(stranger.get("/collection/"))
    for address in ("", "now/", "end/"):
        answer = stranger.post if address else stranger.get
        at = f"/collection/{source.pk}/{address}"
        assert answer(at).status_code in {302, 404}  # ending asks for the password first
    source.refresh_from_db()
    assert source.active


def test_a_clerk_registers_none(page: Client) -> None:
    assert "登记邮箱" not in text(page.get("/collection/"))
    assert page.get("/collection/add/").status_code in {302, 404}


def test_an_ended_source_keeps_what_came_and_forgets_its_password(
    steward: Client, clerk: Person, entity: Entity, box: Box, work: Work
) -> None:
    box.put(mail("一", ("一.xml", einvoice.xml(sale(1)))))
    steward.post("/collection/add/", form(entity, clerk, box))
    work()
    source = Source.objects.get()
    shown = text(steward.post(f"/collection/{source.pk}/end/", follow=True))

    source.refresh_from_db()
    assert (source.active, source.sealed, source.due_at) == (False, "", None)
    assert "已停用" in shown
    assert "一.xml" in shown
