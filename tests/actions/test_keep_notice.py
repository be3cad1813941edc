"""A notice's windows are kept, moved and taken back, and what is asked keeps clear of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chapiao.actions import decide_notice
from chapiao.actions.keep_notice import keep_notice
from chapiao.actions.maintenance import Backwards, NotAllowed, announce, open_until
from chapiao.invoice.entry import Entry
from chapiao.store.models import Maintenance, Person

pytestmark = pytest.mark.django_db

PLATFORM = "国家税务总局：全国增值税发票查验平台定于11月25日22:00至次日6:00停机维护。"


def test_a_notice_stops_the_entry_that_it_names(admin: Person, now: datetime) -> None:
    assert keep_notice(admin, PLATFORM, now, "国家税务总局", now) == 1
    assert keep_notice(admin, PLATFORM, now, "国家税务总局", now) == 0  # kept already

    inside = datetime(2026, 11, 25, 23, 0, tzinfo=now.tzinfo)
    end = datetime(2026, 11, 26, 6, 30, tzinfo=now.tzinfo)
    assert open_until(Entry.PLATFORM, inside) == end
    assert open_until(Entry.PLATFORM, now) is None
    assert open_until(Entry.ETAX, inside) is None
    assert Maintenance.objects.get().says


def test_a_window_without_an_end_is_waited_for_two_hours_at_a_time(
    admin: Person, now: datetime
) -> None:
    announce(admin, Entry.PLATFORM, now, None, "恢复时间另行通知", now)

    assert open_until(Entry.PLATFORM, now) == now + timedelta(hours=2)
    assert open_until(Entry.PLATFORM, now + timedelta(days=31)) is None


def test_windows_that_touch_are_waited_out_together(admin: Person, now: datetime) -> None:
    announce(admin, Entry.PLATFORM, now, now + timedelta(hours=1), "一", now)
    announce(
        admin, Entry.PLATFORM, now + timedelta(minutes=80), now + timedelta(hours=3), "二", now
    )

    assert open_until(Entry.PLATFORM, now) == now + timedelta(hours=3, minutes=30)


def test_only_an_administrator_keeps_notices_and_none_ends_before_it_starts(
    admin: Person, clerk: Person, now: datetime
) -> None:
    with pytest.raises(decide_notice.NotAllowed):
        keep_notice(clerk, PLATFORM, now, "", now)
    with pytest.raises(NotAllowed):
        announce(clerk, Entry.PLATFORM, now, None, "", now)
    with pytest.raises(Backwards):
        announce(admin, Entry.PLATFORM, now, now, "", now)

    assert not Maintenance.objects.exists()
