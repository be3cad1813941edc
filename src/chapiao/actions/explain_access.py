"""我能看到什么, and why somebody does not see an invoice: for its holder and for who decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from chapiao.actions import bureau_right
from chapiao.diagnosis.question import Question, understand
from chapiao.invoice.model import identity
from chapiao.store import access
from chapiao.store.kin import kin, stewarded, stewards
from chapiao.store.models import Entity, Invoice, Person
from chapiao.store.records import BEIJING
from chapiao.store.standing import Grant, Standing, standings
from chapiao.store.why import Verdict, item_of_row, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One scope in words: what it opens, from when to when, and whether it does now."""

    pk: int
    says: str
    extra: bool
    state: str  # 生效中, 未生效, 已到期
    starts_at: datetime | None
    ends_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What a person sees of one company."""

    entity: Entity
    role: str | None
    department: str
    says: str
    openings: tuple[Opening, ...]
    bureau: str
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One row, and whether a person sees it."""

    row: Invoice
    verdict: Verdict


def sight(person: Person, now: datetime) -> tuple[Company, ...]:
    """Return what this person sees, company by company; a superuser needs no list."""
    noted = {one.entity_id: one for one in bureau_right.rights_of(person)}
    return tuple(
        Company(
            entity=one.entity,
            role=one.role,
            department=one.department,
            says=_says(one, now),
            openings=tuple(_opening(grant, now) for grant in one.grants),
            bureau=bureau_right.says(noted[one.entity.pk]) if one.entity.pk in noted else "",
            ask=tuple(str(each) for each in stewards(one.entity)),
        )
        for one in standings(person)
    )


def about(*, by: Person, person: Person, text: str, now: datetime) -> tuple[Explained, ...]:
    """Return why this person sees the rows of a number, or does not: those `by` looks after.

    Raises:
        access.NotSeen: `by` looks after no company of this person's group.
    """
    mine = stewarded(by)
    if not by.is_superuser:
        mine = mine.filter(pk__in=kin(person).values("pk"))
        if not mine.exists():
            raise access.NotSeen
    asked = understand(Question(text=text), now.astimezone(BEIJING).date())
    number = None if asked.number is None else asked.number.text
    key = identity(None if asked.code is None else asked.code.text, number)
    if number is None:
        return ()
    same = Q(key=key) | Q(second_key=key) if key else Q(number=number)
    found = Invoice.objects.filter(same, entity__in=mine).select_related("entity", "seller")
    return tuple(
        Explained(row=row, verdict=why(person, item_of_row(row), now))
        for row in found.order_by("pk")
    )


def _says(one: Standing, now: datetime) -> str:
    if not one.limited:
        return "全部发票"
    if not one.windows(now):
        return "只有本人提交的发票"
    return "下面各条范围内的发票，和本人提交的发票"


def _opening(grant: Grant, now: datetime) -> Opening:
    if grant.holds(now):
        state = "生效中"
    else:
        later = grant.starts_at is not None and now < grant.starts_at
        state = "未生效" if later else "已到期"
    return Opening(
        pk=grant.pk,
        says="仅本人提交的发票" if grant.own_only else grant.window.says(),
        extra=grant.extra,
        state=state,
        starts_at=grant.starts_at,
        ends_at=grant.ends_at,
        reason=grant.reason,
    )
