"""A day in the office: a mail comes, its invoice is checked while the platform is closed, found.

mailbox → collected → looked up at a platform under maintenance → watched → found → message.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from tests.actions.channels import channel
from tests.actions.papers import number, sale
from tests.actions.telling import mail_to
from tests.browser.conftest import Open
from tests.outside import imap_server, mail_server
from tests.outside.channels.vendors import FAKES, KEY
from tests.outside.imap_server import PASSWORD, USER, Box, mail
from tests.outside.mail_server import Post

from chapiao.actions import sources
from chapiao.actions.maintenance import announce
from chapiao.cli import worker
from chapiao.demo.paper import einvoice
from chapiao.invoice.entry import Entry
from chapiao.outside.channels.fake_server import FakeVendor
from chapiao.outside.channels.fake_server import Issued as Paper
from chapiao.outside.channels.model import Vendor
from chapiao.outside.mailbox import Mailbox
from chapiao.outside.reader_process import ReaderProcess
from chapiao.outside.sandbox_platform import Issued, SandboxPlatform, Words
from chapiao.store.models import Check, Entity, Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Box]:
    with imap_server.running(tmp_path) as one:
        monkeypatch.setenv("SSL_CERT_FILE", str(one.trusted))
        settings.MAILBOX_HOSTS = ["localhost"]
        yield one


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server.running() as one:
        yield one


@pytest.fixture
def platform(settings: Settings, data_folder: Path) -> SandboxPlatform:
    settings.SANDBOX = True
    one = SandboxPlatform(data_folder / "sandbox.sqlite3")
    one.set_invoice(Issued(number=number(1), issued_on=date(2026, 11, 3), last="106.00"))
    return one


@pytest.fixture
def vendor(settings: Settings, transactional_db: None, now: datetime) -> Iterator[FakeVendor]:
    """A licensed service with the invoice, for which the office has a key; no sandbox."""
    settings.SANDBOX = False
    settings.INSIDE = (ipaddress.ip_network("127.0.0.0/8"),)
    one = FAKES[Vendor.JUMEI](KEY, time.time)
    one.issue(Paper(number=number(1), issued_on=date(2026, 11, 3), last="106.00"))
    with one.running():
        channel(one, Vendor.JUMEI, now)
        yield one


@pytest.fixture
def office(
    clerk: Person, admin: Person, entity: Entity, box: Box, post: Post, settings: Settings,
    now: datetime,
) -> None:  # fmt: skip
    """A mailbox that is collected from, mails that go out, and a notice of this morning."""
    mail_to(clerk, settings, post)
    start, end = now - timedelta(hours=1), now.replace(hour=12, minute=0)
    announce(admin, Entry.PLATFORM, start, end, "升级维护", now)
    place = Mailbox(host="localhost", port=box.port, user=USER, password=PASSWORD)
    wanted = sources.Wanted(name="收票邮箱", place=place, giver=clerk)
    sources.add_source(by=admin, entity=entity, wanted=wanted, now=now)


def work() -> None:
    with ReaderProcess() as reader:
        while worker.sweep(timezone.localtime(), reader):
            pass


def test_from_a_mail_to_found(
    opened: Open, office: None, box: Box, post: Post, platform: SandboxPlatform, now: datetime
) -> None:
    reopens = now.replace(hour=12, minute=0)
    with time_machine.travel(now, tick=True) as clock:
        platform.pause(now - timedelta(hours=1), reopens)
        page = opened("/collection/")
        collect_and_ask(page, box)
        assert not Check.objects.exclude(ordinal=None).exists()

        clock.move_to(reopens + timedelta(hours=1))
        work()
        told_and_found(page, post)


def test_the_same_through_a_vendor_that_is_under_maintenance_too(
    opened: Open, office: None, box: Box, post: Post, vendor: FakeVendor, now: datetime
) -> None:
    with time_machine.travel(now, tick=True) as clock:
        page = opened("/collection/")
        collect_and_ask(page, box)
        assert vendor.heard == []

        vendor.say_next("500")  # 系统维护
        clock.move_to(now.replace(hour=13))
        work()
        assert len(vendor.heard) == 1
        assert not Check.objects.exclude(ordinal=None).exists()

        clock.move_to(now.replace(hour=18))
        work()
        told_and_found(page, post)
        assert vendor.spent(number(1)) == 1


def collect_and_ask(page: Page, box: Box) -> None:
    """Let a mail come, look at where its file went, and ask for the invoice."""
    box.put(mail("您的电子发票", ("一.xml", einvoice.xml(sale(1)))))
    work()
    page.reload()
    expect(page.get_by_text("拆出的 2 个都有去向，差额为 0")).to_be_visible()
    page.get_by_role("link", name="邮箱·收票邮箱").first.click()
    expect(page.get_by_text("数电票（普通发票），已收入台账")).to_be_visible()

    page.goto("/")
    page.get_by_label("要查的发票").fill(number(1))
    page.get_by_text("更多条件").click()
    page.get_by_label("开票日期").fill("2026-11-03")
    page.get_by_label("金额", exact=True).fill("106.00")
    page.get_by_label("在哪里没查到").select_option("查验平台")
    page.get_by_label("对方怎么提示").fill(Words.MAINTENANCE)
    page.locator("[data-go]").click()
    page.wait_for_url("**/look-ups/*/")
    assert "这个入口正在维护——今天 12:30 再查" in page.locator("h1").inner_text()


def told_and_found(page: Page, post: Post) -> None:
    """Read the message that came by itself, on the page and by mail."""
    page.goto("/")
    page.get_by_role("link", name="消息 1").click()
    expect(page.get_by_text("自动再查：原来是“计划维护”，现在查到了")).to_be_visible()
    page.get_by_role("link", name="查到了").click()
    page.wait_for_url("**/look-ups/*/")

    assert page.locator("h1").inner_text().startswith("查到了")
    expect(page.locator(".top-count")).to_have_count(0)
    booked = Check.objects.exclude(ordinal=None).get()
    assert (booked.ordinal, booked.outcome) == (1, "一致")
    [sent] = post.mails
    assert sent["Subject"].strip() == "【查票】查到了 …0001 ¥106.00"
    assert "https://chapiao.example.com/look-ups/" in sent.get_content()
