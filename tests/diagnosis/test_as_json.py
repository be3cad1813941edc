from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.diagnosis.case_facts import NOW, facts
from tests.diagnosis.world import FRESH, NUMBER, asked, invoice, pool, row

from chapiao.diagnosis.as_json import answer_json
from chapiao.diagnosis.ask import answer_for
from chapiao.diagnosis.asking import Want
from chapiao.diagnosis.cause import CAUSES
from chapiao.diagnosis.engine import Diagnosis, all_rules
from chapiao.diagnosis.facts import ARCHIVE, EXPORT
from chapiao.diagnosis.memory import Memory
from chapiao.diagnosis.model import Certainty, NotRun, Recheck, Who
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.status import TaxStatus

KEYS = {
    "found", "headline", "invoice", "causes", "ruled_out", "unasked", "not_run", "notes",
    "corrections", "next_owner", "recheck", "ask_for", "fill_card", "timeline", "trace", "look_up",
}  # fmt: skip
INVOICE = {
    "kind", "title", "code", "number", "second_number", "date", "buyer_name", "buyer_tax_id",
    "seller_name", "seller_tax_id", "amount", "tax", "total", "check_code", "machine_no",
    "drawer", "remark", "lines",
}  # fmt: skip
STEPS = ["开具", "上传", "可查", "归集", "查验", "勾选", "入账", "红冲"]


def check(told: dict[str, Any]) -> None:
    """Hold an answer to the contract, key by key."""
    assert told.keys() == KEYS
    assert told["found"] in {True, False, None}
    assert told["headline"]
    assert told["invoice"] is None or told["invoice"].keys() == INVOICE
    assert told["causes"]
    for cause in told["causes"]:
        check_cause(cause)
    for out in told["ruled_out"]:
        assert out.keys() == {"id", "because"}
        assert out["because"]
    for one in told["unasked"]:
        assert one.keys() == {"rule", "facts", "would_decide"}
        assert one["facts"]
        assert one["would_decide"] >= 1
    for one in told["not_run"]:
        assert one.keys() == {"rule", "because"}
    for one in told["notes"]:
        assert one.keys() == {"rule", "title", "says", "evidence", "steps"}
    for one in told["corrections"]:
        assert one.keys() == {"fields", "typed", "because", "confidence"}
        assert one["fields"].keys() <= {"number", "code", "date", "amount", "check_code", "buyer"}
        assert 0 < one["confidence"] < 1
    assert told["next_owner"] in set(Who)
    assert told["recheck"] in set(Recheck)
    assert set(told["ask_for"]) <= set(Want)
    assert bool(told["ask_for"]) == (told["causes"][0]["id"] == "insufficient")
    if told["fill_card"] is not None:
        assert told["fill_card"].keys() == {"entry", "url", "fields"}
        assert all(field.keys() == {"label", "value"} for field in told["fill_card"]["fields"])
    assert [stage["step"] for stage in told["timeline"]] == STEPS
    for stage in told["timeline"]:
        assert stage.keys() == {"step", "state", "at", "source"}
        assert stage["state"] in {"yes", "no", "unknown"}
    for moment in told["trace"]:
        assert moment.keys() == {"at", "what", "result"}
        assert datetime.fromisoformat(moment["at"]).utcoffset() == NOW.utcoffset()
    assert "假" not in json.dumps(told, ensure_ascii=False, allow_nan=False)


def check_cause(cause: dict[str, Any]) -> None:
    assert cause.keys() == {
        "id", "rules", "title", "certainty", "says", "evidence", "steps", "recheck_at",
    }  # fmt: skip
    assert cause["id"] in CAUSES
    assert cause["certainty"] in {"CERTAIN", "LIKELY", "POSSIBLE"}
    assert bool(cause["rules"]) == (cause["id"] != "insufficient")
    assert set(cause["rules"]) <= {one.id for one in all_rules()}
    for piece in cause["evidence"]:
        assert piece.keys() == {"side", "what", "seen", "expected", "source"}
        assert piece["side"] in {"for", "against"}
    assert cause["evidence"]
    assert cause["steps"]
    for step in cause["steps"]:
        assert step.keys() == {"text", "who", "by"}
        assert step["who"] in set(Who)
        assert step["by"] is None or step["by"].endswith("+08:00")
    assert cause["recheck_at"] is None or cause["recheck_at"].endswith("+08:00")


