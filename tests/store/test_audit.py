from __future__ import annotations

import subprocess
import sys
import threading
from datetime import datetime, timedelta

import pytest
from django.db import connections, transaction

from chapiao.store import audit
from chapiao.store.models import AuditEntry


def write(now: datetime, count: int, act: str = "查票") -> None:
    for i in range(count):
        audit.append(
            at=now + timedelta(seconds=i, microseconds=i),
            person_id=7,
            act=act,
            subject=f"lookup:{i}",
            detail={"数": i, "b": [1, None, "x"], "a": {"z": True, "y": "餐费"}},
        )


@pytest.mark.django_db
def test_an_untouched_log_holds(now: datetime) -> None:
    assert audit.verify() is None

    write(now, 5)

    assert audit.verify() is None
    assert (
        AuditEntry.objects.order_by("pk")[1].previous == AuditEntry.objects.order_by("pk")[0].digest
    )


@pytest.mark.django_db
def test_what_append_returns_is_what_is_in_the_table(now: datetime) -> None:
    entry = audit.append(at=now, person_id=None, act="登录", subject="", detail={"b": 1, "a": "餐"})

    row = AuditEntry.objects.get()
    for name in ("pk", "at", "person", "act", "subject", "detail", "previous", "digest"):
        assert getattr(row, name) == getattr(entry, name), name


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"act": "登录"},
        {"subject": "lookup:9"},
        {"person": 8},
        {"person": None},
        {"detail": {"数": 99}},
        {"at": datetime.fromisoformat("2026-11-24T09:12:05+08:00")},
    ],
)
def test_a_changed_entry_is_named(now: datetime, change: dict[str, object]) -> None:
    write(now, 5)
    third = AuditEntry.objects.order_by("pk")[2].pk

    AuditEntry.objects.filter(pk=third).update(**change)

    broken = audit.verify()
    assert broken is not None
    assert broken.entry == third
    assert "改动" in broken.message


@pytest.mark.django_db
@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_removed_entry_is_seen_at_the_one_behind_it(now: datetime, place: int) -> None:
    write(now, 5)
    ids = list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))

    AuditEntry.objects.filter(pk=ids[place]).delete()

    broken = audit.verify()
    assert broken is not None
    assert broken.entry == ids[place + 1]


@pytest.mark.django_db
def test_an_entry_put_in_between_is_seen(now: datetime) -> None:
    write(now, 2)
    first, second = AuditEntry.objects.order_by("pk")
    AuditEntry.objects.filter(pk=second.pk).update(id=second.pk + 10)

    AuditEntry.objects.create(
        pk=first.pk + 1,
        at=now,
        person=7,
        act="查票",
        subject="lookup:5",
        detail={},
        previous=first.digest,
        digest="f" * 64,
    )

    broken = audit.verify()
    assert broken is not None
    assert broken.entry == first.pk + 1


@pytest.mark.django_db
def test_two_entries_that_changed_places_are_seen(now: datetime) -> None:
    write(now, 4)
    ids = list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))
    AuditEntry.objects.filter(pk=ids[1]).update(id=ids[3] + 10)
    AuditEntry.objects.filter(pk=ids[2]).update(id=ids[1])
    AuditEntry.objects.filter(pk=ids[3] + 10).update(id=ids[2])

    broken = audit.verify()
    assert broken is not None
    assert broken.entry == ids[1]


@pytest.mark.django_db
def test_a_cut_tail_is_seen_against_a_head_noted_elsewhere(now: datetime) -> None:
    write(now, 3)
    noted = audit.head()
    assert noted is not None
    write(now, 2)
    assert audit.verify(noted) is None

    AuditEntry.objects.filter(pk__gte=noted.entry).delete()

    assert audit.verify() is None  # from inside nothing is to be seen
    broken = audit.verify(noted)
    assert broken is not None
    assert "末尾" in broken.message


@pytest.mark.django_db
def test_a_log_written_anew_is_seen_against_a_noted_head(now: datetime) -> None:
    write(now, 3)
    noted = audit.head()
    AuditEntry.objects.all().delete()
    write(now, 4, act="登录")

    assert audit.verify() is None
    assert audit.verify(noted) is not None


@pytest.mark.django_db
def test_an_act_that_is_undone_leaves_no_entry_and_no_gap(now: datetime) -> None:
    @transaction.atomic
    def fail() -> None:
        write(now, 1)
        _ = 1 // 0

    write(now, 1)
    with pytest.raises(ZeroDivisionError):
        fail()
    write(now, 1)

    assert AuditEntry.objects.count() == 2
    assert audit.verify() is None


@pytest.mark.django_db(transaction=True)
def test_many_who_write_at_once_make_one_chain(now: datetime) -> None:
    problems: list[BaseException] = []
    start = threading.Barrier(6)

    def writer() -> None:
        try:
            start.wait(timeout=20)
            for _ in range(10):
                with transaction.atomic():
                    write(now, 2)
        except BaseException as error:  # noqa: BLE001 - shown below
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=writer) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)

    assert problems == []
    assert AuditEntry.objects.count() == 6 * 20
    assert audit.verify() is None
    assert len(set(AuditEntry.objects.values_list("previous", flat=True))) == 120


@pytest.mark.django_db(transaction=True)
def test_many_processes_that_write_at_once_make_one_chain(now: datetime) -> None:
    write(now, 1)
    program = (
        "import sys\n"
        "from datetime import datetime\n"
        "import django\n"
        "from django.conf import settings\n"
        "settings.DATABASES['default']['NAME'] = sys.argv[1]\n"
        "django.setup()\n"
        "from chapiao.store import audit\n"
        "for i in range(20):\n"
        "    audit.append(at=datetime.fromisoformat(sys.argv[2]), person_id=i, act='查票',"
        " subject=str(i))\n"
    )
    name = str(connections["default"].settings_dict["NAME"])
    command = [sys.executable, "-c", program, name, now.isoformat()]
    several = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]

    complaints = [one.communicate(timeout=60)[1] for one in several]

    assert complaints == [b"", b"", b""]
    assert AuditEntry.objects.count() == 61
    assert audit.verify() is None
