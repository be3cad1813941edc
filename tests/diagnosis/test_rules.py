from __future__ import annotations

import inspect
import tomllib
import typing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.diagnosis.case_facts import NOW, facts

from chapiao.diagnosis.cause import CAUSES
from chapiao.diagnosis.engine import all_rules, diagnose
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.model import Certainty, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import Rule, rule

CASES = Path(__file__).with_name("cases")
RULES = {one.id: one for one in all_rules()}
FILES = {
    f"{path.parent.name}.{path.stem}": tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(CASES.glob("*/*.toml"))
}
EVERY = [
    pytest.param(rule_id, case, id=f"{rule_id}: {title}")
    for rule_id, cases in FILES.items()
    for title, case in cases.items()
]
EACH_RULE = [pytest.param(one, id=one.id) for one in RULES.values()]


def spoken(rule_id: str, case: dict[str, Any]) -> Finding | RuledOut | None:
    diagnosis = diagnose(facts(case["given"]), [RULES[rule_id]])
    assert diagnosis.unasked == ()
    assert diagnosis.not_run == ()
    answers = [
        answer
        for pairs in (diagnosis.found, diagnosis.notes, diagnosis.ruled_out)
        for _, answer in pairs
    ]
    assert len(answers) <= 1
    return answers[0] if answers else None


@pytest.mark.parametrize(("rule_id", "case"), EVERY)
def test_rule_says_what_the_case_expects(rule_id: str, case: dict[str, Any]) -> None:
    answer = spoken(rule_id, case)

    if case.get("quiet"):
        assert answer is None
    elif "ruled_out" in case:
        assert isinstance(answer, RuledOut)
        assert case["ruled_out"] in answer.because
    else:
        assert isinstance(answer, Finding)
        expected = case["expect"]
        assert answer.certainty is Certainty[expected["certainty"]]
        assert expected["says"] in answer.says
        assert answer.steps[0].who is Who[expected["who"]]
        assert answer.recheck is Recheck[expected.get("recheck", answer.recheck.name)]
        assert answer.recheck_at == expected.get("at", answer.recheck_at)
        if "correct" in expected:
            assert dict(answer.corrections[0].fields) == expected["correct"]


@pytest.mark.parametrize(("rule_id", "case"), EVERY)
def test_a_finding_has_a_sentence_evidence_and_a_step(rule_id: str, case: dict[str, Any]) -> None:
    answer = spoken(rule_id, case)

    if isinstance(answer, Finding):
        assert answer.says.endswith("。")
        assert answer.evidence
        assert all(piece.what and piece.seen for piece in answer.evidence)
        assert answer.steps
        assert all(0 < one.confidence < 1 for one in answer.corrections)
        assert all(one.because for one in answer.corrections)


@pytest.mark.parametrize(("rule_id", "case"), EVERY)
def test_waiting_has_a_time_and_the_rest_has_none(rule_id: str, case: dict[str, Any]) -> None:
    answer = spoken(rule_id, case)

    if isinstance(answer, Finding):
        waits = answer.recheck not in {Recheck.NOW, Recheck.NEVER}
        assert (answer.recheck_at is not None) == waits
        if answer.recheck_at is not None:
            assert NOW < answer.recheck_at < NOW + timedelta(days=40)


@pytest.mark.parametrize(("rule_id", "case"), EVERY)
def test_no_rule_ever_says_that_an_invoice_is_fake(rule_id: str, case: dict[str, Any]) -> None:
    answer = spoken(rule_id, case)

    said = str(answer)
    assert "假" not in said
    assert "伪造" not in said


@pytest.mark.parametrize("one", EACH_RULE)
def test_every_rule_is_shown_speaking_and_quiet(one: Rule) -> None:
    cases = FILES[one.id].values()

    assert any("expect" in case for case in cases)
    assert any("ruled_out" in case or case.get("quiet") for case in cases)


def test_every_case_file_belongs_to_a_rule() -> None:
    assert FILES.keys() == RULES.keys()


