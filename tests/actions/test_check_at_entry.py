from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from chapiao.actions.at_platform import sandbox
from chapiao.actions.check_at_entry import CannotCheck, check
from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import VerifyStatus
from chapiao.outside.sandbox_platform import Issued, Mark, SandboxPlatform
from chapiao.store import access, audit, rows
from chapiao.store.models import AuditEntry, Check, Entity, Follow, Lookup, Person

pytestmark = pytest.mark.django_db

NUMBER = "25112000000012345678"
DAY = date(2025, 1, 4)


@pytest.fixture
def platform(data_folder: Path, settings: Settings) -> SandboxPlatform:
    settings.SANDBOX = True
    made = SandboxPlatform(data_folder / "sandbox.sqlite3")
    made.set_invoice(Issued(number=NUMBER, issued_on=DAY, last="264.00"))
    return made


def ask(asker: Person, now: datetime, **typed: str) -> Lookup:
    typed = {"number": NUMBER, "date": "20250104", "amount": "264", "entry": "查验平台"} | typed
    return look_up(asker=asker, question=Question(**typed), now=now)


@pytest.mark.usefixtures("platform")
def test_an_invoice_that_agrees_is_found_at_the_platform(clerk: Person, now: datetime) -> None:
    asked = ask(clerk, now)

    answer = check(clerk, asked.pk, now + timedelta(minutes=1))

    assert answer.pk == asked.pk
    assert (answer.found, answer.cause) == (True, "found")
    assert answer.question["answer"] == "一致"
    spent = Check.objects.get()
    assert (spent.lookup, spent.key, spent.entry) == (asked, NUMBER, "查验平台")
    assert (spent.outcome, spent.words, spent.sandbox) == ("一致", "一致", True)
    assert spent.asked_by == clerk
    assert AuditEntry.objects.order_by("-pk")[0].act == "查验"
    assert audit.verify() is None


@pytest.mark.usefixtures("platform")
def test_the_answer_says_that_it_was_the_demonstration(clerk: Person, now: datetime) -> None:
    asked = ask(clerk, now)

    answer = check(clerk, asked.pk, now + timedelta(minutes=1))

    trace = answer.answer["trace"]
    assert trace[: len(asked.answer["trace"])] == asked.answer["trace"]
    moment = trace[len(asked.answer["trace"])]
    assert (moment["what"], moment["result"]) == ("演示查验平台", "一致")
    assert moment["at"] == "2026-11-24T09:13:00+08:00"


