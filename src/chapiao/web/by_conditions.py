"""Look-ups without a number: a seller, a buyer, an amount or a day lead to the rows they fit."""

from __future__ import annotations

import re
from datetime import date

from chapiao.diagnosis.question import Question, understand
from chapiao.invoice.entry import Entry
from chapiao.invoice.money import plain
from chapiao.store.models import Person
from chapiao.store.queries import ledger
from chapiao.web.context import companies

_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")
_TELLS_MORE = ("text", "number", "code", "check_code", "answer")


def listed(person: Person, question: Question, today: date) -> dict[str, str] | None:
    """Return the part of the 台账's address where these conditions' rows stand.

    None where the question holds more than conditions, where one of them cannot be read, or
    where no row that this person may see fits: then the answer is to say why.
    """
    if question.entry != Entry.OWN or any(getattr(question, one).strip() for one in _TELLS_MORE):
        return None
    query = _query(person, question, today)
    if query is None:
        return None
    found = ledger.page(person, ledger.Filters.from_query(query)).totals.count
    return query if found else None


def _query(person: Person, question: Question, today: date) -> dict[str, str] | None:
    asked = understand(question, today)
    query: dict[str, str] = {}
    if question.date.strip():
        month = question.date.strip()
        if _MONTH.fullmatch(month):
            query["month"] = month
        elif asked.issued_on is not None:
            query["from"] = query["to"] = asked.issued_on.isoformat()
        else:
            return None
    if question.amount.strip():
        if asked.amount is None:
            return None
        query["min"] = query["max"] = plain(asked.amount)
    seller, buyer = question.seller.strip(), question.buyer.strip()
    if seller and buyer:  # the list has one field for names: the buyer has to be one of ours
        ours = [pk for pk, name in companies(person) if buyer in name]
        if len(ours) != 1:
            return None
        query["entity"] = str(ours[0])
    if seller or buyer:
        query["q"] = seller or buyer
    return query or None
