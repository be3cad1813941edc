"""The stories are soundly written, whatever the diagnosis makes of them."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.scenarios.check import FAMILIES, half, lines, problems

EVERY = list(lines())
FILES = sorted({path for path, _ in EVERY})


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_stories_of_a_file_are_soundly_written_and_in_the_right_half(file: object) -> None:
    stories = [scenario for path, scenario in EVERY if path == file]
    halves = {half(scenario["id"]) for scenario in stories}

    assert {s["id"]: said for s in stories if (said := problems(s))} == {}
    assert halves == {next(path.parent.name for path, _ in EVERY if path == file)}


def test_no_id_and_no_title_is_used_twice() -> None:
    for key in ("id", "title"):
        used = Counter(scenario[key] for _, scenario in EVERY)
        assert [name for name, times in used.items() if times > 1] == []


def test_the_second_round_asks_for_every_cause_three_times() -> None:
    told = Counter(s["label"]["cause"] for path, s in EVERY if path.parent.name == "second")

    assert {cause: told[cause] for cause in FAMILIES if told[cause] < 3} == {}


def test_every_cause_is_the_answer_of_five_stories_and_of_one_to_tune_on() -> None:
    told = Counter(scenario["label"]["cause"] for _, scenario in EVERY)
    tuned = {s["label"]["cause"] for path, s in EVERY if path.parent.name == "tune"}

    assert {cause: told[cause] for cause in FAMILIES if told[cause] < 5} == {}
    assert set(FAMILIES) - tuned == set()
