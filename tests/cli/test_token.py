"""Keys for programs, made and revoked in the terminal."""

from __future__ import annotations

import pytest
from django.utils import timezone

from chapiao.actions import accounts, tokens
from chapiao.cli.__main__ import main
from chapiao.store.models import ApiToken, AuditEntry, Person

pytestmark = pytest.mark.django_db


def made(capsys: pytest.CaptureFixture[str], login: str, *more: str) -> str:
    assert main(["token", "create", "--as", login, "--name", "报销系统", *more]) == 0
    return capsys.readouterr().out.strip()


def test_a_token_stands_for_its_person(clerk: Person, capsys: pytest.CaptureFixture[str]) -> None:
    text = made(capsys, clerk.username)

    assert tokens.person_of(text, timezone.localtime()) == clerk


def test_the_log_says_that_the_operator_made_it_and_for_whom(
    clerk: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    made(capsys, clerk.username)

    entry = AuditEntry.objects.get(act="新建令牌")
    assert entry.person == accounts.operator().pk
    assert entry.detail["person"] == clerk.pk


def test_the_list_shows_state_but_never_the_token(
    clerk: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    text = made(capsys, clerk.username, "--days", "90")

    main(["token", "list"])

    said = capsys.readouterr().out
    assert "有效  wangmin  报销系统" in said
    assert text not in said


def test_a_revoked_token_opens_nothing(clerk: Person, capsys: pytest.CaptureFixture[str]) -> None:
    text = made(capsys, clerk.username)

    main(["token", "revoke", str(ApiToken.objects.get().pk)])

    assert tokens.person_of(text, timezone.localtime()) is None


@pytest.mark.parametrize("days", ["0", "-3", "99999999"])
def test_days_that_are_no_days_are_refused(
    clerk: Person, days: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["token", "create", "--as", clerk.username, "--name", "报销系统", "--days", days])

    assert ended.value.code == 1
    assert "天" in capsys.readouterr().err


def test_a_token_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["token", "revoke", "4711"])

    assert ended.value.code == 1
    assert "4711" in capsys.readouterr().err
