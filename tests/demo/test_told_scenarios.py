"""A look-up told as a scenario: its world, masked, is answered as the look-up itself was."""

from __future__ import annotations

import orjson
import pytest
from tests.demo.day import NOW

from chapiao.actions.look_up import look_up
from chapiao.actions.tell_scenario import tell_scenario
from chapiao.demo.stories import STORIES, Story
from chapiao.demo.world import World
from chapiao.diagnosis.scenario.answer import scenario_json
from chapiao.store.models import Person


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.id)
def test_a_story_told_on_is_answered_alike(
    story: Story, seed: int, made_world: World, db: None
) -> None:
    asker = Person.objects.get(username="wangmin")
    lookup = look_up(asker=asker, question=story.question(NOW.date(), NOW), now=NOW)

    told = scenario_json(tell_scenario(lookup, seed=seed))

    assert told["causes"][0]["id"] == lookup.cause, told["headline"]


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.id)
def test_nothing_that_names_anybody_is_told_on(story: Story, made_world: World, db: None) -> None:
    asker = Person.objects.get(username="wangmin")
    lookup = look_up(asker=asker, question=story.question(NOW.date(), NOW), now=NOW)

    line = orjson.dumps(tell_scenario(lookup)).decode()

    for row in made_world.rows:
        printed = row.invoice
        for secret in (
            printed.seller_name,
            printed.seller_tax_id,
            printed.buyer_name,
            printed.buyer_tax_id,
            printed.number,
        ):
            assert not secret or secret not in line
