"""In a browser: a day on which the first vendor is under maintenance, and the next one answers."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.actions.channels import ask, channel, fake_of
from tests.browser.conftest import Desk, cookie_of, faults, too_wide

from chapiao.outside.channels.fake_server import FakeVendor
from chapiao.outside.channels.model import Vendor
from chapiao.store.models import Person


@pytest.fixture
def vendors(transactional_db: None, settings: Settings) -> Iterator[list[FakeVendor]]:
    """聚美 and, after it, 腾讯云."""
    settings.INSIDE = (ipaddress.ip_network("127.0.0.0/8"),)
    now = timezone.localtime()
    with fake_of(Vendor.JUMEI, now) as jumei, fake_of(Vendor.TENCENT, now) as tencent:
        channel(jumei, Vendor.JUMEI, now, budget=10000)
        channel(tencent, Vendor.TENCENT, now)
        yield [jumei, tencent]


def test_under_maintenance_the_next_vendor_finds_it(
    desk: Desk, clerk: Person, admin: Person, vendors: list[FakeVendor]
) -> None:
    vendors[0].say_next("500")
    asked = ask(clerk, timezone.localtime())
    mine = desk.open(f"/look-ups/{asked.pk}/", cookie=cookie_of(clerk))
    assert mine.get_by_text("聚美智数·发票查验V2可以自动查").count() == 1

    mine.get_by_role("button", name="用查验接口查一次").click()

    assert mine.locator("h1").inner_text().startswith("查到了")
    assert mine.get_by_text("并在腾讯云·增值税发票核验（新版）查过").count() == 1
    assert faults(mine) == []
    theirs = desk.open("/channels/", cookie=cookie_of(admin))
    assert theirs.get_by_text("暂停：服务商维护").count() == 1
    theirs.get_by_role("button", name="看谁能查").click()
    assert theirs.get_by_text("腾讯云·增值税发票核验（新版）：可以查").count() == 1


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_of_channels_can_be_read_by_everybody(
    desk: Desk, admin: Person, vendors: list[FakeVendor], *, phone: bool, dark: bool
) -> None:
    page = desk.open(
        "/channels/?kind=&date=2025-01-04&region=", cookie=cookie_of(admin), phone=phone, dark=dark
    )

    assert page.get_by_role("heading", name="查验接口").count() == 1
    assert faults(page) == []
    assert not too_wide(page)
