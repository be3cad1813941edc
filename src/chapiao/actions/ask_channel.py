"""Ask the first channel that can answer; where that one is down, the next.

Every request stands in `ChannelCall` before it is sent, under a check that is booked in the
ledger: a process that dies in between leaves both, counted as used and perhaps charged. One
booking serves the next request too as long as surely nothing was counted; else another is
taken, so that no invoice is ever sent a sixth time. Only what the network or a 5xx broke is
sent again at once, and only once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.conf import settings

from chapiao.actions import channel_keys, channel_state
from chapiao.actions.check_ledger import settle
from chapiao.actions.one_check import CannotCheck
from chapiao.outside.channels import aliyun, baidu, jumei, tencent
from chapiao.outside.channels.capability import Wanted, in_order
from chapiao.outside.channels.line import Channel as Spoken
from chapiao.outside.channels.line import Line
from chapiao.outside.channels.model import OF_THE_CHANNEL, Inquiry, Result, Vendor
from chapiao.outside.guarded_http import Door
from chapiao.store.models import Channel, ChannelCall, Check

PAUSE = timedelta(seconds=0.3)  # before it is sent again
MOST = 3  # requests for one check: somebody waits at a page
WHOLE = 12.0  # seconds for each

CHANNELS: MappingProxyType[Vendor, Spoken] = MappingProxyType(
    {
        Vendor.BAIDU: baidu,
        Vendor.TENCENT: tencent,
        Vendor.ALIYUN: aliyun,
        Vendor.JUMEI: jumei,
    }
)


class NobodyCan(Exception):
    """No channel can answer for this now. The message says why of each, fit to show."""

    def __init__(self, why: list[str]) -> None:
        super().__init__("；".join(why) or "没有接通的查验接口")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Who answered, what, and the check it is booked under; and what was said `before`."""

    vendor: Vendor
    result: Result
    check: Check
    before: tuple[tuple[Vendor, Result], ...] = ()


def ask_first(
    wanted: Wanted,
    fill: Callable[[Vendor], Inquiry],
    book: Callable[[], Check],
    now: datetime,
) -> Answered:
    """Ask the channels that can answer, in order, until one says something of the invoice.

    `fill` returns what a vendor is asked, or raises ValueError with what is missing; `book`
    books one check of the day. The last answer is returned where all were of the channels.

    Raises:
        NobodyCan: nothing was sent; says why.
        CannotCheck: from `book`, before anything was sent.
    """
    able, unable = in_order(channel_state.standings(now), wanted, now)
    why = [f"{one.vendor.label}：{one.why}" for one in unable]
    errand = _Errand(book, now)
    for one in able:
        try:
            channel, inquiry = channel_keys.one(one.vendor), fill(one.vendor)
            line = _line(channel, now)
        except ValueError as error:
            why.append(f"{one.vendor.label}：{error}")
            continue
        if not errand.send(channel, inquiry, line):
            why.append(f"{one.vendor.label}：刚好忙，请稍后再试")
        if errand.is_done:
            break
    answered = errand.finish()
    if answered is None:
        raise NobodyCan(why)
    return answered


def try_key(channel: Channel, now: datetime) -> Result:
    """Try a key with a question for no invoice: it is refused as such, and costs nothing.

    Raises:
        BadChannel: the key cannot be unsealed.
    """
    line = _line(channel, now)
    return _ask(channel, Inquiry(number="", issued_on=now.date()), line, None)


class _Errand:
    """One check's way through the channels: its booking, its requests, its last answer."""

    def __init__(self, book: Callable[[], Check], now: datetime) -> None:
        self.book, self.now = book, now
        self.check: Check | None = None  # booked, and surely not counted yet
        self.last: Answered | None = None
        self.sent, self.out_of_checks = 0, False

    @property
    def is_done(self) -> bool:
        """Whether there is an answer about the invoice, or no way to ask for another."""
        said = self.last is not None and self.last.result.verdict not in OF_THE_CHANNEL
        return said or self.out_of_checks or self.sent >= MOST

    def send(self, channel: Channel, inquiry: Inquiry, line: Line) -> bool:
        """Send it, once more where the network broke it; False when it is not our turn."""
        if not self._once(channel, inquiry, line, timedelta()):
            return False
        if self.last is not None and self.last.result.broken and not self.is_done:
            self._once(channel, inquiry, line, PAUSE)
        return True

    def finish(self) -> Answered | None:
        """Free the booking that nothing was counted on; return the last answer."""
        if self.check is not None and self.last is not None:
            _settle(self.check, self.last.result, counted=False)
        return self.last

    def _once(self, channel: Channel, inquiry: Inquiry, line: Line, pause: timedelta) -> bool:
        wait = channel_state.take_turn(channel.pk, self.now)
        if wait is None:
            return False
        try:
            check = self.check = self.check or self.book()
        except CannotCheck:
            if self.last is None:
                raise
            self.out_of_checks = True
            return True
        time.sleep((wait + pause).total_seconds())
        self.sent += 1
        result = _ask(channel, inquiry, line, check)
        before = (*self.last.before, (self.last.vendor, self.last.result)) if self.last else ()
        vendor = Vendor(channel.vendor)
        self.last = Answered(vendor=vendor, result=result, check=check, before=before)
        if result.counts is not False:
            _settle(check, result, counted=True)
            self.check = None
        return True


def _ask(channel: Channel, inquiry: Inquiry, line: Line, check: Check | None) -> Result:
    """Write the request down, send it, write the answer down."""
    call = ChannelCall.objects.create(
        vendor=channel.vendor,
        spent=check,
        at=line.at,
        month=channel_state.month_of(line.at),
        price=channel.price,
    )
    result = CHANNELS[Vendor(channel.vendor)].ask(inquiry, line)
    call.code, call.verdict, call.charged = result.code[:80], result.verdict, result.charged
    call.save(update_fields=["code", "verdict", "charged"])
    channel_state.note_result(channel.pk, result, line.at)
    return result


def _settle(check: Check, result: Result, *, counted: bool) -> None:
    settle(check, result.words, counted=counted, heard=result.outcome)


def _line(channel: Channel, now: datetime) -> Line:
    spoken = CHANNELS[Vendor(channel.vendor)]
    return Line(
        key=channel_keys.key_of(channel),
        base=channel.base or spoken.BASE,
        at=now,
        door=Door(inside=tuple(settings.INSIDE), whole=WHOLE),
        tokens=channel_state.KeptTokens(channel),
    )
