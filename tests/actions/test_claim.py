"""One invoice is used once: over people, departments, companies and its two numbers."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from tests.actions.papers import number, sale

from chapiao.actions import claim as action
from chapiao.actions.claim import Wanted
from chapiao.actions.claim_doubts import doubts
from chapiao.invoice.status import TaxStatus
from chapiao.store import access, rows
from chapiao.store.models import AuditEntry, Claim, ClaimLock, Entity, Membership, Person, Role

pytestmark = pytest.mark.django_db


def claimed(person: Person, at: int, now: datetime, **other: str) -> Claim:
    return action.claim(person=person, wanted=Wanted(number=number(at), **other), now=now)  # type: ignore[arg-type]


def test_a_colleague_who_claims_it_again_is_shown_the_first_claim(
    clerk: Person, stranger: Person, entity: Entity, now: datetime
) -> None:
    Membership.objects.create(person=stranger, entity=entity, role=Role.CLERK)
    first = claimed(clerk, 1, now, paper="报销-1", department="财务部")

    with pytest.raises(action.Taken, match="报销-1") as told:
        claimed(stranger, 1, now + timedelta(days=1))

    assert told.value.first == first.pk
    assert Claim.objects.count() == 1


def test_a_sister_company_learns_that_it_is_taken_and_no_more(
    clerk: Person, other_clerk: Person, now: datetime
) -> None:
    claimed(clerk, 1, now, paper="报销-1")

    with pytest.raises(action.Taken) as told:
        claimed(other_clerk, 1, now)

    assert told.value.first is None
    assert "重复发票" in str(told.value)
    assert clerk.full_name not in str(told.value)
    assert "报销-1" not in str(told.value)


def test_another_group_is_told_nothing(
    clerk: Person, other_clerk: Person, other_entity: Entity, now: datetime
) -> None:
    other_entity.group = "别的集团"
    other_entity.save()
    claimed(clerk, 1, now)

    assert claimed(other_clerk, 1, now).state == "占用"


def test_the_other_number_of_a_paper_is_the_same_invoice(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    paper = replace(sale(1), code="011002300111", number="12345678", second_number=number(1))
    rows.put(paper, source="手工录入", entity=entity, owner=clerk, at=now)
    action.claim(person=clerk, wanted=Wanted(number="12345678", code="011002300111"), now=now)

    with pytest.raises(action.Taken):
        claimed(clerk, 1, now)


def test_an_invoice_is_settled_or_let_go_and_then_free_again(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    one = claimed(clerk, 1, now)

    action.settle(person=clerk, pk=one.pk, now=now)
    with pytest.raises(action.Taken, match="已核销"):
        claimed(clerk, 1, now)
    action.release(person=clerk, pk=one.pk, because="单据作废", now=now)

    assert claimed(clerk, 1, now).pk != one.pk
    acts = AuditEntry.objects.filter(subject=f"claim:{one.pk}").values_list("act", flat=True)
    assert list(acts) == ["占用发票", "核销发票", "解锁发票"]


def test_a_claim_whose_check_failed_may_be_tried_again(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    one = claimed(clerk, 1, now)

    action.fail(person=clerk, pk=one.pk, because="查无此票", now=now)

    assert not ClaimLock.objects.exists()
    assert claimed(clerk, 1, now).state == "占用"


def test_nobody_lets_go_of_what_others_hold(
    clerk: Person, stranger: Person, other_clerk: Person, entity: Entity, now: datetime
) -> None:
    Membership.objects.create(person=stranger, entity=entity, role=Role.CLERK)
    one = claimed(clerk, 1, now)

    with pytest.raises(action.NotNow, match="只有占用人"):
        action.release(person=stranger, pk=one.pk, because="我要用", now=now)
    with pytest.raises(access.NotSeen):
        action.settle(person=other_clerk, pk=one.pk, now=now)
    with pytest.raises(action.NotNow, match="原因"):
        action.release(person=clerk, pk=one.pk, because=" ", now=now)


def test_a_voided_invoice_is_never_claimed(clerk: Person, entity: Entity, now: datetime) -> None:
    state = rows.State(tax_status=TaxStatus.VOIDED)
    rows.put(sale(1), source="手工录入", entity=entity, owner=clerk, at=now, state=state)

    with pytest.raises(action.NotClaimed, match="已作废"):
        claimed(clerk, 1, now)


@pytest.mark.parametrize(("typed", "words"), [("12345678", "代码"), ("12", "位"), ("abc", "数字")])
def test_what_is_no_number_is_told(
    typed: str, words: str, clerk: Person, entity: Entity, now: datetime
) -> None:
    with pytest.raises(action.NotClaimed, match=words):
        action.claim(person=clerk, wanted=Wanted(number=typed), now=now)


def test_numbers_in_a_row_and_near_duplicates_are_pointed_out(
    clerk: Person, other_clerk: Person, now: datetime
) -> None:
    first = claimed(clerk, 100, now)
    claimed(other_clerk, 102, now)
    swapped = number(100)[:-3] + number(100)[-2] + number(100)[-3] + number(100)[-1]
    near = action.claim(person=clerk, wanted=Wanted(number=swapped), now=now)

    told = doubts(first, clerk)

    assert [(one.id, one.other) for one in told] == [("consecutive", None), ("near", near.pk)]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_it_at_once_one_gets_it(clerk: Person, now: datetime) -> None:
    got: list[str] = []

    def one() -> None:
        try:
            claimed(clerk, 1, now)
            got.append("held")
        except action.Taken:
            got.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(got) == ["held", *["taken"] * 5]


def test_what_no_database_holds_is_left_out_of_a_claim(clerk: Person, now: datetime) -> None:
    odd = "B\0X\ud800"

    made = action.claim(
        person=clerk,
        wanted=action.Wanted(number="25112000000012345678", paper=odd, department=odd),
        now=now,
    )
    made = action.release(person=clerk, pk=made.pk, because=odd, now=now)

    assert (made.paper, made.department, made.because) == ("BX?", "BX?", "BX?")
    with pytest.raises(action.NotNow):
        action.release(person=clerk, pk=made.pk, because="\0", now=now)
