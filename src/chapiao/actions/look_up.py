"""Look an invoice up: ask, keep question and answer, and say when it is asked again."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import orjson

from chapiao.actions import check_ledger, questions
from chapiao.actions.authority import with_authority
from chapiao.actions.entry_facts import with_entry
from chapiao.actions.health_facts import with_health
from chapiao.actions.maintenance import clear_of
from chapiao.actions.rights_facts import with_rights
from chapiao.actions.surroundings import with_surroundings
from chapiao.diagnosis import clock
from chapiao.diagnosis.answer import Answer
from chapiao.diagnosis.answer import answer as answer_of
from chapiao.diagnosis.as_json import masked, said_json
from chapiao.diagnosis.cause import FOUND
from chapiao.diagnosis.engine import diagnose
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.model import Recheck
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import identity
from chapiao.store import access, audit, sql
from chapiao.store.models import Document, Follow, Lookup, Person
from chapiao.store.queries.holdings import StoreHoldings
from chapiao.store.queries.past import PastHoldings
from chapiao.store.records import BEIJING

WAITING = {
    Recheck.SAME_DAY,
    Recheck.NEXT_DAY,
    Recheck.AFTER_WINDOW,
    Recheck.DAYS,
    Recheck.NEXT_MONTH,
}
SPREAD = 180  # seconds over which rows due at the same moment are spread

_INSERT = (
    "insert into store_lookup (asker_id, asked_at, question, key, document_id, invoice_id, found,"
    " cause, headline, said, lacking_id, answered_at, scope, follow, due_at, lease_until, attempt)"
    " values (?,?,?,?,?,?,?,?,?,{said},?,?,?,?,?,?,?)"
)
_LACKING = "insert into store_lacking (digest, told) values (?,?) on conflict do nothing"
_FINDING = (
    "insert into store_lookupfinding (lookup_id, position, rule, cause, certainty)"
    " values (?,?,?,?,?)"
)


class NotAllowed(Exception):
    """The asker may not look invoices up. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("您的账号没有查票权限，请联系本单位管理员把您加入企业")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer, as it is kept."""

    answer: Answer
    said: dict[str, Any]  # but for what could not be asked
    key: str
    invoice_id: int | None
    scope: list[int | str]
    follow: Follow
    due_at: datetime | None

    @property
    def cause(self) -> str:
        """The id of the first cause."""
        return self.answer.causes[0].cause.id

    @property
    def headline(self) -> str:
        """The one sentence, as long as its column."""
        return self.answer.headline[:300]


def look_up(
    *,
    asker: Person,
    question: Question,
    now: datetime,
    document: Document | None = None,
    past: bool = False,
) -> Lookup:
    """Ask our holdings as this person may see them; keep question, answer and findings.

    `past`: `now` is a moment gone by, and what came later was not known then.

    Raises:
        NotAllowed: the asker belongs to no company and is no administrator.
    """
    now = now.astimezone(BEIJING)
    given, row, _ = _asked(asker, question, now, document, past=past)
    pk = _keep(given, row, now)
    _note_check(given, asker, pk, now)
    return Lookup(
        pk=pk,
        asker=asker,
        asked_at=now,
        question=orjson.loads(row[2]),
        key=given.key,
        document=document,
        invoice_id=given.invoice_id,
        found=given.answer.found,
        cause=given.cause,
        headline=given.headline,
        said=given.said,
        lacking_id=given.answer.lacking.digest,
        answered_at=now,
        scope=given.scope,
        follow=given.follow.value,
        due_at=given.due_at,
    )


def look_up_in_json(*, asker: Person, question: Question, now: datetime) -> bytes:
    """Do the same for a program: the answer as JSON, with its id, is all that comes back.

    Identity numbers of natural persons in it are masked, as on the pages.

    Raises:
        NotAllowed: the asker belongs to no company and is no administrator.
    """
    now = now.astimezone(BEIJING)
    given, row, text = _asked(asker, question, now, None, past=False)
    pk = _keep(given, row, now)
    _note_check(given, asker, pk, now)
    shown = masked(text, given.said["invoice"])
    return b'%b,"unasked":%b,"look_up":"%d"}' % (shown[:-1], given.answer.lacking.told, pk)


def _asked(
    asker: Person, question: Question, now: datetime, document: Document | None, *, past: bool
) -> tuple[Given, sql.Row, bytes]:
    """Return the answer, the row it is kept as, and its JSON but for what could not be asked."""
    if not access.may_look_up(asker):
        raise NotAllowed
    question = questions.clean(question)
    given = ask(asker, question, now, past=past)
    at = sql.moment(now)
    text = orjson.dumps(given.said)
    row = (
        asker.pk,
        at,
        orjson.dumps(questions.to_json(question)).decode(),
        given.key,
        None if document is None else document.pk,
        given.invoice_id,
        given.answer.found,
        given.cause,
        given.headline,
        sql.utf8(text),
        given.answer.lacking.digest,
        at,
        orjson.dumps(given.scope).decode(),
        given.follow.value,
        sql.moment(given.due_at),
        None,
        0,
    )
    return given, row, text


def _keep(given: Given, row: sql.Row, now: datetime) -> int:
    """Write answer, findings and audit entry in one transaction; return the look-up's id."""
    with sql.Writing():
        keep_lacking(given.answer)
        pk = sql.insert(_insert(), row)
        keep_findings(pk, given.answer)
        told = {"cause": given.cause, "found": given.answer.found}
        audit.append_quickly(now, row[0], "查票", f"lookup:{pk}", told)
    return pk


