"""状态: what was seen of the entries, in words and as a history; what went silent."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.web.desk import text

from chapiao.actions import probe, silence
from chapiao.store import originals
from chapiao.store.models import (
    Entity,
    Person,
    ProbeResult,
    ProbeTarget,
    Snapshot,
    SourceAlarm,
)

pytestmark = pytest.mark.django_db


def seen(name: str, at: datetime, whose: str, says: str = "说明") -> None:
    """Keep a look, as the worker would."""
    row = ProbeTarget.objects.get(name=name)
    ProbeResult.objects.create(
        target=row, at=at, day=timezone.localdate(at), whose=whose, says=says
    )
    ProbeTarget.objects.filter(pk=row.pk).update(whose=whose, says=says, seen_at=at, since=at)


def test_without_probes_the_page_says_how_to_switch_them_on(page: Client) -> None:
    shown = text(page.get("/status/"))

    assert "没有打开探测" in shown
    assert "CHAPIAO_PROBES=1" in shown
    assert "还没有看过" in shown


def test_each_entry_stands_with_whose_fault_it_is_and_its_history(
    page: Client, settings: Settings
) -> None:
    settings.PROBES, now = True, timezone.localtime()
    probe.set_up(now)
    seen("查验平台", now - timedelta(days=3), "正常")
    seen("查验平台", now - timedelta(hours=3), "正常")
    seen("查验平台", now - timedelta(minutes=2), "对方服务器", "它的服务器报错（HTTP 502）")

    shown = text(page.get("/status/"))

    assert "它的服务器报错（HTTP 502）" in shown
    assert '<span class="state state-red">对方服务器</span>' in shown
    assert "30天里通 66.7%" in shown
    assert shown.count('class="bar-red"') == 2  # this half hour and this day
    assert "没有设对照地址" in shown


def test_a_worker_that_is_silent_is_our_own_fault(page: Client) -> None:
    now = timezone.localtime()
    probe.set_up(now)
    seen("本机", now - timedelta(minutes=20), "正常")

    shown = text(page.get("/status/"))

    assert "我方故障" in shown
    assert "没有动静" in shown


def test_a_silent_source_is_told_here_and_beside_the_look_ups(
    page: Client, clerk: Person, entity: Entity
) -> None:
    now = timezone.localtime()
    at = now - timedelta(days=9)
    document = originals.keep(b"x", "导出.xlsx", at, clerk)
    Snapshot.objects.create(
        document=document, entity=entity, state="已导入", uploaded_by=clerk, uploaded_at=at
    )
    silence.look(now)

    for address in ("/status/", "/look-ups/"):
        assert "已有9天没有导入税局导出" in text(page.get(address))
    alarm = SourceAlarm.objects.get()
    page.post(f"/status/alarms/{alarm.pk}/", {"back": "lookups"})

    assert "已有9天" not in text(page.get("/look-ups/"))


def test_one_failure_in_a_hundred_looks_does_not_colour_a_day(
    page: Client, settings: Settings
) -> None:
    settings.PROBES, now = True, timezone.localtime()
    probe.set_up(now)
    row, at = ProbeTarget.objects.get(name="查验平台"), now - timedelta(days=2)
    ProbeResult.objects.bulk_create(
        ProbeResult(target=row, at=at, day=at.date(), whose=whose, says="说明")
        for whose in ("正常",) * 99 + ("对方服务器",)
    )
    seen("查验平台", now, "正常")

    shown = text(page.get("/status/"))

    assert 'class="bar-red"' not in shown
    assert "对方服务器 1 次，正常 99 次" in shown
