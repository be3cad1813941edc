"""Bring the words of an official page back to a look-up: kept with proof, and thought of again.

The person looked the invoice up where the fill card sent them. What the page said is
written down with who, when and where; a screenshot of it is kept as it is. Only the
result is read from the words, never what the page prints around it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from chapiao.actions import check_ledger, questions
from chapiao.actions.ask_again import JustRenewed
from chapiao.actions.look_up import Given, ask
from chapiao.actions.renewal import renew
from chapiao.diagnosis.words import understand
from chapiao.invoice.answers import Outcome, words_for
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import identity
from chapiao.readers import pdf, picture
from chapiao.store import access, audit, originals
from chapiao.store.models import Check, Document, Lookup, Person
from chapiao.store.records import BEIJING
from chapiao.store.text import storable

LONGEST = 200  # characters of the words that a question takes
LARGEST = 10 * 1024 * 1024  # bytes of a screenshot


class NothingBrought(Exception):
    """What was brought is no answer of an entry. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A screenshot: its name and bytes."""

    name: str
    data: bytes


def bring_answer(
    *,
    person: Person,
    pk: int,
    entry: Entry,
    words: str,
    now: datetime,
    proof: Picture | Document | None = None,
) -> Lookup:
    """Keep what an entry said, with its screenshot, and answer the look-up anew with it.

    `proof` is a new screenshot, or one that was kept before (`bring_proof.py`).

    Raises:
        access.NotSeen: it is not this person's own look-up.
        NothingBrought: there are no words, or the screenshot is no picture: says which.
        JustRenewed: somebody else renewed it in this moment; nothing was kept of it.
    """
    lookup = access.lookups_for(person).select_related("asker").filter(pk=pk).first()
    if lookup is None:
        raise access.NotSeen
    now, words = now.astimezone(BEIJING), storable(words).strip()
    _check(entry, words, proof)
    heard = understand(entry, words)
    question = replace(
        questions.from_json(lookup.question), entry=entry.value, answer=_short(entry, words, heard)
    )
    given = ask(lookup.asker, question, now)
    with transaction.atomic():
        document = _kept(proof, person, now)
        moment = _moment(entry, words, heard, person, document, now)
        renewed = renew(lookup, question, given, now, act="带回答复", by=person, moments=(moment,))
        if renewed is None:
            raise JustRenewed
        _note(given, renewed, person, now)
        if isinstance(proof, Picture) and document is not None:
            detail = {"document": document.pk, "entry": entry.value}
            audit.append(
                at=now,
                person_id=person.pk,
                act="附上截图",
                subject=f"lookup:{pk}",
                detail=detail,
            )
    return renewed


def checked(entry: Entry, proof: Picture | None) -> None:
    """See that an answer of this entry can be brought, with this as its proof.

    Raises:
        NothingBrought: says why not.
    """
    if entry is Entry.OWN:
        msg = "请选是哪个入口答复的；本系统台账不用带回"
        raise NothingBrought(msg)
    if proof is None:
        return
    if len(proof.data) > LARGEST:
        msg = "截图太大（最多 10 MB），请只截结果那一块"
        raise NothingBrought(msg)
    if not (picture.accepts(proof.data[:1024]) or pdf.accepts(proof.data[:1024])):
        msg = "截图要是图片或 PDF，请重新选择"
        raise NothingBrought(msg)


def _check(entry: Entry, words: str, proof: Picture | Document | None) -> None:
    checked(entry, proof if isinstance(proof, Picture) else None)
    if not words:
        msg = "请照抄对方页面上的结果，如“查无此票”；只有截图时先从截图上认"
        raise NothingBrought(msg)


def _kept(proof: Picture | Document | None, person: Person, now: datetime) -> Document | None:
    if isinstance(proof, Picture):
        return originals.keep(proof.data, proof.name, now, person)
    return proof


def _short(entry: Entry, words: str, heard: Outcome | None) -> str:
    """Return the words as a question takes them: of a whole page, the result in the entry's words.

    The page itself stands in the trace.
    """
    if len(words) <= LONGEST or heard is None:
        return words[:LONGEST]
    return words_for(entry, heard) or heard.value


def _moment(
    entry: Entry,
    words: str,
    heard: Outcome | None,
    person: Person,
    document: Document | None,
    now: datetime,
) -> dict[str, Any]:
    meaning = heard.value if heard is not None else "看不懂"
    told = {
        "at": now.isoformat(timespec="seconds"),
        "what": f"{entry}的答复（{person}带回）",
        "result": f"{words[:LONGEST]}（{meaning}）",
        "entry": entry.value,
        "words": words[:2000],
    }
    return told if document is None else told | {"document": document.pk}


def _note(given: Given, lookup: Lookup, person: Person, now: datetime) -> None:
    """Write it down among the checks of the invoice, where it counts if the entry counts."""
    facts = given.answer.facts
    key = identity(facts.sought_code or None, facts.sought_number) or given.key
    if facts.entry is None or not key or not isinstance(facts.heard, Outcome):
        return
    words = facts.answered
    if facts.entry in check_ledger.SHARED:
        check_ledger.note(key, facts.entry, words, now, lookup_pk=lookup.pk, by_pk=person.pk)
        return
    Check.objects.create(
        lookup=lookup,
        key=key,
        entry=facts.entry.value,
        asked_by=person,
        asked_at=now,
        outcome=facts.heard.status.value,
        words=words,
        day=now.date(),
    )
