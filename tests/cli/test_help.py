"""`chapiao COMMAND --help` as somebody at a terminal sees it."""

from __future__ import annotations

import re
import unicodedata

import pytest

from chapiao.cli.__main__ import COMMANDS, main


def columns(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def help_of(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """Return what the command says of itself."""
    with pytest.raises(SystemExit) as left:
        main([*command, "--help"])
    assert left.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", [*COMMANDS, "admin add-scope", "token create", "audit list"])
def test_every_command_explains_itself_in_chinese_and_in_columns(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    page = help_of(capsys, *command.split())
    assert page.startswith(f"用法：chapiao {command} [-h]")
    options = page.split("选项：\n")[1]
    starts = {
        columns(line[: found.end()])
        for line in options.splitlines()
        if (found := re.match(r"  \S.*?\S {2,}", line))
    }
    assert len(starts) == 1
    assert max(map(columns, page.splitlines())) <= 80


def test_what_a_value_is_called_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        usage = help_of(capsys, command).split("\n\n")[0]
        assert not re.search(r"(?<![.\w])[A-Z]+(?!\w)", usage), usage
