"""Each vendor over real HTTP: what is accepted, what is rejected, what is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.outside.channels.vendors import KEY, NUMBER, Pocket, ask

from chapiao.invoice.answers import Outcome
from chapiao.outside.channels.baidu import TOKEN, VERIFY
from chapiao.outside.channels.baidu_fake import FakeBaidu
from chapiao.outside.channels.fake_server import FakeVendor, Issued
from chapiao.outside.channels.model import Vendor, Verdict

FOUND = {Verdict.FOUND_MATCH, Verdict.FOUND_MISMATCH, Verdict.NOT_FOUND}


def test_an_invoice_that_agrees_is_found(fake: FakeVendor, vendor: Vendor, now: datetime) -> None:
    result = ask(fake, vendor, now)

    assert (result.verdict, result.outcome) == (Verdict.FOUND_MATCH, Outcome.MATCH)
    assert result.counts is True
    assert fake.spent(NUMBER) == 1


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        ({"amount": "249.06"}, Verdict.FOUND_MISMATCH),
        ({"issued_on": date(2025, 1, 5)}, Verdict.FOUND_MISMATCH),
        ({"number": NUMBER[:-1] + "9"}, Verdict.NOT_FOUND),
    ],
)
def test_what_differs_and_what_is_not_there_are_told_apart(
    fake: FakeVendor, vendor: Vendor, now: datetime, other: dict[str, object], verdict: Verdict
) -> None:
    assert ask(fake, vendor, now, **other).verdict is verdict


def test_the_sixth_check_of_a_day_is_refused(
    fake: FakeVendor, vendor: Vendor, now: datetime
) -> None:
    results = [ask(fake, vendor, now) for _ in range(6)]

    assert {one.verdict for one in results[:5]} == {Verdict.FOUND_MATCH}
    assert (results[5].verdict, results[5].counts) == (Verdict.LIMIT_PER_INVOICE, False)


@pytest.mark.parametrize("wrong", [{"secret": "another-secret"}, {"id": "AKIDsomebody"}])
def test_a_wrong_key_is_rejected_and_no_invoice_is_looked_for(
    fake: FakeVendor, vendor: Vendor, now: datetime, wrong: dict[str, str]
) -> None:
    result = ask(fake, vendor, now, key=replace(KEY, **wrong))

    assert result.verdict not in FOUND
    if vendor is not Vendor.JUMEI:  # which documents no code for it
        assert result.verdict is Verdict.AUTH
    assert (result.charged, result.broken) == (False, False)
    assert fake.spent(NUMBER) == 0


@pytest.mark.parametrize("vendor", [Vendor.TENCENT, Vendor.ALIYUN], indirect=True)
def test_a_clock_that_is_wrong_is_told_as_such(
    fake: FakeVendor, vendor: Vendor, now: datetime
) -> None:
    result = ask(fake, vendor, now - timedelta(minutes=16))

    assert result.verdict is Verdict.AUTH
    assert "时钟" in result.words


@pytest.mark.parametrize(
    ("vendor", "mark", "outcome", "says"),
    [
        (Vendor.BAIDU, "Y", Outcome.VOIDED, "作废"),
        (Vendor.BAIDU, "BH", Outcome.RED, "部分红冲"),
        (Vendor.TENCENT, "Y", Outcome.VOIDED, "作废"),
        (Vendor.TENCENT, "HF", Outcome.RED, "全额红冲"),
        (Vendor.ALIYUN, "Y", Outcome.VOIDED, "作废"),
        (Vendor.ALIYUN, "7", Outcome.RED, "部分红冲"),
        (Vendor.JUMEI, "2", Outcome.VOIDED, "作废"),
        (Vendor.JUMEI, "3", Outcome.RED, "红冲"),
    ],
    indirect=["vendor"],
)
def test_the_state_of_a_found_invoice_is_heard(
    fake: FakeVendor, vendor: Vendor, now: datetime, mark: str, outcome: Outcome, says: str
) -> None:
    fake.issue(Issued(number="1", issued_on=date(2025, 1, 4), last="264.00", mark=mark))

    result = ask(fake, vendor, now, number="1")

    assert (result.verdict, result.outcome) == (Verdict.FOUND_MATCH, outcome)
    assert result.words.endswith(f"发票状态：{says}")


def test_an_answer_that_never_comes_may_have_cost_something(
    fake: FakeVendor, vendor: Vendor, now: datetime
) -> None:
    fake.say_next(0)

    result = ask(fake, vendor, now)

    assert (result.verdict, result.outcome) == (Verdict.PROVIDER_DOWN, Outcome.NETWORK)
    assert (result.charged, result.counts, result.broken) == (None, None, True)


def test_a_server_error_may_be_sent_again_at_once(
    fake: FakeVendor, vendor: Vendor, now: datetime
) -> None:
    fake.say_next(503)

    result = ask(fake, vendor, now)

    assert (result.verdict, result.broken) == (Verdict.PROVIDER_DOWN, True)
    assert ask(fake, vendor, now).verdict is Verdict.FOUND_MATCH


def test_a_server_that_is_not_there_costs_nothing(
    vendor: Vendor, fake: FakeVendor, now: datetime
) -> None:
    fake.base = "http://127.0.0.1:1"

    result = ask(fake, vendor, now)

    assert (result.verdict, result.charged, result.counts) == (Verdict.PROVIDER_DOWN, False, False)
    assert result.broken


@pytest.mark.parametrize("vendor", [Vendor.BAIDU], indirect=True)
def test_a_token_is_asked_for_once_and_again_when_it_is_stale(
    fake: FakeBaidu, vendor: Vendor, now: datetime
) -> None:
    pocket = Pocket()

    for _ in range(2):
        ask(fake, vendor, now, tokens=pocket)
    fake.forget_token()
    again = ask(fake, vendor, now, tokens=pocket)

    assert again.verdict is Verdict.FOUND_MATCH
    paths = [one.path for one in fake.heard]
    assert paths == [TOKEN, VERIFY, VERIFY, VERIFY, TOKEN, VERIFY]
    assert len(pocket.kept) == 2
    assert now + timedelta(days=29) < pocket.kept[-1].until < now + timedelta(days=30)


@pytest.mark.parametrize("vendor", [Vendor.TENCENT], indirect=True)
def test_an_invoice_of_today_is_asked_for_with_the_switch_it_needs(
    fake: FakeVendor, vendor: Vendor, now: datetime
) -> None:
    ask(fake, vendor, now, today=True)
    ask(fake, vendor, now)

    assert [b"EnableTodayInvoice" in one.body for one in fake.heard] == [True, False]
