"""A real installation is set up in the terminal, from nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from chapiao.cli.__main__ import main
from chapiao.store.models import AuditEntry, Entity, Membership, Person

pytestmark = pytest.mark.django_db
TAX_ID = "91110108MA01YXKJ05"
SECRET = "一个谁也猜不到的密码"


@pytest.fixture
def secret(tmp_path: Path) -> str:
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n第二行不算\n", encoding="utf-8")
    return str(file)


def admin(*given: str) -> int:
    return main(["admin", *given])


def test_the_first_administrator_can_sign_in(secret: str) -> None:
    assert admin("create", "--login", "boss", "--name", "老板", "--password-file", secret) == 0

    person = Person.objects.get(username="boss")
    assert person.check_password(SECRET)
    assert person.is_superuser
    assert AuditEntry.objects.filter(act="新建管理员").exists()


def test_a_demo_folder_takes_no_real_administrator(
    secret: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "DEMO", True)

    with pytest.raises(SystemExit) as ended:
        admin("create", "--login", "boss", "--password-file", secret)

    assert ended.value.code == 1
    assert "演示数据" in capsys.readouterr().err
    assert not Person.objects.exists()


def test_a_weak_password_is_refused_in_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weak = tmp_path / "weak"
    weak.write_text("短", encoding="utf-8")

    with pytest.raises(SystemExit) as ended:
        admin("create", "--login", "boss", "--password-file", str(weak))

    assert ended.value.code == 1
    assert "密码太短，至少要10位" in capsys.readouterr().err


def test_nobody_is_asked_for_a_password_where_nobody_sits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        admin("create", "--login", "boss")

    assert ended.value.code == 2
    assert "--password-file" in capsys.readouterr().err


def test_a_company_with_a_former_name_and_a_clerk(
    secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    admin("add-entity", "--name", "北京云杉科技有限公司", "--tax-id", TAX_ID)
    admin("add-former-name", "--tax-id", TAX_ID, "--name", "北京云杉贸易有限公司")
    admin("add-person", "--login", "wangmin", "--name", "王敏", "--password-file", secret)
    admin("add-member", "--login", "wangmin", "--tax-id", TAX_ID, "--role", "复核")
    capsys.readouterr()

    admin("list")

    said = capsys.readouterr().out
    assert "北京云杉科技有限公司（曾用名：北京云杉贸易有限公司）" in said
    assert "wangmin  王敏  北京云杉科技有限公司·复核" in said


def test_a_wrong_tax_id_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        admin("add-entity", "--name", "北京云杉科技有限公司", "--tax-id", "91110108MA01YXKJ06")

    assert ended.value.code == 1
    assert "校验位不对" in capsys.readouterr().err
    assert not Entity.objects.exists()


def test_who_leaves_a_company_sees_it_no_more(clerk: Person, entity: Entity) -> None:
    admin("remove-member", "--login", clerk.username, "--tax-id", entity.tax_id)

    assert not Membership.objects.filter(person=clerk).exists()


def test_a_closed_account_opens_nothing(clerk: Person) -> None:
    admin("close", "--login", clerk.username)

    clerk.refresh_from_db()
    assert not clerk.is_active


@pytest.mark.parametrize(
    "given",
    [
        ("add-member", "--login", "niemand", "--tax-id", TAX_ID),
        ("password", "--login", "niemand", "--password-file", "-"),
        ("close", "--login", "niemand"),
    ],
)
def test_a_login_that_is_not_there_is_named(
    given: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        admin(*given)

    assert ended.value.code == 1
    assert "niemand" in capsys.readouterr().err
