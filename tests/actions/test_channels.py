"""Checks through vendors: booked before sent, in order, paid for, and never a sixth a day."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import pytest
from pytest_django import Settings
from tests.actions.channels import DAY, KEY, NUMBER, TOTAL, ask, channel, fake_of

from chapiao.actions import channel_keys, recheck
from chapiao.actions.accounts import operator
from chapiao.actions.at_channel import who_can
from chapiao.actions.channel_keys import BadChannel, NotAllowed, Terms
from chapiao.actions.check_at_entry import CannotCheck, check, checks_today
from chapiao.actions.maintenance import announce
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.outside.channels.fake_server import CHECKS_A_DAY, FakeVendor, Issued
from chapiao.outside.channels.model import Key, Vendor
from chapiao.store import audit, rows
from chapiao.store.models import AuditEntry, Channel, ChannelCall, Check, Entity, Follow, Person
from chapiao.store.queries.channel_cost import cost_of

pytestmark = pytest.mark.django_db

MONTH = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def loopback(settings: Settings) -> None:
    settings.INSIDE = (ipaddress.ip_network("127.0.0.0/8"),)


@pytest.fixture
def tencent(now: datetime) -> Iterator[FakeVendor]:
    with fake_of(Vendor.TENCENT, now) as fake:
        yield fake


@pytest.fixture
def jumei(now: datetime) -> Iterator[FakeVendor]:
    with fake_of(Vendor.JUMEI, now) as fake:
        yield fake


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


def test_a_vendor_nobody_reaches_costs_no_check_and_no_money(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    Channel.objects.update(base="http://127.0.0.1:1")
    asked = ask(clerk, now)

    answer = check(clerk, asked.pk, now)

    assert answer.question["answer"].startswith("网络连接不上接口")
    assert Check.objects.get().ordinal is None
    assert cost_of("tencent", MONTH).at_most == 0
    assert [call.charged for call in ChannelCall.objects.all()] == [False, False]


def test_three_failures_in_a_row_rest_a_channel_and_one_request_tries_it(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    tencent.say_next(*["InternalError"] * 3)
    for place in range(3):
        number = f"2511200000001234000{place}"
        check(clerk, ask(clerk, now, number=number).pk, now)

    resting = Channel.objects.get()
    assert (resting.failures, resting.paused_until) == (3, now + timedelta(minutes=1))
    with pytest.raises(CannotCheck, match="暂停使用"):
        check(clerk, ask(clerk, now).pk, now)
    later = now + timedelta(minutes=2)
    tencent.say_next("InternalError")
    check(clerk, ask(clerk, later).pk, later)
    resting.refresh_from_db()
    assert resting.paused_until == later + timedelta(minutes=2)
    last = later + timedelta(minutes=3)
    check(clerk, ask(clerk, last).pk, last)
    resting.refresh_from_db()
    assert (resting.failures, resting.paused_until) == (0, None)


def test_one_who_comes_while_another_tries_finds_it_resting(
    now: datetime, tencent: FakeVendor
) -> None:
    from chapiao.actions.channel_state import take_turn

    channel(tencent, Vendor.TENCENT, now)
    one = Channel.objects.get()
    Channel.objects.update(paused_until=now - timedelta(seconds=1), failures=3)

    turns = [take_turn(one.pk, now) for _ in range(3)]

    assert turns == [timedelta(), None, None]


def test_no_more_are_sent_a_minute_than_the_channel_may(now: datetime, tencent: FakeVendor) -> None:
    from chapiao.actions.channel_state import take_turn

    channel(tencent, Vendor.TENCENT, now, per_minute=60)
    one = Channel.objects.get()

    turns = [take_turn(one.pk, now) for _ in range(4)]

    assert turns == [timedelta(), timedelta(seconds=1), timedelta(seconds=2), None]


def test_a_budget_that_is_used_up_stops_the_channel_till_next_month(
    clerk: Person, now: datetime, jumei: FakeVendor
) -> None:
    channel(jumei, Vendor.JUMEI, now, budget=50)  # 24 fen each

    for _ in range(2):
        check(clerk, ask(clerk, now).pk, now)
    with pytest.raises(CannotCheck, match="本月预算已经用完"):
        check(clerk, ask(clerk, now).pk, now)

    cost = cost_of("jumei", MONTH)
    assert (cost.calls, cost.charged, cost.fen, cost.perhaps) == (2, 2, 48, 0)
    december = now + timedelta(days=10)
    jumei.clock = december.timestamp
    check(clerk, ask(clerk, december).pk, december)
    assert cost_of("jumei", date(2026, 12, 1)).fen == 24


def test_what_a_vendor_does_not_say_is_counted_as_perhaps(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)

    check(clerk, ask(clerk, now).pk, now)

    cost = cost_of("tencent", MONTH)
    assert (cost.charged, cost.perhaps, cost.fen, cost.fen_perhaps) == (0, 1, 0, 24)


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


def test_a_watch_asks_the_vendor_again_until_it_is_found(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    number = "26" + NUMBER[2:]
    yesterday = now.date() - timedelta(days=1)
    asked = ask(clerk, now, number=number, date=yesterday.isoformat())
    missed = check(clerk, asked.pk, now)
    assert missed.found is False
    recheck.follow(clerk, missed.pk, now)
    missed.refresh_from_db()
    assert missed.due_at is not None
    tencent.issue(Issued(number=number, issued_on=yesterday, last=TOTAL))
    due = missed.due_at + timedelta(minutes=5)
    tencent.clock = due.timestamp

    found = recheck.recheck(missed.pk, due)

    assert found is not None
    assert (found.found, found.follow) == (True, Follow.FOUND)
    assert tencent.spent(number) == 2


def test_a_business_answer_is_not_asked_for_twice_a_day_by_itself(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    missed = check(clerk, ask(clerk, now, number=NUMBER[:-1] + "9").pk, now)
    recheck.follow(clerk, missed.pk, now)
    type(missed).objects.filter(pk=missed.pk).update(due_at=now)

    recheck.recheck(missed.pk, now + timedelta(hours=3))

    assert len(tencent.heard) == 1


@pytest.mark.parametrize("seed", range(6))
def test_whatever_breaks_no_invoice_is_sent_a_sixth_time_a_day(
    clerk: Person, now: datetime, tencent: FakeVendor, jumei: FakeVendor, seed: int
) -> None:
    random = Random(seed)
    channel(tencent, Vendor.TENCENT, now)
    channel(jumei, Vendor.JUMEI, now)
    for day in range(2):
        at = now + timedelta(days=day)
        before = tencent.spent(NUMBER) + jumei.spent(NUMBER)
        tencent.clock = jumei.clock = at.timestamp
        for _ in range(12):
            for fake, code in ((tencent, "RequestLimitExceeded"), (jumei, "206")):
                if random.random() < 0.6:
                    fake.say_next(random.choice([0, 503, code]))
            Channel.objects.update(paused_until=None, failures=0)
            try:
                check(clerk, ask(clerk, at).pk, at, insist=random.random() < 0.5)
            except CannotCheck:
                continue

        spent = tencent.spent(NUMBER) + jumei.spent(NUMBER) - before
        assert spent <= CHECKS_A_DAY
        mine = Check.objects.filter(day=at.date(), ordinal__isnull=False)
        assert spent <= mine.count() <= CHECKS_A_DAY


def test_a_key_is_sealed_and_shown_nowhere(
    clerk: Person, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with fake_of(Vendor.BAIDU, now) as baidu:
        channel(baidu, Vendor.BAIDU, now)
        typed = {"number": "12345678", "code": "1100233130", "amount": "100"}
        check(clerk, ask(clerk, now, **typed).pk, now, insist=True)
        token = baidu.token  # type: ignore[attr-defined]

    row = Channel.objects.values().get()
    assert token
    for secret in (KEY.secret, KEY.id, token):
        assert secret not in str(row)
        assert secret not in caplog.text
        assert secret not in str(list(AuditEntry.objects.values()))
    assert row["key_id_end"] == KEY.id[-4:]
    assert channel_keys.key_of(Channel.objects.get()) == KEY
    assert KEY.secret not in repr(KEY)
    assert audit.verify() is None


def test_a_key_sealed_with_another_key_is_told_and_not_used(
    clerk: Person, now: datetime, settings: Settings, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    settings.IDENTITY_KEY = "another"

    with pytest.raises(CannotCheck, match="重新填写密钥"):
        check(clerk, ask(clerk, now).pk, now)

    assert tencent.heard == []


def test_trying_a_key_costs_nothing_and_tells_a_wrong_one(
    now: datetime, tencent: FakeVendor
) -> None:
    from chapiao.actions.ask_channel import try_key

    channel(tencent, Vendor.TENCENT, now)
    good = try_key(Channel.objects.get(), now)
    wrong = Key(id=KEY.id, secret="another")
    terms = Terms(base=tencent.base)
    channel_keys.add(by=operator(), vendor="tencent", key=wrong, terms=terms, now=now)
    bad = try_key(Channel.objects.get(), now)

    assert (good.verdict, bad.verdict) == ("BAD_INPUT", "AUTH")
    assert [call.spent for call in ChannelCall.objects.all()] == [None, None]
    assert cost_of("tencent", MONTH).at_most == 0
    assert not Check.objects.exists()


def test_only_the_administrator_of_the_system_sets_channels_up(
    clerk: Person, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        channel_keys.add(by=clerk, vendor="baidu", key=KEY, terms=Terms(), now=now)
    with pytest.raises(NotAllowed):
        channel_keys.accounts(clerk, now)


@pytest.mark.parametrize(
    ("vendor", "key", "terms", "said"),
    [
        ("nuonuo", KEY, Terms(), "没有「nuonuo」"),
        ("baidu", Key(id=" ", secret="x"), Terms(), "两部分"),
        ("baidu", KEY, Terms(base="ftp://a.cn"), "https://"),
        ("baidu", KEY, Terms(per_minute=0), "每分钟"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    now: datetime, vendor: str, key: Key, terms: Terms, said: str, db: None
) -> None:
    with pytest.raises(BadChannel, match=said):
        channel_keys.add(by=operator(), vendor=vendor, key=key, terms=terms, now=now)


def test_made_up_invoices_are_never_sent_to_a_real_vendor(
    now: datetime, settings: Settings
) -> None:
    settings.DEMO = True

    with pytest.raises(BadChannel, match="演示环境"):
        channel_keys.add(by=operator(), vendor="baidu", key=KEY, terms=Terms(), now=now)


def test_an_address_inside_is_not_gone_to_unless_it_is_allowed(
    clerk: Person, now: datetime, settings: Settings, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    settings.INSIDE = ()

    answer = check(clerk, ask(clerk, now).pk, now)

    assert "指向内网" in answer.question["answer"]
    assert tencent.heard == []
    assert ChannelCall.objects.count() == 1  # it will be the same a moment later
