"""`chapiao admin robot` and `chapiao admin collect`, as the operator types them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.outside import robot_server
from tests.outside.robot_server import Vendors

from chapiao.cli.__main__ import main
from chapiao.store.models import Entity, Person, Robot, Source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the tests' own data folder."""
    data_folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.setenv("CHAPIAO_DATA", str(data_folder))


@pytest.fixture
def vendors(settings: Settings) -> Iterator[Vendors]:
    with robot_server.running() as one:
        settings.ROBOT_HOSTS = [one.host]
        yield one


def test_a_robot_is_registered_tested_listed_and_ended(
    entity: Entity, vendors: Vendors, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tmp_path / "robot"
    told.write_text(f"{vendors.address('飞书')}\n", encoding="utf-8")
    add = ["admin", "robot", "add", "--tax-id", entity.tax_id, "--name", "财务群"]

    assert main([*add, "--address-file", str(told)]) == 0
    robot = Robot.objects.get()
    assert main(["admin", "robot", "test", "--id", str(robot.pk)]) == 0
    assert main(["admin", "robot", "list"]) == 0
    assert main(["admin", "robot", "end", "--id", str(robot.pk)]) == 0

    said = capsys.readouterr().out
    assert "飞书·财务群" in said
    assert robot_server.KEY not in said
    assert "测试消息" in vendors.texts[0]
    with pytest.raises(SystemExit):
        main(["admin", "robot", "test", "--id", str(robot.pk)])
    assert "没有编号是" in capsys.readouterr().err


def test_a_folder_is_registered_listed_and_ended(
    entity: Entity, clerk: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ["admin", "collect", "add", "--tax-id", entity.tax_id, "--as", clerk.username]

    assert main([*add, "--folder", str(tmp_path), "--every", "10"]) == 0
    source = Source.objects.get()
    assert main(["admin", "collect", "now", "--id", str(source.pk)]) == 0
    assert main(["admin", "collect", "list"]) == 0
    assert main(["admin", "collect", "end", "--id", str(source.pk)]) == 0

    assert "差额0" in capsys.readouterr().out
    assert (source.every, source.kind) == (10, "文件夹")
    for wrong in ([], ["--folder", str(tmp_path / "none")], ["--imap", "a:b", "--user", "x"]):
        with pytest.raises(SystemExit):
            main([*add, *wrong])


def test_a_mailbox_is_registered_with_its_password_from_a_file(
    entity: Entity, clerk: Person, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("猜不到\n", encoding="utf-8")
    add = ["admin", "collect", "add", "--tax-id", entity.tax_id, "--as", clerk.username]
    where = ["--imap", "imap.example.com", "--user", "a@example.com"]

    assert main([*add, *where, "--password-file", str(secret)]) == 0
    assert "猜不到" not in Source.objects.get().sealed
