"""A hidden invoice: what its holder is told, how they ask, who decides, and what happens then."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from tests.actions.papers import number, sale
from tests.web.desk import browse, hold, text

from chapiao.actions import ask_access, decide_access, set_scope
from chapiao.actions.decide_access import Decision
from chapiao.actions.look_up import look_up
from chapiao.actions.set_scope import Limits
from chapiao.diagnosis.question import Question
from chapiao.store import access, models
from chapiao.store.models import AccessRequest, AuditEntry, Entity, Invoice, Person, RequestState

DAY = "2026-11-03"


@pytest.fixture
def hidden(head: Person, entity: Entity) -> Invoice:
    """An invoice of 106 yuan that the limited clerk does not see."""
    return hold(head, entity)


def asked(person: Person, **question: str) -> models.Lookup:
    return look_up(asker=person, question=Question(**question), now=timezone.localtime())


def page(person: Person, lookup: models.Lookup) -> str:
    return text(browse(person).get(f"/look-ups/{lookup.pk}/"))


def soon() -> datetime:
    return timezone.localtime() + timedelta(days=7)


def test_who_only_knows_the_number_learns_nothing(limited: Person, hidden: Invoice) -> None:
    there = asked(limited, number=hidden.number)
    nowhere = asked(limited, number=number(99))

    def told(one: models.Lookup) -> list[object]:
        return [one.found, one.cause, one.invoice_id, one.headline.replace(one.key, "号码")]

    assert told(there) == told(nowhere)
    shown = [page(limited, one).replace(one.key, "号码") for one in (there, nowhere)]
    for each, one in zip(shown, (there, nowhere), strict=True):
        assert "没有，或您无权查看" in each
        assert "申请查看" in each
        assert f"/look-ups/{one.pk}/ask-access/" in each
        assert "超过范围上限" not in each


@pytest.mark.parametrize("proof", [{"date": DAY}, {"amount": "106.00"}, {"amount": "100"}])
def test_the_holder_is_told_which_limit_hides_it_and_who_can_open_it(
    limited: Person, hidden: Invoice, proof: dict[str, str]
) -> None:
    answer = asked(limited, number=hidden.number, **proof)

    assert answer.found is False
    assert answer.cause == "own_scope"
    shown = page(limited, answer)
    assert "价税合计超过范围上限 ¥100.00" in shown
    assert "赵磊" in shown


def test_its_file_proves_it_too(limited: Person, hidden: Invoice) -> None:
    question = Question(file=sale(1, issued_on=hidden.issued_on))

    answer = look_up(asker=limited, question=question, now=timezone.localtime())

    assert answer.cause == "own_scope"


@pytest.mark.parametrize("wrong", [{"date": "2026-11-04"}, {"amount": "107.00"}])
def test_a_wrong_date_or_amount_proves_nothing(
    limited: Person, hidden: Invoice, wrong: dict[str, str]
) -> None:
    assert asked(limited, number=hidden.number, **wrong).cause != "own_scope"


def test_who_guesses_dates_is_told_nothing_in_the_end(limited: Person, hidden: Invoice) -> None:
    for day in range(4, 11):
        asked(limited, number=hidden.number, date=f"2026-11-{day:02d}")

    assert asked(limited, number=hidden.number, date=DAY).cause != "own_scope"


def test_guesses_in_pasted_text_count_too(limited: Person, hidden: Invoice) -> None:
    for day in range(4, 11):
        asked(limited, text=f"{hidden.number} 开票日期 2026-11-{day:02d}")

    last = asked(limited, text=f"{hidden.number} 开票日期 {DAY}")

    assert last.cause != "own_scope"


def test_guesses_on_made_up_files_count_too(limited: Person, hidden: Invoice) -> None:
    for day in range(4, 11):
        made_up = sale(1, issued_on=date(2026, 11, day), total=day, amount=day)
        look_up(asker=limited, question=Question(file=made_up), now=timezone.localtime())
    right = Question(file=sale(1, issued_on=hidden.issued_on))

    assert look_up(asker=limited, question=right, now=timezone.localtime()).cause != "own_scope"


def test_across_groups_nothing_is_ever_told(outsider: Person, hidden: Invoice) -> None:
    answer = asked(outsider, number=hidden.number, date=DAY)

    assert answer.cause != "own_scope"
    assert "在本系统里有" not in page(outsider, answer)


def test_a_sister_company_is_told(other_clerk: Person, hidden: Invoice) -> None:
    answer = asked(other_clerk, number=hidden.number, date=DAY)

    assert answer.cause == "own_scope"
    assert "不是这家企业的成员" in page(other_clerk, answer)


def test_a_grant_answers_the_first_question_by_itself_and_says_so(
    limited: Person, hidden: Invoice, head: Person
) -> None:
    lookup = asked(limited, number=hidden.number, date=DAY)
    mine = browse(limited)
    mine.post(f"/look-ups/{lookup.pk}/ask-access/", {"reason": "要报销"})
    theirs = browse(head)
    [request] = AccessRequest.objects.all()
    assert "要报销" in text(theirs.get("/approvals/"))
    ends = f"{soon():%Y-%m-%d}"

    shown = text(theirs.get(f"/approvals/{request.pk}/"))
    assert "是：填对了开票日期" in shown
    assert "超过范围上限 ¥100.00" in shown
    answer = {"grant": "1", "only_this": "1", "ends_on": ends, "answer": "可以"}
    assert theirs.post(f"/approvals/{request.pk}/", answer).status_code == 302

    lookup.refresh_from_db()
    assert lookup.found is True
    assert lookup.invoice_id == hidden.pk
    assert "已自动再查" in text(mine.get("/"))
    assert "批准，已自动再查" in page(limited, lookup)
    assert "已自动再查" not in text(mine.get("/"))  # it has been read
    assert mine.get(f"/ledger/{hidden.pk}/").status_code == 200
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"申请查看", "批准申请", "临时授权", "获准后自动再查"} <= acts


def test_a_grant_opens_one_invoice_and_ends(
    limited: Person, hidden: Invoice, head: Person, entity: Entity
) -> None:
    other = hold(head, entity, place=2)
    lookup = asked(limited, number=hidden.number)
    made = ask_access.ask_access(
        person=limited, lookup_pk=lookup.pk, reason="核对", now=timezone.localtime()
    )
    decision = Decision(grant=True, limits=Limits(ends_at=soon()))
    decided = decide_access.decide(by=head, pk=made.pk, decision=decision, now=timezone.localtime())
    assert decided.state == RequestState.GRANTED
    assert access.invoice_for(limited, hidden.pk) == hidden
    with pytest.raises(access.NotSeen):
        access.invoice_for(limited, other.pk)

    models.Scope.objects.filter(pk=decided.scope_id).update(
        ends_at=timezone.localtime() - timedelta(seconds=1)
    )

    with pytest.raises(access.NotSeen):
        access.invoice_for(limited, hidden.pk)
    lookup.refresh_from_db()
    with pytest.raises(access.Withheld):  # the answer it gave is not shown any more either
        access.lookup_for(limited, lookup.pk)
    assert "您的权限在这次查询之后变了" in page(limited, lookup)
    assert "¥106.00" not in text(browse(limited).get("/look-ups/"))


def test_what_is_not_there_cannot_be_opened_and_the_asker_learns_only_the_answer(
    limited: Person, head: Person
) -> None:
    lookup = asked(limited, number=number(99))
    made = ask_access.ask_access(
        person=limited, lookup_pk=lookup.pk, reason="核对", now=timezone.localtime()
    )
    theirs = browse(head)

    yes = {"grant": "1", "only_this": "1", "ends_on": f"{soon():%Y-%m-%d}"}
    assert "没有可以开放的" in text(theirs.post(f"/approvals/{made.pk}/", yes))
    theirs.post(f"/approvals/{made.pk}/", {"grant": "0", "answer": "请销售方重开"})

    assert "请销售方重开" in text(browse(limited).get("/rights/requests/"))


def test_nobody_decides_what_is_not_theirs(
    limited: Person, hidden: Invoice, other_clerk: Person, outsider: Person
) -> None:
    lookup = asked(limited, number=hidden.number, date=DAY)
    made = ask_access.ask_access(
        person=limited, lookup_pk=lookup.pk, reason="核对", now=timezone.localtime()
    )

    for person in (limited, other_clerk, outsider):
        assert browse(person).get(f"/approvals/{made.pk}/").status_code == 404
        with pytest.raises(access.NotSeen):
            decide_access.decide(
                by=person, pk=made.pk, decision=Decision(grant=True), now=timezone.localtime()
            )


def test_who_sees_a_part_opens_nothing(
    limited: Person, hidden: Invoice, head: Person, entity: Entity, clerk: Person, now: datetime
) -> None:
    models.Scope.objects.create(person=head, entity=entity, gross_max=1, made_at=now)

    with pytest.raises(set_scope.NotAllowed):
        set_scope.add_scope(
            by=head,
            person=clerk,
            entity=entity,
            limits=Limits(ends_at=soon()),
            extra=True,
            reason="",
            now=timezone.localtime(),
        )


def test_a_request_is_made_once_with_a_reason_and_can_be_taken_back(
    limited: Person, hidden: Invoice, now: datetime
) -> None:
    lookup = asked(limited, number=hidden.number)

    with pytest.raises(ask_access.CannotAsk, match="事由"):
        ask_access.ask_access(person=limited, lookup_pk=lookup.pk, reason=" ", now=now)
    made = ask_access.ask_access(person=limited, lookup_pk=lookup.pk, reason="报销", now=now)
    with pytest.raises(ask_access.CannotAsk, match="已经申请"):
        ask_access.ask_access(person=limited, lookup_pk=lookup.pk, reason="报销", now=now)
    ask_access.withdraw(person=limited, pk=made.pk, now=now)

    assert ask_access.ask_access(person=limited, lookup_pk=lookup.pk, reason="报销", now=now)


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(), "到期时间"),
        (Limits(ends_at=timezone.localtime() - timedelta(days=1)), "晚于现在"),
        (Limits(ends_at=soon(), gross_max=-1), "正数"),
    ],
)
def test_a_grant_without_sense_is_refused_in_words(
    limited: Person, head: Person, entity: Entity, limits: Limits, says: str
) -> None:
    with pytest.raises(set_scope.BadScope, match=says):
        set_scope.add_scope(
            by=head,
            person=limited,
            entity=entity,
            limits=limits,
            extra=True,
            reason="",
            now=timezone.localtime(),
        )


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "3000-01-01"])
def test_a_day_beyond_all_clocks_is_refused_in_words(
    head: Person, clerk: Person, entity: Entity, admin: Person, day: str
) -> None:
    scopes = f"/members/{clerk.pk}/{entity.pk}/scopes/"

    for field in ("starts_on", "ends_on", "first_day", "last_day"):
        refused = browse(head).post(scopes, {field: day, "extra": "1", "reason": "对账"})
        assert refused.status_code == 422
        assert "年以" in text(refused)
    for field in ("since", "until"):
        assert browse(admin).get("/audit/", {field: day}).status_code == 200


def test_a_head_of_finance_does_not_shut_an_administrator_out(head: Person, entity: Entity) -> None:
    above = Person.objects.create(username="zhangwei", full_name="张伟")
    models.Membership.objects.create(person=above, entity=entity, role=models.Role.ADMIN)
    address = f"/members/{above.pk}/{entity.pk}/scopes/"

    refused = browse(head).post(address, {"gross_max": "1", "reason": "试试"})

    assert refused.status_code == 422
    assert "只有管理员" in text(refused)
    assert browse(above).get("/accounts/").status_code == 200
    assert browse(above).post(address, {"gross_max": "1", "reason": "自限"}).status_code == 302
