"""One answer and the list of them: acts, corrections, and whose they are."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.actions.papers import number, sale
from tests.web.desk import browse, hold, text

from chapiao.actions.check_ledger import book
from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.store import access
from chapiao.store.models import Check, Entity, Follow, Invoice, Lookup, Person

pytestmark = pytest.mark.django_db

UNKNOWN = number(77)
ACTS = ("recheck", "follow", "stop", "check")


def ask(asker: Person, **typed: str) -> Lookup:
    question = Question(**{"number": UNKNOWN} | typed)
    return look_up(asker=asker, question=question, now=timezone.localtime())


def test_a_waiting_answer_says_when_it_is_asked_again_and_can_be_stopped(
    page: Client, clerk: Person
) -> None:
    today = timezone.localdate()
    one = ask(
        clerk,
        number=number(77, year=today.year % 100),
        date=today.isoformat(),
        entry="查验平台",
        answer="查无此票",
    )
    assert one.follow == Follow.WATCHING

    before = text(page.get(f"/look-ups/{one.pk}/"))
    after = text(page.post(f"/look-ups/{one.pk}/stop/", follow=True))

    tomorrow = (today + timedelta(days=1)).isoformat()
    assert f"{tomorrow} 09:3" in before
    assert "自动再查" in before
    assert "停止跟进</button>" in before
    assert "已停止跟进" in after
    assert "继续跟进</button>" in after
    assert Lookup.objects.get().follow == Follow.STOPPED


def test_an_answer_can_be_followed(page: Client, clerk: Person) -> None:
    one = ask(clerk)

    shown = text(page.post(f"/look-ups/{one.pk}/follow/", follow=True))

    assert Lookup.objects.get().follow == Follow.WATCHING
    assert "停止跟进" in shown
    assert UNKNOWN in text(page.get("/look-ups/?follow=1"))


def test_asking_again_finds_what_has_come_since_at_the_same_address(
    page: Client, clerk: Person, entity: Entity
) -> None:
    one = ask(clerk)
    assert not one.found
    hold(clerk, entity, place=77)

    response = page.post(f"/look-ups/{one.pk}/recheck/", follow=True)

    assert response.redirect_chain == [(f"/look-ups/{one.pk}/", 302)]
    assert "查到了" in text(response)
    assert text(response).count("逐条规则") == 2  # the old answer stays in the trace


def test_the_demo_platform_is_offered_only_where_it_is(
    page: Client, clerk: Person, settings: Settings
) -> None:
    one = ask(clerk)
    settings.SANDBOX = False

    without = text(page.get(f"/look-ups/{one.pk}/"))
    refused = text(page.post(f"/look-ups/{one.pk}/check/", follow=True))

    assert "到演示查验平台查一次" not in without
    assert "没有可以自动查验的入口" in refused


def test_a_check_at_the_demo_platform_is_spent_and_its_words_shown(
    page: Client, clerk: Person, settings: Settings
) -> None:
    settings.SANDBOX = True
    settings.DATA.mkdir(parents=True)
    one = ask(clerk, date="2026-11-03", amount="106.00")

    offered = text(page.get(f"/look-ups/{one.pk}/"))
    shown = text(page.post(f"/look-ups/{one.pk}/check/", follow=True))

    assert "到演示查验平台查一次" in offered
    assert Check.objects.get().words in shown
    assert "在演示查验平台查过" in shown


def test_a_check_that_lacks_a_field_says_which(
    page: Client, clerk: Person, settings: Settings
) -> None:
    settings.SANDBOX = True
    one = ask(clerk)

    shown = text(page.post(f"/look-ups/{one.pk}/check/", follow=True))

    assert "查验要填开票日期" in shown
    assert not Check.objects.exists()


def test_a_correction_marks_the_digit_and_asks_with_one_click(
    page: Client, clerk: Person, held: Invoice
) -> None:
    wrong = held.number[:-1] + "9"
    one = ask(clerk, number=wrong, date="2026-11-03", amount="106.00")
    shown = text(page.get(f"/look-ups/{one.pk}/"))

    form = re.search(
        r'<form method="post" action="/" class="no-print">(.*?)</form>', shown, re.DOTALL
    )
    assert form
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[1]))
    hidden.pop("csrfmiddlewaretoken", None)
    response = page.post("/", hidden, follow=True)

    assert "<mark>1</mark>" in shown
    assert "按此再查" in shown
    assert hidden["number"] == held.number
    assert hidden["date"] == "2026-11-03"
    assert "查到了" in text(response)


def test_what_is_missing_is_asked_for_with_the_rest_kept(page: Client, clerk: Person) -> None:
    one = ask(clerk, buyer="北京云杉科技有限公司")

    shown = text(page.get(f"/look-ups/{one.pk}/"))

    assert one.answer["ask_for"] == ["issue_date"]
    assert 'id="ask_date"' in shown
    assert 'type="hidden" name="buyer" value="北京云杉科技有限公司"' in shown
    assert "补上这项再查" in shown


def test_the_fill_card_leaves_the_code_of_a_digital_invoice_blank(
    page: Client, clerk: Person, held: Invoice
) -> None:
    one = ask(clerk, number=held.number, entry="查验平台", answer="查无此票")

    shown = text(page.get(f"/look-ups/{one.pk}/"))

    assert 'data-copy="20261103"' in shown
    assert 'data-copy="106.00"' in shown
    assert "不填，留空" in shown
    assert 'href="https://inv-veri.chinatax.gov.cn"' in shown


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_never_done_by_a_link(page: Client, clerk: Person, act: str) -> None:
    one = ask(clerk)

    assert page.get(f"/look-ups/{one.pk}/{act}/").status_code == 405


def test_a_strangers_answer_is_not_there(other_clerk: Person, clerk: Person, held: Invoice) -> None:
    mine, none = ask(clerk, number=held.number).pk, 999_999
    page = browse(other_clerk)

    for pk in (mine, none):
        response = page.get(f"/look-ups/{pk}/")
        assert response.status_code == 404
        assert "没有这条记录" in text(response)
        assert held.number not in text(response)
        assert all(page.post(f"/look-ups/{pk}/{act}/").status_code == 404 for act in ACTS)
    assert held.number not in text(page.get("/look-ups/"))
    assert Lookup.objects.get().follow == Follow.NONE


def test_a_colleague_may_read_the_answer_but_not_act_on_it(
    clerk: Person, held: Invoice, entity: Entity
) -> None:
    one = ask(clerk, number=held.number)
    colleague = Person.objects.create_user("zhouqing", full_name="周青")
    colleague.memberships.create(entity=entity, role="经办")
    page = browse(colleague)

    shown = text(page.get(f"/look-ups/{one.pk}/"))

    assert held.number in shown
    assert "再查一次</button>" not in shown
    assert page.post(f"/look-ups/{one.pk}/stop/").status_code == 404
    assert access.lookups_for(colleague).count() == 0


def test_a_long_list_is_paged_and_keeps_what_was_chosen(page: Client, clerk: Person) -> None:
    for place in range(51):
        ask(clerk, number=number(place))
    Lookup.objects.update(follow=Follow.WATCHING)

    shown = text(page.get("/look-ups/?follow=1"))

    assert "共 51 条，第 1 / 2 页" in shown
    assert 'href="?follow=1&amp;page=2"' in shown
    assert "第 2 / 2 页" in text(page.get("/look-ups/?follow=1&page=2"))
    assert "第 2 / 2 页" in text(page.get("/look-ups/?follow=1&page=99"))


@pytest.mark.parametrize("query", ["asked=gestern", "asked=", "page=x", "follow=%00"])
def test_an_address_nobody_made_shows_the_list(page: Client, query: str) -> None:
    assert page.get(f"/look-ups/?{query}").status_code == 200


def test_the_answer_of_an_invoice_with_hostile_names_is_text(
    page: Client, clerk: Person, entity: Entity
) -> None:
    bad = "<script>alert(1)</script>&'\""
    row = hold(clerk, entity, place=8, seller_name=bad, buyer_name=bad, remark=bad, drawer=bad)
    one = ask(clerk, number=sale(8).number or "")

    pages = [page.get(f"/look-ups/{one.pk}/"), page.get(f"/ledger/{row.pk}/"), page.get("/ledger/")]

    assert all("<script>alert" not in text(one) for one in pages)
    assert all("&lt;script&gt;alert(1)" in text(one) for one in pages)


def test_the_checks_of_the_day_are_shown_and_the_last_is_asked_for_twice(
    page: Client, clerk: Person, settings: Settings
) -> None:
    settings.SANDBOX = True
    one = ask(clerk, date="20260104", amount="264", entry="查验平台")
    for _ in range(4):
        book(UNKNOWN, timezone.localtime(), lookup=None, by=clerk)

    before = text(page.get(f"/look-ups/{one.pk}/"))
    refused = text(page.post(f"/look-ups/{one.pk}/check/", follow=True))
    page.post(f"/look-ups/{one.pk}/check/", {"insist": "1"})

    assert "已查 4 次，还可查 1 次" in before
    assert "坚持再查" not in before
    assert "还剩1次留着备用" in refused
    assert refused.count("坚持再查") > 1
    assert Check.objects.count() == 5


def test_a_look_up_by_conditions_is_listed_by_what_was_typed(page: Client) -> None:
    page.post("/", {"seller": "没有这家公司", "entry": "查验平台"})

    shown = text(page.get("/look-ups/"))

    assert "没有这家公司" in shown
    assert "（文件）" not in shown
