"""What holds for a file with several signatures, and the words of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from chapiao.seals import UNSIGNED, Result, Verdict, overall
from chapiao.seals.as_json import seal_json

WHOLE = Verdict(result=Result.WHOLE, text="好", trusted=True, covered=("a",), digest="SM3")
UNTRUSTED = Verdict(result=Result.WHOLE, text="好，证书不受信", trusted=False, covered=("b",))
CHANGED = Verdict(result=Result.CHANGED, text="坏", trusted=True, changed=("c",), covered=("c",))
NOT_RUN = Verdict(result=Result.NOT_RUN, text="没验成")
BARE = Verdict(result=Result.UNSIGNED, text="第2个文档没有签章")


@pytest.mark.parametrize(
    ("found", "result", "trusted"),
    [
        ([], Result.UNSIGNED, None),
        ([WHOLE], Result.WHOLE, True),
        ([WHOLE, WHOLE], Result.WHOLE, True),
        ([WHOLE, UNTRUSTED], Result.WHOLE, False),
        ([WHOLE, CHANGED], Result.CHANGED, True),
        ([NOT_RUN, CHANGED], Result.CHANGED, None),
        ([WHOLE, NOT_RUN], Result.NOT_RUN, None),
        ([WHOLE, BARE], Result.NOT_RUN, True),
        ([BARE, BARE], Result.UNSIGNED, None),
    ],
    ids=str,
)
def test_the_worst_speaks_for_the_file(
    found: list[Verdict], result: Result, *, trusted: bool | None
) -> None:
    seen = overall(found)

    assert (seen.result, seen.trusted) == (result, trusted)
    assert seen.text


def test_nothing_is_lost_of_several() -> None:
    seen = overall([UNTRUSTED, CHANGED, NOT_RUN])

    assert seen.covered == ("b", "c")
    assert seen.changed == ("c",)
    assert "共3个签章，1个完整、1个被改动、1个未执行。坏" in seen.text


def test_the_json_has_the_keys_of_the_contract() -> None:
    at = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    made = seal_json(Verdict(result=Result.WHOLE, text="好", signer="甲", signed_at=at))

    assert made == {
        "result": "完整",
        "trusted": None,
        "signer": "甲",
        "signed_at": "2026-03-02T16:30:00+08:00",
        "changed": [],
        "text": "好",
    }
    assert json.loads(json.dumps(seal_json(UNSIGNED)))["result"] == "无签章"
