"""What our server and the asker's own computer saw of the entry, as facts a rule can think with.

Only where another entry than our own 台账 was asked; of our own, what is wrong with it where
it can matter: an import that waits for a worker that is silent, a session that ended.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chapiao.actions import own_parts
from chapiao.actions.fitness_told import Reach, Told, from_json
from chapiao.actions.rights_facts import asker_of
from chapiao.actions.shared_account import suspicion_of
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.rules.access.shared_account import THROWN_OUT
from chapiao.diagnosis.world.entries import Client, OwnProbe, Probe
from chapiao.diagnosis.world.people import Session
from chapiao.invoice.entry import Entry
from chapiao.store.models import Person, SignIn, Whose
from chapiao.store.queries.health import last_two, newest_told
from chapiao.store.records import BEIJING

FRESH = timedelta(hours=2)  # as old as the rules let a probe be
LATELY = timedelta(hours=24)  # sessions that can have thrown one another out
ANSWERED = 200  # a browser tells that it got an answer, and not which
OTHERS = "另一台电脑上的人"
UNDER_WAY = "正在导入"  # as store.queries.around says of an import that the worker has in hand


def with_health(facts: Facts, asker: Person, now: datetime) -> Facts:
    """Return the facts with what was seen of the entry; the same where nobody looked."""
    if facts.entry is None:
        return facts
    if facts.entry is Entry.OWN:
        return _own(facts, asker, now)
    client, probes = client_of(asker, facts.entry, now), probes_of(facts.entry, now)
    if client is None and not probes:
        return facts
    return replace(
        facts,
        client=client or facts.client,
        probes=probes,
        attempts=facts.attempts or (),  # they have been looked for
        asker=facts.asker or asker_of(facts, asker),
    )


def probes_of(entry: Entry, now: datetime) -> tuple[Probe, ...]:
    """Return what our server saw of an entry last, where it tells something of the entry.

    A look that failed on our own side, or of which nobody can tell why, tells nothing of it;
    neither does one failure that was not seen twice.
    """
    looks = last_two(entry.value, now - FRESH, now)
    if not looks or looks[0].whose not in {Whose.NOBODY, Whose.THEIRS}:
        return ()
    seen = looks[0]
    if seen.whose == Whose.THEIRS and [one.whose for one in looks[1:]] != [Whose.THEIRS]:
        return ()
    probe = Probe(
        at=seen.at,
        target=entry.value,
        ok=seen.whose == Whose.NOBODY,
        entry=entry,
        detail=seen.says,
    )
    return (probe,)


def client_of(person: Person, entry: Entry, now: datetime) -> Client | None:
    """Return the asker's computer as the last examination found it; None: not lately."""
    kept = newest_told(person.pk, now - FRESH, now)
    if kept is None:
        return None
    told = from_json(kept)
    return Client(
        browser=told.browser,
        system=told.system,
        online=told.online,
        clock_skew=told.clock_skew,
        probe=_own_probe(told, told.entries.get(entry.value)),
    )


def _own_probe(told: Told, way: Reach | None) -> OwnProbe | None:
    if way is None or way.reached is None:
        return None
    return OwnProbe(http=ANSWERED if way.reached else 0, ms=way.ms, other_sites_ok=_others(told))


def _others(told: Told) -> bool | None:
    """Whether other sites answered this browser; None where it tried none that would tell."""
    if told.control is not None and told.control.reached is not None:
        return told.control.reached
    return True if any(one.reached for one in told.entries.values()) else None


def _own(facts: Facts, asker: Person, now: datetime) -> Facts:
    """Return the facts with what is wrong on our own side, where it can have to do with it."""
    facts = _with_our_fault(facts, now)
    if not THROWN_OUT.search(facts.answered):
        return facts
    return replace(
        facts,
        sessions=sessions_of(asker, now),
        hidden=facts.hidden or (),
        asker=facts.asker or asker_of(facts, asker),
    )


def _with_our_fault(facts: Facts, now: datetime) -> Facts:
    """Tell of an import that is under way why it does not go on: nobody works on it."""
    stuck = [one for one in facts.failed_imports or () if one.waits and UNDER_WAY in one.reason]
    wrong = own_parts.fault(now) if stuck else ""
    if not wrong:
        return facts
    told = (
        replace(one, reason=f"{one.reason}，而{wrong}（我方故障）") if one in stuck else one
        for one in facts.failed_imports or ()
    )
    return replace(facts, failed_imports=tuple(told))


def sessions_of(person: Person, now: datetime) -> tuple[Session, ...]:
    """Return the sign-ins of an account; those elsewhere are others' only where it seems shared.

    Without a sign of that a second computer is its owner's own, and one session is enough.
    """
    lately = SignIn.objects.filter(person=person, seen_at__gt=now - LATELY, seen_at__lte=now)
    rows = list(lately.order_by("-seen_at", "-pk"))
    if suspicion_of(person, now) is None:
        rows = rows[:1]
    here = rows[0].device if rows else ""
    return tuple(
        Session(
            at=one.seen_at.astimezone(BEIJING),
            typed_name=str(person) if one.device == here else OTHERS,
            device=one.device_name,
            ip=one.address,
            ended=one.ended_at is not None,
        )
        for one in rows
    )
