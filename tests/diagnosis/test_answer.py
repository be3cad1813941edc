from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.diagnosis.case_facts import facts, record, records
from tests.diagnosis.case_facts import invoice as read
from tests.diagnosis.scenarios import scenarios
from tests.diagnosis.world import NUMBER, asked, invoice, pool, row

from chapiao.diagnosis.answer import Answer, answer
from chapiao.diagnosis.cause import CAUSES, FOUND, INSUFFICIENT
from chapiao.diagnosis.engine import Diagnosis, all_rules
from chapiao.diagnosis.facts import ARCHIVE, EXPORT
from chapiao.diagnosis.model import Certainty, NotRun
from chapiao.diagnosis.scenario.answer import scenario_json
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import TaxStatus, VerifyStatus

STORIES = tomllib.loads(Path(__file__).with_name("stories.toml").read_text(encoding="utf-8"))


def told_in(story: dict[str, Any]) -> Answer:
    """The answer to a story's question in the story's world."""
    holdings = pool(
        *records(story.get("ledger", [])),
        exported=[record(one, EXPORT) for one in story.get("exported", ())],
        archived=[record(one, ARCHIVE) for one in story.get("archived", ())],
        fresh_to=story.get("fresh_to"),
    )
    typed = dict(story["asked"])
    if "file" in typed:
        typed["file"] = read(typed["file"])
    return asked(holdings, **typed)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_story_ends_on_its_own_cause(story: dict[str, Any]) -> None:
    told = told_in(story)

    assert told.causes[0].cause.id == story["cause"]
    assert story["says"] in told.headline


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_answer_has_an_owner_and_hides_nothing(story: dict[str, Any]) -> None:
    told = told_in(story)

    first = told.causes[0]
    assert told.next_owner is first.steps[0].who
    assert told.recheck is first.recheck
    assert bool(told.ask_for) == (first.cause is INSUFFICIENT)
    assert told.not_run == ()
    assert "假" not in str(told)


def test_every_rule_s_cause_heads_some_story() -> None:
    told = {story["cause"] for story in STORIES.values()}
    told |= {scenario["label"]["cause"] for scenario in scenarios("tune")}

    assert {one.cause for one in all_rules()} - {None} <= told


def test_a_wrong_digit_explains_the_wrong_year_it_makes() -> None:
    told = asked(pool(row()), number="25112000000012345678", date="20261020")

    assert [(one.cause.id, one.asserted) for one in told.causes[:2]] == [
        ("number_typo", True),
        ("year_date_conflict", False),
    ]
    against = [piece for piece in told.causes[1].evidence if piece.against]
    assert against


def test_a_used_up_limit_comes_before_a_wrong_amount_and_both_are_shown() -> None:
    told = asked(pool(row()), number=NUMBER, amount="999", entry="查验平台", answer="002")

    assert [one.cause.id for one in told.causes if one.asserted] == ["daily_limit", "wrong_amount"]


def test_found_is_left_out_as_soon_as_something_is_wrong() -> None:
    told = asked(pool(row(tax_status=TaxStatus.VOIDED)), number=NUMBER)

    assert told.found is True
    assert FOUND not in {one.cause for one in told.causes}


def test_several_rules_of_one_cause_are_one_entry() -> None:
    told = asked(
        pool(),
        number=NUMBER,
        date="今天",
        entry="查验平台",
        answer="当日开具发票可于次日进行查验！",
    )

    assert told.causes[0].rules == ("timing.same_day_words", "timing.issued_today")
    assert len(told.causes[0].evidence) == 3


def test_a_cause_that_was_found_is_not_listed_as_ruled_out() -> None:
    told = asked(pool(row()), number="26112000001012345678")

    assert "number_typo" not in {one.cause for one, _ in told.ruled_out}


def test_the_surest_correction_comes_first_and_each_once() -> None:
    told = asked(
        pool(row(), row(invoice(number="26112000001012345670", total=1))),
        number="26112000001012345678",
        amount="106",
    )

    assert [dict(one.fields) for one in told.corrections] == [
        {"number": NUMBER},
        {"number": "26112000001012345670"},
    ]
    confidences = [one.confidence for one in told.corrections]
    assert confidences == sorted(confidences, reverse=True)


def test_the_same_correction_of_two_rules_is_given_once() -> None:
    told = asked(pool(row()), number="26112000001012345678", file=invoice())

    assert [dict(one.fields) for one in told.corrections] == [{"number": NUMBER}]


def test_no_correction_is_offered_for_a_right_input() -> None:
    near = row(invoice(number="26112000000012345679"))

    told = asked(pool(row(), near), number=NUMBER, date="20261020", amount="106.00")

    assert told.corrections == ()
    assert told.causes[0].cause is FOUND


