from __future__ import annotations

from tests.make_channels_page import PAGE, page


def test_the_page_of_the_channels_is_that_of_their_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"
