from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.typed import halfwidth, odd_characters, tidy


@given(st.text(max_size=30))
def test_no_digit_of_another_script_is_left(text: str) -> None:
    assert all(char in "0123456789" for char in halfwidth(text) if re.match(r"\d", char))


def test_digits_of_other_scripts_keep_their_value() -> None:
    assert halfwidth("１２３٤٥") == "12345"


def test_a_label_is_dropped_with_the_blanks_around_it() -> None:
    assert tidy(" 代 码： 1234 5678", re.compile("代码:")) == "12345678"


def test_odd_characters_are_named_once_and_not_without_end() -> None:
    assert odd_characters("1a2a3b") == "a、b"
    assert len(odd_characters("".join(map(chr, range(97, 123))))) == 20
