"""到这里查: the card for the entry where the asked invoice can be looked up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.where import AMOUNTS, asked_of, holds, route, routes
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Ask, Entry, last_day
from chapiao.invoice.fill_card import FillCard, card_of
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice


def fill_card(facts: Facts) -> FillCard | None:
    """Return what to type where; None when the kind is not known or nobody can look it up.

    The entry asked for, if it has this kind at all, or else the first one that has. One that
    shows this invoice no more, or takes no checks from here, is left out.
    """
    kind = facts.entry_kind
    if kind is None or facts.number is None:
        return None
    region = facts.region or None
    here = facts.entry
    ways = routes(kind, region)
    if here is not None and here is not Entry.OWN and holds(here, kind, region):
        asked = route(here, kind, region)
        ways = ways if asked is None else (asked, *ways)
    way = next((one for one in ways if _is_open(one.entry, facts)), None)
    return card_of(_asked(facts, kind, region), way) if way is not None else None


def _is_open(entry: Entry | None, facts: Facts) -> bool:
    """Whether an entry would still answer about this invoice, as far as we know."""
    if entry is None:
        return True
    if entry is facts.entry and Outcome.BLOCKED in facts.told:
        return False
    last = None
    if facts.issue_date is not None:
        last = last_day(entry, facts.issue_date, on=facts.today)
    return last is None or last >= facts.today


def _asked(facts: Facts, kind: Kind, region: str | None) -> Invoice:
    """Return the invoice as a copy shows it, filled up with what was typed."""
    known = facts.copy.invoice if facts.copy is not None else Invoice()
    typed: dict[str, Any] = {
        "number": facts.number.text if facts.number is not None else None,
        "code": facts.code.text if facts.code is not None else None,
        "issued_on": facts.issued_on,
        "check_code": facts.check_code,
    }
    if facts.amount is not None and known.total is None:
        here = facts.entry
        if here is None or here is Entry.OWN:
            here = Entry.PLATFORM
        asked = asked_of(here, kind, region, AMOUNTS)
        typed["amount" if asked is Ask.AMOUNT else "total"] = facts.amount
    told = {
        name: value
        for name, value in typed.items()
        if value is not None and getattr(known, name) is None
    }
    if known.kind is kind and not told:
        return known
    return replace(known, kind=kind, **told)
