from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from chapiao import readers
from chapiao.demo.group import YUNSHAN
from chapiao.demo.row import Row
from chapiao.demo.stories import STORIES, Shelf, Story
from chapiao.demo.world import World, world
from chapiao.diagnosis.answer import Answer
from chapiao.diagnosis.ask import answer_for
from chapiao.diagnosis.engine import all_rules, home_rules
from chapiao.diagnosis.facts import ARCHIVE, EXPORT, LEDGER, OurEntity, Record
from chapiao.diagnosis.memory import Memory
from chapiao.invoice.dates import BEIJING

MADE = date(2026, 11, 24)
# The day the world was made, and how many days later somebody asks.
MOMENTS = (
    (MADE, 0),
    (MADE, 3),
    (MADE, 38),
    (date(2026, 12, 31), 1),
    (date(2027, 1, 1), 0),
    (date(2028, 2, 29), 200),
)
MORNING = time(9, 12, tzinfo=BEIJING)


def _record(row: Row, source: str) -> Record:
    return Record(
        invoice=row.invoice,
        source=source,
        tax_status=row.tax_status,
        doc_status=row.doc_status,
        verify_status=row.verify_status,
        positive=row.positive,
        risk=row.risk,
    )


def _holdings(made: World) -> Memory:
    cast = made.cast
    return Memory(
        [_record(row, LEDGER) for row in made.rows],
        exported=[_record(row, EXPORT) for row in (cast.exported, cast.asissued)],
        archived=[_record(cast.archived, ARCHIVE)],
        fresh_to=datetime.combine(made.made_on - timedelta(days=2), time(18), tzinfo=BEIJING),
        ours=tuple(
            OurEntity(
                name=one.name,
                tax_id=one.tax_id,
                former_names=(one.former,) if one.former else (),
            )
            for one in made.companies
        ),
    )


HOLDINGS = {day: _holdings(world(day)) for day in {made for made, _ in MOMENTS}}


def _told(story: Story, made: date, days: int) -> Answer:
    now = datetime.combine(made + timedelta(days=days), MORNING)
    return answer_for(story.question(made, now), now, HOLDINGS[made])


@pytest.mark.parametrize(("made", "days"), MOMENTS, ids=str)
@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.id)
def test_a_story_ends_on_its_own_cause_on_any_day(story: Story, made: date, days: int) -> None:
    answer = _told(story, made, days)

    assert answer.causes[0].cause.id == story.expects
    assert answer.not_run == ()


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.id)
def test_the_rule_a_story_shows_has_spoken(story: Story) -> None:
    answer = _told(story, MADE, 0)

    spoken = {rule for one in answer.causes for rule in one.rules}
    spoken |= {rule.id for rule, _ in answer.notes}
    assert story.rule in spoken


def test_every_cause_that_a_look_up_alone_can_name_has_a_story() -> None:
    causes = {rule.id: rule.cause for rule in all_rules()}

    assert {rule.cause for rule in home_rules()} == {causes[story.rule] for story in STORIES}


def test_a_rule_with_a_cause_of_its_own_ends_on_it_unless_it_only_guesses() -> None:
    causes = {rule.id: rule.cause for rule in all_rules()}

    for story in STORIES:
        assert story.expects in {causes[story.rule], "insufficient", "found"}
        if story.expects == "found":
            assert causes[story.rule] in {None, "found"}


def test_addresses_titles_and_teasers_are_fit_for_a_page() -> None:
    ids = [story.id for story in STORIES]

    assert len(set(ids)) == len(ids)
    assert all(one.isascii() and one.replace("-", "").isalnum() for one in ids)
    assert len({story.title for story in STORIES}) == len(STORIES)
    assert all(story.teaser.endswith(("。", "！")) for story in STORIES)
    assert {story.shelf for story in STORIES} == set(Shelf)
    assert 8 <= sum(story.front for story in STORIES) <= 40


@pytest.mark.parametrize("story", [one for one in STORIES if one.file], ids=lambda one: one.id)
def test_the_file_of_a_story_says_what_its_question_says(story: Story) -> None:
    now = datetime.combine(MADE, MORNING)
    sample = story.sample(MADE, now)
    asked = story.question(MADE, now).file

    assert sample is not None
    assert asked is not None
    name, data = sample
    assert name.startswith("演示样张_")
    assert name.endswith(f".{story.form}")
    if story.refused:
        with pytest.raises(readers.NotAnInvoice) as refused:
            readers.read(data)
        assert refused.value.kind is asked.kind
    else:
        [reading] = readers.read(data)
        assert reading.invoice == asked


def test_all_stories_are_about_the_company_every_login_of_the_story_belongs_to() -> None:
    made = world(MADE)

    assert all(row.company == YUNSHAN for row in made.cast.ledger)