@pytest.mark.parametrize("one", EACH_RULE)
def test_a_rule_needs_only_facts_there_are(one: Rule) -> None:
    known = typing.get_type_hints(Facts)
    for name, value in ((n, v) for base in Facts.__mro__ for n, v in vars(base).items()):
        getter = getattr(value, "fget", None) or getattr(value, "func", None)
        if getter is not None:
            known[name] = typing.get_type_hints(getter)["return"]
    hints = typing.get_type_hints(one.check)
    kinds = {parameter.kind for parameter in inspect.signature(one.check).parameters.values()}

    assert set(one.needs) <= set(known)
    for name in one.takes:
        assert hints[name] == not_none(known[name]), f"{one.id} takes {name} for another type"
    assert kinds <= {inspect.Parameter.POSITIONAL_OR_KEYWORD}
    assert not_none(hints["return"]) in (Finding, RuledOut, Finding | RuledOut)


def not_none(hint: object) -> object:
    rest = tuple(one for one in typing.get_args(hint) if one is not type(None))
    if type(None) not in typing.get_args(hint):
        return hint
    return rest[0] if len(rest) == 1 else typing.Union[rest]  # noqa: UP007 - made of a tuple


@pytest.mark.parametrize("one", EACH_RULE)
def test_a_rule_names_a_cause_of_the_list_and_its_source(one: Rule) -> None:
    assert one.cause is None or one.cause in CAUSES
    assert one.title
    assert any(place in one.source for place in ("domain §", "requirements ", "本系统"))


@pytest.mark.parametrize("one", EACH_RULE)
def test_a_rule_of_notes_alone_never_claims_more(one: Rule) -> None:
    certainties = [
        case["expect"]["certainty"] for case in FILES[one.id].values() if "expect" in case
    ]

    assert one.cause is not None or set(certainties) == {"NOTE"}


@pytest.mark.parametrize("one", EACH_RULE)
def test_a_rule_opens_with_a_chinese_heading(one: Rule) -> None:
    module = inspect.getmodule(one.check)

    assert module is not None
    first = (module.__doc__ or "").splitlines()[0]
    assert first.endswith("。")
    assert any("一" <= c <= "鿿" for c in first)


def test_a_missing_fact_is_named_not_guessed() -> None:
    diagnosis = diagnose(facts({"number": "26112000000012345678"}), [RULES["entry.number_year"]])

    assert diagnosis.unasked == ((RULES["entry.number_year"], ("issued_on",)),)
    assert diagnosis.found == diagnosis.notes == diagnosis.ruled_out == diagnosis.not_run == ()


def test_a_rule_that_crashes_is_not_run_and_the_others_still_speak() -> None:
    @rule(cause="outage", title="坏的", source="domain §8.1")
    def broken(held: bool) -> Finding | None:  # noqa: FBT001
        raise ZeroDivisionError

    diagnosis = diagnose(
        facts({"held": False, "issued_on": NOW.date() + timedelta(days=1)}),
        [broken, RULES["entry.date_future"]],
    )

    [(one, why)] = diagnosis.not_run
    assert one is broken
    assert "ZeroDivisionError" in why.because
    assert [one.id for one, _ in diagnosis.found] == ["entry.date_future"]


def test_the_surest_comes_first_and_then_what_stops_the_person_now() -> None:
    def says(name: str, certainty: Certainty) -> Rule:
        def check(held: bool) -> Finding:  # noqa: FBT001
            return Finding(
                says=f"{held}。", certainty=certainty, evidence=(), steps=(Step("查", Who.ASKER),)
            )

        return rule(cause=name, title=name, source="domain §8")(check)

    possible = says("daily_limit", Certainty.POSSIBLE)
    amount = says("wrong_amount", Certainty.CERTAIN)
    limit = says("daily_limit", Certainty.CERTAIN)
    diagnosis = diagnose(facts({"held": False}), [possible, amount, limit])

    assert [one for one, _ in diagnosis.found] == [limit, amount, possible]
