from __future__ import annotations

import pytest
from tests.diagnosis.case_facts import facts
from tests.diagnosis.world import NUMBER, asked, invoice, pool

from chapiao.diagnosis.answer import answer
from chapiao.diagnosis.asking import Want
from chapiao.diagnosis.engine import Diagnosis
from chapiao.diagnosis.model import Recheck, Who


def test_what_is_missing_is_counted_by_what_it_would_decide() -> None:
    told = asked(pool(), number="12345678")

    counts = {one.want: one.rules for one in told.lacking.missing}
    assert counts[Want.DATE] > counts[Want.AMOUNT] > 0
    assert counts[Want.CODE] > 0
    assert Want.NUMBER not in counts
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
    assert all(one.want.label for one in told.lacking.missing)
    assert all(one.would_decide >= 1 for one in told.lacking.unasked)


def test_a_digital_number_is_never_asked_for_a_code() -> None:
    assert Want.CODE not in {one.want for one in asked(pool(), number=NUMBER).lacking.missing}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ({}, Want.NUMBER),
        ({"number": NUMBER}, Want.DATE),
        ({"number": NUMBER, "answer": "未找到记录"}, Want.FILE),
        ({"number": NUMBER, "date": "20261020"}, Want.FILE),
        ({"number": "40821765", "code": "111002370315", "entry": "北京本地"}, Want.TITLE),
        ({"number": NUMBER, "entry": "查验平台", "answer": "网络超时(04)"}, Want.PROBE),
        ({"number": NUMBER, "entry": "查验平台", "answer": "不一致"}, Want.FILE),
        ({"number": NUMBER, "file": invoice()}, Want.EXPORT),
        ({"number": NUMBER, "file": invoice(), "entry": "查验平台"}, Want.SECOND),
    ],
)  # fmt: skip
def test_the_one_fact_that_would_decide_most_is_asked_for(
    typed: dict[str, object], wanted: Want
) -> None:
    told = asked(pool(), **typed)

    assert told.ask_for == (wanted,)


def test_a_missing_code_is_what_to_ask_for_where_no_rule_says_so() -> None:
    one = facts({"number": "12345678", "held": False})

    assert answer(one, Diagnosis()).ask_for == (Want.CODE,)


def test_whoever_asks_is_the_one_to_add_what_is_missing() -> None:
    told = asked(pool(), number=NUMBER, file=invoice())

    assert told.ask_for == (Want.EXPORT,)
    assert told.next_owner is Who.ASKER
    assert told.recheck is Recheck.NOW
