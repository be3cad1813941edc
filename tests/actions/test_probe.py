"""Whose fault it is that an entry cannot be reached: real servers, real rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.outside.web_servers import GOOD, Authority, closed_port, listening, says

from chapiao.actions import maintenance, probe
from chapiao.invoice.entry import Entry
from chapiao.store.models import Entity, Maintenance, Person, ProbeResult, ProbeTarget, Whose

pytestmark = pytest.mark.django_db

BROKEN = b"HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n"
LOGIN_PAGE = b"HTTP/1.1 302 Found\r\nLocation: http://wifi.portal.example/login\r\n\r\n"


def dated(now: datetime, seconds: int = 0) -> bytes:
    """Return a good answer whose clock is so many seconds ahead."""
    there = (now + timedelta(seconds=seconds)).astimezone(None).timestamp()
    from email.utils import formatdate

    return f"HTTP/1.1 200 OK\r\nDate: {formatdate(there, usegmt=True)}\r\n\r\n".encode()


def looked(settings: Settings, now: datetime, address: str, control: str = "") -> ProbeTarget:
    """Look at 查验平台 under this address once."""
    settings.PROBES, settings.PROBE_CONTROL = True, control
    settings.PROBE_ADDRESSES = {"查验平台": address}
    probe.set_up(now)
    row = probe.work(ProbeTarget.objects.get(name="查验平台").pk, now)
    assert row is not None
    return row


def test_nothing_is_sent_out_unless_the_operator_says_so(now: datetime) -> None:
    probe.set_up(now)

    assert {one.name for one in ProbeTarget.objects.all()} == {"本机", "来源"}


def test_the_official_entries_with_an_address_are_looked_at(
    settings: Settings, now: datetime
) -> None:
    settings.PROBES = True
    settings.PROBE_ADDRESSES = {"电子税务局": "https://etax.example.com"}

    probe.set_up(now)

    rows = dict(ProbeTarget.objects.filter(kind="入口").values_list("name", "address"))
    assert rows["查验平台"] == "https://inv-veri.chinatax.gov.cn"
    assert rows["电子税务局"] == "https://etax.example.com"
    assert "北京本地" not in rows  # no address is known of it


def test_what_is_switched_off_is_looked_at_no_more_and_keeps_its_history(
    settings: Settings, now: datetime
) -> None:
    with listening(says(GOOD)) as server:
        looked(settings, now, server.address)
    settings.PROBES = False

    probe.set_up(now)

    assert ProbeTarget.objects.get(name="查验平台").due_at is None
    assert ProbeResult.objects.count() == 1


def test_an_entry_that_answers_is_in_order_and_looked_at_again_in_time(
    settings: Settings, now: datetime
) -> None:
    with listening(says(GOOD)) as server:
        row = looked(settings, now, server.address)

    assert (row.whose, row.since) == (Whose.NOBODY, now)
    assert row.due_at == now + timedelta(minutes=settings.PROBE_MINUTES)
    assert row.lease_until is None
    assert probe.waiting(now + timedelta(minutes=4)) != [row.pk]


def test_an_error_of_the_entry_is_theirs_even_without_a_control(
    settings: Settings, now: datetime
) -> None:
    with listening(says(BROKEN)) as server:
        row = looked(settings, now, server.address)

    assert row.whose == Whose.THEIRS
    assert row.due_at == now + timedelta(minutes=1)


def test_without_a_control_a_closed_door_is_anybodys(settings: Settings, now: datetime) -> None:
    row = looked(settings, now, f"http://127.0.0.1:{closed_port()}")

    assert row.whose == Whose.UNTOLD
    assert "没有设对照地址" in row.says


def test_a_closed_door_that_was_open_before_is_theirs_where_our_network_is_up(
    settings: Settings, now: datetime
) -> None:
    with listening(says(GOOD)) as control:
        with listening(says(GOOD)) as server:
            before = looked(settings, now, server.address, control.address)
        later = now + timedelta(minutes=5)
        after = probe.work(before.pk, later)

    assert after is not None
    assert (after.whose, after.since) == (Whose.THEIRS, later)
    assert "拒绝连接" in after.says


def test_a_door_that_never_opened_may_be_shut_by_our_own_firewall(
    settings: Settings, now: datetime
) -> None:
    with listening(says(GOOD)) as control:
        row = looked(settings, now, f"http://127.0.0.1:{closed_port()}", control.address)

    assert row.whose == Whose.UNTOLD
    assert "防火墙" in row.says


def test_where_the_control_does_not_answer_either_it_is_our_network(
    settings: Settings, now: datetime
) -> None:
    shut = f"http://127.0.0.1:{closed_port()}"

    assert looked(settings, now, shut, shut).whose == Whose.LOCAL


def test_a_name_that_nobody_knows_beside_one_that_answers_stays_open(
    settings: Settings, now: datetime
) -> None:
    with listening(says(GOOD)) as control:
        row = looked(settings, now, "https://nowhere.invalid", control.address)

    assert row.whose == Whose.UNTOLD
    assert "域名" in row.says


def test_a_login_page_in_the_way_is_our_network(settings: Settings, now: datetime) -> None:
    with listening(says(LOGIN_PAGE)) as server:
        row = looked(settings, now, server.address)

    assert row.whose == Whose.LOCAL
    assert "网关" in row.says


def test_an_expired_certificate_is_theirs_where_our_clock_is_right(
    settings: Settings, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    old = authority.certificate(days=(-30, -1))
    with listening(says(GOOD), old) as server, listening(says(dated(now))) as control:
        row = looked(settings, now, server.safe, control.address)

    assert row.whose == Whose.THEIRS
    assert "时钟没有问题" in row.says


def test_an_expired_certificate_is_ours_where_our_clock_is_wrong(
    settings: Settings, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    old = authority.certificate(days=(-30, -1))
    with listening(says(GOOD), old) as server, listening(says(dated(now, 7200))) as control:
        row = looked(settings, now, server.safe, control.address)

    assert row.whose == Whose.OURS


def test_an_unknown_certificate_stays_open(
    settings: Settings, now: datetime, tmp_path: Path
) -> None:
    made = Authority(tmp_path).certificate()
    with listening(says(GOOD), made) as server, listening(says(dated(now))) as control:
        row = looked(settings, now, server.safe, control.address)

    assert row.whose == Whose.UNTOLD
    assert "根证书" in row.says


def test_in_an_announced_window_it_is_planned(
    settings: Settings, now: datetime, admin: Person
) -> None:
    hour = timedelta(hours=1)
    maintenance.announce(admin, Entry.PLATFORM, now - hour, now + hour, "系统升级", now)
    with listening(says(BROKEN)) as server:
        row = looked(settings, now, server.address)

    assert row.whose == Whose.PLANNED


def test_a_window_of_another_province_plans_nothing_here(
    settings: Settings, now: datetime, admin: Person, entity: Entity
) -> None:
    hour = timedelta(hours=1)
    made = maintenance.announce(admin, Entry.PLATFORM, now - hour, now + hour, "上海升级", now)
    Maintenance.objects.filter(pk=made.pk).update(region="31")
    with listening(says(BROKEN)) as server:
        row = looked(settings, now, server.address)

    assert row.whose == Whose.THEIRS


@pytest.mark.parametrize(("seconds", "whose"), [(2, Whose.NOBODY), (-300, Whose.OURS)])
def test_the_control_tells_whether_our_clock_is_right(
    settings: Settings, now: datetime, seconds: int, whose: Whose
) -> None:
    with listening(says(dated(now, seconds))) as control:
        settings.PROBES, settings.PROBE_CONTROL = True, control.address
        settings.PROBE_ADDRESSES = {}
        probe.set_up(now)
        row = probe.work(ProbeTarget.objects.get(name="对照地址").pk, now)

    assert row is not None
    assert row.whose == whose


def test_a_row_is_looked_at_by_one_worker_for_one_due_time(now: datetime) -> None:
    probe.set_up(now)
    pk = ProbeTarget.objects.get(name="本机").pk

    assert probe.work(pk, now) is not None
    assert probe.work(pk, now) is None
    assert ProbeResult.objects.count() == 1


def test_a_killed_workers_look_is_made_again(now: datetime) -> None:
    probe.set_up(now)
    pk = ProbeTarget.objects.get(name="本机").pk
    held = now + timedelta(minutes=1)
    ProbeTarget.objects.filter(pk=pk).update(lease_until=held, attempt=1)

    assert pk not in probe.waiting(now)
    assert probe.work(pk, held + timedelta(seconds=1)) is not None


def test_own_parts_are_told_with_what_was_seen(now: datetime) -> None:
    probe.set_up(now)

    row = probe.work(ProbeTarget.objects.get(name="本机").pk, now)

    assert row is not None
    assert row.whose == Whose.NOBODY
    assert "GB" in row.says


def test_history_goes_after_forty_days(settings: Settings, now: datetime) -> None:
    probe.set_up(now - timedelta(days=50))
    probe.work(ProbeTarget.objects.get(name="本机").pk, now - timedelta(days=45))
    probe.work(ProbeTarget.objects.get(name="本机").pk, now)

    probe.work(ProbeTarget.objects.get(name="来源").pk, now)

    days = set(ProbeResult.objects.filter(target__name="本机").values_list("day", flat=True))
    assert days == {now.date()}
