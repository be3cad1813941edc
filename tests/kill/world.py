"""The world in which the worker is killed: what is fed to it, and the worker itself."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone
from tests.actions.papers import cells, csv, sale, zipped
from tests.outside.robot_server import Vendors

from chapiao.actions import hand_in, import_export, robot_address, sources
from chapiao.actions.look_up import look_up
from chapiao.demo.paper import einvoice
from chapiao.diagnosis.question import Question
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain
from chapiao.outside.sandbox_platform import Issued, SandboxPlatform
from chapiao.store.models import (
    Collected,
    Entity,
    FileState,
    Follow,
    IntakeFile,
    Lookup,
    Membership,
    Message,
    Person,
    Role,
    Snapshot,
    SnapshotState,
    Source,
)

TABLE_EVERY, TABLE_ROWS = 20, 1500
PATIENCE = 480.0  # seconds for all that is left after the last kill


@dataclass
class World:
    """Who is there, and what has been given so far."""

    data: Path
    clerk: Person
    source: Source
    handed: int = 0  # files handed in, members of archives included
    lying: int = 0  # files put into the folder
    tables: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)


class Worker:
    """The worker's own command."""

    def __init__(self, data: Path) -> None:
        self.log = data / "worker.log"
        self._from = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "chapiao.cli", "worker", "--data", str(data)],
                stdin=subprocess.DEVNULL,
                stderr=log,
            )

    def up(self) -> None:
        """Wait until it works."""
        until = time.monotonic() + 60
        while b"started" not in self.log.read_bytes()[self._from :]:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            assert time.monotonic() < until
            time.sleep(0.02)

    def kill(self) -> None:
        """Kill it as nothing can be caught."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Tell it to stop."""
        self.process.terminate()
        self.process.wait(30)


def make(data: Path, vendors: Vendors) -> World:
    """Make the tables and the people."""
    call_command("migrate", verbosity=0)
    now = timezone.localtime()
    entity = Entity.objects.create(name="北京云杉科技有限公司", tax_id="91110108MA01YXKJ05")
    clerk = Person.objects.create(username="wangmin", full_name="王敏", email="wangmin@example.com")
    Membership.objects.create(person=clerk, entity=entity, role=Role.CLERK)
    admin = Person.objects.create(username="admin", is_superuser=True)
    robot = robot_address.Wanted(address=vendors.address("企业微信"), name="财务群")
    robot_address.add_robot(by=admin, entity=entity, wanted=robot, now=now)
    folder = data / "收票"
    folder.mkdir()
    place = sources.Wanted(name="收票", place=folder, giver=clerk, every=1)
    source = sources.add_source(by=admin, entity=entity, wanted=place, now=now)
    return World(data=data, clerk=clerk, source=source)


def feed(world: World, place: int) -> None:
    """Give the worker some more of everything; `place` is the round."""
    now = timezone.localtime()
    base = 10_000 + place * 100
    files = {f"{n}.xml": einvoice.xml(paper(base + n)) for n in range(3)}
    inner = zipped({f"内{n}.xml": einvoice.xml(paper(base + 10 + n)) for n in range(3)})
    files["包.zip"] = zipped({"里.zip": inner, "重.xml": einvoice.xml(paper(base, remark="重"))})
    hand_in.hand_in(giver=world.clerk, files=files.items(), question=Question(), now=now)
    world.handed += 3 + 1 + 4
    for n in range(2):
        file = Path(world.data, "收票", f"{base}-{n}.xml")
        file.write_bytes(einvoice.xml(paper(base + 20 + n)))
        os.utime(file, (now.timestamp() - 60,) * 2)
        world.lying += 1
    for n in range(3):
        _ask(world, paper(base + 30 + n))
    if place % TABLE_EVERY == 0:
        rows = (cells(paper(5_000_000 + place * 10_000 + n)) for n in range(TABLE_ROWS))
        table = import_export.upload(
            person=world.clerk, name="全量发票查询导出结果.csv", data=csv(*rows), now=now
        )
        world.tables.append(table.pk)
    Source.objects.update(due_at=now)


def decide(world: World) -> None:
    """Say yes to the tables that wait for it."""
    for pk in Snapshot.objects.filter(state=SnapshotState.PREVIEW).values_list("pk", flat=True):
        import_export.confirm(person=world.clerk, pk=pk, now=timezone.localtime())


def free_claims() -> None:
    """Let the time pass in which claims of the dead run out."""
    for table in (IntakeFile, Snapshot, Lookup, Message, Source):
        table.objects.filter(lease_until__isnull=False).update(lease_until=None)


def finish(world: World, worker: Worker) -> None:
    """Wait until the worker has nothing left to do."""
    until = time.monotonic() + PATIENCE
    while left := waiting():
        assert time.monotonic() < until, f"still waiting: {left}"
        assert worker.process.poll() is None, worker.log.read_text(encoding="utf-8")[-2000:]
        decide(world)
        time.sleep(0.3)


def waiting() -> dict[str, int]:
    """Return what is still to be done, by kind."""
    soon = timezone.localtime() + timedelta(minutes=10)
    left = {
        "files": IntakeFile.objects.filter(state=FileState.WAITING).count(),
        "found": sum(1 for _ in lying()) - Collected.objects.count(),
        "tables": Snapshot.objects.exclude(state=SnapshotState.IMPORTED).count(),
        "look-ups": Lookup.objects.filter(follow=Follow.WATCHING, due_at__lte=soon).count(),
        "messages": Message.objects.filter(due_at__isnull=False).count(),
    }
    return {name: count for name, count in left.items() if count}


def lying() -> list[Path]:
    """Return what lies in the folder."""
    return list(Path(os.environ["CHAPIAO_DATA"], "收票").iterdir())


def paper(place: int, **changes: str) -> Invoice:
    """Return an invoice of a few days ago, the same for the same place."""
    day = timezone.localdate() - timedelta(days=3)
    # Far from one another: a number that is nearly another one is doubted, and not sent.
    serial = random.Random(place).randrange(10**11, 10**12 - 1) // 10 * 10 + 7
    number = f"{day:%y}112099{serial}"
    return sale(1, number=number, issued_on=day, **changes)


def _ask(world: World, invoice: Invoice) -> None:
    """Ask for an invoice that the platform holds, and let it be asked again at once."""
    assert invoice.number is not None
    assert invoice.issued_on is not None
    now = timezone.localtime()
    last = plain(invoice.total or 0)
    SandboxPlatform(world.data / "sandbox.sqlite3").set_invoice(
        Issued(number=invoice.number, issued_on=invoice.issued_on, last=last)
    )
    question = Question(
        number=invoice.number, date=invoice.issued_on.isoformat(), amount=last,
        entry="查验平台", answer="查无此票",
    )  # fmt: skip
    asked = look_up(asker=world.clerk, question=question, now=now)
    Lookup.objects.filter(pk=asked.pk).update(follow=Follow.WATCHING, due_at=now)
    world.asked.append(asked.pk)
