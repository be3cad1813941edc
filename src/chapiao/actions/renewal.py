"""Put a new answer in the place of the old one; what was answered before is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from chapiao.actions import questions
from chapiao.actions.look_up import Given, keep_findings, keep_lacking, tomorrow
from chapiao.actions.news import NOTHING_NEW, News
from chapiao.actions.tell import tell
from chapiao.actions.whose import only_entity
from chapiao.diagnosis.model import Recheck
from chapiao.diagnosis.question import Question
from chapiao.store import audit
from chapiao.store.models import Entity, Follow, Invoice, Lookup, Person


def renew(
    lookup: Lookup,
    question: Question,
    given: Given,
    now: datetime,
    *,
    act: str,
    by: Person | None = None,
    moments: tuple[dict[str, Any], ...] = (),
    told: News = NOTHING_NEW,
) -> Lookup | None:
    """Keep a new answer to a look-up; `moments` come before its own trace.

    `told` is what the asker did not see happen; whoever asks themselves sees it.

    None when the look-up was stopped, followed or taken over since it was read:
    then nothing changes.
    """
    said = given.said
    said["trace"] = [*lookup.said.get("trace", ()), *moments, *said.get("trace", ())]
    follow, due_at = _onward(lookup, given, now)
    new: dict[str, Any] = {
        "question": questions.to_json(question),
        "key": given.key,
        "invoice_id": given.invoice_id,
        "found": given.answer.found,
        "cause": given.cause,
        "headline": given.headline,
        "said": said,
        "lacking_id": given.answer.lacking.digest,
        "answered_at": now,
        "scope": given.scope,
        "follow": follow.value,
        "due_at": due_at,
        "lease_until": None,
        "attempt": 0,
        "news": told.says,
        "warned_of": told.warned_of or lookup.warned_of,
    }
    with transaction.atomic():
        keep_lacking(given.answer)
        unchanged = Lookup.objects.filter(
            pk=lookup.pk,
            attempt=lookup.attempt,
            lease_until=lookup.lease_until,
            follow=lookup.follow,
            answered_at=lookup.answered_at,
        )
        if not unchanged.update(**new):
            return None
        lookup.findings.all().delete()
        keep_findings(lookup.pk, given.answer)
        audit.append(
            at=now,
            person_id=None if by is None else by.pk,
            act=act,
            subject=f"lookup:{lookup.pk}",
            detail={
                "cause": given.cause,
                "found": given.answer.found,
                "before": lookup.cause,
                "attempt": lookup.attempt,
            },
        )
        if told.messages:
            entity = _entity(given, lookup.asker)
            for one in told.messages:
                tell(one, people=(lookup.asker,), entity=entity, now=now)
    lookup.refresh_from_db()
    return lookup


def _entity(given: Given, asker: Person) -> Entity | None:
    """Return the company that it concerns: whose the invoice is, or else the asker's only one."""
    row = Invoice.objects.select_related("entity").filter(pk=given.invoice_id or 0).first()
    return row.entity if row is not None and row.entity is not None else only_entity(asker)


def _onward(lookup: Lookup, given: Given, now: datetime) -> tuple[Follow, datetime | None]:
    """Return whether it is still followed: until it is found, unless somebody stopped it."""
    if lookup.follow == Follow.STOPPED:
        return Follow.STOPPED, None
    if given.follow is Follow.WATCHING:
        return Follow.WATCHING, given.due_at
    if lookup.follow != Follow.WATCHING:
        return Follow.NONE, None
    if given.answer.found:
        return Follow.FOUND, None
    if given.answer.recheck is Recheck.NEVER:
        return Follow.NONE, None
    return Follow.WATCHING, tomorrow(given.key, now)
