"""In a browser: a hidden invoice, why, asking, deciding, and the answer that comes by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.browser.conftest import Desk, cookie_of, faults, too_wide
from tests.web.desk import hold

from chapiao.actions.ask_access import ask_access
from chapiao.actions.look_up import look_up
from chapiao.actions.papers import set_papers
from chapiao.diagnosis.question import Question
from chapiao.store.models import Entity, Invoice, Membership, Person, Role, Scope


@pytest.fixture
def head(transactional_db: None, entity: Entity) -> Person:
    """The administrator of the company, who sees all of it."""
    person = Person.objects.create(username="zhaolei", full_name="赵磊")
    Membership.objects.create(person=person, entity=entity, role=Role.ADMIN)
    return person


@pytest.fixture
def hidden(head: Person, clerk: Person, entity: Entity) -> Invoice:
    """An invoice of 106 yuan; the clerk sees up to 100."""
    now = timezone.localtime()
    Scope.objects.create(person=clerk, entity=entity, gross_max=10_000, made_at=now, reason="新人")
    return hold(head, entity)


def test_from_hidden_to_seen(desk: Desk, clerk: Person, head: Person, hidden: Invoice) -> None:
    mine = desk.open("/", cookie=cookie_of(clerk))
    mine.get_by_label("要查的发票").fill(hidden.number)
    mine.get_by_text("更多条件").click()
    mine.get_by_label("开票日期").fill("2026-11-03")
    mine.locator("[data-go]").click()
    mine.wait_for_url("**/look-ups/*/")
    assert mine.get_by_text("价税合计超过范围上限 ¥100.00").count() >= 1
    mine.get_by_label("申请查看的事由").fill("要报销")
    mine.get_by_role("button", name="申请查看").click()
    assert mine.get_by_text("待审批").count() == 1

    theirs = desk.open("/rights/", cookie=cookie_of(head))
    theirs.get_by_role("link", name="审批（1）").click()
    theirs.get_by_role("link", name=hidden.number).click()
    theirs.get_by_label("到期日期").fill(f"{timezone.localtime() + timedelta(days=7):%Y-%m-%d}")
    theirs.get_by_role("button", name="批准", exact=True).click()
    assert theirs.get_by_text("已批准，申请人的查询已自动再查").count() == 1

    mine.goto("/")
    mine.locator(".note-green").get_by_role("link", name=hidden.number).click()
    assert mine.get_by_text("批准，已自动再查").count() == 1
    assert mine.locator("h1").inner_text().startswith("查到了")
    assert mine.get_by_role("link", name="看台账记录").count() == 1


@pytest.mark.parametrize("way", [{}, {"dark": True}, {"phone": True}])
def test_the_pages_of_rights_are_sound(
    desk: Desk, clerk: Person, head: Person, hidden: Invoice, way: dict[str, bool]
) -> None:
    now = timezone.localtime()
    asked = look_up(
        asker=clerk, question=Question(number=hidden.number, date="2026-11-03"), now=now
    )
    request = ask_access(person=clerk, lookup_pk=asked.pk, reason="要报销" * 20, now=now)
    set_papers(
        by=head, person=clerk, full_name="王敏", id_number="110101199003078515", phone="", now=now
    )
    found: dict[str, list[str]] = {}
    for person, paths in (
        (clerk, ["/rights/", "/rights/requests/", f"/look-ups/{asked.pk}/"]),
        (
            head,
            [
                "/rights/",
                "/approvals/",
                f"/approvals/{request.pk}/",
                "/members/",
                f"/members/{clerk.pk}/?number={hidden.number}",
                "/audit/",
            ],
        ),
    ):
        page = desk.open("/", cookie=cookie_of(person), **way)
        for path in paths:
            assert page.goto(path).status == 200
            page.locator("main details").evaluate_all("all => all.forEach(d => (d.open = true))")
            found[path] = faults(page) + (["scrolls sideways"] if too_wide(page) else [])

    assert {path: wrong for path, wrong in found.items() if wrong} == {}
