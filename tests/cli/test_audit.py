"""The log can be read, and says when somebody changed it."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from chapiao.cli.__main__ import main
from chapiao.store import audit
from chapiao.store.models import AuditEntry, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(clerk: Person, now: datetime) -> None:
    for number in range(3):
        audit.append(at=now, person_id=clerk.pk, act="查票", subject=f"lookup:{number}")


@pytest.mark.usefixtures("three")
def test_a_whole_log_verifies_and_tells_its_head(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0

    head = capsys.readouterr().out.splitlines()[-1]
    assert main(["audit", "verify", "--head", head]) == 0


@pytest.mark.usefixtures("three")
def test_a_changed_entry_is_pointed_out(capsys: pytest.CaptureFixture[str]) -> None:
    second = AuditEntry.objects.order_by("pk")[1]
    AuditEntry.objects.filter(pk=second.pk).update(subject="lookup:99")

    assert main(["audit", "verify"]) == 1
    assert f"第{second.pk}条" in capsys.readouterr().out


@pytest.mark.usefixtures("three")
def test_a_cut_off_end_is_seen_by_the_head_noted_before(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["audit", "verify"])
    head = capsys.readouterr().out.splitlines()[-1]
    AuditEntry.objects.order_by("-pk")[0].delete()

    assert main(["audit", "verify"]) == 0
    assert main(["audit", "verify", "--head", head]) == 1


@pytest.mark.usefixtures("three")
def test_the_newest_stand_first_and_can_be_narrowed(
    clerk: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["audit", "list", "--json", "--limit", "2", "--person", clerk.username])

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["subject"] for row in rows] == ["lookup:2", "lookup:1"]
    assert rows[0]["person"] == "wangmin"
    assert rows[0]["at"] == "2026-11-24T09:12:00+08:00"

    main(["audit", "list", "--act", "登录"])

    assert capsys.readouterr().out == ""


def test_an_empty_log_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    assert "空" in capsys.readouterr().out
