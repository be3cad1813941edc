from __future__ import annotations

import json
from pathlib import Path

import pytest

from chapiao.cli.__main__ import main
from chapiao.store.models import Person

WORLD = {
    "id": "甲",
    "now": "2026-03-05T15:02:00+08:00",
    "asked": {
        "entry": "查验平台",
        "number": "26112000000012345678",
        "date": "20260305",
        "answer": "当日开具发票可于次日进行查验！",
    },
    "label": {"cause": "same_day", "next_owner": "wait", "recheck": "next_day"},
}


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    file = tmp_path / "stories.jsonl"
    second = WORLD | {"id": "乙"}
    file.write_text("\n\n".join(json.dumps(one) for one in (WORLD, second)), encoding="utf-8")
    return file


def test_each_line_is_answered_with_its_id(
    stories: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["scenario", str(stories), "--json"])

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert [one["id"] for one in told] == ["甲", "乙"]
    assert told[0]["causes"][0]["id"] == "same_day"
    assert (told[0]["next_owner"], told[0]["recheck"]) == ("wait", "next_day")


def test_without_json_a_line_is_id_and_headline(
    stories: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["scenario", str(stories)])

    assert capsys.readouterr().out.startswith("甲\t查不到，因为是今天刚开的票")


def test_the_score_is_one_object(stories: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["scenario", str(stories), str(stories), "--score", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (told["n"], told["top1"], told["next_owner"], told["recheck"]) == (4, 1.0, 1.0, 1.0)


def test_the_score_can_be_read_in_lines(stories: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["scenario", str(stories), "--score"])

    assert "top1\t1.0" in capsys.readouterr().out


def test_a_malformed_line_is_named_with_its_field(
    stories: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stories.write_text(f'{json.dumps(WORLD)}\n{{"id": "丙", "now": 5}}\n', encoding="utf-8")

    code = main(["scenario", str(stories), "--json"])

    said = capsys.readouterr()
    assert code == 2
    assert "第2行" in said.err
    assert "now" in said.err
    assert len(said.out.splitlines()) == 1


def test_what_is_no_json_or_no_file_is_named(
    stories: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stories.write_text("不是JSON\n", encoding="utf-8")

    assert main(["scenario", str(stories)]) == 2
    assert "第1行：不是JSON" in capsys.readouterr().err
    assert main(["scenario", "没有.jsonl"]) == 2
    assert "打不开" in capsys.readouterr().err


def test_scoring_needs_labels(stories: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stories.write_text(json.dumps({k: v for k, v in WORLD.items() if k != "label"}), "utf-8")

    assert main(["scenario", str(stories), "--score"]) == 2
    assert "label" in capsys.readouterr().err


def test_without_a_file_it_says_what_to_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenario"]) == 2

    assert "请给出场景文件" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_kept_look_up_is_told_as_a_scenario_that_is_answered_alike(
    clerk: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ["look-up", "26112000000012345678", "--date", "2025-03-05", "--as", clerk.username]
    main([*ask, "--json"])
    kept = json.loads(capsys.readouterr().out)

    code = main(["scenario", "--from-look-up", kept["look_up"], "--as", clerk.username])
    line = capsys.readouterr().out
    file = tmp_path / "told.jsonl"
    file.write_text(line, encoding="utf-8")
    main(["scenario", str(file), "--json"])
    told = json.loads(capsys.readouterr().out)

    assert code == 0
    assert "12345678" not in line
    assert told["causes"][0]["id"] == kept["causes"][0]["id"] == "year_date_conflict"


@pytest.mark.django_db
def test_a_colleagues_look_up_is_not_told_on(
    clerk: Person, stranger: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["look-up", "26112000000012345678", "--as", clerk.username, "--json"])
    kept = json.loads(capsys.readouterr().out)

    assert main(["scenario", "--from-look-up", kept["look_up"], "--as", stranger.username]) == 1

    assert "没有编号" in capsys.readouterr().err
