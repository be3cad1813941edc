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
from chapiao.actions.check_ledger import RESERVE, UsedUp, book, settle
from chapiao.actions.doubt import doubt_about
from chapiao.actions.maintenance import open_until
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.question import Question, entry_named
from chapiao.diagnosis.say import when
from chapiao.diagnosis.where import AMOUNTS, CHECKS, asked_of
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
    """The platform cannot be asked this. The message can be shown to the user.

    `may_insist`: a person who knows better can have it sent all the same.
    """

    def __init__(self, message: str, *, may_insist: bool = False) -> None:
        super().__init__(message)
        self.may_insist = may_insist


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


def spend(
    lookup: Lookup, asker: Person, now: datetime, by: Person | None, *, insist: bool = False
) -> Asked:
    """Check the invoice of a look-up once; the outcome is kept, and never final.

    One of the day's checks is booked before anything is sent. What we can tell to be wrong
    is not sent, and the last check of a day is kept back, unless somebody insists.

    Raises:
        CannotCheck: no platform here, a field is missing or looks wrong, it is no kind it
            checks, the entry is stopped, or today's checks are used: says which.
    """
    platform = sandbox()
    if platform is None:
        msg = "这里没有可以自动查验的入口，请按“到这里查”的提示到官方平台查验"
        raise CannotCheck(msg)
    question = replace(questions.from_json(lookup.question), answer="", entry=Entry.PLATFORM.value)
    stopped = open_until(Entry.PLATFORM, now)
    if stopped is not None:
        msg = f"查验平台在公告的维护时段内，{when(stopped, now)}以后再查（没有用掉查验次数）"
        raise CannotCheck(msg)
    facts = facts_for(question, StoreHoldings(asker), now)
    fields = fields_of(facts)
    doubt = "" if insist else doubt_about(facts)
    if doubt:
        msg = f"{doubt}（没有用掉查验次数；确认无误可以坚持再查）"
        raise CannotCheck(msg, may_insist=True)
    booked = _booked(lookup, fields, now, by, keep=0 if insist else RESERVE)
    said = platform.check(
        code=fields.code,
        number=fields.number,
        issued_on=fields.issued_on,
        last=fields.last,
        now=now,
    )
    _keep(booked, asker, said)
    moment = {"at": now.isoformat(), "what": NAME, "result": said.words}
    return Asked(question=replace(question, answer=said.words), said=said, moment=moment)


def again(lookup: Lookup, now: datetime) -> Asked | None:
    """Ask the platform again for a look-up that is about its answer; None when it must rest.

    A business answer is never asked for twice a day by itself (domain §7.1).
    """
    if sandbox() is None:
        return None
    earlier = lookup.checks.filter(sandbox=True).order_by("-asked_at").first()
    if earlier is None and entry_named(lookup.question.get("entry", "")) is not Entry.PLATFORM:
        return None
    today = earlier is not None and earlier.asked_at.astimezone(now.tzinfo).date() == now.date()
    if earlier is not None and today and earlier.outcome not in {VerifyStatus.FAILED, ""}:
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


def key_of(fields: Fields) -> str:
    """Return the identity that the day's checks are counted under."""
    return f"{fields.number}-{fields.code}" if fields.code else fields.number


def _booked(
    lookup: Lookup, fields: Fields, now: datetime, by: Person | None, *, keep: int
) -> Check:
    try:
        return book(key_of(fields), now, lookup=lookup, by=by, keep=keep, sandbox=True)
    except UsedUp as error:
        more = "；确要用掉备用的一次，可以坚持再查" if error.tally.left else ""
        msg = f"{error}{more}"
        raise CannotCheck(msg, may_insist=bool(error.tally.left)) from error


@transaction.atomic
def _keep(booked: Check, asker: Person, said: Said) -> None:
    heard = settle(booked, said.words, counted=said.counted)
    if heard.is_about_invoice:
        held = access.invoices_for(asker)
        held.filter(key=booked.key).update(verify_status=heard.status.value)
        held.filter(second_key=booked.key).update(verify_status=heard.status.value)
