"""The worker: killed at any moment it loses nothing, told to stop it stops at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from tests.actions.papers import cells, csv, export, number, sale, zipped

from chapiao.actions import hand_in, import_export, look_up
from chapiao.cli import worker
from chapiao.demo.paper import einvoice, files
from chapiao.diagnosis.question import Question
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import (
    Face,
    FileState,
    Follow,
    IntakeFile,
    Invoice,
    Lookup,
    Membership,
    Person,
    Role,
    Snapshot,
    SnapshotState,
)

SECONDS = 120.0


@pytest.fixture
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as made:
        yield made


class Worker:
    """A real worker on the test's own database and data folder."""

    def __init__(self, data: Path, log: Path) -> None:
        self._data, self._log = data, log
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    PROGRAM,
                    str(self._data),
                    str(connection.settings_dict["NAME"]),
                ],
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def start_again(self) -> None:
        self.process = self._start()

    def stop(self) -> float:
        """Tell it to stop; return how long it took."""
        began = time.monotonic()
        self.process.terminate()
        assert self.process.wait(20) == 0
        return time.monotonic() - began

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")


# The worker's own command, on the database that the tests made.
PROGRAM = """
import sys
from chapiao.cli import django_setup
data, name = sys.argv[1:]
import os
os.environ["CHAPIAO_DATA"] = data
os.environ["DJANGO_SETTINGS_MODULE"] = django_setup.SETTINGS
from django.conf import settings
settings.DATABASES["default"]["NAME"] = name
from chapiao.cli.__main__ import main
sys.exit(main(["worker", "--data", data, "--read-seconds", "2"]))
"""


@pytest.fixture
def on_disk(data_folder: Path, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """Start workers on a database file that they can share with the test."""
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("the tests' database is in memory: no other process can see it")
    started: list[Worker] = []

    def start() -> Worker:
        data_folder.mkdir(parents=True, exist_ok=True)
        started.append(Worker(data_folder, tmp_path / "worker.log"))
        return started[-1]

    yield start
    for one in started:
        one.kill()


def until(condition: Callable[[], bool], seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def hand(giver: Person, **given: bytes) -> None:
    hand_in.hand_in(giver=giver, files=given.items(), question=Question(), now=timezone.localtime())


def soon() -> float:
    """Two seconds; on a machine that is busy with other things, more."""
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    return 2 * max(1.0, load)


def waiting() -> int:
    return IntakeFile.objects.filter(state=FileState.WAITING).count()


def readers_of(process: int) -> list[int]:
    """The children that a worker reads files with."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(pid) for pid in listed.split()]


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"


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
    rows = 6000
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
def test_two_workers_share_the_work(clerk: Person, on_disk: Callable[[], Worker]) -> None:
    hand(clerk, **{f"{n}.xml": einvoice.xml(sale(n)) for n in range(40)})

    one, two = on_disk(), on_disk()
    until(lambda: waiting() == 0)

    assert Counter(IntakeFile.objects.values_list("state", flat=True)) == {FileState.READ: 40}
    assert Invoice.objects.count() == 40
    assert "Error" not in one.said() + two.said()


@pytest.mark.django_db
def test_one_sweep_does_a_little_of_everything_that_is_due(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    hand_in.hand_in(giver=clerk, files=[("a", einvoice.xml(sale(1)))], question=Question(), now=now)
    snapshot = import_export.upload(person=clerk, name="b", data=export(sale(2)), now=now)
    lookup = look_up.look_up(asker=clerk, question=Question(number=number(1)), now=now)
    Lookup.objects.filter(pk=lookup.pk).update(
        follow=Follow.WATCHING, due_at=now - timedelta(minutes=1)
    )

    assert worker.sweep(now, reader) == 3

    assert IntakeFile.objects.get().state == FileState.READ
    snapshot.refresh_from_db()
    assert snapshot.state == SnapshotState.PREVIEW
    lookup.refresh_from_db()
    assert lookup.found is True
    assert worker.sweep(now, reader) == 0


@pytest.mark.django_db
def test_a_row_whose_work_breaks_is_put_off_and_logged_by_its_id_alone(
    clerk: Person, now: datetime, reader: ReaderProcess, caplog: pytest.LogCaptureFixture
) -> None:
    secret = sale(1, seller_name="北京不可说有限公司")
    hand_in.hand_in(giver=clerk, files=[("a", einvoice.xml(secret))], question=Question(), now=now)
    file = IntakeFile.objects.get()
    # A question that no version of this program wrote: the work on it breaks.
    file.intake.question = {"file": {"issued_on": "北京不可说有限公司"}}
    file.intake.save()

    assert worker.sweep(now, reader) == 1

    file.refresh_from_db()
    assert file.state == FileState.WAITING
    assert file.due_at == now + timedelta(seconds=5)
    assert f"intake file {file.pk}: ValueError at store/payload.py" in caplog.text
    assert "不可说" not in caplog.text

    at = now
    while file.due_at is not None:
        at = file.due_at
        worker.sweep(at, reader)
        file.refresh_from_db()
    assert file.state == FileState.FAILED
    assert not Invoice.objects.exists()


@pytest.mark.django_db
def test_who_lost_the_right_to_ask_is_told_so_and_the_file_is_kept(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    hand_in.hand_in(giver=clerk, files=[("a", einvoice.xml(sale(1)))], question=Question(), now=now)
    Membership.objects.filter(person=clerk, role=Role.CLERK).delete()

    worker.sweep(now, reader)

    file = IntakeFile.objects.get()
    assert file.lookup is None
    assert "没有查票权限" in file.said
