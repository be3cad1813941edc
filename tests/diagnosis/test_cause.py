from __future__ import annotations

import re
from pathlib import Path

import pytest

from chapiao.diagnosis.cause import CAUSES, FOUND, INSUFFICIENT, Family
from chapiao.diagnosis.engine import all_rules

DESIGN = Path(__file__).parents[3] / "shared" / "design" / "causes.md"
ROW = re.compile(r"^\| `(\w+)` \| (录入|系统|操作|–) \| ([^|]+) \|", re.MULTILINE)


def test_the_list_is_the_contract_s_list() -> None:
    if not DESIGN.exists():
        pytest.skip("没有 ../shared/design/causes.md")

    agreed = {
        one: (family, title.strip()) for one, family, title in ROW.findall(DESIGN.read_text())
    }

    ours = {one.id: (one.family.value if one.family else "–", one.title) for one in CAUSES.values()}
    assert ours == agreed


def test_the_list_is_closed_and_holds_fifty_two_entries() -> None:
    assert len(CAUSES) == 52
    assert FOUND.family is INSUFFICIENT.family is None
    assert {one.family for one in CAUSES.values()} == {*Family, None}


def test_a_cause_explains_only_causes_of_the_list() -> None:
    for one in CAUSES.values():
        assert one.explains <= CAUSES.keys()
        assert one.id not in one.explains


def test_every_cause_can_stand_in_a_headline() -> None:
    for one in CAUSES.values():
        assert one.act or one is FOUND
        assert "假" not in one.phrase + one.act


def test_what_stops_the_person_now_comes_before_what_can_wait() -> None:
    assert CAUSES["daily_limit"].order < CAUSES["wrong_amount"].order
    assert CAUSES["maintenance"].order < CAUSES["number_typo"].order
    assert CAUSES["voided"].order < CAUSES["wrong_date"].order
    assert CAUSES["found"].order < CAUSES["insufficient"].order


def test_the_causes_of_this_stage_all_have_a_rule() -> None:
    covered = {one.cause for one in all_rules()}

    assert covered >= {
        "number_length", "number_typo", "excel_damage", "year_date_conflict", "region_conflict",
        "wrong_date", "date_invalid", "wrong_amount", "amount_basis", "check_code_wrong",
        "buyer_name_form", "kind_mixed_up", "wrong_entry", "not_an_invoice", "voided", "red_full",
        "red_partial", "abnormal_voucher", "same_day", "too_old", "seller_not_uploaded",
        "backend_detail_missing", "accepted_not_visible", "not_imported", "entered_wrong",
        "not_our_title", "buyer_changed", "identity_mismatch", "daily_limit", "throttled",
        "blocked", "maintenance", "outage", "region_kind_unsupported", "found",
    }  # fmt: skip
