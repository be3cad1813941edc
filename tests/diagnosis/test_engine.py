"""What the engine takes for always known, and does not look at before it asks."""

from __future__ import annotations

from tests.diagnosis.scenarios import scenarios

from chapiao.diagnosis import engine
from chapiao.diagnosis.scenario.gather import facts_of
from chapiao.diagnosis.scenario.world import read_world


def test_what_is_said_to_be_always_known_is_known_in_every_world() -> None:
    names = {name for one in engine.all_rules() for name in one.needs}
    always = {name for name in names if not engine._may_lack(name)}  # noqa: SLF001 - what is tested
    assert 0 < len(always) < len(names)

    for given in (*scenarios("tune"), *scenarios("third")):
        facts = facts_of(read_world(given))
        assert {name for name in always if getattr(facts, name) is None} == set()
