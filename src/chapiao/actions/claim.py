"""占用: use an invoice once. Held for a 报销 or payment, then 核销 or 解锁; the database decides.

A lock stands on every identity of the invoice within the group, so that neither another person,
department or company, nor another file or the other number of a 数电纸票, uses it again. A claim
whose check failed holds nothing: the invoice may be claimed anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from chapiao.invoice.code import BadCode, parse_code
from chapiao.invoice.model import identity
from chapiao.invoice.number import BadNumber, parse_number
from chapiao.invoice.status import TaxStatus
from chapiao.store import access, audit
from chapiao.store.kin import stewarded
from chapiao.store.models import (
    Claim,
    ClaimLock,
    ClaimState,
    Document,
    Entity,
    Invoice,
    Membership,
    Person,
)
from chapiao.store.reconciliations import claim_for, claims_for
from chapiao.store.records import BEIJING
from chapiao.store.text import storable

_BLOCKED = {TaxStatus.VOIDED.value, TaxStatus.RED_FULL.value}
_HOLDING = {ClaimState.HELD, ClaimState.SETTLED}


class NotClaimed(Exception):
    """The invoice cannot be claimed. The message can be shown to the user."""


class Taken(NotClaimed):
    """Somebody has it already. `first` is their claim, where this person may see it."""

    def __init__(self, message: str, first: int | None) -> None:
        super().__init__(message)
        self.first = first


class NotNow(Exception):
    """The claim is not in a state for this. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be claimed, as typed, and for what."""

    number: str
    code: str = ""
    paper: str = ""
    department: str = ""
    entity: int | None = None
    document: int | None = None


def claim(*, person: Person, wanted: Wanted, now: datetime) -> Claim:
    """Hold an invoice for a paper of one's company.

    Raises:
        Taken: it is held already; by whom is told as far as this person may know.
        NotClaimed: the number makes no sense, the invoice is void, or the person may not.
    """
    entity = _entity(person, wanted.entity)
    number, code = _parsed(wanted)
    key = identity(code, number)
    if key is None:
        msg = "8位号码要有发票代码"
        raise NotClaimed(msg)
    known = _known(entity, key)
    voided = next((one for one in known if one.tax_status in _BLOCKED), None)
    if voided is not None:
        msg = f"这张票{voided.tax_status}，不能报销或入账；请联系销售方重新开具"
        raise NotClaimed(msg)
    mine = access.invoices_for(person).filter(pk__in=[one.pk for one in known])
    shown = mine.select_related("seller").first()
    document = None if wanted.document is None else access.document_for(person, wanted.document)
    made = Claim(
        key=key,
        number=number,
        code=code,
        issued_on=None if shown is None else shown.issued_on,
        seller_name="" if shown is None else (shown.seller.name or "")[:200],
        total=None if shown is None else shown.total,
        person=person,
        entity=entity,
        department=storable(wanted.department).strip()[:60],
        paper=storable(wanted.paper).strip()[:60],
        document=document if isinstance(document, Document) else None,
        state=ClaimState.HELD,
        claimed_at=now,
        changed_at=now,
    )
    keys = {key} | {k for one in known for k in (one.key, one.second_key) if k}
    _hold(made, keys, person, now)
    return made


def _hold(made: Claim, keys: set[str], person: Person, now: datetime) -> None:
    """Write the claim and its locks, or say who was first."""
    group = made.entity.group
    try:
        with transaction.atomic():
            made.save()
            ClaimLock.objects.bulk_create(
                ClaimLock(group=group, key=one, claim=made) for one in sorted(keys)
            )
            _write_down(made, person, now, "占用发票")
    except IntegrityError as error:
        first = Claim.objects.filter(locks__group=group, locks__key__in=keys).first()
        if first is None:
            raise
        raise _taken(first, person) from error


def _taken(first: Claim, person: Person) -> Taken:
    """Say who has it: all of it to who may see that claim, else no more than that there is one."""
    at = f"{first.claimed_at.astimezone(BEIJING):%Y-%m-%d}"
    mine = claims_for(person).select_related("person", "entity").filter(pk=first.pk).first()
    if mine is None:
        says = f"重复发票：同集团别的企业已于{at}占用（{first.state}），详情请联系本单位管理员"
        return Taken(says, None)
    paper = f"，单据{mine.paper}" if mine.paper else ""
    says = f"重复发票：{mine.entity}的{mine.person}已于{at}占用（{mine.state}{paper}）"
    return Taken(says, mine.pk)


def settle(*, person: Person, pk: int, now: datetime) -> Claim:
    """Note that what the invoice was held for is paid or booked (核销).

    Raises:
        access.NotSeen, NotNow
    """
    return _turn(person, pk, now, ClaimState.SETTLED, {ClaimState.HELD}, "核销发票", "")


def release(*, person: Person, pk: int, because: str, now: datetime) -> Claim:
    """Let go of an invoice (解锁): its holder, or who looks after the company.

    Raises:
        access.NotSeen, NotNow
    """
    one = claim_for(person, pk)
    if one.person_id != person.pk and not stewarded(person).filter(pk=one.entity_id).exists():
        msg = "只有占用人或本单位管理员、财务主管可以解锁"
        raise NotNow(msg)
    if not storable(because).strip():
        msg = "请写明解锁的原因"
        raise NotNow(msg)
    return _turn(person, pk, now, ClaimState.RELEASED, _HOLDING, "解锁发票", because)


def fail(*, person: Person, pk: int, because: str, now: datetime) -> Claim:
    """Note that the check of the invoice failed: it is held no more, and may be claimed again.

    Raises:
        access.NotSeen, NotNow
    """
    return _turn(person, pk, now, ClaimState.FAILED, {ClaimState.HELD}, "查验未通过", because)


def _turn(
    person: Person,
    pk: int,
    now: datetime,
    state: ClaimState,
    before: set[ClaimState],
    act: str,
    because: str,
) -> Claim:
    with transaction.atomic():
        claim_for(person, pk)
        rows = Claim.objects.select_for_update(of=("self",)).select_related("entity", "person")
        one = rows.get(pk=pk)
        if not access.may_submit(person) or one.state not in before:
            msg = f"这张票现在是「{one.state}」，不能这样做"
            raise NotNow(msg)
        one.state, one.changed_at = state, now
        one.because = storable(because).strip()[:200]
        one.save(update_fields=["state", "changed_at", "because"])
        if state not in _HOLDING:
            one.locks.all().delete()
        _write_down(one, person, now, act)
    return one


def _entity(person: Person, pk: int | None) -> Entity:
    """Return the company for which this person claims.

    Raises:
        NotClaimed: they may not, or it is not told which.
    """
    mine = Membership.objects.filter(person=person, role__in=access.SUBMITTERS)
    companies = Entity.objects.filter(pk__in=mine.values("entity")).order_by("pk")
    if pk is not None:
        companies = companies.filter(pk=pk)
    found = companies.first()
    if found is None:
        msg = "您的账号不能占用发票：要有这家企业的经办、复核、财务主管或管理员角色"
        raise NotClaimed(msg)
    return found


def _parsed(wanted: Wanted) -> tuple[str, str]:
    try:
        number = parse_number(wanted.number).text
        code = parse_code(wanted.code).text if wanted.code.strip() else ""
    except (BadNumber, BadCode) as error:
        raise NotClaimed(str(error)) from error
    return number, code


def _known(entity: Entity, key: str) -> list[Invoice]:
    """Return the group's rows of an invoice, under either of its identities."""
    named = Q(key=key) | Q(second_key=key)
    return list(Invoice.objects.filter(named, entity__group=entity.group).order_by("pk"))


def _write_down(one: Claim, person: Person, now: datetime, act: str) -> None:
    audit.append(
        at=now,
        person_id=person.pk,
        act=act,
        subject=f"claim:{one.pk}",
        detail={"entity": one.entity_id},
    )
