from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.diagnosis.scenarios import scenarios

from chapiao.diagnosis.scenario.answer import scenario_json
from chapiao.diagnosis.scenario.fields import Fields, Malformed
from chapiao.diagnosis.scenario.label import Label, label_of
from chapiao.diagnosis.scenario.score import score

ACCUSING = {"file_altered", "suspected_forgery"}
WORLD: dict[str, Any] = {"id": "A", "now": "2026-03-05T15:02:00+08:00"}


def told(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    return scenario_json(WORLD | more)


ROUNDS = ("tune", "measure", "second", "third")


@pytest.fixture(scope="module")
def pairs() -> list[tuple[dict[str, Any], Label]]:
    every = [one for each in ROUNDS for one in scenarios(each)]
    return [(scenario_json(one), label_of(Fields(one))) for one in every]


def test_every_round_is_answered_as_well_as_it_was(
    pairs: list[tuple[dict[str, Any], Label]],
) -> None:
    marks = score(pairs)

    assert marks["n"] == len(pairs)
    assert marks["top1"] >= 0.99
    assert marks["top3"] >= 0.99
    assert marks["also_shown"] >= 0.95
    assert marks["insufficient_recognised"] >= 0.9
    assert marks["right_fact_asked"] >= 0.9
    assert marks["next_owner"] >= 0.98
    assert marks["recheck"] >= 0.98
    assert marks["false_alarms"] == 0
    assert marks["harms"] == 0


def test_nobody_is_accused_where_the_label_is_another_cause(
    pairs: list[tuple[dict[str, Any], Label]],
) -> None:
    accused = [
        (answer["id"], cause["id"])
        for answer, label in pairs
        for cause in answer["causes"]
        if cause["id"] in ACCUSING - {label.cause, *label.also_true, *label.acceptable_first}
        and cause["certainty"] != "POSSIBLE"
    ]

    assert accused == []


def test_every_cause_shown_has_a_fact_and_a_step(
    pairs: list[tuple[dict[str, Any], Label]],
) -> None:
    for answer, _ in pairs:
        assert answer["not_run"] == []
        for cause in answer["causes"]:
            assert cause["evidence"], (answer["id"], cause["id"])
            assert cause["steps"], (answer["id"], cause["id"])


def test_a_world_with_anything_left_out_is_still_answered() -> None:
    for one in scenarios("tune")[::9]:
        for part in ("asked", "known", "asker"):
            for key in one[part]:
                rest = {name: value for name, value in one[part].items() if name != key}

                answer = scenario_json(one | {part: rest})

                assert answer["causes"], (one["id"], key)
                assert answer["not_run"] == [], (one["id"], key)


def test_an_answer_says_all_that_a_look_up_says_and_its_id() -> None:
    answer = told(asked={"number": "26112000000012345678", "entry": "查验平台"})

    assert answer["id"] == "A"
    assert {
        "headline",
        "causes",
        "ruled_out",
        "unasked",
        "next_owner",
        "recheck",
        "ask_for",
    } <= set(answer)


def test_the_world_is_all_there_is_and_now_is_its_clock() -> None:
    answer = told(asked={"number": "26112000000012345678", "date": "2026-03-06"})

    assert answer["causes"][0]["id"] == "date_invalid"
    assert answer["trace"][0]["at"] == "2026-03-05T15:02:00+08:00"


def test_an_unknown_key_is_ignored_and_a_missing_one_not_known() -> None:
    plain = told(asked={"number": "26112000000012345678"})

    assert told(asked={"number": "26112000000012345678"}, weather="雨") == plain


def bad() -> Iterator[tuple[dict[str, Any], str]]:
    yield {"id": "A"}, "now"
    yield {"now": WORLD["now"]}, "id"
    yield WORLD | {"now": "昨天"}, "now"
    yield WORLD | {"asked": []}, "asked"
    yield WORLD | {"asked": {"number": ["1"]}}, "asked.number"
    yield WORLD | {"known": {"ledger": {}}}, "known.ledger"
    yield WORLD | {"known": {"ledger": [{"added_at": "早上"}]}}, "known.ledger[0].added_at"
    yield WORLD | {"asker": {"scopes": {"own_only": "否"}}}, "asker.scopes.own_only"
    yield WORLD | {"asker": {"entities": [{}]}}, "asker.entities"
    yield WORLD | {"asked": {"client": {"clock_skew_s": "很多"}}}, "asked.client.clock_skew_s"
    yield WORLD | {"asked": {"extra": "x"}}, "asked.extra"


@pytest.mark.parametrize(("line", "field"), list(bad()))
def test_a_field_of_a_wrong_form_is_named(line: dict[str, Any], field: str) -> None:
    with pytest.raises(Malformed, match=field.replace("[", r"\[")) as error:
        scenario_json(line)

    assert error.value.field == field


def test_a_line_that_is_no_object_is_refused() -> None:
    with pytest.raises(Malformed, match="整行"):
        scenario_json(["一行"])


def test_a_label_names_only_causes_of_the_list() -> None:
    with pytest.raises(Malformed, match=r"label\.must_not"):
        label_of(Fields({"label": {"cause": "found", "must_not": ["fake"]}}))
    with pytest.raises(Malformed, match="label"):
        label_of(Fields({}))


def answer_of(*causes: tuple[str, str], ask_for: tuple[str, ...] = ()) -> dict[str, Any]:
    shown = [{"id": cause, "certainty": certainty} for cause, certainty in causes]
    return {"causes": shown, "next_owner": "asker", "recheck": "now", "ask_for": list(ask_for)}


def label(cause: str, **more: Any) -> Label:  # noqa: ANN401
    usual: dict[str, Any] = {
        "acceptable_first": (cause,),
        "next_owner": ("asker",),
        "recheck": ("now",),
    }
    return Label(cause=cause, **(usual | more))


def test_the_measures_are_those_of_the_page() -> None:
    marks = score(
        [
            (answer_of(("voided", "CERTAIN")), label("voided")),
            (
                answer_of(("wrong_date", "LIKELY"), ("wrong_amount", "POSSIBLE")),
                label(
                    "wrong_amount", also_true=("wrong_date", "same_day"), must_not=("wrong_date",)
                ),
            ),
            (answer_of(("found", "CERTAIN")), label("found", next_owner=("wait",))),
            (answer_of(("found", "CERTAIN"), ("voided", "LIKELY")), label("found")),
            (
                answer_of(("insufficient", "POSSIBLE"), ask_for=("code",)),
                label("insufficient", ask_for=("code", "original_file")),
            ),
            (answer_of(("same_day", "POSSIBLE")), label("insufficient", recheck=("never",))),
        ]
    )

    assert marks["n"] == 6
    assert marks["top1"] == round(4 / 6, 4)
    assert marks["top3"] == round(5 / 6, 4)
    assert marks["also_shown"] == 0.5
    assert marks["insufficient_recognised"] == 0.5
    assert marks["right_fact_asked"] == 0.5
    assert marks["false_alarms"] == 1
    assert marks["harms"] == 1
    assert marks["next_owner"] == marks["recheck"] == round(5 / 6, 4)
    assert marks["by_cause"]["found"] == {"n": 2, "top1": 2, "top3": 2}
    assert marks["confusion"]["insufficient"] == {"insufficient": 1, "same_day": 1}


def test_a_share_of_nothing_is_not_known() -> None:
    assert score([])["top1"] is None
