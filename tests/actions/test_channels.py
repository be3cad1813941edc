"""Checks through vendors: booked before sent, in order, paid for, and never a sixth a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.actions.channels import DAY, NUMBER, TOTAL, ask, channel, fake_of

from chapiao.actions import channel_keys
from chapiao.actions.accounts import operator
from chapiao.actions.at_channel import who_can
from chapiao.actions.channel_keys import Terms
from chapiao.actions.check_at_entry import CannotCheck, check, checks_today
from chapiao.actions.maintenance import announce
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.outside.channels.fake_server import FakeVendor, Issued
from chapiao.outside.channels.model import Vendor
from chapiao.store import rows
from chapiao.store.models import Channel, ChannelCall, Check, Entity, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]

MONTH = date(2026, 11, 1)


def test_an_invoice_is_found_through_a_vendor(
    clerk: Person, entity: Entity, now: datetime, jumei: FakeVendor
) -> None:
    channel(jumei, Vendor.JUMEI, now)
    invoice = Invoice(number=NUMBER, code="", issued_on=DAY, total=26400)
    held = rows.put(invoice, source="税局导出", entity=entity, owner=None, at=now).row
    asked = ask(clerk, now)

    answer = check(clerk, asked.pk, now)

    assert (answer.found, answer.cause) == (True, "found")
    assert (answer.question["entry"], answer.question["answer"]) == ("第三方API", "查验成功")
    spent = Check.objects.get()
    assert (spent.entry, spent.ordinal, spent.outcome, spent.sandbox) == (
        "第三方API", 1, "一致", False,
    )  # fmt: skip
    call = ChannelCall.objects.get()
    assert (call.vendor, call.spent, call.code, call.verdict) == (
        "jumei", spent, "200", "FOUND_MATCH",
    )  # fmt: skip
    assert (call.charged, call.price, call.month) == (True, 24000, MONTH)
    held.refresh_from_db()
    assert held.verify_status == "一致"
    moment = answer.said["trace"][len(asked.said["trace"])]
    assert moment["what"] == "聚美智数·发票查验V2"
    assert moment["result"] == "查验成功（计费）"
    told = checks_today(answer, now)
    assert told is not None
    assert (told.used, told.left) == (1, 4)


def test_without_a_key_nothing_leaves_this_machine(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    with pytest.raises(CannotCheck, match="官方平台"):
        check(clerk, ask(clerk, now).pk, now)

    channel(tencent, Vendor.TENCENT, now)
    channel_keys.change(by=operator(), vendor="tencent", terms=Terms(on=False), now=now)
    with pytest.raises(CannotCheck, match="官方平台"):
        check(clerk, ask(clerk, now).pk, now)

    assert tencent.heard == []
    assert not Check.objects.exists()


def test_what_is_of_the_channel_goes_on_to_the_next_under_the_same_booking(
    clerk: Person, now: datetime, tencent: FakeVendor, jumei: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    channel(jumei, Vendor.JUMEI, now)
    tencent.say_next("ResourceUnavailable.InArrears")

    answer = check(clerk, ask(clerk, now).pk, now)

    assert answer.found is True
    assert [call.code for call in ChannelCall.objects.order_by("pk")] == [
        "ResourceUnavailable.InArrears",
        "200",
    ]
    assert Check.objects.get().ordinal == 1
    moment = next(one for one in answer.said["trace"] if "此前" in one["result"])
    assert moment["what"] == "聚美智数·发票查验V2"
    assert moment["result"] == (
        "查验成功（计费）；此前腾讯云·增值税发票核验（新版）：账号已欠费（不计费）"
    )
    resting = Channel.objects.get(vendor="tencent")
    assert resting.paused_until == now + timedelta(hours=1)
    assert "欠费" in resting.paused_by
    check(clerk, ask(clerk, now).pk, now)
    assert len(tencent.heard) == 1  # it rests


def test_an_answer_of_the_invoice_is_taken_from_one_vendor_only(
    clerk: Person, now: datetime, tencent: FakeVendor, jumei: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    channel(jumei, Vendor.JUMEI, now)

    answer = check(clerk, ask(clerk, now, number=NUMBER[:-1] + "9").pk, now)

    assert answer.found is False
    assert answer.question["answer"] == "发票不存在"
    assert (len(tencent.heard), len(jumei.heard)) == (1, 0)


def test_only_what_the_network_broke_is_sent_again_and_each_sending_is_booked(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    tencent.say_next(0)

    answer = check(clerk, ask(clerk, now).pk, now)

    assert answer.found is True
    assert tencent.spent(NUMBER) == 2
    assert sorted(Check.objects.values_list("ordinal", flat=True)) == [1, 2]
    lost = ChannelCall.objects.order_by("pk")[0]
    assert (lost.code, lost.charged) == ("无答复", None)
    tencent.say_next("FailedOperation.UnKnowError")
    check(clerk, ask(clerk, now).pk, now)
    assert len(tencent.heard) == 3


def test_a_field_that_is_missing_is_named_and_nothing_is_sent(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)

    with pytest.raises(CannotCheck, match="还缺价税合计"):
        check(clerk, ask(clerk, now, amount="").pk, now)

    assert tencent.heard == []
    assert not Check.objects.exists()


def test_a_mistake_we_can_tell_is_not_paid_for(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    asked = ask(clerk, now, date="20240104")

    with pytest.raises(CannotCheck, match="没有用掉查验次数") as refused:
        check(clerk, asked.pk, now)

    assert refused.value.may_insist
    assert tencent.heard == []
    check(clerk, asked.pk, now, insist=True)
    assert len(tencent.heard) == 1


def test_in_an_announced_window_nothing_is_sent(
    clerk: Person, admin: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    end = now + timedelta(hours=2)
    announce(admin, Entry.PLATFORM, now - timedelta(hours=1), end, "升级维护", now)

    with pytest.raises(CannotCheck, match="维护时段"):
        check(clerk, ask(clerk, now).pk, now)

    assert tencent.heard == []


def test_an_invoice_of_today_goes_to_a_vendor_that_takes_it(
    clerk: Person, entity: Entity, now: datetime, tencent: FakeVendor
) -> None:
    with fake_of(Vendor.BAIDU, now) as baidu:
        channel(baidu, Vendor.BAIDU, now)
        channel(tencent, Vendor.TENCENT, now)
        number = "26" + NUMBER[2:]
        tencent.issue(Issued(number=number, issued_on=now.date(), last=TOTAL))
        invoice = Invoice(
            kind=Kind.DIGITAL_ORDINARY, number=number, code="", issued_on=now.date(), total=26400
        )
        rows.put(invoice, source="文件", entity=entity, owner=None, at=now)

        answer = check(clerk, ask(clerk, now, number=number, date="2026-11-24").pk, now)
        able, unable = who_can(answer, now)

        assert answer.found is True
        assert baidu.heard == []
        assert [one.vendor for one in able] == [Vendor.TENCENT]
        assert [(one.vendor, one.why) for one in unable] == [(Vendor.BAIDU, "当天开的票要到次日")]