def test_found_is_three_valued() -> None:
    assert asked(pool(row()), number=NUMBER).found is True
    assert asked(pool(), number=NUMBER).found is False
    assert asked(pool()).found is None
    assert asked(pool(), number=NUMBER, entry="查验平台", answer="一致").found is True
    assert asked(pool(), entry="查验平台", answer="查无此票").found is False


def test_the_invoice_shown_is_filled_from_every_copy() -> None:
    ledger = row(Invoice(number=NUMBER, seller_name="北京栖木花艺有限公司"))
    export = row(Invoice(number=NUMBER, total=10600), source=EXPORT)

    told = asked(pool(ledger, exported=[export]), number=NUMBER)

    assert told.invoice is not None
    assert (told.invoice.total, told.invoice.seller_name) == (10600, "北京栖木花艺有限公司")
    assert told.record is not None
    assert told.record.source == EXPORT


def test_the_gravest_status_any_source_states_is_the_one_that_counts() -> None:
    ledger = row(tax_status=TaxStatus.NORMAL)
    export = row(source=EXPORT, tax_status=TaxStatus.RED_FULL)

    told = asked(pool(ledger, exported=[export]), number=NUMBER)

    assert told.causes[0].cause.id == "red_full"


def test_a_rule_that_crashed_is_shown_in_the_answer() -> None:
    one = facts({"number": NUMBER, "held": False})
    broken = all_rules()[0]

    told = answer(one, Diagnosis(not_run=((broken, NotRun()),)))

    assert told.not_run == ((broken, NotRun("规则执行出错")),)
    assert told.causes[0].cause is INSUFFICIENT


def test_a_hypothesis_is_never_asserted() -> None:
    told = asked(pool(), number=NUMBER, date="20261020")

    assert {one.certainty for one in told.causes} == {Certainty.POSSIBLE}
    assert {one.cause for one in told.causes[1:]} == {CAUSES["number_typo"], CAUSES["not_imported"]}


def test_the_outcome_of_the_entry_s_words_is_known_in_the_words_of_the_ledger() -> None:
    told = asked(pool(), number=NUMBER, entry="查验平台", answer="查无此票").facts

    assert told.outcome is VerifyStatus.NOT_FOUND
    assert replace(told, heard=None).outcome is None


def test_the_answer_is_the_same_for_the_same_question() -> None:
    holdings = pool(row())

    assert str(asked(holdings, number=NUMBER)) == str(asked(holdings, number=NUMBER))


def test_the_number_of_what_was_found_is_not_doubted() -> None:
    doubts = {"number_length", "number_typo", "kind_mixed_up"}

    found = asked(pool(row()), number=NUMBER)
    elsewhere = asked(pool(row()), number=NUMBER, entry="查验平台", answer="查无此票")

    assert found.causes[0].cause is FOUND
    assert not doubts & {one.cause for one, _ in found.ruled_out}
    assert "number_length" in {one.cause for one, _ in elsewhere.ruled_out}


def test_what_would_make_a_likely_cause_certain_is_asked_for() -> None:
    world = {
        "id": "A",
        "now": "2026-03-05T15:02:00+08:00",
        "asker": {"name": "翟文"},
        "asked": {"entry": "查验平台", "number": "26892000000012345678", "answer": "查无此票"},
    }

    told = scenario_json(world)

    first, second = told["causes"][:2]
    assert (first["id"], first["certainty"]) == ("region_conflict", "LIKELY")
    assert (second["id"], second["title"]) == ("insufficient", "要断定还差一项")
    assert told["ask_for"]


def test_after_a_mismatch_the_typed_day_is_not_told_as_the_day_of_issue() -> None:
    typed = {"number": NUMBER, "date": "2025-01-09", "entry": "查验平台"}

    doubted = asked(pool(), answer="不一致", **typed).timeline[0]
    agreed = asked(pool(), answer="一致", **typed).timeline[0]

    assert (doubted.done, doubted.at) == (True, None)
    assert (agreed.done, agreed.at) == (True, date(2025, 1, 9))


def test_nobody_is_sent_to_an_entry_that_shows_the_invoice_no_more() -> None:
    typed = {"code": "011001900211", "number": "12345678", "entry": "查验平台"}

    young = asked(pool(), date="2024-03-04", **typed).fill_card
    old = asked(pool(), date="2018-03-04", **typed).fill_card

    assert young is not None
    assert young.entry is Entry.PLATFORM
    assert old is None or old.entry is not Entry.PLATFORM


def test_nobody_is_sent_back_to_an_entry_that_blocked_them() -> None:
    typed = {"number": NUMBER, "date": "2025-01-09", "entry": "查验平台"}
    words = "由于查验行为异常，涉嫌违规，当前无法使用查验服务！"

    card = asked(pool(), answer=words, **typed).fill_card

    assert card is not None
    assert card.entry is Entry.ETAX
