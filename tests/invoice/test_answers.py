from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.answers import Answer, Outcome, answers, parse_answer, words_for
from chapiao.invoice.entry import Entry
from chapiao.invoice.status import VerifyStatus

ALL = [row for entry in Entry for row in answers(entry)]
PAGE = """全国增值税发票查验平台 发票查验明细
查验次数：第{times}次 查验时间：2025-03-12 10:20:30
{title} 发票代码：011002300111 发票号码：12345678
作废标志：{voided}
注：如发现发票信息不符，请与开票方或主管税务机关联系。"""


@pytest.mark.parametrize("row", ALL, ids=lambda row: f"{row.entry}:{row.text}")
def test_every_wording_of_the_table_is_understood_as_the_table_says(row: Answer) -> None:
    for text in (row.text, *row.also, f" {row.text}！", f"系统提示：{row.text}"):
        assert parse_answer(row.entry, text) is row.outcome
    for key in row.keys:
        assert parse_answer(row.entry, key) is row.outcome


def test_no_wording_rests_on_the_advice_printed_on_every_page() -> None:
    assert not [row for row in ALL if "不符" in "".join((row.text, *row.also))]


def test_every_wording_says_where_it_is_known_from() -> None:
    assert all(row.source and row.mark in {"A", "B", "C", "OWN"} for row in ALL)


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("查无此票", Outcome.NOT_FOUND),
        ("009 查无此票", Outcome.NOT_FOUND),
        ("[009]", Outcome.NOT_FOUND),
        ("平台说：查无此票。", Outcome.NOT_FOUND),
        ("查验结果：不一致", Outcome.MISMATCH),
        ("查验结果为查无此票；如发票信息不符，请联系开票方", Outcome.NOT_FOUND),
        ("006", Outcome.MISMATCH),
        ("一致", Outcome.MATCH),
        ("查验结果一致", Outcome.MATCH),
        ("一致（作废）", Outcome.VOIDED),
        ("查验结果：一致 该发票已红冲", Outcome.RED),
        ("网络超时，请重试！(02)", Outcome.NETWORK),
        ("网络超时/系统异常，请重试！（05）", Outcome.SYSTEM),
        ("超过该张发票当天查验次数", Outcome.LIMIT),
        ("1", Outcome.UNSUPPORTED),
        ("", None),
        ("   ", None),
        ("不完全一致", None),
        ("发票信息不符", None),
        ("注：如发现发票信息不符，请与开票方联系。", None),
        ("请稍等", None),
        ("1234", None),
    ],
)
def test_the_platforms_words_are_read_by_their_result(words: str, outcome: Outcome | None) -> None:
    assert parse_answer(Entry.PLATFORM, words) is outcome


@pytest.mark.parametrize(
    ("title", "voided", "outcome"),
    [
        ("北京增值税电子普通发票", "否", Outcome.MATCH),
        ("北京增值税电子普通发票", "是", Outcome.VOIDED),
        ("北京增值税普通发票（作废）", "", Outcome.VOIDED),
        ("北京增值税电子普通发票（已红冲）", "否", Outcome.RED),
    ],
)
def test_a_whole_result_page_is_a_match_in_spite_of_its_boilerplate(
    title: str, voided: str, outcome: Outcome
) -> None:
    page = PAGE.format(times=1, title=title, voided=voided)

    assert parse_answer(Entry.PLATFORM, page) is outcome


def test_boilerplate_around_no_result_gives_no_verdict() -> None:
    page = "温馨提示：查验信息应与票面一致。如发票信息不符，请联系开票方或者主管税务机关核实处理。"

    assert parse_answer(Entry.PLATFORM, page) is None


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ('{"VerifyResult":"0009","VerifyMessage":"所查发票不存在"}', Outcome.NOT_FOUND),
        ('{"VerifyResult":"0001","InvalidSign":"Y"}', Outcome.VOIDED),
        ('{"VerifyResult":"0001","InvalidSign":"N"}', Outcome.MATCH),
        ('{"code":"001","invalidMark":"7"}', Outcome.RED),
        ('{"code":500,"msg":"暂无说明"}', Outcome.MAINTENANCE),
        ('{"code":200,"msg":"success"}', None),
        ("FailedOperation.InvoiceMismatch", Outcome.MISMATCH),
        ("1014 日期当天的不能查验", Outcome.SAME_DAY),
    ],
)
def test_vendors_answer_with_codes(words: str, outcome: Outcome | None) -> None:
    assert parse_answer(Entry.VENDOR, words) is outcome


def test_the_same_words_mean_what_they_mean_at_that_entry() -> None:
    words = "税控后台未接收到该发票的明细上传信息"

    assert parse_answer(Entry.BEIJING, words) is Outcome.DETAIL_MISSING
    assert parse_answer(Entry.FISCAL, words) is None


def test_the_sandbox_finds_the_platforms_own_words() -> None:
    assert words_for(Entry.PLATFORM, Outcome.NOT_FOUND) == "查无此票"
    assert words_for(Entry.PLATFORM, Outcome.ARREARS) is None


@pytest.mark.parametrize(
    ("outcome", "status", "about"),
    [
        (Outcome.MATCH, VerifyStatus.MATCH, True),
        (Outcome.VOIDED, VerifyStatus.MATCH, True),
        (Outcome.DETAIL_MISSING, VerifyStatus.NOT_FOUND, True),
        (Outcome.BAD_INPUT, VerifyStatus.BAD_FORMAT, False),
        (Outcome.THROTTLED, VerifyStatus.FAILED, False),
    ],
)
def test_an_outcome_is_filed_under_a_status(
    outcome: Outcome, status: VerifyStatus, *, about: bool
) -> None:
    assert outcome.status is status
    assert outcome.is_about_invoice is about


@given(st.sampled_from(list(Entry)), st.text(max_size=80))
def test_any_words_are_understood_or_not_known(entry: Entry, words: str) -> None:
    outcome = parse_answer(entry, words)

    assert outcome is None or isinstance(outcome, Outcome)
