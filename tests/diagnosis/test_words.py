from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.diagnosis.words import understand
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry


@pytest.mark.parametrize(
    ("entry", "words", "outcome"),
    [
        (Entry.PLATFORM, "超过该张发票当日查验次数(请于次日再次查验)!", Outcome.LIMIT),
        (Entry.PLATFORM, "009", Outcome.NOT_FOUND),
        (Entry.BEIJING, "税控后台未接收到该发票的明细上传信息", Outcome.DETAIL_MISSING),
        (Entry.ETAX, "我在全量发票查询里怎么也找不到这张", Outcome.NOT_FOUND),
        (Entry.ETAX, "页面显示系统正在升级维护，请晚些时候再来", Outcome.MAINTENANCE),
        (Entry.RAIL, "该订单已超过180天，无法开具", Outcome.TOO_OLD),
        (Entry.OWN, "列表里没有这张", Outcome.NOT_FOUND),
        (Entry.PLATFORM, "弹出来说当天的票要次日才能查验", Outcome.SAME_DAY),
        (Entry.PLATFORM, "提示查验次数已用完", Outcome.LIMIT),
        (Entry.VENDOR, "接口返回 HTTP 502", Outcome.SYSTEM),
        (Entry.VENDOR, "resourceNotFound 不支持此地区", Outcome.UNSUPPORTED),
        (Entry.PLATFORM, "服务器繁忙", Outcome.BUSY),
        (Entry.PLATFORM, "结果：一致", Outcome.MATCH),
        (None, "不一致", Outcome.MISMATCH),
        (None, "发票已作废", Outcome.VOIDED),
        (None, "已经红冲了", Outcome.RED),
        (None, "您没有该功能的权限", Outcome.NO_PERMISSION),
        (None, "嗯嗯好的", None),
    ],
)
def test_words_mean_what_the_entry_means_by_them(
    entry: Entry | None, words: str, outcome: Outcome | None
) -> None:
    assert understand(entry, words) is outcome


def test_the_standing_sentence_about_discrepancies_means_nothing() -> None:
    page = "如发票信息不符，或与实际不一致不符的，请联系税务机关。"

    assert understand(None, page) is None


@given(st.text(max_size=200), st.sampled_from([None, *Entry]))
def test_no_words_are_ever_an_error(words: str, entry: Entry | None) -> None:
    assert understand(entry, words) in {None, *Outcome}


def test_a_megabyte_of_words_is_read_at_once() -> None:
    assert understand(Entry.PLATFORM, "好" * 1_000_000) is None


@pytest.mark.parametrize(
    ("entry", "words", "outcome"),
    [
        (Entry.PLATFORM, "请先输入发票代码", Outcome.BAD_INPUT),
        (Entry.ETAX, "请输入正确的数电发票号码", Outcome.BAD_INPUT),
        (Entry.VENDOR, "500 Internal Server Error", Outcome.SYSTEM),
        (Entry.FISCAL, "502 Bad Gateway", Outcome.SYSTEM),
        (Entry.ETAX, "503 Service Temporarily Unavailable", Outcome.SYSTEM),
        (Entry.VENDOR, "131003 请求被限流", Outcome.THROTTLED),
        (Entry.FISCAL, "服务暂停", Outcome.MAINTENANCE),
        (Entry.PLATFORM, "今日查验次数已达上限", Outcome.LIMIT),
        (Entry.ETAX, "查询结果为空", Outcome.NOT_FOUND),
        (Entry.RAIL, "没有查询到相关订单", Outcome.NOT_FOUND),
        (Entry.ETAX, "您当前的角色无此功能权限", Outcome.NO_PERMISSION),
        (Entry.OWN, "该数据超出您的查看权限", Outcome.NO_PERMISSION),
        (Entry.VENDOR, "暂未覆盖该省", Outcome.UNSUPPORTED),
        (Entry.PLATFORM, "net::ERR_CONNECTION_TIMED_OUT", Outcome.NETWORK),
        (Entry.OWN, "文件校验未通过", None),
    ],
)
def test_forms_and_servers_are_understood_too(
    entry: Entry, words: str, outcome: Outcome | None
) -> None:
    assert understand(entry, words) is outcome
