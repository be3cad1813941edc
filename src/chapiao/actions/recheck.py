"""Ask again what could not be found: at its time, by one worker, until it is found.

A look-up that waits is a due row. The worker claims it with a lease, asks, and
writes the new answer only if the lease is still its own: a killed worker loses
nothing, and no row is answered twice for one due time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from chapiao.actions import at_platform, links, questions
from chapiao.actions import due as due_rows
from chapiao.actions.look_up import ask, jitter, tomorrow
from chapiao.actions.maintenance import open_until
from chapiao.actions.news import news_of
from chapiao.actions.renewal import renew
from chapiao.actions.tell import Said, tell
from chapiao.actions.whose import only_entity
from chapiao.diagnosis.question import Question, entry_named
from chapiao.diagnosis.say import tail
from chapiao.diagnosis.words import understand
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.store import access, audit
from chapiao.store.models import Follow, Lookup, MessageKind, Person
from chapiao.store.records import BEIJING

LEASE = timedelta(minutes=5)
AFTER_TROUBLE = timedelta(minutes=10)
LONGEST = timedelta(days=180)  # after that, waiting alone will not bring it

# What an entry said of one moment; at the time of asking again it is over.
_PASSING = {
    Outcome.LIMIT,
    Outcome.ACCOUNT_LIMIT,
    Outcome.SAME_DAY,
    Outcome.CAPTCHA,
    Outcome.THROTTLED,
    Outcome.BUSY,
    Outcome.NETWORK,
    Outcome.SYSTEM,
    Outcome.MAINTENANCE,
}


class NothingToFollow(Exception):
    """The look-up needs no following. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("这张票已经查到了，不用再跟进")


def due(now: datetime, limit: int = 20) -> list[int]:
    """Return the look-ups that are to be asked again now, longest due first."""
    return due_rows.ids(Lookup.objects, now, limit)


def recheck(pk: int, now: datetime) -> Lookup | None:
    """Claim a due look-up, ask again and keep the new answer.

    None when it is no longer due, another worker has it, or it was stopped meanwhile.
    """
    now = now.astimezone(BEIJING)
    if not due_rows.claim(Lookup.objects, pk, now, LEASE):
        return None
    lookup = Lookup.objects.select_related("asker").get(pk=pk)
    if now - lookup.asked_at > LONGEST:
        return _turn(
            lookup, Follow.STOPPED, None, None, now, "跟进到期", "跟进了180天仍没有查到，已停止"
        )
    entry = entry_named(lookup.question.get("entry", ""))
    stopped = None if entry in {None, Entry.OWN} else open_until(entry, now)
    if stopped is not None:  # nothing is asked in an announced window; the row waits behind it
        mine = Lookup.objects.filter(pk=pk, attempt=lookup.attempt, follow=lookup.follow)
        mine.update(due_at=stopped + jitter(lookup.key), lease_until=None)
        return None
    question = _still_true(questions.from_json(lookup.question))
    asked = at_platform.again(lookup, now)
    if asked is not None:
        question = asked.question
    given = ask(lookup.asker, question, now)
    moments = () if asked is None else (asked.moment,)
    told = news_of(lookup, given, now)
    return renew(lookup, question, given, now, act="自动再查", moments=moments, told=told)


def follow(person: Person, pk: int, now: datetime) -> Lookup:
    """Ask again at the time the answer names, or tomorrow morning, until it is found.

    Raises:
        access.NotSeen: it is not this person's own look-up.
        NothingToFollow: the invoice was found and nothing is wrong.
    """
    lookup = _own(person, pk)
    if lookup.cause == "found":
        raise NothingToFollow
    now = now.astimezone(BEIJING)
    due_at = lookup.due_at
    if due_at is None:
        given = ask(lookup.asker, questions.from_json(lookup.question), now)
        due_at = given.due_at or tomorrow(given.key, now)
    return _turn(lookup, Follow.WATCHING, due_at, person, now, "开始跟进")


def stop(person: Person, pk: int, now: datetime) -> Lookup:
    """Ask no more.

    Raises:
        access.NotSeen: it is not this person's own look-up.
    """
    return _turn(_own(person, pk), Follow.STOPPED, None, person, now, "停止跟进")


def note_read(person: Person, pk: int) -> None:
    """Take the news away that the asker has now seen."""
    access.lookups_for(person).filter(pk=pk, asker=person, news__isnull=False).update(news=None)


def put_off(pk: int, now: datetime) -> None:
    """Ask a look-up again later that could not be asked now; it is never given up for that."""
    mine = Lookup.objects.filter(pk=pk, due_at__isnull=False)
    mine.update(due_at=now + AFTER_TROUBLE, lease_until=None)


def give_back(pk: int) -> None:
    """Put a claimed look-up down again: the worker is told to stop."""
    due_rows.give_back(Lookup.objects, pk)


def _still_true(question: Question) -> Question:
    heard = understand(entry_named(question.entry), question.answer) if question.answer else None
    return replace(question, answer="") if heard in _PASSING else question


def _own(person: Person, pk: int) -> Lookup:
    lookup = access.lookups_for(person).select_related("asker").filter(pk=pk).first()
    if lookup is None:
        raise access.NotSeen
    return lookup


@transaction.atomic
def _turn(
    lookup: Lookup,
    state: Follow,
    due_at: datetime | None,
    person: Person | None,
    now: datetime,
    act: str,
    news: str | None = None,
) -> Lookup:
    lookup.follow, lookup.due_at, lookup.lease_until = state.value, due_at, None
    lookup.news = news
    lookup.save(update_fields=["follow", "due_at", "lease_until", "news"])
    audit.append(
        at=now,
        person_id=None if person is None else person.pk,
        act=act,
        subject=f"lookup:{lookup.pk}",
    )
    if news is not None:
        _tell_ended(lookup, news, now)
    return lookup


def _tell_ended(lookup: Lookup, news: str, now: datetime) -> None:
    said = Said(
        kind=MessageKind.ENDED,
        once=f"lookup:{lookup.pk}:跟进到期",
        says=news,
        step="请联系销售方确认这张票；还要等的，打开答案再点“跟进”",
        link=links.lookup(lookup.pk),
        tail=tail(lookup.key.partition("-")[0]),
    )
    tell(said, people=(lookup.asker,), entity=only_entity(lookup.asker), now=now)
