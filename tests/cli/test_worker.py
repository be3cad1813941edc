"""One sweep of the worker: a little of everything, and what breaks is put off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from tests.actions.papers import export, number, sale

from chapiao.actions import hand_in, import_export, look_up
from chapiao.cli import worker
from chapiao.demo.paper import einvoice
from chapiao.diagnosis.question import Question
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import (
    FileState,
    Follow,
    IntakeFile,
    Invoice,
    Lookup,
    Membership,
    Person,
    Role,
    SnapshotState,
)


@pytest.fixture
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as made:
        yield made


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
