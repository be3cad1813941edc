"""体检: what a browser tells is shown in words, kept for its person, and passed on if wanted."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.actions.papers import number
from tests.web.desk import browse, text

from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.store.models import ClientCheck, Entity, Membership, Person, Role

pytestmark = pytest.mark.django_db

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/138.0 Safari/537.36 Edg/138.0"
IE = "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko"


def report(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - anything may be sent
    return {
        "at": timezone.localtime().timestamp() * 1000,
        "platform": "15.0.0",
        "online": True,
        "zone": "Asia/Shanghai",
        "minutes": 480,
        "cookies": True,
        "popups": True,
        "width": 1366,
        "safe": True,
        "control": None,
        "entries": {"查验平台": {"reached": True, "ms": 120, "moved": False}},
    } | changes


def examined(page: Client, agent: str = EDGE, **changes: Any) -> str:  # noqa: ANN401
    sent = {"told": json.dumps(report(**changes))}
    return text(page.post("/fitness/", sent, headers={"User-Agent": agent}, follow=True))


def test_a_computer_in_order_is_told_to_be_fit(page: Client, clerk: Person) -> None:
    shown = examined(page)

    assert "<h1>这台电脑可以用来查票</h1>" in shown
    assert "Edge 138" in shown
    assert "Windows 11" in shown
    assert "连得上，120 毫秒" in shown
    assert ClientCheck.objects.get().person == clerk


@pytest.mark.parametrize(
    ("agent", "changes", "said"),
    [
        (IE, {}, "有 2 项不通过：浏览器、操作系统"),
        (EDGE, {"at": (timezone.localtime() - timedelta(hours=2)).timestamp() * 1000}, "慢 2 小时"),
        (EDGE, {"minutes": 540, "zone": "Asia/Tokyo"}, "开票日期可能差一天"),
        (EDGE, {"cookies": False}, "没有 Cookie 登录不了"),
        (EDGE, {"online": False}, "浏览器说没有联网"),
        (
            EDGE,
            {"entries": {"查验平台": {"reached": False, "ms": 8000}}},
            "用手机热点打开同一个入口",
        ),
        (
            EDGE,
            {"entries": {"查验平台": {"reached": None, "because": "浏览器不让"}}},
            "这台电脑可以用来查票（1 项未执行）",
        ),
        (EDGE, {"entries": {"查验平台": {"reached": True, "moved": True}}}, "被转到别的网站"),
    ],
    ids=range(8),
)
def test_what_is_not_in_order_is_told_with_what_to_do(
    page: Client, agent: str, changes: dict[str, Any], said: str
) -> None:
    assert said in examined(page, agent, **changes)


@pytest.mark.parametrize(
    "told",
    [
        "", "[]", "{", "[" * 9000, "1e999", '"x"', "x" * 30_000,
    ],
    ids=range(7),
)  # fmt: skip
def test_what_is_no_report_is_refused_in_words(page: Client, told: str) -> None:
    shown = text(page.post("/fitness/", {"told": told}, follow=True))

    assert "没有收到浏览器的检查结果" in shown
    assert not ClientCheck.objects.exists()


def test_of_a_hostile_report_only_what_makes_sense_is_kept(page: Client) -> None:
    strange = {
        "at": float("1e300"), "online": "yes", "zone": "<script>" * 99, "minutes": True,
        "width": -1e9, "control": [1], "more": "x", "platform": "\x00\u202e1",
        "entries": {"查验平台": {"reached": "no", "ms": 1e9}, "别处": {"reached": True}},
    }  # fmt: skip

    shown = examined(page, **strange)

    kept = ClientCheck.objects.get().told
    assert "<script>" not in shown
    assert (kept["clock_skew"], kept["online"], kept["control"], kept["width"]) == (None,) * 4
    assert list(kept["entries"]) == ["查验平台"]
    assert len(kept["zone"]) == 80


def test_a_stranger_may_be_examined_and_nothing_is_kept(client: Client, settings: Settings) -> None:
    settings.PROBE_ADDRESSES = {"电子税务局": "https://etax.example.com"}
    settings.PROBE_CONTROL = "https://inside.example.com"

    offered = client.get("/fitness/")
    shown = examined(client)

    assert "查验平台" in text(offered)
    assert "etax.example.com" not in text(offered)
    assert "inside.example.com" not in offered["Content-Security-Policy"] + text(offered)
    assert "没有登录，结果不保存" in shown
    assert not ClientCheck.objects.exists()


def test_only_this_page_lets_the_browser_speak_to_the_entries(
    page: Client, settings: Settings
) -> None:
    settings.PROBE_CONTROL = "https://control.example.com/any?thing"

    policy = page.get("/fitness/")["Content-Security-Policy"]

    assert "connect-src 'self' https://inv-veri.chinatax.gov.cn" in policy
    assert "https://control.example.com" in policy
    assert "script-src 'self';" in policy
    assert "connect-src" not in page.get("/status/")["Content-Security-Policy"]


def test_a_report_is_its_persons_until_it_is_passed_on(
    page: Client, other_clerk: Person, entity: Entity
) -> None:
    head = Person.objects.create(username="head", full_name="主管")
    Membership.objects.create(person=head, entity=entity, role=Role.ADMIN)
    examined(page)
    pk = ClientCheck.objects.get().pk
    address = f"/fitness/{pk}/"

    assert browse(head).get(address).status_code == 404
    page.post(f"{address}send/", {"note": "打开一直白屏"})

    assert "打开一直白屏" in text(browse(head).get(address))
    assert "打开一直白屏" in text(browse(head).get("/fitness/"))
    assert browse(other_clerk).get(address).status_code == 404
    assert browse(other_clerk).post(f"{address}handled/").status_code == 404
    browse(head).post(f"{address}handled/")
    assert "打开一直白屏" not in text(browse(head).get("/fitness/"))


def test_a_browser_too_old_for_scripts_is_told_what_it_is(page: Client) -> None:
    offered = text(page.get("/fitness/"))

    shown = text(
        page.post("/fitness/", {"told": ["", "{}"]}, headers={"User-Agent": IE}, follow=True)
    )

    assert 'name="told" value="{}"' in offered
    assert "有 2 项不通过：浏览器、操作系统" in shown
    assert "浏览器没有报告时间" in shown


def test_where_it_would_help_to_know_the_computer_the_answer_leads_here(
    page: Client, clerk: Person
) -> None:
    question = Question(number=number(77), entry="查验平台", answer="网络超时(04)")
    one = look_up(asker=clerk, question=question, now=timezone.localtime())

    assert 'href="/fitness/"' in text(page.get(f"/look-ups/{one.pk}/")).partition("<main")[2]
    examined(page, entries={"查验平台": {"reached": False}}, control={"reached": False})
    again = text(page.post(f"/look-ups/{one.pk}/recheck/", follow=True))

    assert "您的电脑上不了网" in again
