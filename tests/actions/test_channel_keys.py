"""A vendor's key, and what it may cost: sealed, tried, budgeted, the administrator's alone."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

import pytest
from pytest_django import Settings
from tests.actions.channels import KEY, ask, channel, fake_of

from chapiao.actions import channel_keys
from chapiao.actions.accounts import operator
from chapiao.actions.channel_keys import BadChannel, NotAllowed, Terms
from chapiao.actions.check_at_entry import CannotCheck, check
from chapiao.outside.channels.fake_server import FakeVendor
from chapiao.outside.channels.model import Key, Vendor
from chapiao.store import audit
from chapiao.store.models import AuditEntry, Channel, ChannelCall, Check, Person
from chapiao.store.queries.channel_cost import cost_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]

MONTH = date(2026, 11, 1)


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
        ("baidu", Key(id="a\r\nX: y", secret="x"), Terms(), "重新复制"),
        ("baidu", Key(id="ａｂ", secret="x"), Terms(), "重新复制"),
        ("baidu", KEY, Terms(base="ftp://a.cn"), "https://"),
        ("baidu", KEY, Terms(base="https://["), "https://"),
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
