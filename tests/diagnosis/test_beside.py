from __future__ import annotations

from datetime import date

import pytest
from tests.diagnosis.case_facts import NOW, facts
from tests.diagnosis.world import FRESH, NUMBER, asked, invoice, pool, row

from chapiao.diagnosis.answer import answer
from chapiao.diagnosis.engine import diagnose
from chapiao.diagnosis.facts import EXPORT, Facts
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import DocStatus, TaxStatus
from chapiao.invoice.status import VerifyStatus as V

TODAY = NOW.date()


def test_the_card_is_for_the_entry_asked_or_else_the_first_of_the_kind() -> None:
    own = asked(pool(row()), number=NUMBER).fill_card
    etax = asked(pool(row()), number=NUMBER, entry="电子税务局").fill_card
    wrong = asked(pool(), number="12345678", code="144032609110", entry="查验平台").fill_card
    unknown = asked(pool(), number="40821765", code="111002370315").fill_card

    assert own is not None
    assert own.entry is Entry.PLATFORM
    assert etax is not None
    assert etax.entry is Entry.ETAX
    assert wrong is not None
    assert wrong.entry is Entry.BLOCKCHAIN
    assert unknown is None


def test_the_card_holds_what_was_typed_where_no_copy_is_known() -> None:
    digital = asked(pool(), number=NUMBER, date="20261020", amount="106").fill_card
    special = asked(pool(), number="12345678", code="1100263130", amount="100").fill_card

    assert digital is not None
    assert special is not None
    assert [field.value for field in digital.fields][:4] == ["", NUMBER, "20261020", "106.00"]
    assert [field.value for field in special.fields][:2] == ["1100263130", "12345678"]
    assert special.fields[3].value == "100.00"


def test_a_kind_that_nobody_can_look_up_has_no_card() -> None:
    one = facts({"number": NUMBER, "hint": "网约车行程单", "held": False})

    assert answer(one, diagnose(one)).fill_card is None


def stages(one: Facts) -> dict[str, tuple[bool | None, str]]:
    told = answer(one, diagnose(one))
    return {stage.step: (stage.done, stage.source) for stage in told.timeline}


def test_the_timeline_has_eight_steps_and_says_who_says_so() -> None:
    booked = row(
        tax_status=TaxStatus.NORMAL,
        doc_status=DocStatus.BOOKED,
        verify_status=V.MATCH,
        added_at=NOW,
    )
    one = asked(pool(booked, exported=[row(source=EXPORT)]), number=NUMBER).facts

    assert stages(one) == {
        "开具": (True, "税局导出"),
        "上传": (True, "税局导出"),
        "可查": (True, "税局导出"),
        "归集": (True, "本系统台账"),
        "查验": (True, "本系统台账"),
        "勾选": (None, ""),
        "入账": (True, "本系统台账"),
        "红冲": (False, "本系统台账"),
    }


def test_the_timeline_knows_nothing_of_a_bare_number() -> None:
    known = stages(facts({"number": "12345678"}))

    assert set(known.values()) == {(None, "")}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"heard": "MATCH"}, {"开具": True, "上传": True, "可查": True, "查验": True}),
        ({"heard": "MISMATCH"}, {"开具": True, "可查": True, "查验": False}),
        ({"heard": "RED"}, {"红冲": True}),
        ({"heard": "NOT_FOUND"}, {"开具": None, "可查": False}),
        ({"heard": "DETAIL_MISSING"}, {"上传": False, "可查": False}),
        ({"issued_on": TODAY}, {"可查": False}),
        ({"issued_on": date(2026, 10, 20)}, {"可查": None}),
        ({"hint": "数电票（普通发票）", "reading": {}}, {"开具": True, "上传": True}),
        ({"reading": {"number": NUMBER}}, {"开具": True, "上传": None}),
        ({"record": {"number": NUMBER, "verify_status": V.NOT_CHECKED}}, {"查验": False}),
        ({"record": {"number": NUMBER, "verify_status": V.NOT_NEEDED}}, {"查验": None}),
        ({"record": {"number": NUMBER, "verify_status": V.MISMATCH}}, {"查验": False}),
        ({"record": {"number": NUMBER, "doc_status": DocStatus.DRAFT}}, {"入账": False}),
        ({"record": {"number": NUMBER, "total": "106", "red": [{"total": "-6"}]}}, {"红冲": True}),
        ({"record": {"number": NUMBER, "tax_status": "已红冲-部分"}}, {"红冲": True}),
        ({"held": False}, {"归集": False}),
    ],
)  # fmt: skip
def test_the_timeline_follows_the_facts(
    given: dict[str, object], expected: dict[str, bool | None]
) -> None:
    known = stages(facts({"number": NUMBER, "entry": "查验平台"} | given))

    assert {step: known[step][0] for step in expected} == expected


def test_the_trace_tells_where_it_was_looked_for() -> None:
    told = asked(
        pool(fresh_to=FRESH), number=NUMBER, file=invoice(), entry="查验平台", answer="随便说说"
    )

    looks = {moment.what: moment.result for moment in told.trace}
    assert looks["收到问题"] == f"号码{NUMBER}"
    assert looks["读取文件"] == f"号码{NUMBER}"
    assert looks["本系统台账"] == "没有"
    assert looks["税局导出（截至11-22 20:00）"] == "没有"
    assert looks["查验平台答复"] == "随便说说（看不懂）"
    assert all(moment.at == NOW for moment in told.trace)


def test_the_trace_of_an_unreadable_file_says_so() -> None:
    told = asked(pool(), file=Invoice(kind=Kind.BANK_RECEIPT), entry="没有这个入口", answer="一致")

    looks = {moment.what: moment.result for moment in told.trace}
    assert looks["收到问题"] == "没有发票号码"
    assert looks["读取文件"] == "号码未读出"
    assert looks["入口答复"] == "一致"
