"""What we keep around a question, as facts a rule can think with.

Files with their seals, imports that failed or wait, rows filed under a wrong number, the
seller's habit, the filter of the list that showed nothing. All of it is asked only where it
can matter: an invoice our 台账 shows, asked for by number alone, costs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from chapiao.actions.rights_facts import asker_of
from chapiao.diagnosis.facts import Facts, Record
from chapiao.diagnosis.likeness import alike, may_be_of
from chapiao.diagnosis.question import Question
from chapiao.diagnosis.record import LEDGER
from chapiao.diagnosis.rules.timing.seller_late import BUREAU, TAX_CONTROLLED
from chapiao.diagnosis.world.papers import Faces, SellerSide
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice, identity
from chapiao.invoice.status import VerifyStatus
from chapiao.store.models import Person
from chapiao.store.queries.around import failed_imports, kept_faces
from chapiao.store.queries.holdings import StoreHoldings
from chapiao.store.queries.list_filter import list_filter
from chapiao.store.queries.past import PastHoldings
from chapiao.store.queries.seller_habit import habit_of

Holdings: TypeAlias = StoreHoldings | PastHoldings


def with_surroundings(facts: Facts, question: Question, holdings: Holdings, asker: Person) -> Facts:
    """Return the facts with what is kept around the question, where there is any."""
    plain = facts.held and facts.entry is Entry.OWN
    if plain and question.file is None and not question.listed:
        return facts
    found = {name: told for name, told in _around(facts, question, holdings) if told}
    more: dict[str, Any] = found
    facts = replace(facts, **more) if found else facts
    known = found or facts.attempts or facts.windows
    if not known or facts.asker is not None:
        return facts
    return replace(facts, asker=asker_of(facts, asker))  # now the rules about them are asked


def _around(facts: Facts, question: Question, holdings: Holdings) -> Iterator[tuple[str, object]]:
    own = facts.entry is Entry.OWN
    yield "faces", _faces(facts, question, holdings)
    if own and facts.held is False and facts.number is not None:
        number, until = facts.number.text, holdings.until
        yield "failed_imports", failed_imports(_keys(facts), number, holdings.seen, until)
        yield "misfiled", _misfiled(facts, holdings)
    if question.listed and own and facts.record is not None:
        yield "list_filter", list_filter(question.listed, facts.record)
    yield "seller_side", _seller(facts, holdings)


def _keys(facts: Facts) -> list[str]:
    """Return the identities of the invoice asked for, as far as they are known."""
    copy = facts.copy.invoice if facts.copy is not None else Invoice()
    code = facts.code.text if facts.code is not None else None
    number = facts.number.text if facts.number is not None else None
    keys = (identity(code, number), copy.key, copy.second_key)
    return list(dict.fromkeys(key for key in keys if key))


def _faces(facts: Facts, question: Question, holdings: Holdings) -> tuple[Faces, ...]:
    """Return the files of this very invoice, the one handed in first, each once."""
    given = question.faces
    if given is not None and facts.number is not None:
        given = given if may_be_of(facts.number.text, given.invoice) else None
    kept = []
    if facts.archived is not None or facts.held or given is not None:
        kept = [one for _, one in kept_faces(_keys(facts), holdings.seen, holdings.until)]
    if given is None:
        return tuple(kept)
    return (given, *(one for one in kept if _says(one) != _says(given)))


def _says(one: Faces) -> tuple[object, ...]:
    """Return what tells two files apart; the same file under another name is the same."""
    printed = one.invoice
    return one.source, one.seal_detail, printed.number, printed.issued_on, printed.total, one.noted


def _misfiled(facts: Facts, holdings: Holdings) -> tuple[Record, ...]:
    """Return our rows that agree with a copy of it in all but the number.

    A seller issues many alike on one day. So the number has to be a slip away, and nothing
    else may vouch for it: a row that an export, a file or a check has is another invoice.
    """
    copy = next((one.invoice for one in facts.copies or () if one.source != LEDGER), None)
    if copy is None or copy.issued_on is None or copy.total is None:
        return ()
    rows = holdings.by_day_and_sum(copy.issued_on, copy.total)
    return tuple(row for row in rows if _is_it(row, copy, holdings))


def _is_it(row: Record, copy: Invoice, holdings: Holdings) -> bool:
    printed = row.invoice
    ours, theirs = (one.seller_tax_id or one.seller_name for one in (printed, copy))
    same = bool(ours) and ours == theirs and printed.total == copy.total
    slipped = printed.number != copy.number and alike(printed.number or "", copy.number or "")
    if not (same and slipped) or row.verify_status is VerifyStatus.MATCH:
        return False
    keys = [key for key in (printed.key, printed.second_key) if key]
    return not (holdings.exported(keys) or holdings.archived(keys))


def _seller(facts: Facts, holdings: Holdings) -> SellerSide | None:
    """Return how late the seller usually is, where an entry does not have its invoice."""
    copy = facts.copy.invoice if facts.copy is not None else None
    tax_id = (copy.seller_tax_id or "") if copy is not None else ""
    missed = Outcome.NOT_FOUND in facts.told and facts.entry in BUREAU
    if copy is None or not tax_id or not missed or facts.kind not in TAX_CONTROLLED:
        return None
    habit = habit_of(tax_id, holdings.seen)
    if habit is None:
        return None
    return SellerSide(name=copy.seller_name or "", late_days=habit.days, samples=habit.samples)
