"""Channels in tests: fakes on loopback, set up as an operator would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from tests.outside.channels.vendors import DAY, FAKES, KEY, NUMBER, TOTAL

from chapiao.actions import channel_keys
from chapiao.actions.accounts import operator
from chapiao.actions.channel_keys import Terms
from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.outside.channels.fake_server import FakeVendor, Issued
from chapiao.outside.channels.model import Key, Vendor
from chapiao.store.models import Lookup, Person

__all__ = ["DAY", "KEY", "NUMBER", "TOTAL", "ask", "channel", "fake_of"]


@contextmanager
def fake_of(vendor: Vendor, now: datetime) -> Iterator[FakeVendor]:
    """A vendor on loopback with one invoice."""
    made = FAKES[vendor](KEY, now.timestamp)
    made.issue(Issued(number=NUMBER, issued_on=DAY, last=TOTAL))
    with made.running():
        yield made


def channel(fake: FakeVendor, vendor: Vendor, now: datetime, **terms: int) -> None:
    """Give the key of a fake, with plenty of requests a minute."""
    given = {"per_minute": 6000, "price": 24000} | terms
    channel_keys.add(
        by=operator(),
        vendor=vendor,
        key=Key(id=KEY.id, secret=KEY.secret),
        terms=Terms(base=fake.base, **given),  # type: ignore[arg-type]
        now=now,
    )


def ask(asker: Person, now: datetime, **typed: str) -> Lookup:
    """Ask for the invoice that the fakes have."""
    given = {"number": NUMBER, "date": "20250104", "amount": TOTAL, "entry": "第三方API"} | typed
    return look_up(asker=asker, question=Question(**given), now=now)
