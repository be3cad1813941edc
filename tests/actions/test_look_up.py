from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from chapiao.actions import questions
from chapiao.actions.look_up import NotAllowed, look_up
from chapiao.diagnosis.question import Question
from chapiao.invoice.model import Invoice, Line
from chapiao.store import access, audit, rows
from chapiao.store.models import AuditEntry, Entity, Follow, Lookup, LookupFinding, Person

pytestmark = pytest.mark.django_db

NUMBER = "25112000000012345678"
NEAR = "25112000000012345679"


@pytest.fixture
def file(now: datetime) -> Callable[..., rows.Put]:
    """Put an invoice into a pool."""

    def put(
        number: str, entity: Entity | None, owner: Person | None = None, **printed: object
    ) -> rows.Put:
        invoice = Invoice(number=number, code="", issued_on=date(2025, 1, 4), total=26400)
        invoice = replace(invoice, **printed)  # type: ignore[arg-type]
        return rows.put(invoice, source="文件", entity=entity, owner=owner, at=now)

    return put


def test_an_invoice_we_hold_is_found(
    clerk: Person, entity: Entity, file: Callable[..., rows.Put], now: datetime
) -> None:
    held = file(NUMBER, entity)

    answer = look_up(asker=clerk, question=Question(number=NUMBER), now=now)

    assert answer.found is True
    assert answer.cause == "found"
    assert answer.invoice_id == held.row.pk
    assert answer.answer["invoice"]["number"] == NUMBER
    assert answer.follow == Follow.NONE
    assert answer.due_at is None
    assert answer.key == NUMBER


def test_what_is_returned_is_what_is_kept(
    clerk: Person, entity: Entity, file: Callable[..., rows.Put], now: datetime
) -> None:
    file(NUMBER, entity)

    for question in (
        Question(number=NUMBER),
        Question(number=NEAR, date="2025年1月4日"),
        Question(text="餐费 发票号码 " + NEAR, answer="查无此票", entry="查验平台"),
    ):
        given = look_up(asker=clerk, question=question, now=now)
        kept = Lookup.objects.get(pk=given.pk)
        whole = [name for name in kept.__dict__ if not name.startswith("_")]
        assert len(whole) > 15
        for name in whole:
            assert getattr(given, name) == getattr(kept, name), name


def test_an_invoice_nobody_holds_is_answered_with_reasons(clerk: Person, now: datetime) -> None:
    answer = look_up(asker=clerk, question=Question(number=NUMBER), now=now)

    assert answer.found is False
    assert answer.cause != "found"
    assert answer.answer["causes"][0]["id"] == answer.cause
    assert answer.headline
    assert answer.invoice_id is None


def test_the_causes_are_kept_by_rule_so_that_they_can_be_counted(
    clerk: Person, entity: Entity, file: Callable[..., rows.Put], now: datetime
) -> None:
    file(NUMBER, entity)

    answer = look_up(asker=clerk, question=Question(number=NEAR, date="2025-01-04"), now=now)

    kept = list(answer.findings.order_by("position").values_list("rule", "cause", "certainty"))
    told = [
        (rule, cause["id"], cause["certainty"])
        for cause in answer.answer["causes"]
        for rule in cause["rules"]
    ]
    assert kept == told
    assert any(rule == "entry.number_neighbour" for rule, _, _ in kept)


def test_asking_is_written_down_without_what_was_asked(clerk: Person, now: datetime) -> None:
    answer = look_up(asker=clerk, question=Question(number=NUMBER), now=now)

    entry = AuditEntry.objects.get()
    assert (entry.act, entry.person, entry.subject) == ("查票", clerk.pk, f"lookup:{answer.pk}")
    assert NUMBER not in str(entry.detail)
    assert audit.verify() is None


def test_no_permission_is_told_in_words_and_nothing_is_kept(
    stranger: Person, now: datetime
) -> None:
    with pytest.raises(NotAllowed, match="联系本单位管理员"):
        look_up(asker=stranger, question=Question(number=NUMBER), now=now)

    assert not Lookup.objects.exists()
    assert not AuditEntry.objects.exists()


def test_an_answer_tells_nothing_of_rows_outside_the_askers_companies(
    clerk: Person,
    other_clerk: Person,
    other_entity: Entity,
    file: Callable[..., rows.Put],
    now: datetime,
) -> None:
    bare = look_up(asker=clerk, question=Question(number=NUMBER), now=now)
    hidden = file(NUMBER, other_entity, seller_name="北京秘而不宣有限公司")
    file(NEAR, other_entity, seller_name="北京秘而不宣有限公司")
    file("25112000000012345688", None, other_clerk)

    again = look_up(asker=clerk, question=Question(number=NUMBER), now=now)

    assert again.answer == bare.answer
    assert again.invoice_id is None
    theirs = look_up(asker=other_clerk, question=Question(number=NUMBER), now=now)
    assert theirs.invoice_id == hidden.row.pk


