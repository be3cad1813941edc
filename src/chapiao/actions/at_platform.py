"""Spend one check and put the answer into the question: at a vendor's interface, or in the demo.

There is no official interface to the real platform. A vendor is asked where the operator gave
a key; the 演示查验平台 is there in the demo world, or with CHAPIAO_SANDBOX=1.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from chapiao.actions import at_channel, questions
from chapiao.actions.channel_state import any_on
from chapiao.actions.check_ledger import SHARED, settle
from chapiao.actions.doubt import doubt_about
from chapiao.actions.maintenance import open_until
from chapiao.actions.one_check import (
    Asked,
    CannotCheck,
    booked,
    copy_of,
    file_under,
    identity_of,
)
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.question import entry_named
from chapiao.diagnosis.say import when
from chapiao.diagnosis.where import AMOUNTS, CHECKS, asked_of
from chapiao.invoice.entry import Entry
from chapiao.invoice.fill_card import value_for
from chapiao.invoice.kind import Kind
from chapiao.invoice.money import plain
from chapiao.invoice.status import VerifyStatus
from chapiao.outside.sandbox_platform import NAME, SandboxPlatform
from chapiao.store.models import Check, Lookup, Person
from chapiao.store.queries.holdings import StoreHoldings

CHECK_TAIL = 6  # of a check code the page asks for the last six


def sandbox() -> SandboxPlatform | None:
    """Return the platform that can be asked here, or None."""
    if not settings.SANDBOX:
        return None
    return SandboxPlatform(Path(settings.DATA) / "sandbox.sqlite3")


def spend(
    lookup: Lookup, asker: Person, now: datetime, by: Person | None, *, insist: bool = False
) -> Asked:
    """Check the invoice of a look-up once: at a vendor whose key was given, or at the sandbox.

    One of the day's checks is booked before anything is sent. What we can tell to be wrong
    is not sent, and the last check of a day is kept back, unless somebody insists.

    Raises:
        CannotCheck: nobody to ask here, a field is missing or looks wrong, it is no kind they
            check, the entry is stopped, or today's checks are used: says which.
    """
    if any_on():
        return at_channel.spend(lookup, asker, now, by, insist=insist)
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
    identity, last = identity_of(facts), _last(facts)
    doubt = "" if insist else doubt_about(facts)
    if doubt:
        msg = f"{doubt}（没有用掉查验次数；确认无误可以坚持再查）"
        raise CannotCheck(msg, may_insist=True)
    check = booked(lookup, identity.key, now, by, insist=insist, sandbox=True)
    said = platform.check(
        code=identity.code,
        number=identity.number,
        issued_on=identity.issued_on,
        last=last,
        now=now,
    )
    with transaction.atomic():
        heard = settle(check, said.words, counted=said.counted)
        file_under(check.key, asker, heard)
    moment = {"at": now.isoformat(), "what": NAME, "result": said.words}
    return Asked(question=replace(question, answer=said.words), moment=moment)


def who_checks() -> str:
    """Return who can be asked from here, as people call it; "" where nobody can."""
    if any_on():
        return "查验接口"
    return NAME if settings.SANDBOX else ""


def again(lookup: Lookup, now: datetime) -> Asked | None:
    """Ask again for a look-up that is about such an answer; None when it must rest.

    A business answer is never asked for twice a day by itself (domain §7.1).
    """
    if not who_checks():
        return None
    ours = lookup.checks.filter(Q(sandbox=True) | Q(calls__isnull=False))
    earlier = ours.order_by("-asked_at").first()
    asked = entry_named(lookup.question.get("entry", ""))
    if earlier is None and asked not in SHARED:
        return None
    if earlier is not None and earlier.outcome not in {VerifyStatus.FAILED, ""}:
        if earlier.asked_at > lookup.answered_at:
            return _heard(lookup, earlier)
        if earlier.asked_at.astimezone(now.tzinfo).date() == now.date():
            return None
    try:
        return spend(lookup, lookup.asker, now, None)
    except CannotCheck:
        return None


def _heard(lookup: Lookup, check: Check) -> Asked:
    """Return an answer that came, and was noted, right before the worker died over it."""
    question = replace(questions.from_json(lookup.question), answer=check.words, entry=check.entry)
    what = NAME if check.sandbox else "查验接口"
    moment = {"at": check.asked_at.isoformat(), "what": what, "result": check.words}
    return Asked(question=question, moment=moment)


def _last(facts: Facts) -> str:
    """Return the last field of the page, which is another one for every family of kinds."""
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
    given = typed or value_for(copy_of(facts), ask)
    if not given:
        msg = f"查验这种票要填{ask}"
        raise CannotCheck(msg)
    return given
