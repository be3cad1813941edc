"""Spend one check at the 演示查验平台, write it down, and put its words into the question.

There is no official interface to the real platform, so only the sandbox can be
asked by itself; it is there in the demo world, or with CHAPIAO_SANDBOX=1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from chapiao.actions import questions
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.question import Question
from chapiao.diagnosis.where import AMOUNTS, CHECKS, asked_of
from chapiao.invoice.answers import Outcome, parse_answer
from chapiao.invoice.entry import Entry
from chapiao.invoice.fill_card import value_for
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain
from chapiao.invoice.status import VerifyStatus
from chapiao.outside.sandbox_platform import NAME, Said, SandboxPlatform
from chapiao.store import access
from chapiao.store.models import Check, Lookup, Person
from chapiao.store.queries.holdings import StoreHoldings

CHECK_TAIL = 6  # of a check code the page asks for the last six


class CannotCheck(Exception):
    """The platform cannot be asked this. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The four fields of the platform's page."""

    code: str
    number: str
    issued_on: date
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question with the platform's words in it, and the moment for the trace."""

    question: Question
    said: Said
    moment: dict[str, Any]


def sandbox() -> SandboxPlatform | None:
    """Return the platform that can be asked here, or None."""
    if not settings.SANDBOX:
        return None
    return SandboxPlatform(Path(settings.DATA) / "sandbox.sqlite3")


def spend(lookup: Lookup, asker: Person, now: datetime, by: Person | None) -> Asked:
    """Check the invoice of a look-up once; the outcome is kept, and never final.

    Raises:
        CannotCheck: no platform here, a field is missing, or it is no kind it checks.
    """
    platform = sandbox()
    if platform is None:
        msg = "这里没有可以自动查验的入口，请按“到这里查”的提示到官方平台查验"
        raise CannotCheck(msg)
    question = replace(questions.from_json(lookup.question), answer="", entry=Entry.PLATFORM.value)
    fields = fields_of(facts_for(question, StoreHoldings(asker), now))
    said = platform.check(
        code=fields.code,
        number=fields.number,
        issued_on=fields.issued_on,
        last=fields.last,
        now=now,
    )
    _keep(lookup, asker, fields, said, now, by)
    moment = {"at": now.isoformat(), "what": NAME, "result": said.words}
    return Asked(question=replace(question, answer=said.words), said=said, moment=moment)


def again(lookup: Lookup, now: datetime) -> Asked | None:
    """Ask the platform again for a look-up that was checked there; None when it must rest.

    A business answer is never asked for twice a day by itself (domain §7.1).
    """
    earlier = lookup.checks.filter(sandbox=True).order_by("-asked_at").first()
    if earlier is None or sandbox() is None:
        return None
    today = earlier.asked_at.astimezone(now.tzinfo).date() == now.date()
    if today and earlier.outcome != VerifyStatus.FAILED:
        return None
    try:
        return spend(lookup, lookup.asker, now, None)
    except CannotCheck:
        return None


def fields_of(facts: Facts) -> Fields:
    """Return what has to be filled in: what was typed, else what a copy shows.

    Raises:
        CannotCheck: names the field that is missing, or says that it is no kind of theirs.
    """
    copy = facts.copy.invoice if facts.copy is not None else Invoice()
    if facts.number is None:
        msg = "要有完整的发票号码才能查验"
        raise CannotCheck(msg)
    code = ""
    if not facts.number.is_digital:
        code = facts.code.text if facts.code is not None else copy.code or ""
        if not code:
            msg = "这张票要有发票代码才能查验"
            raise CannotCheck(msg)
    issued_on = facts.issued_on or copy.issued_on
    if issued_on is None:
        msg = "查验要填开票日期"
        raise CannotCheck(msg)
    last = _last(facts, copy)
    return Fields(code=code, number=facts.number.text, issued_on=issued_on, last=last)


def _last(facts: Facts, copy: Invoice) -> str:
    """Return the last field, which is another one for every family of kinds."""
    digital = facts.number is not None and facts.number.is_digital
    kind = Kind.DIGITAL_ORDINARY if digital else facts.entry_kind
    among = AMOUNTS | CHECKS
    ask = asked_of(Entry.PLATFORM, kind, facts.region or None, among) if kind is not None else None
    if ask is None:
        msg = "查验平台不查这种票，请按“到这里查”的提示换一个入口"
        raise CannotCheck(msg)
    typed = None
    if ask in AMOUNTS:
        typed = None if facts.amount is None else plain(facts.amount)
    elif facts.check_code:
        typed = facts.check_code[-CHECK_TAIL:]
    given = typed or value_for(copy, ask)
    if not given:
        msg = f"查验这种票要填{ask}"
        raise CannotCheck(msg)
    return given


@transaction.atomic
def _keep(
    lookup: Lookup, asker: Person, fields: Fields, said: Said, now: datetime, by: Person | None
) -> None:
    heard = parse_answer(Entry.PLATFORM, said.words) or Outcome.SYSTEM
    outcome = heard.status
    key = f"{fields.number}-{fields.code}" if fields.code else fields.number
    Check.objects.create(
        lookup=lookup,
        key=key,
        entry=Entry.PLATFORM.value,
        asked_by=by,
        asked_at=now,
        outcome=outcome.value,
        words=said.words,
        sandbox=True,
    )
    if heard.is_about_invoice:
        held = access.invoices_for(asker)
        held.filter(key=key).update(verify_status=outcome.value)
        held.filter(second_key=key).update(verify_status=outcome.value)
