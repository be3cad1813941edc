"""What changed after booking stands on the list until somebody has dealt with it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from tests.actions.papers import sale
from tests.web.desk import text

from chapiao.store import rows
from chapiao.store.models import Alert, Entity, Invoice

pytestmark = pytest.mark.django_db


def raised(entity: Entity) -> Alert:
    at = timezone.localtime()
    held = rows.put(sale(1), source="税局导出", entity=entity, owner=None, at=at).row
    Invoice.objects.filter(pk=held.pk).update(booked_on=date(2026, 11, 10))
    return Alert.objects.create(
        invoice=held, status="已作废", says="发票…0001已入账，现在发票已作废", raised_at=at
    )


def test_an_alert_is_shown_and_taken_off_the_list(page: Client, entity: Entity) -> None:
    alert = raised(entity)

    before = text(page.get("/look-ups/"))
    after = text(page.post(f"/alerts/{alert.pk}/handled/", follow=True))

    assert "入账以后有变化" in before
    assert "现在发票已作废" in before
    assert "入账以后有变化" not in after


def test_an_alert_of_another_company_is_neither_shown_nor_dealt_with(
    page: Client, other_entity: Entity
) -> None:
    alert = raised(other_entity)

    assert "入账以后有变化" not in text(page.get("/look-ups/"))
    refused = page.post(f"/alerts/{alert.pk}/handled/")

    assert refused.status_code == 404
    assert Alert.objects.get().handled_at is None
