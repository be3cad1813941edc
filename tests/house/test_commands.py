"""Every command says in Chinese what it does, and the guide says it too."""

from __future__ import annotations

import re

import pytest
from tests.house.tree import ROOT

from chapiao.cli.__main__ import COMMANDS, main

HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_HELP = ("show this help message", "options:", "usage:", "positional arguments:")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_in_chinese(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])

    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert HAN.search(said)
    assert [words for words in ENGLISH_HELP if words in said] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_its_line_in_a_guide(name: str) -> None:
    guides = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs/guide").glob("*.md"))

    assert f"`chapiao {name}" in guides
