"""What was seen of an entry leads a real look-up to its cause by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from pytest_django import Settings
from tests.actions.papers import number
from tests.outside.web_servers import GOOD, listening, says

from chapiao.actions import fitness, probe
from chapiao.actions.fitness_told import Reach, Told
from chapiao.actions.health_facts import sessions_of
from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.store import originals
from chapiao.store.models import (
    Check,
    DeviceSwitch,
    Entity,
    Lookup,
    Person,
    ProbeResult,
    ProbeTarget,
    SignIn,
    Snapshot,
    SnapshotRow,
    Whose,
)

pytestmark = pytest.mark.django_db

FIT = Told(browser="Edge 138", system="Windows 11", online=True, clock_skew=1)
BROKEN = b"HTTP/1.1 503 Any\r\nContent-Length: 0\r\n\r\n"


def asked(asker: Person, now: datetime, answer: str = "", entry: str = "查验平台") -> Lookup:
    question = Question(
        number=number(77), date="2026-11-03", amount="106.00", entry=entry, answer=answer
    )
    return look_up(asker=asker, question=question, now=now)


def told(one: Lookup) -> dict[str, tuple[str, str]]:
    """Return what each rule that spoke asserted: cause and certainty."""
    return {
        rule: (cause["id"], cause["certainty"])
        for cause in one.answer["causes"]
        for rule in cause["rules"]
    }


def seen(now: datetime, whose: Whose, minutes: int = 3) -> None:
    at = now - timedelta(minutes=minutes)
    row, _ = ProbeTarget.objects.get_or_create(name="查验平台", kind="入口")
    ProbeResult.objects.create(target=row, at=at, day=at.date(), whose=whose, says="说明")


def examined(person: Person, now: datetime, minutes: int = 5, **changes: object) -> None:
    fitness.keep(person, replace(FIT, **changes), now - timedelta(minutes=minutes))  # type: ignore[arg-type]


def test_a_probe_that_really_failed_makes_it_an_outage(
    clerk: Person, now: datetime, settings: Settings
) -> None:
    settings.PROBES = True
    with listening(says(BROKEN)) as server:
        settings.PROBE_ADDRESSES = {"查验平台": server.address}
        before = now - timedelta(minutes=5)
        probe.set_up(before)
        pk = ProbeTarget.objects.get(name="查验平台").pk
        probe.work(pk, before)
        once = asked(clerk, before, "网络超时(04)")
        probe.work(pk, now)

    one = asked(clerk, now, "网络超时(04)")

    assert "system.outage_probe" not in told(once)  # one failure may be a packet that was lost
    assert one.cause == "outage"
    assert told(one)["system.outage_probe"] == ("outage", "CERTAIN")
    assert any("HTTP 503" in each["seen"] for each in one.answer["causes"][0]["evidence"])


def test_our_server_reaches_it_and_the_askers_computer_does_not(
    clerk: Person, now: datetime, settings: Settings
) -> None:
    settings.PROBES = True
    with listening(says(GOOD)) as server:
        settings.PROBE_ADDRESSES = {"查验平台": server.address}
        probe.set_up(now)
        probe.work(ProbeTarget.objects.get(name="查验平台").pk, now)
    examined(clerk, now, entries={"查验平台": Reach(reached=False, ms=8000)})

    one = asked(clerk, now, "网络超时(04)")

    assert one.cause == "local_network"
    assert told(one)["system.network_probe"] == ("local_network", "CERTAIN")


def test_a_computer_that_reaches_nothing_at_all_is_offline(clerk: Person, now: datetime) -> None:
    away = Reach(reached=False, ms=10)
    examined(clerk, now, entries={"查验平台": away}, control=away)

    one = asked(clerk, now)

    assert told(one)["system.network_probe"] == ("local_network", "CERTAIN")


def test_an_old_browser_and_a_wrong_clock_make_the_computer_unfit(
    clerk: Person, now: datetime
) -> None:
    examined(clerk, now, browser="IE 11", system="Windows 7", clock_skew=4000)

    one = asked(clerk, now, "网络超时(04)")

    assert told(one)["system.client_unfit"] == ("client_unfit", "LIKELY")


@pytest.mark.parametrize("whose", [Whose.LOCAL, Whose.OURS, Whose.UNTOLD, Whose.PLANNED])
def test_a_look_that_failed_on_our_side_tells_nothing_of_the_entry(
    clerk: Person, now: datetime, whose: Whose
) -> None:
    seen(now, whose)

    one = asked(clerk, now, "网络超时(04)")

    assert "system.outage_probe" not in told(one)
    assert "system.outage_probe" not in {each["id"] for each in one.answer["ruled_out"]}


@pytest.mark.parametrize(("minutes", "heard"), [(119, True), (121, False), (-5, False)])
def test_only_what_was_seen_lately_counts(
    clerk: Person, now: datetime, minutes: int, *, heard: bool
) -> None:
    seen(now, Whose.THEIRS, minutes)
    seen(now, Whose.THEIRS, minutes)

    assert ("system.outage_probe" in told(asked(clerk, now, "网络超时(04)"))) is heard


def test_somebody_elses_computer_and_one_of_yesterday_do_not_count(
    clerk: Person, other_clerk: Person, now: datetime
) -> None:
    examined(other_clerk, now, browser="IE 11")
    examined(clerk, now, minutes=180, browser="IE 11")

    assert "system.client_unfit" not in told(asked(clerk, now, "网络超时(04)"))


def test_an_answer_about_the_invoice_beats_every_probe(clerk: Person, now: datetime) -> None:
    seen(now, Whose.THEIRS)
    seen(now, Whose.THEIRS)
    examined(clerk, now, browser="IE 11", entries={"查验平台": Reach(reached=False)})

    one = asked(clerk, now, "已作废")

    assert one.cause == "voided"
    assert not {"system.outage_probe", "system.network_probe", "system.client_unfit"} & set(
        told(one)
    )


def test_an_unfit_computer_is_no_cause_where_our_own_ledger_is_asked(
    clerk: Person, now: datetime
) -> None:
    examined(clerk, now, browser="IE 11", entries={"查验平台": Reach(reached=False)})

    one = asked(clerk, now, entry="本系统台账")

    assert not {"client_unfit", "local_network"} & {each["id"] for each in one.answer["causes"]}
    assert not Check.objects.exists()


def test_an_import_that_nobody_works_on_is_our_own_fault(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    document = originals.keep(b"x", "导出.xlsx", now, clerk)
    snapshot = Snapshot.objects.create(
        document=document, entity=entity, state="导入中", uploaded_by=clerk, uploaded_at=now
    )
    SnapshotRow.objects.create(snapshot=snapshot, row=2, key=number(77), outcome="新增", payload={})
    asked_before = asked(clerk, now, entry="本系统台账")
    probe.set_up(now - timedelta(hours=1))
    probe.work(ProbeTarget.objects.get(name="本机").pk, now - timedelta(hours=1))

    after = asked(clerk, now, entry="本系统台账")

    assert asked_before.cause == after.cause == "not_imported"
    assert "我方故障" not in asked_before.answer["causes"][0]["says"]
    assert "后台进程从今天 8:12起没有动静（我方故障）" in after.answer["causes"][0]["says"]


def signed_in(person: Person, device: str, at: datetime, place: str) -> SignIn:
    Session.objects.get_or_create(
        session_key=device, defaults={"session_data": "", "expire_date": at + timedelta(days=1)}
    )
    return SignIn.objects.create(
        person=person, session_key=device, device=device, device_name=f"Edge · {device}",
        address=place, started_at=at, seen_at=at,
    )  # fmt: skip


def test_two_computers_of_one_person_are_no_shared_account(clerk: Person, now: datetime) -> None:
    signed_in(clerk, "甲", now - timedelta(hours=3), "203.0.113.7")
    signed_in(clerk, "乙", now - timedelta(hours=1), "198.51.100.7")

    one = asked(clerk, now, "登录已失效，请重新登录", entry="本系统台账")

    assert "access.shared_account" not in told(one)
    assert len(sessions_of(clerk, now)) == 1


def test_computers_that_take_turns_within_minutes_throw_one_another_out(
    clerk: Person, now: datetime
) -> None:
    first = signed_in(clerk, "甲", now - timedelta(hours=3), "203.0.113.7")
    second = signed_in(clerk, "乙", now - timedelta(hours=1), "198.51.100.7")
    for hours in range(2, 8):
        DeviceSwitch.objects.create(
            person=clerk, before=first, after=second, at=now - timedelta(hours=hours), gap=120
        )

    one = asked(clerk, now, "会话已失效，请重新登录", entry="本系统台账")

    assert told(one)["access.shared_account"] == ("shared_account", "CERTAIN")