def test_an_answer_on_ones_own_row_is_for_ones_own_eyes(
    clerk: Person, entity: Entity, file: Callable[..., rows.Put], now: datetime
) -> None:
    file(NUMBER, None, clerk)
    file(NEAR, entity)
    colleague = Person.objects.create(username="zhaolei")
    colleague.memberships.create(entity=entity, role="经办")

    own = look_up(asker=clerk, question=Question(number=NUMBER), now=now)
    shared = look_up(asker=clerk, question=Question(number=NEAR), now=now)

    assert access.lookup_for(colleague, shared.pk) == shared
    with pytest.raises(access.NotSeen):
        access.lookup_for(colleague, own.pk)


def test_an_invoice_of_today_is_followed_until_it_comes(clerk: Person, now: datetime) -> None:
    question = Question(number=f"26{NUMBER[2:]}", date="2026-11-24", entry="查验平台")

    answer = look_up(asker=clerk, question=question, now=now)

    assert answer.cause == "same_day"
    assert answer.follow == Follow.WATCHING
    promised = datetime.fromisoformat(answer.answer["causes"][0]["recheck_at"])
    assert answer.due_at is not None
    assert promised <= answer.due_at <= promised + timedelta(minutes=3)


def test_a_mistake_of_the_asker_is_not_followed(clerk: Person, now: datetime) -> None:
    answer = look_up(asker=clerk, question=Question(number="2511"), now=now)

    assert answer.follow == Follow.NONE
    assert answer.due_at is None


def test_rows_due_at_the_same_moment_are_spread(clerk: Person, now: datetime) -> None:
    due = {
        look_up(
            asker=clerk,
            question=Question(number=f"2611200000001234{i:04d}", date="2026-11-24"),
            now=now,
        ).due_at
        for i in range(20)
    }

    assert len(due) > 10


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "\0",
        "发票\0号码" + NUMBER,
        "\ud800\udfff" + NUMBER,
        "'; drop table store_lookup; --",
        "<script>alert(1)</script>",
        "%_%",
        "2" * 100_000,
        "\u202e" + NUMBER,
        "💸" * 50,
    ],
    ids=lambda odd: ascii(odd[:20]),
)
def test_anything_typed_is_answered_and_kept(clerk: Person, now: datetime, odd: str) -> None:
    everywhere = Question(
        text=odd,
        number=odd,
        code=odd,
        date=odd,
        amount=odd,
        check_code=odd,
        buyer=odd,
        seller=odd,
        answer=odd,
        entry=odd,
        file=Invoice(number=NUMBER, remark=odd, seller_name=odd, lines=(Line(name=odd),)),
    )

    answer = look_up(asker=clerk, question=everywhere, now=now)

    kept = Lookup.objects.get()
    assert kept.headline == answer.headline
    assert questions.from_json(kept.question) == questions.clean(everywhere)


def test_a_question_as_json_is_the_same_question(now: datetime) -> None:
    question = Question(
        number=NUMBER, amount="264", file=Invoice(number=NUMBER, issued_on=date(2025, 1, 4))
    )

    assert questions.from_json(questions.to_json(question)) == question


def test_every_read_of_an_answer_goes_by_an_index(
    clerk: Person, entity: Entity, file: Callable[..., rows.Put], now: datetime
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite tells its plan")
    file(NUMBER, entity)
    asked: list[str] = []
    connection.ensure_connection()
    connection.connection.set_trace_callback(asked.append)

    for question in (
        Question(number=NUMBER),
        Question(number=NEAR),
        Question(number="12345678"),
        Question(number="12345678", code="011002300111", amount="100", date="2023-03-01"),
        Question(number="2.51120000000123E+19", answer="查无此票", entry="查验平台"),
    ):
        look_up(asker=clerk, question=question, now=now)

    connection.connection.set_trace_callback(None)
    reads = [one for one in asked if one.lower().startswith("select") and "store_" in one]
    assert len(reads) > 10
    small = ("SCAN e", "SCAN wanted", "SCAN store_auditentry")  # own companies, keys, last entry
    for read in reads:
        for row in connection.connection.execute(f"explain query plan {read}"):
            step = row[3]
            assert "SCAN" not in step or step.startswith(small), (step, read)


def test_findings_of_a_lookup_go_with_it(clerk: Person, now: datetime) -> None:
    answer = look_up(asker=clerk, question=Question(number=NUMBER, date="2029-01-01"), now=now)
    assert LookupFinding.objects.filter(lookup=answer).exists()

    answer.delete()

    assert not LookupFinding.objects.exists()


def test_at_a_past_moment_nothing_that_came_later_is_seen(
    clerk: Person, entity: Entity, file: Callable[..., rows.Put], now: datetime
) -> None:
    file(NUMBER, entity)
    question, before = Question(number=NUMBER), now - timedelta(days=1)

    past = look_up(asker=clerk, question=question, now=before, past=True)
    then = look_up(asker=clerk, question=question, now=now, past=True)

    assert past.found is False
    assert past.invoice_id is None
    assert then.found is True
