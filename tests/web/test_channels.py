"""The administrator's page of channels, and the answer page that offers a check through one."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.actions.channels import KEY, NUMBER, ask, channel, fake_of
from tests.web.desk import browse, text

from chapiao.outside.channels.fake_server import FakeVendor
from chapiao.outside.channels.model import Vendor
from chapiao.store.models import Channel, Check, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake(settings: Settings) -> Iterator[FakeVendor]:
    settings.INSIDE = (ipaddress.ip_network("127.0.0.0/8"),)
    now = timezone.localtime()
    with fake_of(Vendor.JUMEI, now) as made:
        channel(made, Vendor.JUMEI, now, budget=10000)
        yield made


@pytest.fixture
def chief(admin: Person) -> Client:
    return browse(admin)


def test_the_page_shows_state_and_cost_and_never_the_key(
    fake: FakeVendor, chief: Client, clerk: Person
) -> None:
    now = timezone.localtime()
    asked = ask(clerk, now)
    browse(clerk).post(f"/look-ups/{asked.pk}/check/")

    shown = text(chief.get("/channels/"))

    assert "聚美智数·发票查验V2" in shown
    assert KEY.id[-4:] in shown
    assert "1 次" in shown
    assert "0.24" in shown
    assert KEY.secret not in shown
    assert KEY.id not in shown


def test_nobody_else_sees_the_page_or_acts_on_it(fake: FakeVendor, page: Client) -> None:
    assert page.get("/channels/").status_code == 404
    assert page.post("/channels/jumei/switch/", {"on": "0"}).status_code == 404
    assert page.post("/channels/jumei/try/").status_code == 404
    assert Channel.objects.get().on
    assert fake.heard == []


def test_a_channel_is_switched_off_and_on(fake: FakeVendor, chief: Client) -> None:
    off = text(chief.post("/channels/jumei/switch/", {"on": "0"}, follow=True))
    assert "已停用" in off
    assert not Channel.objects.get().on

    chief.post("/channels/jumei/switch/", {"on": "1"})
    assert Channel.objects.get().on


def test_a_key_is_tried_from_the_page(chief: Client, settings: Settings) -> None:
    settings.INSIDE = (ipaddress.ip_network("127.0.0.0/8"),)
    now = timezone.localtime()
    with fake_of(Vendor.TENCENT, now) as fake:
        channel(fake, Vendor.TENCENT, now)

        said = text(chief.post("/channels/tencent/try/", follow=True))

    assert "认得这把密钥" in said


def test_a_vendor_that_is_none_is_told(chief: Client) -> None:
    said = text(chief.post("/channels/nuonuo/try/", follow=True))

    assert "没有「nuonuo」这种接口" in said


def test_who_can_answer_now_is_told_with_the_reason_of_the_others(
    fake: FakeVendor, chief: Client
) -> None:
    asked = {"kind": "出租汽车发票", "date": "2025-01-04", "region": ""}
    nobody = text(chief.get("/channels/", asked))
    somebody = text(chief.get("/channels/", asked | {"kind": "增值税专用发票"}))

    assert "现在都查不了" in nobody
    assert "厂商文档没有列出出租汽车发票" in nobody
    assert "聚美智数·发票查验V2：可以查" in somebody
    assert "腾讯云·增值税发票核验（新版）：没有接入" in somebody


def test_a_date_that_is_none_is_refused_beside_its_field(chief: Client) -> None:
    said = chief.get("/channels/", {"kind": "", "date": "昨天", "region": ""})

    assert said.status_code == 200
    assert "field-error" in text(said)


def test_the_answer_page_offers_a_check_and_says_who_made_it(
    fake: FakeVendor, clerk: Person, page: Client
) -> None:
    asked = ask(clerk, timezone.localtime())
    before = text(page.get(f"/look-ups/{asked.pk}/"))

    after = text(page.post(f"/look-ups/{asked.pk}/check/", follow=True))

    assert "用查验接口查一次" in before
    assert "聚美智数·发票查验V2可以自动查" in before
    assert "并在聚美智数·发票查验V2查过" in after
    assert "今天已查 1 次" in after
    assert Check.objects.get().key == NUMBER


def test_without_a_channel_nothing_is_offered(clerk: Person, page: Client) -> None:
    asked = ask(clerk, timezone.localtime())

    shown = text(page.get(f"/look-ups/{asked.pk}/"))

    assert "查验接口查一次" not in shown
    assert "查验接口：" not in shown
