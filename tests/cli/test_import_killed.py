"""An import whose worker is killed at any moment, in each of its stages, loses nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from tests.actions.importing import world
from tests.actions.papers import cells, csv, sale
from tests.cli.workers import Worker, until

from chapiao.actions import import_export
from chapiao.store.models import Invoice, Person, Snapshot, SnapshotState

ROWS = 6000


@pytest.fixture
def on_disk(data_folder: Path, tmp_path: Path) -> Iterator[Worker]:
    """A worker on a database file that it can share with the test."""
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("the tests' database is in memory: no other process can see it")
    data_folder.mkdir(parents=True, exist_ok=True)
    worker = Worker(data_folder, tmp_path / "worker.log")
    yield worker
    worker.kill()


@pytest.mark.django_db(transaction=True)
def test_killed_in_every_stage_it_imports_each_row_once_and_takes_all_back(
    clerk: Person, on_disk: Worker
) -> None:
    chance = random.Random(20261124)
    before = world()
    data = csv(*(cells(sale(at)) for at in range(1, ROWS + 1)))
    one = import_export.upload(person=clerk, name="导出.csv", data=data, now=timezone.localtime())

    def through(end: Callable[[], bool]) -> None:
        for _ in range(3):
            time.sleep(chance.uniform(0.2, 1.2))
            on_disk.kill()
            # What the worker held is free at once here; its lease would run out by itself.
            Snapshot.objects.update(lease_until=None)
            on_disk.start_again()
        until(end)

    def reaches(state: SnapshotState) -> Callable[[], bool]:
        return lambda: Snapshot.objects.get(pk=one.pk).state == state

    through(reaches(SnapshotState.PREVIEW))
    assert not Invoice.objects.exists()
    assert one.rows.count() == ROWS
    import_export.confirm(person=clerk, pk=one.pk, now=timezone.localtime())
    through(reaches(SnapshotState.IMPORTED))
    assert Invoice.objects.count() == ROWS
    assert Invoice.objects.values("key").distinct().count() == ROWS
    one.refresh_from_db()
    assert (one.counts["新增"], one.counts["handled"]) == (ROWS, ROWS)
    import_export.undo(person=clerk, pk=one.pk, now=timezone.localtime())
    through(reaches(SnapshotState.UNDONE))

    assert world() == before
    assert "Error" not in on_disk.said()
