"""Every documented code, played over HTTP, is the result that its table says."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.outside.channels.vendors import FAKES, KEY, NUMBER, ask

from chapiao.diagnosis.words import understand
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.outside.channels.codes import Code, codes, result_of
from chapiao.outside.channels.model import (
    Result,
    Vendor,
    Verdict,
    lost,
    not_sent,
    not_understood,
    server_error,
)

EVERY = [one for vendor in Vendor for one in codes(vendor)]
PLAYED = [one for one in EVERY if one.code != "invalid_client"]


@pytest.mark.parametrize("one", PLAYED, ids=lambda one: f"{one.vendor}-{one.code or 'found'}")
def test_a_documented_code_maps_to_its_result(one: Code, now: datetime) -> None:
    fake = FAKES[one.vendor](KEY, now.timestamp)
    # A code that a fresh token may cure comes twice.
    fake.say_next(*[one.code] * 2)

    with fake.running():
        result = ask(fake, one.vendor, now)

    known = one.result
    assert (result.verdict, result.outcome) == (known.verdict, known.outcome)
    assert (result.code, result.words) == (known.code, known.words)
    assert (result.charged, result.counts) == (known.charged, known.counts)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: f"{one.vendor}-{one.code or 'found'}")
def test_its_words_are_understood_as_its_outcome(one: Code) -> None:
    assert understand(Entry.VENDOR, one.result.words) is one.result.outcome
    assert one.source
    assert one.mark in {"A", "B", "C", "OWN"}


@pytest.mark.parametrize(
    "result", [not_sent("连接不上"), lost(), server_error(502), not_understood()]
)
def test_what_is_no_answer_is_understood_too(result: Result) -> None:
    assert understand(Entry.VENDOR, result.words) is result.outcome


@pytest.mark.parametrize("vendor", list(Vendor), ids=str)
@pytest.mark.parametrize(
    ("mark", "outcome"),
    [("作废", Outcome.VOIDED), ("红冲", Outcome.RED), ("部分红冲", Outcome.RED)],
)
def test_the_words_of_a_mark_are_understood(vendor: Vendor, mark: str, outcome: Outcome) -> None:
    found = next(one for one in codes(vendor) if one.result.verdict is Verdict.FOUND_MATCH)

    result = result_of(vendor, found.code, mark)

    assert understand(Entry.VENDOR, result.words) is result.outcome is outcome


@pytest.mark.parametrize("vendor", list(Vendor), ids=str)
def test_a_code_of_no_table_is_not_understood_and_not_sent_again(
    vendor: Vendor, now: datetime
) -> None:
    fake = FAKES[vendor](KEY, now.timestamp)
    fake.say_next("77777")

    with fake.running():
        result = ask(fake, vendor, now)

    assert (result.verdict, result.code) == (Verdict.UNKNOWN, "看不懂")
    assert (result.charged, result.counts, result.broken) == (None, None, False)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_result_of_the_model_is_spoken_by_some_vendor(verdict: Verdict) -> None:
    assert [one for one in EVERY if one.result.verdict is verdict]


def test_only_what_the_network_broke_may_be_sent_again_at_once() -> None:
    assert [one for one in EVERY if one.result.broken] == []


def test_business_answers_are_never_asked_for_twice_a_day(now: datetime) -> None:
    business = {Verdict.FOUND_MISMATCH, Verdict.NOT_FOUND, Verdict.LIMIT_PER_INVOICE}
    times = [one.result.retry_at(now) for one in EVERY if one.result.verdict in business]

    assert times
    assert [at for at in times if at is not None and at.date() == now.date()] == []


def test_a_finer_code_of_a_family_is_heard_as_the_family(now: datetime) -> None:
    fake = FAKES[Vendor.TENCENT](KEY, now.timestamp)
    fake.say_next("RequestLimitExceeded.UinLimitExceeded")

    with fake.running():
        result = ask(fake, Vendor.TENCENT, now, number=NUMBER)

    assert (result.verdict, result.outcome) == (Verdict.LIMIT_ACCOUNT, Outcome.THROTTLED)
