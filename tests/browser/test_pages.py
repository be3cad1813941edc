"""Every page: nothing to complain of in the console, for axe, or sideways on a phone."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.actions.papers import export, number, sale
from tests.browser.conftest import Desk, Open, faults, too_wide
from tests.web.desk import hold

from chapiao.actions import hand_in, import_export
from chapiao.actions.look_up import look_up
from chapiao.cli import worker
from chapiao.demo.paper import einvoice
from chapiao.diagnosis.question import Question
from chapiao.invoice.status import TaxStatus
from chapiao.store.models import Entity, Person
from chapiao.store.rows import State

LONG = "北京云雾山麓特别长名称文化用品及办公设备销售服务（集团）有限责任公司海淀第三分公司"
WAYS = {"desk": {}, "dark": {"dark": True}, "phone": {"phone": True}}
WAYS["dark phone"] = {"phone": True, "dark": True}


@pytest.fixture
def addresses(transactional_db: None, clerk: Person, entity: Entity) -> dict[str, str]:
    """One address of every kind of page, with something on it."""
    now = timezone.localtime()
    row = hold(clerk, entity, seller_name=LONG, remark="备注" * 80)
    for place, status in enumerate(TaxStatus, start=2):
        hold(clerk, entity, place=place, state=State(tax_status=status), total=-10600 * place)
    typo = Question(number=f"{row.number[:-1]}9", date="2026-11-03", amount="106.00")
    wrong = look_up(asker=clerk, question=typo, now=now)
    found = look_up(asker=clerk, question=Question(number=row.number), now=now)
    waiting = look_up(
        asker=clerk,
        question=Question(number=number(77), entry="查验平台", answer="查无此票"),
        now=now,
    )
    names = {"票.xml": einvoice.xml(sale(20)), f"{LONG}{LONG}.pdf": b"%PDF", "空.pdf": b""}
    given = hand_in.hand_in(giver=clerk, files=names.items(), question=Question(), now=now)
    taken = import_export.upload(
        person=clerk, name=f"{LONG}.xlsx", data=export(sale(1), sale(30, seller_name=LONG)), now=now
    )
    bad = import_export.upload(person=clerk, name="坏.xlsx", data=b"x", now=now)
    worker.sweep(now)
    fresh = import_export.upload(person=clerk, name="新.xlsx", data=export(sale(1)), now=now)
    return {
        "home": "/",
        "lookups": "/look-ups/",
        "wrong": f"/look-ups/{wrong.pk}/",
        "found": f"/look-ups/{found.pk}/",
        "waiting": f"/look-ups/{waiting.pk}/",
        "ledger": "/ledger/",
        "filtered": "/ledger/?q=没有&min=x&kind=&verify=一致",
        "invoice": f"/ledger/{row.pk}/",
        "imports": "/import/",
        "snapshot": f"/import/{taken.pk}/",
        "failed import": f"/import/{bad.pk}/",
        "busy import": f"/import/{fresh.pk}/",
        "intake": f"/intake/{given.pk}/",
        "nothing": "/nothing/",
    }


@pytest.mark.parametrize("way", WAYS)
def test_every_page_is_sound(opened: Open, addresses: dict[str, str], way: str) -> None:
    page = opened("/", **WAYS[way])

    found = {}
    for name, path in addresses.items():
        page.goto(path)
        page.locator("main details").evaluate_all("every => every.forEach(d => (d.open = true))")
        found[name] = faults(page) + (["scrolls sideways"] if too_wide(page) else [])

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("way", WAYS)
def test_the_login_is_sound(desk: Desk, way: str) -> None:
    page = desk.open("/login/", **WAYS[way])

    assert faults(page) == []
    assert not too_wide(page)


def test_only_links_that_work_are_on_the_pages(opened: Open, addresses: dict[str, str]) -> None:
    page = opened("/")
    seen: dict[str, int] = {}

    for path in addresses.values():
        page.goto(path)
        own = "links => links.map(a => a.href).filter(h => h.startsWith(location.origin))"
        for link in page.locator("a[href]:not([href^='#'])").evaluate_all(own):
            plain = link.partition("#")[0]
            if plain not in seen:
                seen[plain] = page.request.get(plain).status

    assert {link for link, status in seen.items() if status != 200} == set()
    assert len(seen) > 20
