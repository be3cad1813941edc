from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.capital import BadCapital, read_capital, write_capital


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (1740, "壹拾柒圆肆角"),
        (1905, "壹拾玖圆零伍分"),
        (2407, "贰拾肆圆零柒分"),
        (137442, "壹仟叁佰柒拾肆圆肆角贰分"),
        (0, "零圆整"),
        (5, "伍分"),
        (50, "伍角"),
        (52, "伍角贰分"),
        (100, "壹圆整"),
        (1000, "壹拾圆整"),
        (101000, "壹仟零壹拾圆整"),
        (100000000, "壹佰万圆整"),
        (10100000, "壹拾万壹仟圆整"),
        (10000100, "壹拾万零壹圆整"),
        (1000000000000, "壹佰亿圆整"),
        (10001000000, "壹亿零壹万圆整"),
        (100000000000000, "壹万亿圆整"),
        (100000000000100, "壹万亿零壹圆整"),
        (100050000000000, "壹万零伍亿圆整"),
        (-123450, "（负数）壹仟贰佰叁拾肆圆伍角"),
    ],
)
def test_an_amount_is_spelled_as_most_invoices_print_it(fen: int, words: str) -> None:
    assert write_capital(fen) == words
    assert read_capital(words) == fen


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("柒拾捌圆", 7800),
        ("柒拾捌元正", 7800),
        ("肆万零圆整", 4000000),
        ("捌仟柒佰叁拾零圆整", 873000),
        ("壹佰玖拾元零壹角玖分", 19019),
        ("壹佰元零角零分", 10000),
        ("拾圆整", 1000),
        ("⊗ 壹佰圆整", 10000),
        ("人民币（大写）：壹佰元整", 10000),
        ("价税合计（大写）壹佰圆整", 10000),
        ("贰佰捌拾圓肆角陸分", 28046),
        ("貳佰參拾元整", 23000),
        ("一百二十三元四角五分", 12345),
        ("两千元整", 200000),
        ("壹拾廿圆整", None),
        ("廿元整", 2000),
        ("负壹佰圆整", -10000),
        ("（负数）壹佰圆整", -10000),
        ("(负数)叁角", -30),
        ("壹万圆伍分", 1000005),
    ],
)
def test_unusual_spellings_are_read_by_value(words: str, fen: int | None) -> None:
    if fen is None:
        with pytest.raises(BadCapital):
            read_capital(words)
    else:
        assert read_capital(words) == fen


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "不是大写金额"),
        ("整", "不是大写金额"),
        ("壹佰", "不是大写金额"),
        ("壹佰圆整圆", "不是大写金额"),
        ("100元", "放得不对"),
        ("壹贰圆整", "「贰」放得不对"),
        ("壹拾贰佰圆整", "「佰」放得不对"),
        ("万圆整", "「万」放得不对"),
        ("亿圆整", "「亿」放得不对"),
        ("壹圆拾角", "「拾」放得不对"),
        ("壹圆壹角圆分", "不是大写金额"),
        ("壹圆甲角", "「甲」放得不对"),
    ],
)
def test_what_is_no_amount_in_words_is_refused(words: str, says: str) -> None:
    with pytest.raises(BadCapital, match=says):
        read_capital(words)


@given(st.integers(min_value=-(10**17), max_value=10**17))
def test_an_amount_in_words_reads_back_as_itself(fen: int) -> None:
    assert read_capital(write_capital(fen)) == fen


@given(st.integers(min_value=1, max_value=10**12))
def test_the_other_spelling_has_the_same_value(fen: int) -> None:
    other = write_capital(fen).replace("圆", "元").replace("整", "正").replace("壹", "一")

    assert read_capital(other) == fen