@pytest.mark.usefixtures("platform")
def test_a_wrong_amount_is_called_so_and_can_be_tried_again(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    invoice = Invoice(number=NUMBER, code="", issued_on=DAY, amount=24906, total=26400)
    held = rows.put(invoice, source="税局导出", entity=entity, owner=None, at=now).row
    asked = ask(clerk, now, amount="249.06")

    answer = check(clerk, asked.pk, now, insist=True)

    assert answer.cause == "amount_basis"
    held.refresh_from_db()
    assert held.verify_status == "不一致"
    check(clerk, ask(clerk, now).pk, now)
    held.refresh_from_db()
    assert held.verify_status == "一致"
    assert Check.objects.count() == 2


def test_every_outcome_leaves_the_record_retryable(
    clerk: Person, entity: Entity, now: datetime, platform: SandboxPlatform
) -> None:
    invoice = Invoice(number=NUMBER, code="", issued_on=DAY, total=26400)
    held = rows.put(invoice, source="税局导出", entity=entity, owner=None, at=now).row
    platform.clear()
    asked = ask(clerk, now)
    for _ in range(3):  # colleagues, at other computers
        platform.check(code="", number=NUMBER, issued_on=DAY, last="", now=now)
    seen = []

    for words in ("无", "有", "停", "限"):
        if words == "有":
            platform.set_invoice(Issued(number=NUMBER, issued_on=DAY, last="264.00"))
        if words == "停":
            platform.pause(now, now + timedelta(seconds=1))
        answer = check(clerk, asked.pk, now + timedelta(seconds=0 if words == "停" else 2))
        held.refresh_from_db()
        seen.append((answer.question["answer"][:4], held.verify_status))

    assert seen == [
        ("查无此票", "查无此票"),
        ("一致", "一致"),
        ("网络超时", "一致"),  # says nothing of the invoice
        ("超过该张", "次数超限"),
    ]
    with pytest.raises(CannotCheck, match="明天 0:05以后"):  # and so it is not asked in vain
        check(clerk, asked.pk, now + timedelta(seconds=3), insist=True)
    later = check(clerk, asked.pk, now + timedelta(days=1))
    held.refresh_from_db()
    assert (later.question["answer"], held.verify_status) == ("一致", "一致")
    assert Check.objects.count() == 5


def test_a_used_up_day_is_followed_to_the_next(
    clerk: Person, now: datetime, platform: SandboxPlatform
) -> None:
    asked = ask(clerk, now)
    for _ in range(5):  # colleagues, at other computers
        platform.check(code="", number=NUMBER, issued_on=DAY, last="", now=now)

    answer = check(clerk, asked.pk, now)

    assert answer.cause == "daily_limit"
    assert answer.follow == Follow.WATCHING
    assert answer.due_at is not None
    assert answer.due_at.astimezone(now.tzinfo).date() == date(2026, 11, 25)
    assert platform.left("", NUMBER, DAY, now) == 0


def test_a_voided_invoice_is_found_and_called_voided(
    clerk: Person, now: datetime, platform: SandboxPlatform
) -> None:
    platform.set_invoice(Issued(number=NUMBER, issued_on=DAY, last="264.00", mark=Mark.VOIDED))

    answer = check(clerk, ask(clerk, now).pk, now)

    assert (answer.found, answer.cause) == (True, "voided")


def test_an_invoice_uploaded_late_is_waited_for(
    clerk: Person, now: datetime, platform: SandboxPlatform
) -> None:
    issued = Issued(
        code="011002300111",
        number="12345678",
        issued_on=date(2026, 11, 23),
        last="654321",
        visible_from=now + timedelta(hours=1),
    )
    platform.set_invoice(issued)
    typed = {"number": "12345678", "code": "011002300111", "date": "20261123", "amount": ""}
    asked = ask(clerk, now, **typed, check_code="654321")

    answer = check(clerk, asked.pk, now)

    assert answer.question["answer"] == "查无此票"
    assert answer.cause == "seller_not_uploaded"
    assert answer.follow == Follow.WATCHING


@pytest.mark.parametrize(
    ("invoice", "typed", "last"),
    [
        (
            Invoice(code="1100233130", number="12345678", amount=10000, total=10600),
            {"code": "1100233130"},
            "100.00",
        ),
        (
            Invoice(
                code="011002300104", number="12345678", check_code="11112222333344445555", total=1
            ),
            {"code": "011002300104"},
            "445555",
        ),
        (Invoice(code="", number=NUMBER, amount=24906, total=26400), {"number": NUMBER}, "264.00"),
        (
            Invoice(
                kind=Kind.PAPER_DIGITAL_ORDINARY,
                code="011002300104",
                number="12345678",
                second_number=NUMBER,
                total=26400,
            ),
            {"number": NUMBER},
            "264.00",
        ),
    ],
    ids=["专票要不含税金额", "普票要校验码后六位", "数电票要价税合计", "数电纸票按20位查"],
)
def test_what_was_not_typed_is_taken_from_our_record(
    clerk: Person,
    entity: Entity,
    now: datetime,
    platform: SandboxPlatform,
    invoice: Invoice,
    typed: dict[str, str],
    last: str,
) -> None:
    rows.put(replace(invoice, issued_on=DAY), source="文件", entity=entity, owner=None, at=now)
    code, number = typed.get("code", ""), typed.get("number", "12345678")
    platform.set_invoice(Issued(code=code, number=number, issued_on=DAY, last=last))
    asked = ask(clerk, now, date="", amount="", number=number, code=code)

    answer = check(clerk, asked.pk, now)

    assert answer.question["answer"] == "一致"
    assert {row.verify_status for row in access.invoices_for(clerk)} == {VerifyStatus.MATCH.value}


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"number": "1234"}, "完整的发票号码"),
        ({"number": "12345678"}, "发票代码"),
        ({"date": ""}, "开票日期"),
        ({"amount": ""}, "价税合计"),
        ({"number": "12345678", "code": "011002300111", "amount": "1"}, "校验码"),
        ({"number": "12345678", "code": "144032309110", "amount": "1"}, "换一个入口"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_spent(
    clerk: Person, now: datetime, typed: dict[str, str], said: str
) -> None:
    asked = ask(clerk, now, **typed)

    with pytest.raises(CannotCheck, match=said):
        check(clerk, asked.pk, now)

    assert not Check.objects.exists()
    assert Lookup.objects.get().answer == asked.answer


def test_without_the_sandbox_nothing_pretends_to_be_the_platform(
    clerk: Person, now: datetime, data_folder: Path
) -> None:
    asked = ask(clerk, now)

    assert sandbox() is None
    with pytest.raises(CannotCheck, match="官方平台"):
        check(clerk, asked.pk, now)
    assert not (data_folder / "sandbox.sqlite3").exists()


@pytest.mark.usefixtures("platform")
def test_only_the_asker_spends_its_checks(
    clerk: Person, other_clerk: Person, admin: Person, now: datetime
) -> None:
    asked = ask(clerk, now)

    with pytest.raises(access.NotSeen):
        check(other_clerk, asked.pk, now)
    assert not Check.objects.exists()

    assert check(admin, asked.pk, now).cause == "found"


@pytest.mark.usefixtures("platform")
def test_a_check_tells_its_outcome_only_to_rows_the_asker_sees(
    clerk: Person, other_entity: Entity, now: datetime
) -> None:
    invoice = Invoice(number=NUMBER, code="", issued_on=DAY, total=26400)
    theirs = rows.put(invoice, source="文件", entity=other_entity, owner=None, at=now).row

    check(clerk, ask(clerk, now).pk, now)

    theirs.refresh_from_db()
    assert theirs.verify_status is None
