"""Answer a scenario: its world is the whole world, and its `now` is the clock."""

from __future__ import annotations

from typing import Any

from chapiao.diagnosis.answer import Answer, answer
from chapiao.diagnosis.as_json import answer_json
from chapiao.diagnosis.engine import diagnose
from chapiao.diagnosis.scenario.gather import facts_of
from chapiao.diagnosis.scenario.world import World, read_world


def answer_world(world: World) -> Answer:
    """Return the answer that a person in this world gets."""
    facts = facts_of(world)
    return answer(facts, diagnose(facts))


def scenario_json(given: object) -> dict[str, Any]:
    """Return the answer to one line, as `chapiao look-up --json` prints it, with its id.

    Raises:
        Malformed: a field of the line has a form it cannot have.
    """
    world = read_world(given)
    return {"id": world.id} | answer_json(answer_world(world))
