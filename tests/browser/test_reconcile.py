"""比对 by hand: two files chosen, watched while they are compared, and one gap looked into."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.actions.papers import cells, csv, export, number, sale
from tests.browser.conftest import Open, faults, too_wide

from chapiao.actions import run_reconciliation as action
from chapiao.actions.claim import Wanted, claim
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import Entity, Person

pytestmark = pytest.mark.django_db(transaction=True)
EXPORT = export(sale(1), sale(2), sale(3))
OURS = csv(cells(sale(1)), cells(sale(2), 金额="99"))


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as made:
        yield made


def chosen(page: Page) -> None:
    """Choose two files and begin."""
    page.get_by_label("乙：从哪里来").select_option("上传文件")
    for name, file, data in (("甲", "税局导出.xlsx", EXPORT), ("乙", "台账.csv", OURS)):
        given = {"name": file, "mimeType": "application/octet-stream", "buffer": data}
        page.locator(f"input[name=file{'甲乙'.index(name)}]").set_input_files([given])  # type: ignore[list-item]
    page.get_by_role("button", name="开始比对").click()


def test_two_files_are_chosen_and_the_page_turns_into_the_result(
    opened: Open, entity: Entity, reader: ReaderProcess
) -> None:
    page = opened("/reconcile/")
    chosen(page)
    expect(page.locator("[data-poll-text]")).to_contain_text("排队中")
    now = timezone.localtime()
    action.work(action.waiting(now)[0], now, reader)

    expect(page.get_by_role("link", name="下载 Excel")).to_be_visible()
    page.locator("#causes ~ .sheet-box").get_by_role("link", name="漏导").click()
    page.wait_for_url(re.compile("cause=not_imported"))
    page.locator(".as-cards").get_by_role("link", name=number(3)).click()

    expect(page.get_by_text("两边各是什么")).to_be_visible()
    expect(page.get_by_role("button", name="查这张票")).to_be_visible()


@pytest.mark.parametrize("how", [{}, {"phone": True}, {"dark": True}])
def test_the_pages_are_for_everybody(
    how: dict[str, bool], opened: Open, clerk: Person, reader: ReaderProcess
) -> None:
    now = timezone.localtime()
    lists = [
        action.Chosen(name="税局导出.xlsx", data=EXPORT),
        action.Chosen(name="台账.csv", data=OURS),
    ]
    one = action.start(person=clerk, lists=lists, now=now)
    action.work(one.pk, now, reader)
    held = claim(person=clerk, wanted=Wanted(number=number(1)), now=now)

    for path in (
        "/reconcile/",
        f"/reconcile/{one.pk}/",
        f"/reconcile/{one.pk}/1/",
        "/claims/",
        f"/claims/{held.pk}/",
    ):
        page = opened(path, **how)
        assert faults(page) == [], path
        assert not too_wide(page), path
