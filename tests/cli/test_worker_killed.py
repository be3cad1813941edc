"""The worker: killed at any moment it loses nothing, told to stop it stops at once."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from tests.actions.papers import cells, csv, sale, zipped
from tests.cli.workers import Worker, alive, hand, readers_of, soon, until, waiting

from chapiao.actions import due, import_export
from chapiao.demo.paper import einvoice, files
from chapiao.store.models import (
    Face,
    FileState,
    IntakeFile,
    Invoice,
    Lookup,
    Person,
    Snapshot,
    SnapshotState,
)


@pytest.fixture
def on_disk(data_folder: Path, tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """Start workers on a database file that they can share with the test."""
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("the tests' database is in memory: no other process can see it")
    started: list[Worker] = []

    def start(seconds: float = 2) -> Worker:
        data_folder.mkdir(parents=True, exist_ok=True)
        started.append(Worker(data_folder, tmp_path / "worker.log", seconds))
        return started[-1]

    yield start
    for one in started:
        one.kill()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_again_and_again_loses_and_doubles_nothing(
    clerk: Person, on_disk: Callable[[], Worker]
) -> None:
    chance = random.Random(20261124)
    many = {f"{n:02}.xml": einvoice.xml(sale(n)) for n in range(1, 41)}
    many |= {f"{n:02}.pdf": files.digital_pdf(sale(n)) for n in range(41, 61)}
    again = {f"重{n}.xml": einvoice.xml(sale(n, remark="又一份")) for n in range(1, 6)}
    bad = {f"坏{n}.pdf": b"%PDF-1.7 nothing" + bytes([n]) for n in range(5)}
    hand(clerk, **many)
    hand(clerk, all=zipped(again | bad))
    one = on_disk()

    for _ in range(6):
        time.sleep(chance.uniform(0.6, 1.6))
        one.kill()
        one.start_again()
    until(lambda: waiting() == 0)

    told = Counter(IntakeFile.objects.values_list("state", flat=True))
    assert told == {
        FileState.READ: len(many) + 1,
        FileState.DUPLICATE: len(again),
        FileState.REFUSED: len(bad),
    }
    assert Invoice.objects.count() == len(many)
    assert Face.objects.count() == len(many) + len(again)
    assert Lookup.objects.count() == len(many) + len(again)
    assert "Error" not in one.said()


@pytest.mark.django_db(transaction=True)
def test_an_import_whose_worker_is_killed_is_carried_on(
    clerk: Person, on_disk: Callable[[], Worker]
) -> None:
    rows = 3500
    data = csv(*(cells(sale(n)) for n in range(1, rows + 1)))
    now = timezone.localtime()
    snapshot = import_export.upload(person=clerk, name="导出.csv", data=data, now=now)
    one = on_disk()

    def state() -> str:
        return Snapshot.objects.values_list("state", flat=True).get(pk=snapshot.pk)

    until(lambda: state() == SnapshotState.PREVIEW)
    import_export.confirm(person=clerk, pk=snapshot.pk, now=timezone.localtime())
    until(lambda: Invoice.objects.count() > 1000)
    one.kill()
    # What the worker held is free at once here; its lease would run out in half a minute.
    Snapshot.objects.update(lease_until=None)
    one.start_again()
    until(lambda: state() == SnapshotState.IMPORTED)

    assert Invoice.objects.count() == rows
    snapshot.refresh_from_db()
    assert snapshot.counts["新增"] == rows

    import_export.undo(person=clerk, pk=snapshot.pk, now=timezone.localtime())
    until(lambda: state() == SnapshotState.UNDONE)
    assert not Invoice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_told_to_stop_it_ends_within_two_seconds_in_the_middle_of_its_work(
    clerk: Person, on_disk: Callable[[], Worker]
) -> None:
    hand(clerk, **{f"{n}.pdf": files.digital_pdf(sale(n)) for n in range(60)})
    one = on_disk()
    until(lambda: waiting() < 60)

    assert one.stop() < soon()

    assert 0 < waiting() < 60
    assert not IntakeFile.objects.filter(
        state=FileState.WAITING, lease_until__isnull=False
    ).exists()
    assert "stopped" in one.said()


@pytest.mark.django_db(transaction=True)
def test_told_to_stop_over_a_file_that_hangs_it_lets_the_file_go(
    clerk: Person, on_disk: Callable[[], Worker]
) -> None:
    hand(clerk, first=einvoice.xml(sale(1)))
    one = on_disk()
    until(lambda: waiting() == 0)
    [child] = readers_of(one.process.pid)
    os.kill(child, signal.SIGSTOP)
    hand(clerk, second=einvoice.xml(sale(2)))
    until(lambda: IntakeFile.objects.filter(lease_until__isnull=False).exists())

    assert one.stop() < soon()

    left = IntakeFile.objects.get(state=FileState.WAITING)
    assert (left.path, left.lease_until, left.attempt) == ("second", None, 0)
    until(lambda: not alive(child), 10)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_no_reader_behind(
    clerk: Person, on_disk: Callable[[], Worker]
) -> None:
    hand(clerk, first=einvoice.xml(sale(1)))
    one = on_disk()
    until(lambda: waiting() == 0)
    [child] = readers_of(one.process.pid)

    one.kill()

    until(lambda: not alive(child), 20)


@pytest.mark.django_db(transaction=True)
def test_a_hanging_file_costs_its_time_and_the_next_one_is_read(
    clerk: Person, on_disk: Callable[[], Worker]
) -> None:
    hand(clerk, first=einvoice.xml(sale(1)))
    one = on_disk()
    until(lambda: waiting() == 0)
    [child] = readers_of(one.process.pid)
    os.kill(child, signal.SIGSTOP)

    hand(clerk, hangs=einvoice.xml(sale(2)), next=einvoice.xml(sale(3)))
    until(lambda: waiting() == 0)

    told = {file.path: file for file in IntakeFile.objects.all()}
    assert told["hangs"].state == FileState.FAILED
    assert "读了2秒还没有读完" in told["hangs"].said
    assert told["next"].state == FileState.READ


@pytest.mark.django_db(transaction=True)
def test_a_claim_is_kept_while_its_worker_lives_and_is_free_soon_after_it_dies(
    clerk: Person, on_disk: Callable[..., Worker]
) -> None:
    hand(clerk, first=einvoice.xml(sale(1)))
    one = on_disk(seconds=300)
    until(lambda: waiting() == 0)
    [child] = readers_of(one.process.pid)
    os.kill(child, signal.SIGSTOP)
    hand(clerk, second=einvoice.xml(sale(2)))
    held = IntakeFile.objects.filter(state=FileState.WAITING)
    until(lambda: held.filter(lease_until__isnull=False).exists())
    first_until = held.get().lease_until
    assert first_until is not None
    assert first_until < timezone.localtime() + due.SHORT

    time.sleep(due.SHORT.total_seconds() - 5)
    kept = held.get()
    assert kept.lease_until is not None
    assert kept.lease_until > first_until
    assert kept.attempt == 1
    one.kill()
    began = time.monotonic()
    other = on_disk(seconds=300)
    until(lambda: waiting() == 0, 60)

    assert time.monotonic() - began < due.SHORT.total_seconds() + 5 * soon()
    assert IntakeFile.objects.get(path="second").state == FileState.READ
    assert "Error" not in other.said()


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work(clerk: Person, on_disk: Callable[[], Worker]) -> None:
    hand(clerk, **{f"{n}.xml": einvoice.xml(sale(n)) for n in range(40)})

    one, two = on_disk(), on_disk()
    until(lambda: waiting() == 0)

    assert Counter(IntakeFile.objects.values_list("state", flat=True)) == {FileState.READ: 40}
    assert Invoice.objects.count() == 40
    assert "Error" not in one.said() + two.said()
