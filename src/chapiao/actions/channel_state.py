"""How a channel stands: its circuit, its rate, its token, its money. All processes share the rows.

Circuit breaker: after three failures in a row a channel rests, longer each time; a refused
key or an unpaid bill rests it at once. When the rest is over one request tries it, and only
that one: it takes the rest over by compare-and-set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q

from chapiao.diagnosis import clock
from chapiao.invoice.answers import Outcome
from chapiao.outside.channels.capability import Standing
from chapiao.outside.channels.line import Token
from chapiao.outside.channels.model import Result, Vendor, Verdict
from chapiao.store import sealed
from chapiao.store.models import Channel
from chapiao.store.queries.channel_cost import cost_of
from chapiao.store.records import BEIJING

FAILURES = 3  # in a row, before a channel rests
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=30)
TRIAL = timedelta(seconds=30)  # that the one who tries has, before another may
REFUSED_REST = timedelta(hours=1)  # after a refused key or an unpaid bill
LONGEST_WAIT = timedelta(seconds=2)  # for one's turn
_REFUSED = {Verdict.AUTH, Verdict.ARREARS}
_DOWN = {Verdict.PROVIDER_DOWN, Verdict.UNKNOWN}


def standings(now: datetime) -> list[Standing]:
    """Return how each channel of ours stands now, in the operator's order."""
    found = Channel.objects.filter(vendor__in=list(Vendor)).order_by("rank", "pk")
    return [standing(one, now) for one in found]


def standing(one: Channel, now: datetime) -> Standing:
    """Return how a channel stands now."""
    return Standing(
        vendor=Vendor(one.vendor),
        rank=one.rank,
        on=one.on,
        paused_until=None if one.paused_until is None else one.paused_until.astimezone(BEIJING),
        paused_by=one.paused_by,
        over_budget=is_over_budget(one, now),
    )


def is_over_budget(one: Channel, now: datetime) -> bool:
    """Whether this month's calls may have used the budget up, the next one included."""
    if one.budget is None:
        return False
    next_one = -(-(one.price or 0) // 1000)
    return cost_of(one.vendor, month_of(now)).at_most + next_one > one.budget


def month_of(now: datetime) -> date:
    """Return the first day of the month in Beijing, by which costs are counted."""
    return now.astimezone(BEIJING).date().replace(day=1)


def any_on() -> bool:
    """Whether there is a channel that may be asked."""
    return Channel.objects.filter(on=True, vendor__in=list(Vendor)).exists()


def take_turn(pk: int, now: datetime) -> timedelta | None:
    """Take the next free moment of a channel; return how long to wait for it.

    None: it is too far off, or another process is just trying whether the channel is back.
    """
    while True:
        one = Channel.objects.filter(pk=pk, on=True).first()
        if one is None:
            return None
        at = max(now, one.free_at or now)
        if at - now > LONGEST_WAIT:
            return None
        mine = Channel.objects.filter(pk=pk, on=True, free_at=one.free_at)
        taken: dict[str, object] = {"free_at": at + timedelta(minutes=1) / one.per_minute}
        if one.paused_until is not None:
            if one.paused_until > now:
                return None
            # The one trial after a rest: whoever else comes finds it resting again.
            mine = mine.filter(paused_until=one.paused_until)
            taken["paused_until"] = now + TRIAL
        if mine.update(**taken):
            return at - now


def note_result(pk: int, result: Result, now: datetime) -> None:
    """Let a result close, open or keep the circuit."""
    mine = Channel.objects.filter(pk=pk)
    why = result.words[:100]
    if result.verdict in _REFUSED:
        mine.update(paused_until=now + REFUSED_REST, paused_by=why, failures=F("failures") + 1)
    elif result.verdict is Verdict.MAINTENANCE or result.outcome is Outcome.THROTTLED:
        mine.update(paused_until=result.retry_at(now), paused_by=why)
    elif result.verdict is Verdict.LIMIT_ACCOUNT:
        mine.update(paused_until=clock.next_day(now.astimezone(BEIJING)), paused_by=why)
    elif result.verdict in _DOWN:
        _fail(pk, why, now)
    else:
        well = Q(failures__gt=0) | Q(paused_until__isnull=False)
        mine.filter(well).update(failures=0, paused_until=None, paused_by="")


def _fail(pk: int, why: str, now: datetime) -> None:
    mine = Channel.objects.filter(pk=pk)
    mine.update(failures=F("failures") + 1)
    failures = mine.values_list("failures", flat=True).first() or 0
    if failures >= FAILURES:
        rest = min(FIRST_REST * 2 ** min(failures - FAILURES, 10), LONGEST_REST)
        mine.update(paused_until=now + rest, paused_by=why)
    else:
        mine.update(paused_until=None, paused_by="")


@dataclass(frozen=True, slots=True)
class KeptTokens:
    """A channel's token in its row, sealed; a token that cannot be read is none."""

    channel: Channel

    def held(self, at: datetime) -> Token | None:
        """Return the token that holds at a time."""
        one = Channel.objects.filter(pk=self.channel.pk).first()
        if one is None or not one.token or one.token_until is None or one.token_until <= at:
            return None
        try:
            return Token(text=sealed.unseal(one.token, _about(one)), until=one.token_until)
        except sealed.WrongKey:
            return None

    def keep(self, token: Token) -> None:
        """Keep a fresh one."""
        text = sealed.seal(token.text, _about(self.channel))
        Channel.objects.filter(pk=self.channel.pk).update(token=text, token_until=token.until)


def _about(one: Channel) -> str:
    return f"channel token {one.vendor} {one.pk}"
