"""Every rule that can be sure of its cause is the headline of some told world."""

from __future__ import annotations

import json
from pathlib import Path

from tests.diagnosis.scenarios import scenarios
from tests.diagnosis.test_rules import FILES, RULES

from chapiao.diagnosis.scenario.answer import scenario_json

HERE = Path(__file__)
ROUNDS = ("tune", "measure", "second", "third")
# Worlds for the rules that no story of the rounds has for its headline; the id is the rule's.
MORE = [
    json.loads(line)
    for line in HERE.with_name("headlines.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_every_world_of_this_file_has_its_rule_for_a_headline() -> None:
    told = {one["id"]: scenario_json(one)["causes"][0]["rules"] for one in MORE}

    assert {name: rules for name, rules in told.items() if name not in rules} == {}


def test_every_rule_that_can_be_sure_is_the_headline_of_some_world() -> None:
    worlds = [*MORE, *(one for each in ROUNDS for one in scenarios(each))]
    first = {rule for one in worlds for rule in scenario_json(one)["causes"][0]["rules"]}
    sure = {
        name
        for name, cases in FILES.items()
        if any(
            case.get("expect", {}).get("certainty") in {"CERTAIN", "LIKELY"}
            for case in cases.values()
        )
    }

    assert sorted(sure & {one.id for one in RULES.values() if one.cause} - first) == []
