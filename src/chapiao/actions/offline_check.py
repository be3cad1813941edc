"""线下核验: prepare the papers, hand them in, wait for the day, write down what the office says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from chapiao.actions import due, questions
from chapiao.actions.look_up import ask
from chapiao.actions.renewal import renew
from chapiao.actions.tell import Said, tell
from chapiao.actions.whose import group, only_entity
from chapiao.diagnosis.say import tail
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import TaxStatus, VerifyStatus
from chapiao.readers import pdf, picture
from chapiao.store import access, audit, originals, own_rows
from chapiao.store.models import (
    Document,
    Entity,
    Lookup,
    MessageKind,
    OfflineCheck,
    OfflineResult,
    OfflineState,
    Person,
)
from chapiao.store.records import BEIJING
from chapiao.store.text import storable

LEASE = timedelta(minutes=5)
AGAIN = timedelta(days=3)  # a reminder that nobody acted on comes again
MORNING = time(9, 30)
LARGEST = 20 * 1024 * 1024  # bytes of a scan
OPEN = (OfflineState.PREPARING, OfflineState.HANDED_IN)
_STATUS = {
    OfflineResult.AGREES: VerifyStatus.MATCH,
    OfflineResult.VOIDED: VerifyStatus.MATCH,
    OfflineResult.RED: VerifyStatus.MATCH,
    OfflineResult.DIFFERS: VerifyStatus.MISMATCH,
    OfflineResult.ABSENT: VerifyStatus.NOT_FOUND,
}


class NotPossible(Exception):
    """It cannot be done now. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A photographed or scanned paper: its name and bytes."""

    name: str
    data: bytes


@transaction.atomic
def start(person: Person, lookup_pk: int, bureau: str, reason: str, now: datetime) -> OfflineCheck:
    """Open a hand-in for the invoice of a look-up.

    Raises:
        access.NotSeen: the look-up is not this person's to see.
        NotPossible: there is no whole number, no office, or one is open already: says which.
    """
    lookup = access.lookup_for(person, lookup_pk)
    bureau, reason = storable(bureau).strip()[:80], storable(reason).strip()[:300]
    if not lookup.key:
        msg = "要先有完整的发票号码（旧票还要代码），才能交税务机关核验"
        raise NotPossible(msg)
    if not bureau or not reason:
        msg = "请填受理的税务机关和核验事由"
        raise NotPossible(msg)
    if of_lookup(person, lookup).filter(state__in=OPEN).exists():
        msg = "这张票已有一件没有办完的线下核验"
        raise NotPossible(msg)
    made = OfflineCheck.objects.create(
        lookup=lookup,
        key=lookup.key,
        entity=_entity(lookup, person),
        bureau=bureau,
        reason=reason,
        state=OfflineState.PREPARING,
        made_by=person,
        made_at=now,
    )
    _note(made, person, "准备线下核验", now)
    return made


def of_lookup(person: Person, lookup: Lookup) -> QuerySet[OfflineCheck]:
    """Return the hand-ins of the invoice of a look-up that this person sees, newest first."""
    if not lookup.key:
        return OfflineCheck.objects.none()
    found = own_rows.offline_for(person).filter(key=lookup.key)
    return found.select_related("made_by").order_by("-made_at", "-pk")


@transaction.atomic
def hand_in(
    person: Person,
    pk: int,
    *,
    on: date,
    receipt_no: str,
    due_on: date | None,
    now: datetime,
    receipt: Scan | None = None,
) -> OfflineCheck:
    """Note that the papers were handed in, with the receipt and when an answer is promised.

    Raises:
        access.NotSeen: there is none for this person.
        NotPossible: it was handed in already, the days cannot be, or the scan is none.
    """
    check = own_rows.offline_check(person, pk)
    _must_be(check, OfflineState.PREPARING)
    if on > now.astimezone(BEIJING).date() or (due_on is not None and due_on < on):
        msg = "递交日期不能晚于今天，答复日期不能早于递交日期"
        raise NotPossible(msg)
    check.state, check.handed_in_on, check.due_on = OfflineState.HANDED_IN, on, due_on
    check.receipt_no, check.receipt = storable(receipt_no).strip()[:60], _kept(receipt, person, now)
    check.due_at = None if due_on is None else datetime.combine(due_on, MORNING, BEIJING)
    check.save()
    _note(check, person, "递交线下核验", now)
    return check


def note_result(
    person: Person,
    pk: int,
    *,
    result: OfflineResult,
    words: str,
    number: str,
    on: date,
    now: datetime,
    paper: Scan | None = None,
) -> OfflineCheck:
    """Write down what the office found; the look-up is answered anew, and this comes first.

    Raises:
        access.NotSeen: there is none for this person.
        NotPossible: it has not been handed in, the day cannot be, or the scan is none.
    """
    with transaction.atomic():
        check = own_rows.offline_check(person, pk)
        _must_be(check, OfflineState.HANDED_IN)
        handed_in = check.handed_in_on or on
        if not handed_in <= on <= now.astimezone(BEIJING).date():
            msg = "结果日期要在递交日期和今天之间"
            raise NotPossible(msg)
        words = storable(words).strip()[:500]
        if not words and paper is None:
            msg = "请照抄书面结果的原文，或附上扫描件，作为依据"
            raise NotPossible(msg)
        check.state, check.result, check.result_on = OfflineState.ANSWERED, result, on
        check.result_words, check.result_no = words, storable(number).strip()[:60]
        check.result_document, check.result_by = _kept(paper, person, now), person
        check.result_at, check.due_at, check.lease_until = now, None, None
        check.save()
        _file(check, person)
        _note(check, person, "登记线下核验结果", now)
    _answer_anew(check, person, now)
    return check


@transaction.atomic
def withdraw(person: Person, pk: int, now: datetime) -> None:
    """Give up a hand-in that has no result yet.

    Raises:
        access.NotSeen: there is none for this person.
        NotPossible: it has its result, or was given up before.
    """
    check = own_rows.offline_check(person, pk)
    if check.state not in OPEN:
        msg = f"这件线下核验{check.state}，不能撤回"
        raise NotPossible(msg)
    check.state, check.due_at, check.lease_until = OfflineState.WITHDRAWN, None, None
    check.save(update_fields=["state", "due_at", "lease_until"])
    _note(check, person, "撤回线下核验", now)


def waiting(now: datetime) -> list[int]:
    """Return the hand-ins whose answer is due and not there."""
    return due.ids(OfflineCheck.objects, now)


def remind(pk: int, now: datetime) -> OfflineCheck | None:
    """Tell who handed it in that the office's answer is due; None where another worker did."""
    now = now.astimezone(BEIJING)
    if not due.claim(OfflineCheck.objects, pk, now, LEASE):
        return None
    check = OfflineCheck.objects.select_related("made_by", "entity").get(pk=pk)
    number = tail(check.key.split("-")[0])
    said = Said(
        kind=MessageKind.DEADLINE,
        once=f"offline:{pk}:{now.date()}",
        says=f"{number} 交{check.bureau}线下核验，约定 {check.due_on} 答复，还没有登记结果",
        step="带上回执去问；有了结果登记在这一件上",
        link=f"/offline/{pk}/",
        tail=number,
    )
    with transaction.atomic():
        mine = OfflineCheck.objects.filter(
            pk=pk, attempt=check.attempt, state=OfflineState.HANDED_IN
        )
        if not mine.update(due_at=now + AGAIN, lease_until=None, attempt=0):
            return None
        tell(said, people=(check.made_by,), entity=None, now=now)
    return check


