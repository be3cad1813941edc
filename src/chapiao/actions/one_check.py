"""One check of one invoice, whoever is asked: its fields, its booking, what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chapiao.actions.check_ledger import RESERVE, UsedUp, book
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.question import Question
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice
from chapiao.store import access
from chapiao.store.models import Check, Lookup, Person


class CannotCheck(Exception):
    """Nobody can be asked this. The message can be shown to the user.

    `may_insist`: a person who knows better can have it sent all the same.
    """

    def __init__(self, message: str, *, may_insist: bool = False) -> None:
        super().__init__(message)
        self.may_insist = may_insist


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question with the words of whoever was asked in it, and the moment for the trace."""

    question: Question
    moment: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What every entry asks for: code ("" where there is none), number and day of issue."""

    code: str
    number: str
    issued_on: date

    @property
    def key(self) -> str:
        """The identity that the day's checks are counted under."""
        return f"{self.number}-{self.code}" if self.code else self.number


def identity_of(facts: Facts) -> Identity:
    """Return what was typed, else what a copy shows.

    Raises:
        CannotCheck: names what is missing.
    """
    copy = copy_of(facts)
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
    return Identity(code=code, number=facts.number.text, issued_on=issued_on)


def copy_of(facts: Facts) -> Invoice:
    """Return the best copy of the invoice; an empty one where there is none."""
    return facts.copy.invoice if facts.copy is not None else Invoice()


def booked(
    lookup: Lookup,
    key: str,
    now: datetime,
    by: Person | None,
    *,
    insist: bool,
    entry: Entry = Entry.PLATFORM,
    sandbox: bool = False,
) -> Check:
    """Book the next check of today, before it is sent; the last is kept for who insists.

    Raises:
        CannotCheck: today's checks are used; says when the next may be.
    """
    keep = 0 if insist else RESERVE
    try:
        return book(key, now, lookup=lookup, by=by, keep=keep, entry=entry, sandbox=sandbox)
    except UsedUp as error:
        more = "；确要用掉备用的一次，可以坚持再查" if error.tally.left else ""
        msg = f"{error}{more}"
        raise CannotCheck(msg, may_insist=bool(error.tally.left)) from error


def file_under(key: str, asker: Person, heard: Outcome) -> None:
    """File what was said of an invoice at the rows of it that the asker sees."""
    if heard.is_about_invoice:
        held = access.invoices_for(asker)
        held.filter(key=key).update(verify_status=heard.status.value)
        held.filter(second_key=key).update(verify_status=heard.status.value)
