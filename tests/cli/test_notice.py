from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from chapiao.actions.maintenance import open_until
from chapiao.cli.__main__ import main
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.entry import Entry

FIRST = {
    "id": "甲",
    "published_at": "2026-03-05T10:00:00+08:00",
    "publisher": "国家税务总局",
    "text": "全国增值税发票查验平台定于3月6日22:00至次日6:00停机维护。",
}
LATER = FIRST | {
    "id": "乙",
    "published_at": "2026-03-06T22:10:00Z",
    "text": "原定3月7日6:00结束的查验平台停机维护，延长至当日12:00。",
}


def written(folder: Path, *rows: object) -> str:
    file = folder / "notices.jsonl"
    file.write_text("\n\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(file)


def test_each_notice_is_a_line_with_its_windows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(
        ["notice", written(tmp_path, FIRST, FIRST | {"id": "丙", "text": "欢迎"}), "--json"]
    )

    first, last = map(json.loads, capsys.readouterr().out.splitlines())
    [window] = first["windows"]
    assert code == 0
    assert (first["id"], last) == ("甲", {"id": "丙", "windows": []})
    assert (window["start"], window["end"]) == (
        "2026-03-06T22:00:00+08:00",
        "2026-03-07T06:00:00+08:00",
    )
    assert (window["services"], window["kind"]) == (["inv_veri"], "planned")


def test_a_later_notice_knows_the_start_that_an_earlier_one_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["notice", written(tmp_path, FIRST, LATER), "--json"])
    main(["notice", written(tmp_path, LATER), "--json"])

    _, after, alone = map(json.loads, capsys.readouterr().out.splitlines())
    assert [one["start"] for one in after["windows"]] == ["2026-03-06T22:00:00+08:00"]
    assert [(one["start"], one["needs_context"]) for one in alone["windows"]] == [(None, True)]


def test_people_are_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["notice", written(tmp_path, FIRST)])

    said = capsys.readouterr().out
    assert "2026-03-06 22:00 至 2026-03-07 06:00" in said
    assert "停机\t全国增值税发票查验平台" in said


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([], "不是一个对象"),
        (FIRST | {"id": None}, "没有 id"),
        (FIRST | {"text": 7}, "text 要是文字"),
        (FIRST | {"publisher": 7}, "publisher 要是文字"),
        (FIRST | {"published_at": "昨天"}, "published_at「昨天」不是时间"),
    ],
)
def test_a_malformed_line_is_named(
    row: object, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["notice", written(tmp_path, FIRST, row), "--json"])

    told = capsys.readouterr()
    assert code == 2
    assert "第3行" in told.err
    assert why in told.err


def test_a_line_that_is_no_json_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notices.jsonl"
    file.write_text('{"id": ', encoding="utf-8")

    assert main(["notice", str(file), "--json"]) == 2
    assert "第1行：不是JSON" in capsys.readouterr().err


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notice", "nowhere.jsonl"]) == 2
    assert "打不开 nowhere.jsonl" in capsys.readouterr().err


@pytest.mark.django_db
def test_windows_that_are_kept_stop_what_would_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "全国增值税发票查验平台定于3月7日22:00至次日6:00停机维护。"
    row = {"id": "n1", "published_at": "2099-03-05T10:00:00+08:00", "publisher": "", "text": text}

    with time_machine.travel(datetime(2099, 3, 5, 12, 0, tzinfo=BEIJING)):
        assert main(["notice", written(tmp_path, row), "--keep"]) == 0

    capsys.readouterr()
    inside = datetime(2099, 3, 7, 23, 0, tzinfo=BEIJING)
    assert open_until(Entry.PLATFORM, inside) == datetime(2099, 3, 8, 6, 30, tzinfo=BEIJING)
