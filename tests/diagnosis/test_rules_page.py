from __future__ import annotations

from tests.make_rules_page import PAGE, page

from chapiao.diagnosis.engine import all_rules


def test_the_rules_page_is_as_the_rules_make_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "请运行 make docs"


def test_every_rule_stands_on_the_page() -> None:
    text = page()

    assert all(f"`{one.id}`" in text for one in all_rules())