@cache
def _insert() -> str:
    return _INSERT.format(said=sql.text_mark())


def _note_check(given: Given, asker: Person, lookup_pk: int, now: datetime) -> None:
    """Count the check that somebody made elsewhere and told us the answer of."""
    facts = given.answer.facts
    if facts.entry in check_ledger.SHARED and facts.words:
        key = identity(facts.sought_code or None, facts.sought_number) or given.key
        check_ledger.note(key, facts.entry, facts.words, now, lookup_pk=lookup_pk, by_pk=asker.pk)


def ask(asker: Person, question: Question, now: datetime, *, past: bool = False) -> Given:
    """Return the answer to a question as this person may see it; nothing is written.

    `past`: rows, files and imports later than `now` are left out.
    """
    holdings = PastHoldings(asker, now) if past else StoreHoldings(asker)
    facts = with_entry(facts_for(question, holdings, now), asker, now)
    if not past or facts.entry is Entry.ETAX:  # else it would tell of rows that came later
        facts = with_rights(facts, asker, now)
    facts = with_surroundings(facts, question, holdings, asker)
    facts = with_health(facts, asker, now)
    answer = with_authority(answer_of(facts, diagnose(facts)), holdings.seen, now)
    key = _key(answer)
    follow, due_at = _plan(answer, key, now)
    record = answer.facts.record
    seen = holdings.seen
    return Given(
        answer=answer,
        said=said_json(answer),
        key=key,
        invoice_id=None if record is None else int(record.ref.removeprefix("invoice:")),
        scope=seen.rests_on(private=holdings.private),
        follow=follow,
        due_at=due_at,
    )


def tomorrow(key: str, now: datetime) -> datetime:
    """Return tomorrow morning, a little spread."""
    return clock.tomorrow_morning(now) + jitter(key)


def keep_lacking(answer: Answer) -> None:
    """Keep what could not be asked, unless an answer before it lacked the same."""
    lacking = answer.lacking
    sql.run(_LACKING, (lacking.digest, lacking.told.decode()))


def keep_findings(lookup_pk: int, answer: Answer) -> None:
    """Keep each rule that named a cause, so that causes can be counted; `found` is none."""
    position = 0
    for explanation in answer.causes:
        if explanation.cause is FOUND:
            continue
        for rule_id in explanation.rules:
            given = (
                lookup_pk,
                position,
                rule_id,
                explanation.cause.id,
                explanation.certainty.name,
            )
            sql.insert(_FINDING, given)
            position += 1


def _key(answer: Answer) -> str:
    """Return the identity asked for, or else the number as it was understood."""
    facts = answer.facts
    if facts.record is not None and facts.record.invoice.key:
        return facts.record.invoice.key
    if answer.invoice is not None and answer.invoice.key:
        return answer.invoice.key
    if facts.number is None:
        return ""
    code = facts.code.text if facts.code is not None else ""
    return f"{facts.number.text}-{code}" if code else facts.number.text


def _usual(recheck: Recheck, now: datetime) -> datetime:
    if recheck in {Recheck.SAME_DAY, Recheck.AFTER_WINDOW}:
        return clock.in_minutes(now, 120)
    return clock.next_month(now) if recheck is Recheck.NEXT_MONTH else clock.tomorrow_morning(now)


def _plan(answer: Answer, key: str, now: datetime) -> tuple[Follow, datetime | None]:
    """Return whether to ask again, and when: only where waiting can change the answer."""
    if answer.causes[0].cause is FOUND or answer.recheck not in WAITING:
        return Follow.NONE, None
    at = answer.recheck_at or _usual(answer.recheck, now)
    clear = clear_of(answer.facts.windows or (), max(at, now))
    return Follow.WATCHING, clear + jitter(key)


def jitter(key: str) -> timedelta:
    """Return a little time, the same for the same invoice: not all is due at 9:30 sharp."""
    return timedelta(seconds=zlib.crc32(key.encode()) % SPREAD)
