"""What a font says of its shapes; a broken one says nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.make_font import truetype

from chapiao.formats.font_codes import characters


@pytest.mark.parametrize(("form", "chars"), [(4, "税票0年"), (6, "ABCD"), (12, "税票0𠮷")])
def test_every_form_of_the_list_is_read(form: int, chars: str) -> None:
    assert characters(truetype(chars, form)) == dict(enumerate(chars, 1))


def test_a_shape_of_two_characters_is_the_first() -> None:
    # One shape for the radical and the character: the list names both.
    font = truetype("AB", 6).replace(b"\x00\x01\x00\x02", b"\x00\x01\x00\x01", 1)

    assert characters(font)[1] == "A"


@given(st.binary(max_size=400))
def test_what_is_no_font_says_nothing(data: bytes) -> None:
    assert characters(data) == {}


@given(st.sampled_from([4, 6, 12]), st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_damaged_font_is_never_an_error(form: int, place: int, put: bytes) -> None:
    font = bytearray(truetype("ABCDEF", form))
    place %= len(font)
    font[place : place + len(put)] = put

    found = characters(bytes(font))

    assert all(isinstance(char, str) and len(char) == 1 for char in found.values())


def test_a_font_that_lists_more_characters_than_there_are_is_cut_short() -> None:
    font = truetype("AB", 12)
    many = font.replace(b"\x00\x00\x00\x42\x00\x00\x00\x42", b"\x00\x00\x00\x42\xff\xff\xff\xff")

    assert many != font
    assert characters(many) == {1: "A"}