near_number = st.sampled_from(
    [NUMBER, NUMBER[:-1] + "9", NUMBER[:-1], "12345678", "O351O827", "2.6112E+19", "云杉", "",
     "26782000000012345678", "26112000000012300000", "25112000000012345678", "0012345678",
     "01100260011112345678", "1234567", "1120260512345678", "A012345"]
)  # fmt: skip
questions = st.builds(
    Question,
    text=st.sampled_from(["", "", f"发票号码：{NUMBER}", "急用"]),
    number=near_number,
    code=st.sampled_from(["", "", "011002600111", "1100263130", "11002600111", "144032609110",
                          "111002370315", "11010126", "099002600111", "x"]),
    date=st.sampled_from(["", "20261020", "今天", "2026.11.23", "2020-01-05", "20270101", "那天"]),
    amount=st.sampled_from(["", "106", "100.00", "6", "-106", "999", "一百"]),
    check_code=st.sampled_from(["", "410409", "601522", "0a1b2"]),
    buyer=st.sampled_from(["", "北京云杉科技有限公司", "北京云杉商贸有限公司", "张三"]),
    seller=st.sampled_from(["", "北京栖木花艺有限公司", "别家"]),
    entry=st.sampled_from([*Entry, "", "隔壁"]),
    answer=st.sampled_from(
        ["", "查无此票", "不一致", "一致", "作废", "002", "020", "系统维护", "网络超时(04)", "015",
         "税控后台未接收到该发票的明细上传信息", "该省尚未开通", "没有权限", "账户欠费",
         "验证码错误!", "当日开具发票可于次日进行查验！", "已超过180天", "一致，已红冲-部分", "嗯"]
    ),
    file=st.sampled_from([None, None, invoice(), invoice(kind=None, total=None),
                          invoice(kind=Kind.PAPER_DIGITAL_ORDINARY, number="12345678",
                                  code="011002600111", second_number=NUMBER),
                          invoice(kind=Kind.BANK_RECEIPT, number=None)]),
)  # fmt: skip
older = invoice(number="12345678", code="011002600111", kind=Kind.E_ORDINARY, check_code="1" * 20)
rows = st.builds(
    row,
    st.sampled_from([invoice(), older, invoice(number="12345678", code="1100263130"),
                     invoice(number=NUMBER[:15] + "00000"), invoice(total=-10600, amount=-10000),
                     invoice(buyer_name="张三", buyer_tax_id=""), invoice(issued_on=None)]),
    tax_status=st.sampled_from([None, *TaxStatus]),
)  # fmt: skip
worlds = st.builds(
    lambda ledger, exported, archived, fresh: pool(
        *ledger,
        exported=[row(one.invoice, EXPORT, tax_status=one.tax_status) for one in exported],
        archived=[row(one.invoice, ARCHIVE) for one in archived],
        fresh_to=fresh,
    ),
    st.lists(rows, max_size=3),
    st.lists(rows, max_size=1),
    st.lists(rows, max_size=1),
    st.sampled_from([None, FRESH]),
)


@settings(max_examples=400, deadline=None)
@given(question=questions, world=worlds)
def test_every_answer_keeps_the_contract_and_no_rule_crashes(
    question: Question, world: Memory
) -> None:
    told = answer_json(answer_for(question, NOW, world), "17")

    check(told)
    assert told["not_run"] == []
    assert told["look_up"] == "17"


def test_an_answer_in_full_is_as_the_contract_shows_it() -> None:
    told = answer_json(asked(pool(), number=NUMBER, date="20261124"))

    assert told["found"] is False
    assert told["causes"][0] == {
        "id": "same_day",
        "rules": ["timing.issued_today"],
        "title": "当天开具，次日可查",
        "certainty": "LIKELY",
        "says": "这张票是今天（2026-11-24）开的，台账要等下一次导入。",
        "evidence": [
            {
                "side": "for",
                "what": "开票日期",
                "seen": "2026-11-24",
                "expected": "早于2026-11-24",
                "source": "",
            },
            {
                "side": "for",
                "what": "查的入口",
                "seen": "本系统台账",
                "expected": None,
                "source": "所填",
            },
        ],
        "steps": [
            {
                "text": "不用做什么，明天 9:30再查",
                "who": "wait",
                "by": "2026-11-25T09:30:00+08:00",
            }
        ],
        "recheck_at": "2026-11-25T09:30:00+08:00",
    }  # fmt: skip
    assert (told["next_owner"], told["recheck"], told["ask_for"]) == ("wait", "next_day", [])
    assert told["fill_card"] == {
        "entry": "查验平台",
        "url": "https://inv-veri.chinatax.gov.cn",
        "fields": [
            {"label": "发票代码", "value": ""},
            {"label": "发票号码", "value": NUMBER},
            {"label": "开票日期", "value": "20261124"},
            {"label": "价税合计", "value": None},
            {"label": "验证码", "value": None},
        ],
    }
    assert told["timeline"][2] == {
        "step": "可查", "state": "no", "at": "2026-11-25", "source": "查验平台",
    }  # fmt: skip
    assert told["trace"][0] == {
        "at": "2026-11-24T15:00:00+08:00", "what": "收到问题", "result": f"号码{NUMBER}",
    }  # fmt: skip
    assert told["look_up"] is None


def test_money_is_text_with_two_decimals_and_unknown_is_null() -> None:
    told = answer_json(asked(pool(row(added_at=NOW)), number=NUMBER))

    assert told["invoice"]["total"] == "106.00"
    assert told["invoice"]["remark"] is None
    assert told["invoice"]["code"] == ""
    assert told["timeline"][3]["at"] == "2026-11-24T15:00:00+08:00"


def test_a_place_that_is_no_entry_of_ours_is_named_on_the_card() -> None:
    told = answer_json(asked(pool(), number="12345678", code="144032609110", entry="北京本地"))
    local = asked(
        pool(),
        text="通用机打发票 发票代码：131001970123 发票号码：12345678 帮我查一下这张",
        entry="查验平台",
    )

    assert told["fill_card"]["entry"] == "区块链平台"
    assert answer_json(local)["fill_card"]["entry"] == "开票地税务局网站·发票查询"


def test_a_crashed_rule_and_a_note_are_told() -> None:
    from chapiao.diagnosis.answer import answer

    broken = all_rules()[0]
    one = facts({"number": NUMBER, "held": False})

    told = answer_json(answer(one, Diagnosis(not_run=((broken, NotRun()),))))

    assert told["not_run"] == [{"rule": broken.id, "because": "规则执行出错"}]
    check(told)


@pytest.mark.parametrize("certainty", Certainty)
def test_the_scale_of_certainty_is_the_contract_s(certainty: Certainty) -> None:
    assert certainty.name in {"NOTE", "POSSIBLE", "LIKELY", "CERTAIN"}
