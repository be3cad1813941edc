"""`chapiao import`: previews without a database, imports, and takes a batch back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.actions.papers import cells, csv, export, number, sale, zipped

from chapiao.cli.__main__ import main
from chapiao.demo.paper import einvoice
from chapiao.store.models import Entity, Invoice, Person, Snapshot


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def put(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def test_a_preview_is_exactly_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(
        tmp_path,
        "全量发票查询导出结果.xlsx",
        export(sale(1), sale(2, amount=-500, tax=-30, total=-530)),
    )

    code = main(["import", file, "--preview", "--json"])

    [told] = lines(capsys)
    assert code == 0
    assert set(told) == {
        "file", "layout", "readable", "reason",
        "invoices", "rejected_rows", "damaged_numbers", "totals",
    }  # fmt: skip
    assert (told["file"], told["readable"], told["reason"]) == (file, True, None)
    wanted = {
        "code": "",
        "number": number(1),
        "date": "2026-11-03",
        "seller_tax_id": sale().seller_tax_id,
        "buyer_tax_id": sale().buyer_tax_id,
        "amount": "100.00",
        "tax": "6.00",
        "total": "106.00",
        "status": "正常",
        "kind": "数电票（普通发票）",
        "positive": True,
    }
    assert {name: told["invoices"][0][name] for name in wanted} == wanted
    assert told["invoices"][1]["positive"] is False
    assert told["totals"] == {"count": 2, "amount": "95.00", "tax": "5.70", "total": "100.70"}


def test_a_preview_loads_no_django(tmp_path: Path) -> None:
    file = put(tmp_path, "导出.xlsx", export(sale(1)))
    program = (
        "import sys; from chapiao.cli.__main__ import main;"
        f"code = main(['import', {file!r}, '--preview', '--json']);"
        "sys.exit(code if 'django' not in sys.modules else 9)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, timeout=60, check=False
    )

    assert done.returncode == 0
    assert list((tmp_path / "data").iterdir()) == []


def test_bad_rows_are_counted_as_the_spreadsheet_shows_them_and_exit_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(tmp_path, "a.csv", csv(cells(sale(1)), cells(sale(2), 开票日期="昨天")))

    code = main(["import", file, "--preview", "--json"])

    [told] = lines(capsys)
    assert code == 1
    assert [row["row"] for row in told["rejected_rows"]] == [3]
    assert told["totals"]["count"] == 1


def test_a_file_that_is_no_export_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "a.csv", "姓名,部门\n王敏,财务".encode())
    put(tmp_path, "b.png", b"\x89PNG\r\n")

    code = main(["import", str(tmp_path), "--preview", "--json"])

    told = lines(capsys)
    assert code == 1
    assert [one["readable"] for one in told] == [False, False]
    assert all(one["reason"] and one["invoices"] == [] for one in told)


def test_tables_inside_archives_and_folders_are_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "a.zip", zipped({"五月/导出.xlsx": export(sale(1))}))
    put(tmp_path, "b.csv", csv(cells(sale(2))))

    assert main(["import", str(tmp_path), "--preview", "--json"]) == 0

    told = lines(capsys)
    assert [Path(one["file"]).name for one in told] == ["导出.xlsx", "b.csv"]
    assert "a.zip › 五月" in told[0]["file"]


@pytest.mark.parametrize("source", ["table", "jsonl", "invoice"])
def test_a_damaged_number_is_suggested_from_what_is_given(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, other = sale(2, amount=20000, tax=1200, total=21200), sale(3)
    damaged = put(tmp_path, "a.csv", csv(cells(sale(1)), cells(whole, 数电发票号码="2.6112E+19")))
    given = {
        "table": lambda: put(tmp_path, "b.xlsx", export(whole, other)),
        "jsonl": lambda: put(
            tmp_path,
            "b.jsonl",
            json.dumps(
                {
                    "number": whole.number,
                    "date": "2026-11-03",
                    "total": "212.00",
                    "amount": "200.00",
                }
            ).encode(),
        ),
        "invoice": lambda: put(tmp_path, "b.xml", einvoice.xml(whole)),
    }[source]()

    code = main(["import", damaged, "--preview", "--json", "--rescue-from", given])

    [told] = lines(capsys)
    assert code == 1
    [row] = told["damaged_numbers"]
    assert (row["row"], row["seen"], row["suggested"]) == (3, "2.6112E+19", number(2))
    assert "b." in row["from"]
    assert [one["number"] for one in told["invoices"]] == [number(1)]


def test_a_suggestion_that_two_rows_could_claim_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = cells(sale(2), 数电发票号码="2.6112E+19")
    damaged = put(tmp_path, "a.csv", csv(twice, twice))
    whole = put(tmp_path, "b.xlsx", export(sale(2)))

    main(["import", damaged, "--preview", "--json", "--rescue-from", whole])

    [told] = lines(capsys)
    assert [row["suggested"] for row in told["damaged_numbers"]] == [None, None]


def test_wrong_usage_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import"]) == 2
    assert main(["import", str(tmp_path / "nichts.xlsx")]) == 2
    assert main(["import", str(tmp_path), "--undo", "1"]) == 2
    assert main(["import", str(tmp_path), "--preview", "--rescue-from", str(tmp_path)]) == 2
    assert "没有这个文件" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_an_import_says_per_row_what_happened_and_is_taken_back(
    tmp_path: Path, entity: Entity, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(tmp_path, "a.csv", csv(cells(sale(1)), cells(sale(2)), cells(sale(3), 金额="一")))

    code = main(["import", file, "--json"])

    [told] = lines(capsys)
    assert code == 1
    assert (told["state"], told["counts"]) == (
        "已导入",
        {"新增": 2, "更新": 0, "重复": 0, "异常": 1},
    )
    assert [(row["row"], row["outcome"]) for row in told["rows"]] == [
        (2, "新增"),
        (3, "新增"),
        (4, "异常"),
    ]
    assert {row.entity for row in Invoice.objects.all()} == {entity}

    assert main(["import", file]) == 1
    assert "重复2" in capsys.readouterr().out

    assert main(["import", "--undo", str(told["batch"]), "--json"]) == 0
    assert lines(capsys) == [{"batch": told["batch"], "state": "已撤销", "kept": []}]
    assert not Invoice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_batch_somebody_touched_is_taken_back_but_for_that_row(
    tmp_path: Path, entity: Entity, capsys: pytest.CaptureFixture[str]
) -> None:
    del entity
    file = put(tmp_path, "a.csv", csv(cells(sale(1)), cells(sale(2))))
    assert main(["import", file]) == 0
    batch = Snapshot.objects.get().pk
    Invoice.objects.filter(key=number(2)).update(voucher="记-7")
    capsys.readouterr()

    assert main(["import", "--undo", str(batch)]) == 1

    out = capsys.readouterr().out
    assert f"第3行 {number(2)}" in out
    assert "保留1行" in out
    assert Invoice.objects.get().key == number(2)


@pytest.mark.django_db(transaction=True)
def test_a_restored_number_is_written_only_with_a_yes(
    tmp_path: Path, clerk: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = put(tmp_path, "b.xlsx", export(sale(2)))
    file = put(tmp_path, "a.csv", csv(cells(sale(2), 数电发票号码="2.6112E+19")))
    asked = ["import", file, "--rescue-from", whole, "--as", clerk.username]

    assert main(asked) == 1
    assert not Invoice.objects.exists()
    assert number(2) in capsys.readouterr().out

    assert main([*asked, "--accept-rescued"]) == 0
    assert Invoice.objects.get().key == number(2)
    assert Invoice.objects.get().owner == clerk


@pytest.mark.django_db(transaction=True)
def test_an_unknown_batch_or_person_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--undo", "999"]) == 1
    assert "没有这条记录" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["import", "--undo", "1", "--as", "niemand"])
    assert "niemand" in capsys.readouterr().err
