"""体检 in a real browser: it speaks to the entries, and the pages are sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.actions.papers import number
from tests.browser.conftest import Desk, Open, faults, too_wide
from tests.outside.web_servers import closed_port, listening, says

from chapiao.actions import fitness, offline_check, probe
from chapiao.actions.fitness_told import Reach, Told
from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.store.models import ClientCheck, Entity, Person, ProbeTarget

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
AWAY = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/login\r\nConnection: close\r\n\r\n"
WAYS = {"desk": {}, "dark phone": {"phone": True, "dark": True}}


def test_the_browser_itself_tells_which_entries_answer(
    opened: Open, desk: Desk, transactional_db: None, clerk: Person, settings: Settings
) -> None:
    with listening(says(GOOD)) as good, listening(says(AWAY)) as away:
        settings.PROBE_CONTROL = good.address
        settings.PROBE_ADDRESSES = {
            "查验平台": good.address,
            "财政票据平台": f"http://127.0.0.1:{closed_port()}",
            "区块链平台": away.address,
            "12306": "",
        }
        page = opened("/fitness/")
        page.get_by_role("button", name="开始体检").click()
        page.wait_for_url("**/fitness/*/")

    # Our policy kept the answer from leading on to another site, and the browser says so.
    refused, desk.complaints[:] = desk.complaints[:], []
    assert refused
    assert all("Content Security Policy" in one for one in refused)
    told = ClientCheck.objects.get().told
    assert told["entries"]["查验平台"]["reached"] is True
    assert told["entries"]["财政票据平台"]["reached"] is False
    assert (told["entries"]["区块链平台"]["reached"], told["entries"]["区块链平台"]["moved"]) == (
        True,
        True,
    )
    assert told["control"]["reached"] is True
    assert abs(told["clock_skew"]) < 60
    assert told["popups"] is True
    assert told["browser"].startswith("Chrome ")
    assert "不通过：财政票据平台" in page.inner_text("h1")


@pytest.fixture
def addresses(
    transactional_db: None, clerk: Person, entity: Entity, settings: Settings
) -> list[str]:
    """Every page of this, with something on it."""
    now = timezone.localtime()
    settings.PROBES = True
    with listening(says(GOOD)) as good:
        settings.PROBE_ADDRESSES = {"查验平台": good.address, "12306": ""}
        probe.set_up(now)
        for name in ("查验平台", "本机"):
            probe.work(ProbeTarget.objects.get(name=name).pk, now)
    told = Told(browser="IE 11", system="Windows 7", clock_skew=4000, zone_minutes=480)
    checked = fitness.keep(clerk, replace(told, entries={"查验平台": Reach(reached=False)}), now)
    fitness.send(clerk, checked.pk, "白屏", now)
    asked = look_up(asker=clerk, question=Question(number=number(77)), now=now)
    made = offline_check.start(clerk, asked.pk, "国家税务总局北京市海淀区税务局", "查不到", now)
    day = now.date() - timedelta(days=3)
    offline_check.hand_in(clerk, made.pk, on=day, receipt_no="1号", due_on=day, now=now)
    return [
        "/status/",
        "/fitness/",
        f"/fitness/{checked.pk}/",
        "/offline/",
        f"/offline/{made.pk}/",
        f"/look-ups/{asked.pk}/",
    ]


@pytest.mark.parametrize("way", WAYS)
def test_the_pages_are_sound(opened: Open, addresses: list[str], way: str) -> None:
    page = opened("/", **WAYS[way])

    found = {}
    for path in addresses:
        page.goto(path)
        page.locator("main details").evaluate_all("every => every.forEach(d => (d.open = true))")
        found[path] = faults(page) + (["scrolls sideways"] if too_wide(page) else [])

    assert {path: wrong for path, wrong in found.items() if wrong} == {}
