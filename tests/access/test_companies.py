"""Companies change, people are scoped, the bureau hides: who may set it and what follows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from tests.actions.papers import number
from tests.web.desk import browse, hold, text

from chapiao.actions import accounts, bureau_right, change_entity, recheck
from chapiao.actions.look_up import look_up
from chapiao.actions.whose import group
from chapiao.demo.ids import tax_id
from chapiao.diagnosis.question import Question
from chapiao.invoice.model import Invoice
from chapiao.store import access
from chapiao.store.models import (
    AuditEntry,
    Entity,
    FormerName,
    FormerTaxId,
    Membership,
    Person,
    Role,
    Scope,
)


@pytest.fixture
def boss(entity: Entity) -> Person:
    """The administrator of `entity`, and of nothing else."""
    person = Person.objects.create(username="boss", full_name="陈宇")
    Membership.objects.create(person=person, entity=entity, role=Role.ADMIN)
    return person


def test_a_new_name_keeps_the_old_one_and_asks_again_what_waits(
    boss: Person, clerk: Person, entity: Entity, now: datetime
) -> None:
    waiting = look_up(
        asker=clerk,
        question=Question(number=number(77), entry="查验平台", answer="查无此票"),
        now=now,
    )
    waiting = recheck.follow(clerk, waiting.pk, now)
    assert waiting.due_at is not None
    assert waiting.due_at > now

    change_entity.rename(
        by=boss, entity=entity, name="北京云杉数字有限公司", until=date(2026, 11, 1), now=now
    )

    entity.refresh_from_db()
    assert entity.name == "北京云杉数字有限公司"
    assert FormerName.objects.get().name == "北京云杉科技有限公司"
    waiting.refresh_from_db()
    assert waiting.due_at == now


def test_an_invoice_to_the_former_tax_id_is_still_ours(
    boss: Person, entity: Entity, now: datetime
) -> None:
    old, new = entity.tax_id, tax_id("110108", 55)

    change_entity.change_tax_id(by=boss, entity=entity, tax_id=new, until=None, now=now)

    assert FormerTaxId.objects.get().tax_id == old
    ours = group(boss)
    assert ours.buyer(Invoice(buyer_tax_id=old)) == entity
    assert ours.buyer(Invoice(buyer_tax_id=new)) == entity


@pytest.mark.parametrize("bad", ["", "91110108MA01YXKJ06"])
def test_a_tax_id_that_is_none_is_refused(
    boss: Person, entity: Entity, now: datetime, bad: str
) -> None:
    with pytest.raises(change_entity.BadChange):
        change_entity.change_tax_id(by=boss, entity=entity, tax_id=bad, until=None, now=now)


def test_only_its_administrator_changes_a_company(
    head: Person, other_clerk: Person, entity: Entity, now: datetime
) -> None:
    for person in (head, other_clerk):
        with pytest.raises(accounts.NotAllowed):
            change_entity.rename(by=person, entity=entity, name="新名", until=None, now=now)


def test_a_page_narrows_a_member_and_ends_it(head: Person, clerk: Person, entity: Entity) -> None:
    big = hold(head, entity)
    page = browse(head)
    where = f"/members/{clerk.pk}/"
    assert access.invoice_for(clerk, big.pk) == big

    wrong = page.post(f"{where}{entity.pk}/scopes/", {"gross_max": "很多", "extra": "0"})
    assert wrong.status_code == 422
    page.post(f"{where}{entity.pk}/scopes/", {"gross_max": "100", "extra": "0", "reason": "新人"})

    with pytest.raises(access.NotSeen):
        access.invoice_for(clerk, big.pk)
    shown = text(page.get(where, {"number": big.number}))
    assert "价税合计超过范围上限 ¥100.00" in shown
    assert "价税合计不超过 ¥100.00" in text(browse(clerk).get("/rights/"))
    [scope] = Scope.objects.all()
    page.post(f"{where}scopes/{scope.pk}/end/")
    with pytest.raises(access.NotSeen):  # an ended scope opens nothing
        access.invoice_for(clerk, big.pk)
    page.post(f"{where}scopes/{scope.pk}/end/", {"drop": "1"})
    assert access.invoice_for(clerk, big.pk) == big
    acts = list(AuditEntry.objects.values_list("act", flat=True))
    assert [one for one in acts if "范围" in one] == ["设置范围", "结束范围", "取消范围"]


def test_what_the_bureau_hides_is_said_on_the_answer(
    head: Person, clerk: Person, entity: Entity, now: datetime
) -> None:
    row = hold(head, entity)
    browse(head).post(
        f"/members/{clerk.pk}/{entity.pk}/bureau/", {"gross_max": "100", "has_role": "1"}
    )
    answer = look_up(
        asker=clerk,
        question=Question(number=row.number, entry="电子税务局", answer="暂无数据"),
        now=timezone.localtime(),
    )

    assert answer.cause == "etax_permission"
    assert "超过" in answer.answer["causes"][0]["says"]


@pytest.mark.parametrize(
    ("noted", "total", "cause"),
    [
        ({"has_role": False}, 10_600, "role_missing"),
        ({"has_role": True}, 10_600, None),
        ({"ends_on": date(2026, 11, 23)}, 10_600, "role_missing"),
        ({"ends_on": date(2026, 11, 24)}, 10_600, None),
        ({"gross_max": 10_000}, -10_001, "etax_permission"),
        ({"gross_max": 10_000}, 10_000, None),
        ({"places": ("3702",)}, 10_600, "etax_permission"),
        ({"places": ("1100", "3702")}, 10_600, None),
    ],
)
def test_what_is_noted_hides_exactly_what_it_says(
    head: Person,
    clerk: Person,
    entity: Entity,
    now: datetime,
    noted: dict[str, object],
    total: int,
    cause: str | None,
) -> None:
    row = hold(head, entity, total=total)
    all_open = {"has_role": None, "gross_max": None, "places": None, "ends_on": None}
    bureau_right.note_right(by=head, person=clerk, entity=entity, now=now, **(all_open | noted))

    question = Question(number=row.number, entry="电子税务局", answer="暂无数据")
    answer = look_up(asker=clerk, question=question, now=now)

    found = {one["id"] for one in answer.answer["causes"] if one["certainty"] != "POSSIBLE"}
    assert found & {"role_missing", "etax_permission"} == ({cause} if cause else set())


def test_the_log_is_read_by_who_may_and_taken_away_as_a_table(
    boss: Person, clerk: Person, other_clerk: Person, head: Person, now: datetime
) -> None:
    look_up(asker=clerk, question=Question(number=number(1)), now=now)
    look_up(asker=other_clerk, question=Question(number=number(2)), now=now)
    look_up(asker=clerk, question=Question(number=number(3)), now=now - timedelta(days=3))
    page = browse(boss)

    shown = text(page.get("/audit/"))
    assert shown.count("查票</td>") == 2
    assert "wangmin" in shown
    assert "liqiang" not in shown
    assert "查到 否" in shown
    day = f"{now:%Y-%m-%d}"
    assert text(page.get("/audit/", {"since": day, "act": "查票"})).count("查票</td>") == 1
    assert text(page.get("/audit/", {"until": "2026-11-22"})).count("查票</td>") == 1
    table = b"".join(page.get("/audit/export.csv", {"act": "查票"})).decode("utf-8-sig")
    assert table.splitlines()[0].startswith("编号,时间,人员,动作")
    assert len(table.splitlines()) == 3
    assert AuditEntry.objects.filter(act="导出日志", person=boss.pk).exists()
    for person in (clerk, head):
        assert browse(person).get("/audit/").status_code == 404
        assert browse(person).get("/audit/export.csv").status_code == 404
