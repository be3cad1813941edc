"""Scopes, departments, names and the bureau's settings, set in the terminal."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web.desk import hold

from chapiao.cli.__main__ import main
from chapiao.demo.ids import tax_id
from chapiao.store import access
from chapiao.store.models import AuditEntry, BureauRight, Department, Entity, FormerTaxId, Person

pytestmark = pytest.mark.django_db
WHO = ("--login", "wangmin", "--tax-id", "91110108MA01YXKJ05")


def admin(*given: str) -> int:
    return main(["admin", *given])


def test_a_scope_is_set_listed_and_ended(
    clerk: Person, other_clerk: Person, entity: Entity, capsys: pytest.CaptureFixture[str]
) -> None:
    big = hold(other_clerk, entity)
    assert admin("add-scope", *WHO, "--max", "100", "--regions", "11", "--reason", "新人") == 0
    with pytest.raises(access.NotSeen):
        access.invoice_for(clerk, big.pk)

    assert admin("list-scopes", "--login", "wangmin") == 0
    said = capsys.readouterr().out
    assert "价税合计不超过 ¥100.00（不分正负）；开票地：北京" in said
    pk = re.search(r"编号 (\d+)", said)[1]  # type: ignore[index]
    assert admin("end-scope", "--id", pk, "--drop") == 0

    assert access.invoice_for(clerk, big.pk) == big


def test_a_grant_lasts_through_its_last_day(
    other_clerk: Person, clerk: Person, entity: Entity
) -> None:
    row = hold(clerk, entity)
    today = timezone.localtime().date()
    given = ("--login", "liqiang", "--tax-id", entity.tax_id, "--extra", "--number", row.number)

    assert admin("add-scope", *given, "--until", str(today)) == 0

    assert access.invoice_for(other_clerk, row.pk) == row


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--extra",), "到期时间"),
        (("--kinds", "发票"), "不认识：发票"),
        (("--regions", "99"), "不认识：99"),
        (("--max", "很多"), "金额"),
        (("--until", str(timezone.localtime().date() - timedelta(days=2))), "晚于现在"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    clerk: Person, given: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        admin("add-scope", *WHO, *given)

    assert says in capsys.readouterr().err


def test_companies_change_and_the_bureaus_settings_are_noted(clerk: Person, entity: Entity) -> None:
    of = ("--tax-id", entity.tax_id)
    assert admin("rename-entity", *of, "--name", "北京云杉数字有限公司") == 0
    assert admin("add-department", *of, "--name", "财务部") == 0
    assert admin("set-group", *of, "--group", "云杉集团") == 0
    assert admin("note-bureau", *WHO, "--role", "没有", "--max", "100000") == 0
    assert admin("change-tax-id", *of, "--new", tax_id("110108", 9)) == 0

    entity.refresh_from_db()
    assert (entity.name, entity.group) == ("北京云杉数字有限公司", "云杉集团")
    assert Department.objects.get().name == "财务部"
    assert BureauRight.objects.get().gross_max == 10_000_000
    assert FormerTaxId.objects.get().tax_id == "91110108MA01YXKJ05"
    assert AuditEntry.objects.filter(act="企业更名").exists()
