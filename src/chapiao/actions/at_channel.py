"""Check the invoice of a look-up once at a vendor whose key the operator gave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction

from chapiao.actions import questions
from chapiao.actions.ask_channel import Answered, NobodyCan, ask_first
from chapiao.actions.channel_state import standings
from chapiao.actions.doubt import doubt_about
from chapiao.actions.maintenance import open_until
from chapiao.actions.one_check import (
    Asked,
    CannotCheck,
    Identity,
    booked,
    copy_of,
    file_under,
    identity_of,
)
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.say import when
from chapiao.diagnosis.where import AMOUNTS, asked_of
from chapiao.invoice.entry import Ask, Entry
from chapiao.invoice.fill_card import value_for
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain
from chapiao.outside.channels.capability import FIELDS, Judged, Wanted, asks_of, in_order
from chapiao.outside.channels.model import Inquiry, Result, Vendor
from chapiao.store.models import Lookup, Person
from chapiao.store.queries.holdings import StoreHoldings

# Kind and date were judged by the vendor's own table; only these make asking useless.
IN_VAIN = frozenset({"not_an_invoice"})
_COST = MappingProxyType({True: "计费", False: "不计费", None: "是否计费厂商没有说明"})


class _Missing(ValueError):
    """A vendor asks for something that is not known. The message names it."""


def spend(
    lookup: Lookup, asker: Person, now: datetime, by: Person | None, *, insist: bool = False
) -> Asked:
    """Ask the first vendor that can answer; its words are put into the question.

    Raises:
        CannotCheck: no vendor can be asked, or it should not be sent: says why.
    """
    question = replace(questions.from_json(lookup.question), answer="", entry=Entry.VENDOR.value)
    stopped = open_until(Entry.VENDOR, now) or open_until(Entry.PLATFORM, now)
    if stopped is not None:
        msg = f"查验服务在公告的维护时段内，{when(stopped, now)}以后再查（没有用掉查验次数）"
        raise CannotCheck(msg)
    facts = facts_for(question, StoreHoldings(asker), now)
    identity = identity_of(facts)
    doubt = "" if insist else doubt_about(facts, IN_VAIN)
    if doubt:
        msg = f"{doubt}（没有用掉查验次数；确认无误可以坚持再查）"
        raise CannotCheck(msg, may_insist=True)
    try:
        answered = ask_first(
            wanted_of(facts, identity),
            lambda vendor: _inquiry(vendor, facts, identity, now),
            lambda: booked(lookup, identity.key, now, by, insist=insist, entry=Entry.VENDOR),
            now,
        )
    except NobodyCan as error:
        msg = f"现在没有查验接口能查这张票（没有用掉查验次数）：{error}"
        raise CannotCheck(msg) from error
    with transaction.atomic():
        file_under(identity.key, asker, answered.result.outcome)
    return Asked(
        question=replace(question, answer=answered.result.words), moment=_moment(answered, now)
    )


def who_can(lookup: Lookup, now: datetime) -> tuple[tuple[Judged, ...], tuple[Judged, ...]]:
    """Return which channels of ours can answer for a look-up now, in order, and which cannot."""
    ours = standings(now)
    if not ours:
        return (), ()
    question = replace(questions.from_json(lookup.question), answer="", entry=Entry.VENDOR.value)
    facts = facts_for(question, StoreHoldings(lookup.asker), now)
    return in_order(ours, wanted_of(facts, None), now)


def wanted_of(facts: Facts, identity: Identity | None) -> Wanted:
    """Return what is to be checked, as the matrix asks for it."""
    digital = facts.number is not None and facts.number.is_digital
    copy = copy_of(facts)
    known = facts.kind or copy.kind
    day = identity.issued_on if identity is not None else facts.issued_on or copy.issued_on
    return Wanted(
        kind=known if digital else known or facts.entry_kind,
        issued_on=day,
        region=facts.region or None,
    )


def _inquiry(vendor: Vendor, facts: Facts, identity: Identity, now: datetime) -> Inquiry:
    """Return what a vendor is asked.

    Raises:
        _Missing: it wants a field that nobody gave.
    """
    wanted = wanted_of(facts, identity)
    asks = asks_of(vendor, wanted.kind)
    given: dict[str, Any] = {}
    for field in asks.fields if asks is not None else ():
        name, find = _FIELDS[field]
        value = find(facts, copy_of(facts), wanted.kind)
        if not value:
            msg = f"还缺{FIELDS[field]}"
            raise _Missing(msg)
        given[name] = value
    return Inquiry(
        number=identity.number,
        issued_on=identity.issued_on,
        code=identity.code,
        kind=wanted.kind,
        today=identity.issued_on == now.date(),
        **given,
    )


def _sum(ask: Ask) -> Callable[[Facts, Invoice, Kind | None], str | None]:
    """Return how an amount is found: as typed, if that is the one meant here; else on a copy."""

    def find(facts: Facts, copy: Invoice, kind: Kind | None) -> str | None:
        shape = kind or Kind.DIGITAL_ORDINARY
        meant = asked_of(Entry.PLATFORM, shape, facts.region or None, AMOUNTS) or ask
        typed = facts.amount if meant is ask else None
        return value_for(copy, ask) if typed is None else plain(typed)

    return find


def _end(length: int) -> Callable[[Facts, Invoice, Kind | None], str | None]:
    """Return how the end of the check code is found."""

    def find(facts: Facts, copy: Invoice, kind: Kind | None) -> str | None:
        del kind
        whole = facts.check_code or copy.check_code or ""
        return whole[-length:] if len(whole) >= length else None

    return find


_FIELDS: MappingProxyType[str, tuple[str, Callable[[Facts, Invoice, Kind | None], str | None]]] = (
    MappingProxyType(
        {
            "AMOUNT": ("amount", _sum(Ask.AMOUNT)),
            "TOTAL": ("amount", _sum(Ask.TOTAL)),
            "CHECK_LAST6": ("check", _end(6)),
            "CHECK_5": ("check", _end(5)),
            "SECOND_LAST6": ("check", lambda _, copy, __: value_for(copy, Ask.SECOND_LAST6)),
            "SELLER": ("seller_tax_id", lambda _, copy, __: copy.seller_tax_id),
        }
    )
)


def _moment(answered: Answered, now: datetime) -> dict[str, Any]:
    """Return the trace's moment: what was answered, and by whom before that in vain."""
    said = _said(answered.result)
    earlier = "".join(f"；此前{vendor.label}：{_said(one)}" for vendor, one in answered.before)
    return {
        "at": now.isoformat(),
        "what": answered.vendor.label,
        "result": f"{said}{earlier}",
    }


def _said(result: Result) -> str:
    return f"{result.words}（{_COST[result.charged]}）"
