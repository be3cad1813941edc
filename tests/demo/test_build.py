from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from tests.demo.day import NOW

from chapiao import readers
from chapiao.actions import import_export
from chapiao.actions.at_platform import sandbox
from chapiao.actions.look_up import look_up
from chapiao.demo import made, samples
from chapiao.demo.build import NotEmpty, build
from chapiao.demo.group import COLLEAGUES, PASSWORD
from chapiao.demo.stories import STORIES, Story
from chapiao.demo.world import World
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.money import plain
from chapiao.store import access, audit
from chapiao.store.models import (
    Face,
    Follow,
    Invoice,
    Lookup,
    Person,
    RowOutcome,
    Snapshot,
    SnapshotState,
)


@pytest.fixture(autouse=True)
def _here(made_world: World, home: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", home)
    monkeypatch.setattr(settings, "SANDBOX", True)


@pytest.fixture
def wangmin() -> Person:
    return Person.objects.get(username="wangmin")


@pytest.mark.parametrize("days", [0, 9])
@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.id)
def test_every_story_ends_on_its_cause_in_the_real_store(
    story: Story, days: int, wangmin: Person
) -> None:
    now = NOW + timedelta(days=days)

    lookup = look_up(asker=wangmin, question=story.question(NOW.date(), now), now=now)

    assert lookup.cause == story.expects


def test_the_ledger_holds_the_world(made_world: World) -> None:
    assert Invoice.objects.count() == len(made_world.rows)
    assert set(Invoice.objects.values_list("key", flat=True)) == {
        row.invoice.key for row in made_world.rows
    }


def test_every_login_works_and_sees_its_own_companies_only() -> None:
    for one in COLLEAGUES:
        person = authenticate(username=one.login, password=PASSWORD)
        assert isinstance(person, Person)
        seen = access.invoices_for(person).values_list("entity__tax_id", flat=True)
        if not person.is_superuser:
            assert len(set(seen)) == len(one.roles)


def test_the_export_came_in_by_the_real_path() -> None:
    [snapshot] = Snapshot.objects.all()
    outcomes = Counter(snapshot.rows.values_list("outcome", flat=True))

    assert snapshot.state == SnapshotState.IMPORTED
    assert snapshot.fresh_to is not None
    assert snapshot.fresh_to.date() == (NOW - timedelta(days=2)).date()
    assert outcomes[RowOutcome.DUPLICATE] > 50
    assert outcomes[RowOutcome.NEW] == 1
    assert outcomes[RowOutcome.REJECTED] == 0


def test_the_archive_holds_what_the_readers_read(made_world: World) -> None:
    keys = set(Face.objects.values_list("key", flat=True))

    assert made_world.cast.archived.invoice.key in keys
    assert made_world.cast.faces.invoice.key in keys
    assert Invoice.objects.filter(document__isnull=False).count() == len(keys) - 1


def test_somebody_asked_before_the_visitor_came(wangmin: Person) -> None:
    asked = Lookup.objects.filter(asker=wangmin, asked_at__lt=NOW)

    assert asked.count() == 5
    assert asked.filter(follow=Follow.WATCHING).exists()


def test_the_log_holds_together() -> None:
    assert audit.verify() is None


def test_the_sandbox_answers_for_the_world(made_world: World) -> None:
    platform = sandbox()
    assert platform is not None

    def ask(row_name: str, days: int = 0) -> str:
        invoice = getattr(made_world.cast, row_name).invoice
        now = NOW + timedelta(days=days)
        assert invoice.issued_on is not None
        last = invoice.check_code[-6:] if invoice.check_code else plain(invoice.total)
        said = platform.check(
            code=invoice.code,
            number=invoice.number,
            issued_on=invoice.issued_on,
            last=last,
            now=now,
        )
        return said.words

    assert ask("plain") == "一致"
    assert "作废" in ask("voided")
    assert "红冲" in ask("reversed")
    assert ask("limited").startswith("超过该张发票当日查验次数")
    assert ask("limited", days=1) == "一致"
    assert ask("unexported") == "查无此票"
    assert ask("unexported", days=2) == "一致"
    assert ask("plain", days=5).startswith("一致")


def test_the_sandbox_rests_on_sunday_night(made_world: World) -> None:
    platform = sandbox()
    invoice = made_world.cast.plain.invoice
    sunday = datetime(2026, 11, 29, 22, 30, tzinfo=BEIJING)
    assert platform is not None
    assert invoice.issued_on is not None

    said = platform.check(
        code="", number=invoice.number or "", issued_on=invoice.issued_on,
        last=plain(invoice.total or 0), now=sunday,
    )  # fmt: skip

    assert "系统异常" in said.words
    assert not said.counted


def test_the_samples_lie_ready_and_are_read(made_world: World, home: Path) -> None:
    files = samples.listed(home / samples.FOLDER)

    assert {one.name for one in files} == {one.name for one in samples.samples(made_world)}
    for one in files:
        data = one.read_bytes()
        if one.suffix in {".pdf", ".ofd", ".xml"} and "回单" not in one.name:
            [reading] = readers.read(data)
            assert reading.doubts == ()
        elif one.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(data)) as bundle:
                assert len(bundle.namelist()) >= 10


def test_the_next_export_shows_every_outcome(wangmin: Person, home: Path) -> None:
    data = (home / samples.FOLDER / samples.EXPORT_NAME).read_bytes()
    snapshot = import_export.upload(person=wangmin, name=samples.EXPORT_NAME, data=data, now=NOW)

    import_export.prepare(snapshot.pk, NOW)

    snapshot.refresh_from_db()
    outcomes = Counter(snapshot.rows.values_list("outcome", flat=True))
    assert snapshot.state == SnapshotState.PREVIEW
    assert outcomes == {
        RowOutcome.NEW: 4,
        RowOutcome.UPDATED: 1,
        RowOutcome.DUPLICATE: 2,
        RowOutcome.REJECTED: 1,
    }


def test_importing_the_next_export_leaves_every_story_true(wangmin: Person, home: Path) -> None:
    data = (home / samples.FOLDER / samples.EXPORT_NAME).read_bytes()
    snapshot = import_export.upload(person=wangmin, name=samples.EXPORT_NAME, data=data, now=NOW)
    import_export.prepare(snapshot.pk, NOW)
    import_export.confirm(person=wangmin, pk=snapshot.pk, now=NOW)
    while Snapshot.objects.get(pk=snapshot.pk).state == SnapshotState.IMPORTING:
        import_export.carry_out(snapshot.pk, NOW)

    told = {
        story.id: look_up(asker=wangmin, question=story.question(NOW.date(), NOW), now=NOW).cause
        for story in STORIES
    }

    assert told == {story.id: story.expects for story in STORIES}


def test_the_day_it_was_made_is_known(home: Path, tmp_path: Path) -> None:
    assert made.made_on(home) == NOW.date()
    with pytest.raises(made.NotMade):
        made.made_on(tmp_path)


def test_a_database_that_holds_anything_is_refused() -> None:
    with pytest.raises(NotEmpty, match="空的数据库"):
        build(NOW)
