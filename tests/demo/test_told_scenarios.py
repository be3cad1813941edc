"""A look-up told as a scenario: its world, masked, is answered as the look-up itself was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import orjson
import pytest
from django.conf import settings
from django.test import TestCase

from chapiao.actions.look_up import look_up
from chapiao.actions.tell_scenario import tell_scenario
from chapiao.demo.build import build
from chapiao.demo.stories import STORIES, Story
from chapiao.demo.world import World
from chapiao.diagnosis.scenario.answer import scenario_json
from chapiao.invoice.dates import BEIJING
from chapiao.store.models import Person

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=BEIJING)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker, home: Path) -> Iterator[World]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "DATA", home)
        patch.setattr(settings, "SANDBOX", True)
        atomics = TestCase._enter_atomics()  # noqa: SLF001 - what Django's own tests do per class
        try:
            yield build(NOW)
        finally:
            TestCase._rollback_atomics(atomics)  # noqa: SLF001


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
