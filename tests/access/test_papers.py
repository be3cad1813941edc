"""Identity numbers: unreadable in the database, found again, shown whole only with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from tests.web.desk import browse, hold, text

from chapiao.actions import papers, set_scope
from chapiao.actions.set_scope import Limits
from chapiao.store.models import AuditEntry, Entity, Person, Profile
from chapiao.store.sealed import WrongKey, keyed_hash, seal, unseal

GOOD = "110101199003078515"


def known(by: Person, person: Person, now: datetime, number: str = GOOD) -> Profile:
    return papers.set_papers(
        by=by, person=person, full_name="王敏", id_number=number, phone="13800000000", now=now
    )


def test_a_number_is_nowhere_in_the_database(head: Person, clerk: Person, now: datetime) -> None:
    known(head, clerk, now)

    with connection.cursor() as cursor:
        cursor.execute("select id_sealed, id_hash from store_profile")
        [row] = cursor.fetchall()
    assert all(GOOD not in cell and GOOD[6:14] not in cell for cell in row)
    assert papers.masked(clerk) == "110101********8515"
    assert papers.person_with(f" {GOOD} ") == clerk
    assert papers.person_with("110101199003070000") is None


def test_another_key_opens_and_finds_nothing(
    head: Person, clerk: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(head, clerk, now)

    monkeypatch.setattr(settings, "IDENTITY_KEY", "another")

    assert papers.person_with(GOOD) is None
    with pytest.raises(WrongKey):
        papers.masked(clerk)


def test_a_sealed_number_does_not_open_in_another_row() -> None:
    sealed = seal(GOOD, "person:1")

    assert unseal(sealed, "person:1") == GOOD
    with pytest.raises(WrongKey):
        unseal(sealed, "person:2")
    assert seal(GOOD, "person:1") != sealed
    assert keyed_hash(GOOD) == keyed_hash(GOOD) != keyed_hash(GOOD[:-1])


@pytest.mark.parametrize("bad", ["110101199003078516", "12345", "91110108MA01YXKJ05"])
def test_a_number_that_can_be_none_is_refused(
    head: Person, clerk: Person, now: datetime, bad: str
) -> None:
    with pytest.raises(papers.BadPapers, match="校验位"):
        known(head, clerk, now, bad)
    assert not Profile.objects.exclude(id_sealed="").exists()


def test_two_people_cannot_be_one(head: Person, clerk: Person, now: datetime) -> None:
    known(head, clerk, now)

    with pytest.raises(papers.BadPapers, match="另一位人员"):
        known(head, head, now)


def test_every_look_at_the_whole_number_is_an_act_with_a_reason(
    head: Person, clerk: Person, now: datetime
) -> None:
    known(head, clerk, now)
    page = browse(head)

    assert GOOD not in text(page.get(f"/members/{clerk.pk}/"))
    page.post(f"/members/{clerk.pk}/papers/reveal/", {"reason": ""})
    assert not AuditEntry.objects.filter(act="查看身份证号").exists()
    shown = page.post(f"/members/{clerk.pk}/papers/reveal/", {"reason": "核对报销"})

    assert GOOD in text(shown)
    assert "no-store" in shown["Cache-Control"]
    [entry] = AuditEntry.objects.filter(act="查看身份证号")
    assert (entry.person, entry.subject) == (head.pk, f"person:{clerk.pk}")
    assert entry.detail == {"reason": "核对报销"}


def test_who_looks_after_none_of_ones_companies_sees_nothing(
    other_clerk: Person, clerk: Person, head: Person, now: datetime
) -> None:
    known(head, clerk, now)

    with pytest.raises(papers.NotAllowed):
        papers.reveal(by=other_clerk, person=clerk, reason="x", now=now)
    assert browse(other_clerk).get(f"/members/{clerk.pk}/").status_code == 404


def test_a_guests_papers_are_not_for_the_company_that_let_them_in(
    head: Person, other_clerk: Person, entity: Entity, now: datetime
) -> None:
    known(other_clerk, other_clerk, now)
    soon = Limits(ends_at=timezone.localtime() + timedelta(days=3))
    set_scope.add_scope(
        by=head, person=other_clerk, entity=entity, limits=soon, extra=True, reason="对账", now=now
    )
    page = browse(head)

    shown = text(page.get(f"/members/{other_clerk.pk}/"))

    assert "13800000000" not in shown
    assert "身份证号" not in shown
    for address in ("papers/", "papers/reveal/"):
        sent = page.post(f"/members/{other_clerk.pk}/{address}", {"full_name": "x", "reason": "x"})
        assert sent.status_code == 404
    other_clerk.refresh_from_db()
    assert other_clerk.full_name != "x"


def test_papers_are_looked_over_twice_a_year(clerk: Person, now: datetime) -> None:
    assert papers.is_due(clerk, now)

    papers.confirm_papers(person=clerk, now=now)

    assert not papers.is_due(clerk, now + timedelta(days=170))
    assert papers.is_due(clerk, now + timedelta(days=190))


def test_a_dump_of_the_database_holds_no_number(head: Person, clerk: Person, now: datetime) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite dumps by itself")
    known(head, clerk, now)

    connection.ensure_connection()
    dump = "\n".join(connection.connection.iterdump())

    assert papers.masked(clerk)
    assert GOOD not in dump


def test_a_persons_number_on_an_invoice_is_masked_and_revealed_with_a_reason(
    clerk: Person, other_clerk: Person, entity: Entity
) -> None:
    row = hold(clerk, entity, seller_name="王敏", seller_tax_id=f"{GOOD}00")
    page = browse(clerk)

    assert GOOD not in text(page.get(f"/ledger/{row.pk}/"))
    assert GOOD not in text(page.get("/ledger/"))
    for given in ({"side": "seller"}, {"side": "buyer", "reason": "核对"}, {"reason": "核对"}):
        assert page.post(f"/ledger/{row.pk}/reveal/", given).status_code == 302
    assert not AuditEntry.objects.filter(act="查看身份证号").exists()
    shown = page.post(f"/ledger/{row.pk}/reveal/", {"side": "seller", "reason": "核对"})

    assert f"{GOOD}00" in text(shown)
    assert "no-store" in shown["Cache-Control"]
    assert AuditEntry.objects.get(act="查看身份证号").subject == f"invoice:{row.pk}"
    hidden = browse(other_clerk).post(f"/ledger/{row.pk}/reveal/", {"side": "seller"})
    assert hidden.status_code == 404
