"""Looking up in the terminal: out of a pool file, or in the stored ledger."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from chapiao.cli.__main__ import main
from chapiao.invoice.model import Invoice
from chapiao.store import rows
from chapiao.store.models import Entity, Lookup, Person

NUMBER = "26112000000012345678"
ROW = {
    "id": "r1", "kind": "数电票（普通发票）", "code": "", "number": NUMBER, "date": "2026-10-20",
    "amount": "100.00", "tax": "6.00", "total": "106.00", "check_code": "",
    "seller_name": "北京栖木花艺有限公司", "seller_tax_id": "91110101MA00000000",
    "buyer_tax_id": "91110108MA00000000",
}  # fmt: skip
NOW = ("--now", "2026-11-24T15:00")


@pytest.fixture
def pool(tmp_path: Path) -> str:
    path = tmp_path / "pool.jsonl"
    path.write_text(json.dumps(ROW, ensure_ascii=False) + "\n\n", encoding="utf-8")
    return str(path)


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_number_in_the_pool_is_found(pool: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["look-up", NUMBER, "--pool", pool, "--json", *NOW])

    [answer] = told(capsys)
    assert code == 0
    assert answer["found"] is True
    assert answer["causes"][0]["id"] == "found"
    assert answer["invoice"]["total"] == "106.00"


def test_a_dash_before_an_amount_and_dates_in_any_form_are_understood(
    pool: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(
        [
            "look-up",
            NUMBER,
            "--amount",
            "-106",
            "--date",
            "2026年10月20日",
            "--pool",
            pool,
            "--json",
        ]
    )

    [answer] = told(capsys)
    assert [one["id"] for one in answer["causes"]] == ["wrong_amount"]
    assert answer["corrections"][0]["fields"] == {"amount": "106.00"}


def test_without_json_it_is_told_in_chinese_lines(
    pool: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["look-up", "26112000001012345678", "--date", "20261020", "--pool", pool, *NOW])

    said = capsys.readouterr().out
    assert said.startswith("暂时查不到")
    for part in (
        "为什么",
        "依据：",
        "怎么办：",
        "可能是",
        "提示",
        "已排除",
        "到这里查",
        "到哪一步了",
    ):
        assert part in said


def test_a_found_invoice_is_told_without_reasons(
    pool: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["look-up", NUMBER, "--pool", pool, *NOW])

    said = capsys.readouterr().out
    assert said.startswith("查到了：数电票（普通发票） …5678")
    assert "销 北京栖木花艺有限公司" in said
    assert "为什么" not in said


def test_a_question_of_nothing_we_know_still_gets_its_lines(
    pool: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["look-up", "--text", "这张票我怎么也查不到", "--pool", pool])

    assert "没有看出发票号码" in capsys.readouterr().out


def test_a_batch_is_answered_line_by_line_and_a_bad_line_is_named(
    pool: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = [
        {"id": 1, "number": NUMBER},
        {"id": "b", "number": NUMBER, "check-code": 1, "now": "2026-10-20T08:00", "nonsense": []},
        {"id": 3, "number": NUMBER, "now": "那时"},
        {"id": 4, "file": str(tmp_path / "nothing.pdf")},
    ]
    text = "\n".join(json.dumps(line) for line in lines) + '\n\n{"id": 5,\n[1]\n'
    batch.write_text(text, encoding="utf-8")

    code = main(["look-up", "--pool", pool, "--batch", str(batch), "--json", *NOW])

    answers = told(capsys)
    assert code == 1
    assert [one["id"] for one in answers] == [1, "b", 3, 4, None, None]
    assert answers[0]["found"] is True
    assert answers[1]["trace"][0]["at"].startswith("2026-10-20T08:00")
    assert "不是时间" in answers[2]["refused"]["text"]
    assert "nothing.pdf" in answers[3]["refused"]["text"]
    assert answers[4]["refused"]["text"] == "第6行不是JSON"
    assert answers[5]["refused"]["text"] == "第7行不是JSON对象"


def test_a_batch_without_json_gives_id_and_headline(
    pool: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(f'{{"id": 1, "number": "{NUMBER}"}}\nno\n', encoding="utf-8")

    main(["look-up", "--pool", pool, "--batch", str(batch)])

    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("1\t查到了")
    assert second == "None\t第2行不是JSON"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "请给出发票号码"),
        ([NUMBER, "--pool", "没有.jsonl"], "打不开 没有.jsonl"),
        (["--batch", "没有.jsonl", "--pool", "POOL"], "打不开 没有.jsonl"),
    ],
)
def test_wrong_usage_is_told_in_words(
    given: list[str], said: str, pool: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["look-up", *[pool if one == "POOL" else one for one in given]])

    assert code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "第1行不是JSON对象"),
        ("[1]", "第1行不是JSON对象"),
        ('{"id": 1}', "没有发票号码"),
    ],
)
def test_a_pool_that_is_none_is_refused_with_its_line(
    line: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pool.jsonl"
    path.write_text(line, encoding="utf-8")

    code = main(["look-up", NUMBER, "--pool", str(path)])

    assert code == 2
    assert said in capsys.readouterr().err


def test_a_bad_time_is_wrong_usage(pool: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["look-up", NUMBER, "--pool", pool, "--now", "明天"])

    assert ended.value.code == 2
    assert "不是时间" in capsys.readouterr().err


def test_a_file_that_is_none_is_refused(
    pool: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"")

    code = main(["look-up", "--file", str(path), "--pool", pool])

    assert code == 1
    assert "空" in capsys.readouterr().err


def test_a_pool_needs_no_django(pool: str) -> None:
    look = (
        "import sys; from chapiao.cli.__main__ import main;"
        f"code = main(['look-up', '{NUMBER}', '--pool', {pool!r}, '--json']);"
        "assert code == 0; assert 'django' not in sys.modules"
    )

    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_without_a_pool_question_and_answer_are_kept(
    clerk: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["look-up", NUMBER, "--as", clerk.username, "--json", *NOW])

    [answer] = told(capsys)
    assert code == 0
    assert answer["look_up"] == str(Lookup.objects.get(asker=clerk).pk)


@pytest.mark.django_db
def test_without_a_name_the_operator_asks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["look-up", NUMBER, "--json"]) == 0

    assert told(capsys)[0]["found"] is False


@pytest.mark.django_db
def test_somebody_unknown_may_not_ask(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["look-up", NUMBER, "--as", "nobody"])

    assert code == 1
    assert "nobody" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_replay_of_a_past_moment_does_not_see_later_rows(
    clerk: Person, entity: Entity, capsys: pytest.CaptureFixture[str]
) -> None:
    at = timezone.localtime() - timedelta(days=2)
    printed = Invoice(number=NUMBER, code="", issued_on=date(2026, 1, 4), total=26400)
    rows.put(printed, source="文件", entity=entity, owner=None, at=at)
    ask = ["look-up", NUMBER, "--as", clerk.username, "--json", "--now"]

    main([*ask, (at - timedelta(days=1)).isoformat()])
    main([*ask, (at + timedelta(days=1)).isoformat()])

    before, after = told(capsys)
    assert before["found"] is False
    assert after["found"] is True