def put_off(pk: int, now: datetime) -> None:
    """Remind later; it is never given up for that."""
    rows = OfflineCheck.objects.filter(pk=pk, due_at__isnull=False)
    rows.update(due_at=now + timedelta(minutes=10), lease_until=None)


def give_back(pk: int) -> None:
    """Put a claimed row down again: the worker is told to stop."""
    due.give_back(OfflineCheck.objects, pk)


def _entity(lookup: Lookup, person: Person) -> Entity | None:
    """Return the company that asks: the buyer or seller of the invoice, else one's only one."""
    told = lookup.said.get("invoice") or {}
    printed = Invoice(
        buyer_name=told.get("buyer_name"),
        buyer_tax_id=told.get("buyer_tax_id"),
        seller_name=told.get("seller_name"),
        seller_tax_id=told.get("seller_tax_id"),
    )
    return group(person).party(printed) or only_entity(person)


def _must_be(check: OfflineCheck, state: OfflineState) -> None:
    if check.state != state:
        msg = f"这件线下核验现在是“{check.state}”，不能这样做"
        raise NotPossible(msg)


def _kept(scan: Scan | None, person: Person, now: datetime) -> Document | None:
    if scan is None:
        return None
    if len(scan.data) > LARGEST:
        msg = "扫描件太大（最多 20 MB）"
        raise NotPossible(msg)
    if not (picture.accepts(scan.data[:1024]) or pdf.accepts(scan.data[:1024])):
        msg = "扫描件要是图片或 PDF，请重新选择"
        raise NotPossible(msg)
    return originals.keep(scan.data, scan.name, now, person)


def _file(check: OfflineCheck, person: Person) -> None:
    """Put the result on the rows of the 台账 that this person sees."""
    result = OfflineResult(check.result)
    if result not in _STATUS:
        return
    changes: dict[str, str] = {"verify_status": _STATUS[result].value}
    if result is OfflineResult.VOIDED:
        changes["tax_status"] = TaxStatus.VOIDED.value
    mine = access.invoices_for(person).filter(Q(key=check.key) | Q(second_key=check.key))
    mine.update(**changes)


def _answer_anew(check: OfflineCheck, person: Person, now: datetime) -> None:
    """Answer the look-up with it. Where somebody renews it just now, the next answer has it."""
    lookup = check.lookup
    question = questions.from_json(lookup.question)
    given = ask(lookup.asker, question, now)
    moment = {
        "at": now.astimezone(BEIJING).isoformat(timespec="seconds"),
        "what": f"{check.bureau}线下核验（{person}登记）",
        "result": f"{check.result}：{check.result_words}" if check.result_words else check.result,
    }
    document = check.result_document_id
    told = moment if document is None else {**moment, "document": document}
    renew(lookup, question, given, now, act="线下核验结果", by=person, moments=(told,))


def _note(check: OfflineCheck, person: Person, act: str, now: datetime) -> None:
    subject = f"offline_check:{check.pk}"
    audit.append(at=now, person_id=person.pk, act=act, subject=subject)
