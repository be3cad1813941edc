"""The answer leads to the field that would decide most, and a list's filter to its cause."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.actions.papers import number
from tests.web.desk import hold, text

from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.store.models import Entity, Lookup, Person

pytestmark = pytest.mark.django_db


def test_a_link_leads_to_the_field_that_excludes_more(page: Client, clerk: Person) -> None:
    question = Question(number=number(77))
    one = look_up(asker=clerk, question=question, now=timezone.localtime())

    shown = text(page.get(f"/look-ups/{one.pk}/"))

    found = re.search(
        r'<a class="underline" href="#(\w+)" data-focus>补上(\S+?)，可再排除 \d+ 项</a>', shown
    )
    assert found is not None
    assert f'id="{found[1]}"' in shown


@pytest.mark.parametrize("entry", ["本系统台账", "查验平台", "电子税务局"])
def test_nobody_is_asked_for_the_code_of_an_invoice_that_has_none(
    page: Client, clerk: Person, entry: str
) -> None:
    question = Question(number=number(77), entry=entry)
    one = look_up(asker=clerk, question=question, now=timezone.localtime())

    shown = text(page.get(f"/look-ups/{one.pk}/"))

    assert not re.search("补上[^，<]*(发票代码|校验码)", shown)


def test_a_list_without_the_row_offers_to_ask_why(
    page: Client, clerk: Person, entity: Entity
) -> None:
    held = hold(clerk, entity)
    listed = f"q={held.number}&min=100000"

    offered = text(page.get(f"/ledger/?{listed}"))
    sent = {"number": held.number, "listed": listed}
    shown = text(page.post("/", sent, follow=True))

    assert "查这个号码，看为什么这里没有" in offered
    assert Lookup.objects.get().cause == "query_filter"
    assert "价税合计不低于" in shown


def test_a_name_that_is_not_there_offers_no_number(page: Client, entity: Entity) -> None:
    assert "查这个号码" not in text(page.get("/ledger/?q=云杉"))
